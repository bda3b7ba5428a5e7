"""Pictures of „Produkte“."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .desk import NORTH, go_to, open_tab, press, stock

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_subscriptions(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Of every kind."""
    stock(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_tab)


@SIZES
def test_no_subscription_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A company on its first day."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_tab)


@pytest.mark.parametrize(
    ("keys", "size"),
    [(keys, size) for keys in ("enter", "a", "w", "e", "delete") for size in [(120, 40), (80, 24)]],
    ids=[
        f"{name}-{size}"
        for name in ("details", "licences", "edition", "name", "cancel")
        for size in ("120x40", "80x24")
    ],
)
def test_dialog(
    snap_compare: Callable[..., bool], stage: Stage, keys: str, size: tuple[int, int]
) -> None:
    """Each dialog as it opens; of the number and the edition with what another one costs."""
    ids = stock(stage)
    more = {"a": ("ctrl+u", *"30"), "w": ("down", "down")}

    async def go(pilot: Pilot[None]) -> None:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, ids[NORTH])
        await press(pilot, keys, *more.get(keys, ()))

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_details_beside_the_list(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Where there is room."""
    ids = stock(stage)

    async def go(pilot: Pilot[None]) -> None:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, ids[NORTH])

    assert snap_compare(stage.app(demo=True), terminal_size=(180, 45), run_before=go)
