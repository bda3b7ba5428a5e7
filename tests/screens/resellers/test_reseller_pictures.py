"""What letting in, visiting and being listed look like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.i18n import set_language
from tests.screens.support import sign_in

from .partner import NUMBER, appoint, linked, open_box, press, visit, visited

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def box(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """As Anna into the box, then these keys."""

    async def go(pilot: Pilot[None]) -> None:
        await open_box(pilot)
        await press(pilot, *pressed)

    return go


def home(nora: Person, *pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """As Nora, at home, these keys."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot, nora)
        await press(pilot, *pressed)

    return go


def there(nora: Person, *pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """As Nora, with Anna's company, these keys."""

    async def go(pilot: Pilot[None]) -> None:
        await visit(pilot, nora)
        pilot.app.clear_notifications()
        await press(pilot, *pressed)

    return go


@SIZES
def test_box(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """One is let in."""
    visited(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=box())


@SIZES
def test_nobody_let_in(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What fills the list."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=box())


@SIZES
def test_linking(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Whose number it is."""
    appoint(stage)
    go = box("n", *NUMBER)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_refused_number(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """At its field."""
    go = box("n", *"P-77777", "enter")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_removing(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Asked before."""
    linked(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=box("delete"))


@SIZES
def test_deeds(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Everything they did."""
    visited(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=box("enter"))


@SIZES
def test_customers(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """By name."""
    go = home(linked(stage), "f4", "k")
    assert snap_compare(stage.app(), terminal_size=size, run_before=go)


@SIZES
def test_no_customer_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What fills the list."""
    go = home(appoint(stage), "f4", "k")
    assert snap_compare(stage.app(), terminal_size=size, run_before=go)


@SIZES
def test_visit(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """„Übersicht“ of a guest."""
    assert snap_compare(stage.app(), terminal_size=size, run_before=there(linked(stage)))


@SIZES
def test_visited_members(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """„Benutzer“ of a guest."""
    assert snap_compare(stage.app(), terminal_size=size, run_before=there(linked(stage), "2"))


def test_customers_in_english(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Nothing is cut."""
    set_language("en")
    go = home(linked(stage), "f4", "k")
    assert snap_compare(stage.app(), terminal_size=(120, 40), run_before=go)
