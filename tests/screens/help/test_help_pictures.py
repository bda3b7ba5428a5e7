"""Pictures of „Hilfe“."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.support import settle

from .test_help import PHONE, open_help, portal, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_search(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What fits, from every area."""

    async def show(pilot: Pilot[None]) -> None:
        await open_help(pilot)
        await press(pilot, "slash", *"adresse")

    assert snap_compare(portal(stage, PHONE), terminal_size=size, run_before=show)


@SIZES
def test_contact(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """A question about „Benutzer“."""

    async def show(pilot: Pilot[None]) -> None:
        await open_help(pilot, "2")
        button = pilot.app.screen.query_one("#contact")
        await pilot.click(button)
        await settle(pilot)
        while button.has_class("-active"):  # it looks pressed for a moment
            await pilot.pause()

    assert snap_compare(portal(stage, PHONE), terminal_size=size, run_before=show)
