"""What „Meine Einstellungen“ looks like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def keys(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in as Anna, go to „Meine Einstellungen“, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        for key in ("f4", "e", *pressed):
            await pilot.press(key)
            await settle(pilot)

    return go


@SIZES
@pytest.mark.parametrize(
    "pressed",
    [("1",), ("1", "enter"), ("2", "enter"), ("4", "enter"), ("5", "enter")],
    ids=["own_data", "own_data_inside", "password", "sessions", "activity"],
)
def test_a_section(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], pressed: tuple[str, ...]
) -> None:
    """Each as it is opened."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=keys(*pressed))
