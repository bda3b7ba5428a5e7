"""Pictures of a booking, from its first step to the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tcm_tui.navigation import MarketplacePart
from tcm_tui.services.order_requests import request
from tests.builders import signed_in
from tests.screens.billing.desk import pay_by_all
from tests.services.ordering import booked, order

from .desk import begin, open_part, press, shop, to_methods, to_receipt, to_review

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_licences(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What, how many, for how long; what it comes to follows."""
    found = shop(stage)

    async def go(pilot: Pilot[None]) -> None:
        await begin(pilot, found)
        await press(pilot, *"25", "tab", "tab", *"5")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_methods(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """All five were used once; the active one is chosen."""
    found = shop(stage, method=False)
    pay_by_all(stage)

    async def go(pilot: Pilot[None]) -> None:
        await to_methods(pilot, found)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_review(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """All of it, two ticks."""
    found = shop(stage)

    async def go(pilot: Pilot[None]) -> None:
        await to_review(pilot, found)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_receipt(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Thanks, what was ordered, where it goes on."""
    found = shop(stage)

    async def go(pilot: Pilot[None]) -> None:
        await to_receipt(pilot, found)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_refused(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Over the cap: said in place of the figures, and at the field."""
    found = shop(stage)

    async def go(pilot: Pilot[None]) -> None:
        await begin(pilot, found)
        await press(pilot, *"301", "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_request(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """What a user sends who may not buy."""
    found = shop(stage)
    derya = stage.colleague(Role.USER)

    async def go(pilot: Pilot[None]) -> None:
        await begin(pilot, found, derya, trial=True)
        await press(pilot, *"25", "ctrl+s", *"Für die Messe")

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)


@SIZES
@pytest.mark.parametrize("part", ["begun", "requests", "orders"])
def test_list(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], part: str
) -> None:
    """What was begun, asked for, ordered."""
    found = shop(stage)
    anna = signed_in(stage.nobody, stage.anna)
    derya = signed_in(stage.nobody, stage.colleague(Role.USER))
    order(anna, found.wish(), licences=25, name="Vertrieb Nord")
    booked(anna, found.wish(edition_id=found.premium), licences=4)
    request(derya, booked(derya, found.wish(), licences=3).id, "Für die Messe")

    async def go(pilot: Pilot[None]) -> None:
        await open_part(pilot, MarketplacePart(part))

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_declining(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """A word about why."""
    found = shop(stage)
    derya = signed_in(stage.nobody, stage.colleague(Role.USER))
    request(derya, booked(derya, found.wish(), licences=3).id, "Für die Messe")

    async def go(pilot: Pilot[None]) -> None:
        await open_part(pilot, MarketplacePart.REQUESTS)
        await press(pilot, "delete")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
