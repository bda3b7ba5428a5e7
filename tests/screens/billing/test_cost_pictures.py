"""Pictures of „Kosten“."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tests.screens.support import sign_in

from .costs_desk import book_all, open_costs
from .desk import press

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_costs(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """The month that has begun, its lines, one in words."""
    book_all(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_costs)


@SIZES
def test_lines_of_a_month_to_come(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What will fall due if nothing changes."""
    book_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_costs(pilot)
        await press(pilot, "up", "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_one_subscription(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Searched for."""
    book_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_costs(pilot)
        await press(pilot, "slash", *"besprechungen", "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_no_costs_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A company on its first day."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_costs)


@SIZES
def test_costs_of_a_user(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Only what they own, and no other part."""
    derya = stage.colleague(Role.USER)
    book_all(stage, derya)

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot, derya)
        await press(pilot, "5")

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)
