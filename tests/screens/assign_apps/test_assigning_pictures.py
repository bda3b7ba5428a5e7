"""Pictures of „Apps zuweisen“."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.market import give
from tests.screens.support import settle, sign_in

from .desk import furnish, press

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
TICKED = ("4", "down", "enter", "down", "space", "space")
"""Two licences for Jonas."""


def keys(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in as Anna, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        for key in pressed:
            await pilot.press(key)
            await settle(pilot)
        pilot.app.clear_notifications()
        await settle(pilot)

    return go


@SIZES
def test_nothing_ticked_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Whose apps they are follows the cursor."""
    furnish(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=keys("4"))


@SIZES
def test_changes_wait(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Licences are counted meanwhile; each change has its line."""
    furnish(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=keys(*TICKED))


@SIZES
def test_many_marked(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Of three people one has a licence; a tick gives it to the others."""
    furnish(stage)
    go = keys("4", "space", "space", "space", "enter", "down", "down", "space", "up")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_by_app(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Everybody, and who uses the subscription; one new, one less."""
    furnish(stage)
    go = keys("4", "t", "end", "enter", "space", "down", "down", "space")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_review(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What will happen, before it does."""
    furnish(stage)
    go = keys(*TICKED, "ctrl+s")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_the_last_licence_is_gone(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Somebody else took it meanwhile: the line says so, what else was ticked is saved."""
    company = furnish(stage)

    async def go(pilot: Pilot[None]) -> None:
        await keys(*TICKED, "ctrl+s")(pilot)
        give(stage.nobody.database, company.cloud, company.lena, company.gone, stage.anna)
        await press(pilot, "ctrl+s", "ctrl+s")
        pilot.app.clear_notifications()
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
