"""„Marktplatz“: finding a product, by key from everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.models import Product
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.marketplace.catalogue import CatalogueSection
from tcm_tui.screens.marketplace.marketplace import Marketplace
from tcm_tui.screens.marketplace.preview import ProductPreview
from tcm_tui.screens.marketplace.product import ProductScreen
from tcm_tui.widgets.multi_choice import MultiChoice
from tcm_tui.widgets.search_input import SearchInput
from tests.builders import link_reseller
from tests.screens.resellers.partner import appoint
from tests.screens.support import settle, sign_in

from .steps import fill, names, open_catalogue, open_product, press, search

if TYPE_CHECKING:
    from tests.screens.support import Stage


@pytest.mark.parametrize("role", Role)
async def test_f2_opens_the_catalogue_for_everybody(stage: Stage, role: Role) -> None:
    """Also from within „Verwaltung“ and „Meine Einstellungen“; Escape leads back."""
    fill(stage)
    derya = stage.colleague(role)
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        section = await open_catalogue(pilot, derya)
        assert len(names(section)) == 41
        assert section.table.has_focus
        await press(pilot, "escape")
        assert not isinstance(app.screen, Marketplace)
        await press(pilot, "f4", "e", "f2")
        assert isinstance(app.screen, Marketplace)


async def test_a_narrow_window_keeps_the_price(stage: Stage) -> None:
    """Of whom a product is comes after what it costs."""
    fill(stage)
    async with stage.app().run_test(size=(60, 16)) as pilot:
        section = await open_catalogue(pilot, stage.anna)
        assert "28,41\N{NO-BREAK SPACE}€" in section.table.render_line(1).text


async def test_the_cloud_menu_leads_to_both_areas(stage: Stage) -> None:
    """Each by the key beside it."""
    fill(stage)
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await pilot.click(".bar--brand")
        await settle(pilot)
        await press(pilot, "f2")
        assert isinstance(app.screen, Marketplace)
        await pilot.click(".bar--brand")
        await settle(pilot)
        await press(pilot, "f3")
        assert not isinstance(app.screen, Marketplace)


async def test_typing_searches_and_enter_goes_on_to_the_best(stage: Stage) -> None:
    """A word of an edition counts as one of the name does."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await search(pilot, "business basic")
        assert names(section)[0] == "Microsoft 365 Business"
        await press(pilot, "enter")
        assert section.table.has_focus
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ProductScreen)
        await press(pilot, "escape")
        assert names(section)[0] == "Microsoft 365 Business"
        assert section.tools.wanted.search == "business basic"


async def test_escape_shows_everything_again_and_only_then_leaves(stage: Stage) -> None:
    """First the filter goes, then the search."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await search(pilot, "cisco")
        found = len(names(section))
        await press(pilot, "enter", "f", "enter", "down", "space", "escape")
        assert section.tools.wanted.filtered
        await press(pilot, "f", "f")
        assert section.table.has_focus
        await press(pilot, "escape")
        assert len(names(section)) == found
        await press(pilot, "escape")
        assert len(names(section)) == 41
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, Marketplace)


async def test_filters_offer_what_there_is(stage: Stage) -> None:
    """By provider and category; the search goes on in the rest."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await open_catalogue(pilot)
        section.query_one("#providers", MultiChoice).want({"Adobe"})
        await settle(pilot)
        assert len(names(section)) == 4
        await press(pilot, "slash", *"stock")
        assert names(section) == ["Adobe Creative Cloud"]


async def test_an_empty_list_says_what_to_do(stage: Stage) -> None:
    """Nothing fits, or there is no catalogue at all."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await open_catalogue(pilot)
        assert "Wer den Rechner betreut" in section.table.empty_text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Marketplace)
        await press(pilot, "slash", *"nichts")
        assert "Kein Produkt passt zur Suche" in section.table.empty_text


async def test_what_stands_under_the_cursor_is_told_where_there_is_room(stage: Stage) -> None:
    """Beyond 160 columns, and after a resize."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(170, 40)) as pilot:
        section = await search(pilot, "cisco duo")
        preview = section.query_one(ProductPreview)
        assert preview.display
        assert "Cisco Duo" in str(preview.border_title)
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert not preview.display


async def test_f5_reads_again_and_keeps_the_place(stage: Stage) -> None:
    """A new catalogue was imported meanwhile."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await open_catalogue(pilot)
        await press(pilot, "down", "down")
        at = section.table.cursor_row
        assert at is not None
        with stage.nobody.database.transaction(writing=True) as session:
            first = Product.key == "adobe-sign"
            session.execute(update(Product).where(first).values(offered=False, version=2))
        await press(pilot, "f5")
        assert len(names(section)) == 40
        assert section.table.cursor_row == at


async def test_the_palette_finds_products(stage: Stage) -> None:
    """By name, from everywhere; back from the page is the catalogue."""
    fill(stage)
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *"umbrella", "enter")
        screen = app.screen
        assert isinstance(screen, ProductScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, Marketplace)


async def test_a_guest_reads_the_catalogue(stage: Stage) -> None:
    """The staff of a Vertriebspartner book for their customers."""
    fill(stage)
    nora = appoint(stage)
    link_reseller(stage.nobody.database, stage.anna.company_id, nora.company_id)
    app = stage.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot, nora)
        await press(pilot, "f4", "k", "enter")
        await press(pilot, "f2")
        assert len(names(app.screen.query_one(CatalogueSection))) == 41


async def test_the_language_changes_in_place(stage: Stage) -> None:
    """The same part, or the same product, is in front."""
    fill(stage)
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_product(pilot, "cisco duo")
        await app.speak("en")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, ProductScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, Marketplace)
        await app.speak("de")
        await settle(pilot)
        assert isinstance(app.screen, Marketplace)


async def test_the_search_keeps_what_is_typed_quickly(stage: Stage) -> None:
    """Letters that are keys elsewhere are letters here."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        section = await open_catalogue(pilot)
        await pilot.press("slash", *"bf1")
        await settle(pilot)
        assert section.query_one(SearchInput).value == "bf1"
        assert isinstance(pilot.app.screen, Marketplace)
