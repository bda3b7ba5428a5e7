"""What „Unternehmenseinstellungen“ looks like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.i18n import set_language

from .steps import go_to, open_box, open_tab, press
from .test_company_settings import (
    FACTOR,
    LOCK,
    NAME_BOX,
    PASSWORDS,
    TRADE,
    elsewhere,
    knows_passwords,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_boxes(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Nothing is filled in: Enter goes into the first."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_tab)


@SIZES
def test_affected(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """A stricter level is chosen, and whom it affects is said before it is saved."""
    knows_passwords(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down", "down")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_last_boxes(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """A second factor asked for, and refused minutes."""

    async def go(pilot: Pilot[None]) -> None:
        await open_box(pilot, FACTOR)
        await press(pilot, "tab", "tab", "space")
        await go_to(pilot, TRADE)
        await press(pilot, "a")
        await go_to(pilot, LOCK)
        await press(pilot, "ctrl+u", *"90", "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_conflict(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Somebody else chose another level meanwhile."""

    async def go(pilot: Pilot[None]) -> None:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down")
        elsewhere(stage, password_level=PasswordLevel.LONG)
        await press(pilot, "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_leaving(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """It is asked before what was typed is lost."""

    async def go(pilot: Pilot[None]) -> None:
        await open_box(pilot, NAME_BOX)
        await press(pilot, "end", *" & Co. KG", "ctrl+pageup")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_english(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Nothing is cut."""
    set_language("en")
    assert snap_compare(stage.app(demo=True), terminal_size=(120, 40), run_before=open_tab)
