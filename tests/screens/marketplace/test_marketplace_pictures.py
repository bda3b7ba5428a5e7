"""What „Katalog“ and the page of a product look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .steps import fill, open_catalogue, open_product, press, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_the_catalogue(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Everything, by name."""
    fill(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_catalogue)


def test_the_catalogue_with_a_product_beside_it(
    snap_compare: Callable[..., bool], stage: Stage
) -> None:
    """Where there is room, what the cursor stands on is told of."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        await search(pilot, "business basic")
        await press(pilot, "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=(180, 40), run_before=go)


@SIZES
def test_a_search(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """The best stands first, while one types."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        await search(pilot, "sicherung")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_a_product(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Four editions, an add-on, a cap, a trial."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_product(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_a_product_by_the_year(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Prices of a year for two years, with what that is a month."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_product(pilot, "MagentaCLOUD")
        await press(pilot, "t", "z", "right")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
