"""„Produkte“: the list, its search, filters and order, what it adds up to, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tcm_tui.domain.permissions import Guest, Role
from tcm_tui.domain.subscription_list import ListFilter, Showing
from tcm_tui.navigation import Destination, may_open, tabs_for
from tcm_tui.screens.administration.products.details import DetailsDialog, DetailsPane
from tcm_tui.screens.host import Navigate
from tcm_tui.services.subscription_changes import rename
from tests.builders import signed_in
from tests.market import add_product, add_subscription
from tests.screens.members.crowd import member
from tests.screens.security.places import seen
from tests.screens.support import settle, sign_in

from .desk import MINE, NORTH, go_to, labels, open_tab, plain, press, rows, said, stock, told

if TYPE_CHECKING:
    from tests.screens.support import Stage

SIZE = (120, 40)
RUNNING = [
    "Adobe Creative Cloud Alle Apps",
    MINE,
    NORTH,
    "Konstruktion",
    "Messe",
    "Webex",
    "Probe",
]


async def test_running_subscriptions_are_listed_with_their_seats(stage: Stage) -> None:
    """Bar and number, price a month, what is near in words, who owns it, how it stands."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        assert labels(tab) == RUNNING
        text = plain(seen(pilot))
        assert "▰▱▱▱▱ 2/25" in text
        assert "140,00 €" in text
        assert "in 8 Tagen" in text
        assert "! gekündigt" in text
        assert "◌ Testphase" in text
        assert "ohne" in text
        assert said(tab, "sums").startswith("7 Abonnements · 457,17 € im Monat · 44 freie Lizenzen")


async def test_the_line_below_says_what_the_list_leaves_out(stage: Stage) -> None:
    """Of the row under the cursor."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, ids[NORTH])
        assert said(tab, "foot") == (
            "Microsoft 365 Business Basic · 140,00 € im Monat · bis 23.08.2027"
        )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vertrieb", [NORTH]),
        ("nord basic", [NORTH]),
        ("cisco", ["Webex", "Probe"]),
        ("konstr", ["Konstruktion"]),
        ("standard", ["Messe"]),
        ("zzz", []),
    ],
)
async def test_typing_finds_names_products_and_providers(
    stage: Stage, typed: str, found: list[str]
) -> None:
    """Enter goes to the list, Esc shows all again."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "slash", *typed)
        assert labels(tab) == found
        if not found:
            assert "Kein Abonnement passt zu „zzz“. Esc leert die Suche." in seen(pilot)
        await press(pilot, "enter")
        assert tab.listing.table.has_focus
        await press(pilot, "escape")
        assert labels(tab) == RUNNING


async def test_what_ended_is_shown_to_who_asks_for_it(stage: Stage) -> None:
    """By the filter for states; the button takes it away."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "f", "enter", "b", "enter")
        assert labels(tab) == ["Früher"]
        assert said(tab, "sums") == "0 Abonnements"
        await pilot.click("#clear")
        await settle(pilot)
        assert labels(tab) == RUNNING
        assert tab.listing.table.has_focus


async def test_filters_of_several_kinds_narrow_each_other(stage: Stage) -> None:
    """A provider with its products, and what is to be shown; Esc forgets them."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "f", "f", "enter", "m", "enter")
        assert labels(tab) == [MINE, NORTH, "Konstruktion", "Messe"]
        await press(pilot, "f", "enter", "m", "enter")
        assert "Zeigen: mit freien Lizenzen" in seen(pilot)
        assert labels(tab) == [MINE, NORTH, "Konstruktion", "Messe"]
        await press(pilot, "enter", "e", "e", "enter")
        assert labels(tab) == ["Messe"]
        await press(pilot, "escape", "escape")
        assert labels(tab) == RUNNING


async def test_own_and_ownerless_ones_are_told_apart(stage: Stage) -> None:
    """What belongs to nobody waits to be taken over."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        tab.listing.want(ListFilter(showing=frozenset({Showing.OWNERLESS})))
        await settle(pilot)
        assert labels(tab) == ["Adobe Creative Cloud Alle Apps"]
        tab.listing.want(ListFilter(showing=frozenset({Showing.OWN})))
        await settle(pilot)
        assert MINE not in labels(tab)
        assert NORTH in labels(tab)


async def test_s_and_the_header_sort(stage: Stage) -> None:
    """By what ends first; a click on „Im Monat“ begins with the dearest."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "s", "l", "l", "l", "enter")
        assert tab.listing.tools.sorting.value.order == "ends"
        assert labels(tab)[-1] == NORTH
        header = tab.listing.table.column_region("monthly")
        assert header is not None
        await pilot.click(tab.listing.table, offset=(header.x + 3, 0))
        await settle(pilot)
        assert labels(tab)[:2] == ["Adobe Creative Cloud Alle Apps", NORTH]


async def test_enter_tells_all_about_one(stage: Stage) -> None:
    """Dates, what is due next, other editions, who has a licence."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, ids[NORTH])
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsDialog)
        text = plain(str(pilot.app.screen.query_one("#subscription-sheet", Static).content))
        for line in (
            "24.08.2026 bis 23.08.2027",
            "24.11.2026: 140,00 € netto",
            "Premium · 20,60 € im Monat",
            "● Becker, Jonas",
            "● Hoffmann, Lena",
        ):
            assert line in text
        await press(pilot, "escape")
        assert tab.listing.table.has_focus


async def test_a_long_past_is_read_as_one_scrolls(stage: Stage) -> None:
    """The newest at first; the oldest comes with the end of the sheet."""
    ids = stock(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    for number in range(60):
        rename(ctx, rows(stage)[ids[NORTH]], f"Name {number}")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, ids[NORTH])
        await press(pilot, "enter")
        sheet = pilot.app.screen.query_one("#subscription-sheet", Static)
        assert "Name 58 → Name 59" in plain(str(sheet.content))
        assert "Vertrieb Nord → Name 0" not in plain(str(sheet.content))
        await press(pilot, *["end"] * 4)
        assert "Vertrieb Nord → Name 0" in plain(str(sheet.content))


async def test_details_stand_beside_a_wide_list(stage: Stage) -> None:
    """They follow the cursor; Enter goes there, Esc comes back."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=(180, 45)) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, ids["Messe"])
        pane = tab.query_one(DetailsPane)
        assert "endet am 30.11.2026, in 8 Tagen" in seen(pilot)
        await press(pilot, "enter")
        assert pane.has_focus
        await press(pilot, "escape")
        assert tab.listing.table.has_focus


async def test_another_place_may_point_to_one(stage: Stage) -> None:
    """Its details open whatever was looked for, also of one that ended."""
    ids = stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await press(pilot, "slash", *"adobe", "enter", "1")
        pilot.app.post_message(Navigate(Destination.PRODUCTS, ids["Früher"]))
        await settle(pilot)
        assert isinstance(pilot.app.screen, DetailsDialog)
        assert "seit dem 02.11.2026 beendet" in seen(pilot)
        await press(pilot, "escape")
        assert tab.listing.row is not None
        assert tab.listing.row.id == ids["Früher"]


async def test_another_place_may_point_to_several(stage: Stage) -> None:
    """„Zu erledigen“ shows what it counted."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        wanted = ListFilter(showing=frozenset({Showing.ENDING_30}))
        pilot.app.post_message(Navigate(Destination.PRODUCTS, wanted))
        await settle(pilot)
        assert "Zeigen: endet in 30 Tagen" in seen(pilot)
        assert "Messe" in seen(pilot)
        assert NORTH not in seen(pilot)


async def test_users_see_what_they_own(stage: Stage) -> None:
    """And are told so where they own nothing."""
    stock(stage)
    derya = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot, derya)
        assert labels(tab) == []
        assert "Ihnen gehört kein Abonnement." in seen(pilot)


async def test_users_may_change_their_own_and_take_over_none(stage: Stage) -> None:
    """The key says for whom it is."""
    stock(stage)
    owner = member(stage, "Eva", "Eigner", Role.USER)
    data = stage.nobody.database
    add_subscription(
        data, stage.anna.company_id, add_product(data), owner_id=owner.user_id, name="Evas"
    )
    async with stage.app().run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot, owner)
        assert labels(tab) == ["Evas"]
        assert not tab.why_not("rename")
        await press(pilot, "o")
        (sentence,) = told(pilot)
        assert "die Rollen „Rechnungsadministrator“ und „Unternehmensadministrator“" in sentence


def test_guests_have_no_such_tab() -> None:
    """A Vertriebspartner books for a company and sees nothing of what it has."""
    assert not may_open(Destination.PRODUCTS, Guest.RESELLER, mailbox=True)
    assert Destination.PRODUCTS not in {tab.destination for tab in tabs_for(Guest.RESELLER)}


async def test_the_palette_finds_subscriptions_by_name(stage: Stage) -> None:
    """By „Abonnement-Name“, beside people; choosing one opens it."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *"vertrieb no")
        assert "Microsoft 365 Business Basic" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsDialog)
        assert "Vertrieb Nord" in seen(pilot)


async def test_the_palette_finds_own_subscriptions_only_for_users(stage: Stage) -> None:
    """Others' are not told of."""
    stock(stage)
    derya = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, derya)
        await press(pilot, "ctrl+p", *"vertrieb no")
        assert "Nichts gefunden." in seen(pilot)
