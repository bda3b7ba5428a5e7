"""Pictures of „Rechnung“; no account number is in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.support import settle

from .desk import CARD, CHECK_DIGITS, IBAN, VISA, open_billing, pay_by, pay_by_all, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_methods(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """All five were used once."""
    pay_by_all(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_billing)


@SIZES
def test_no_method_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A company on its first day."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_billing)


@SIZES
def test_history(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Who switched to what."""
    pay_by_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "shift+tab", "down")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.parametrize("line", range(5), ids=["telekom", "mobile", "card", "paypal", "debit"])
@SIZES
def test_form(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], line: int
) -> None:
    """Each kind, as it opens."""
    pay_by(stage, VISA)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, *["up"] * 5, *["down"] * line, "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_debit_filled_in(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The bank is told, the IBAN hidden once its field is left."""
    pay_by(stage, VISA)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "down", "down", "enter", "enter")
        await pilot.press(*IBAN)
        await press(pilot, "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_card_filled_in(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The brand is told, number and check digits hidden; something is missing."""

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "down", "down", "enter")
        await pilot.press(*"Anna Muster", "enter", *CARD, "enter", *"09/28", "enter", *CHECK_DIGITS)
        await press(pilot, "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_card_refused_by_name(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """While it is typed already."""

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "down", "down", "enter", "enter")
        await pilot.press(*"378")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_mandate(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What was agreed to, with a masked IBAN."""
    pay_by_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "o")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_taking_an_earlier_one_again(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What it touches, and what is active until then."""
    pay_by_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_billing(pilot)
        await press(pilot, "up", "up", "w")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
