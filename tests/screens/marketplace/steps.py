"""The packaged catalogue, and the ways to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.screens.marketplace.catalogue import CatalogueSection
from tcm_tui.screens.marketplace.product import ProductScreen
from tcm_tui.services.packaged_catalogue import bring_in
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage


def fill(stage: Stage) -> None:
    """Have what comes with the program."""
    bring_in(stage.nobody.database)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press these, one after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def open_catalogue(pilot: Pilot[Any], person: Person | None = None) -> CatalogueSection:
    """Sign in, and F2."""
    await sign_in(pilot, person)
    await press(pilot, "f2")
    return pilot.app.screen.query_one(CatalogueSection)


async def search(pilot: Pilot[Any], text: str) -> CatalogueSection:
    """Sign in, F2, and look for `text`; the search has the focus."""
    section = await open_catalogue(pilot)
    await press(pilot, "slash", *text)
    return section


async def open_product(
    pilot: Pilot[Any], name: str = "Microsoft 365 Business", person: Person | None = None
) -> ProductScreen:
    """The page of the first product found by its name."""
    await open_catalogue(pilot, person)
    await press(pilot, "slash", *name, "enter", "enter")
    screen = pilot.app.screen
    assert isinstance(screen, ProductScreen)
    return screen


def names(section: CatalogueSection) -> list[str]:
    """What the list shows, from top to bottom."""
    source: Any = section.table.source
    return [row.name for row in source.rows]
