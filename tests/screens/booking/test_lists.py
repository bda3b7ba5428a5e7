"""„Begonnen“, „Anfragen“, „Bestellungen“: what stands in them, and what their keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from tcm_tui.domain.permissions import Role
from tcm_tui.navigation import MarketplacePart
from tcm_tui.screens.marketplace.booking.asking import RequestStep
from tcm_tui.screens.marketplace.booking.booking import BookingScreen
from tcm_tui.screens.marketplace.booking.receipt import ReceiptScreen
from tcm_tui.screens.marketplace.orders.decline_dialog import DeclineDialog
from tcm_tui.screens.marketplace.orders.listing import ListSection
from tcm_tui.services.booking import begun
from tcm_tui.services.order_requests import decline, request, requests
from tcm_tui.widgets.dialog import Confirm
from tests.builders import signed_in
from tests.screens.support import sign_in
from tests.services.changing import DISABLE, do, member_key
from tests.services.ordering import booked, let_everybody_buy, open_shop, order, stored

from .desk import begin, open_part, order_text, press, said, seen, shop, told, type_licences

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.services.context import Context
    from tests.builders import Person
    from tests.screens.support import Stage
    from tests.services.ordering import Shop

SIZE = (120, 40)
ONLY_BUYERS = "Das können nur die Rollen „Rechnungsadministrator“ und „Unternehmensadministrator“."


def listed(pilot: Pilot[Any]) -> list[str]:
    """The titles in the list, from top to bottom."""
    source: Any = pilot.app.screen.query_one(ListSection).table.source
    return [row.title for row in source.rows]


def asks(stage: Stage, found: Shop, **typed: Any) -> Person:  # noqa: ANN401 - any field of the draft
    """Derya, a user, has asked for „Basic“."""
    derya = stage.colleague(Role.USER)
    ctx = signed_in(stage.nobody, derya)
    request(ctx, booked(ctx, found.wish(), licences=3, **typed).id, "Für die Messe")
    return derya


@pytest.fixture
def ctx(stage: Stage) -> Context:
    """Anna, signed in elsewhere."""
    return signed_in(stage.nobody, stage.anna)


# --- „Begonnen“ ------------------------------------------------------------------------------


async def test_what_was_begun_is_gone_on_with(stage: Stage, ctx: Context) -> None:
    """Enter is in it again, with all that was typed."""
    booked(ctx, shop(stage).wish(), licences=7, name="Vertrieb Nord")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.BEGUN)
        assert "Vertrieb Nord" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, BookingScreen)
        assert "7 Lizenzen" in order_text(pilot)
        await press(pilot, "escape")
        assert listed(pilot) == ["Microsoft 365 Business Basic"]


async def test_back_from_a_booking_its_line_says_what_was_typed(stage: Stage, ctx: Context) -> None:
    """The list is read again: it does not go on telling of seven."""
    booked(ctx, shop(stage).wish(), licences=7)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.BEGUN)
        await press(pilot, "enter")
        await type_licences(pilot, "9")
        await press(pilot, "escape")
        assert "Basic, 9 Lizenzen" in seen(pilot)


async def test_back_from_an_order_it_is_begun_no_more(stage: Stage, ctx: Context) -> None:
    """Nobody is led to believe that it has still to be ordered."""
    booked(ctx, shop(stage).wish(), licences=7)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.BEGUN)
        await press(pilot, "enter", "ctrl+s", "ctrl+s", "space", "tab", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        await press(pilot, "escape")
        assert "Nichts begonnen" in seen(pilot)


async def test_thousands_of_licences_are_listed_with_their_dot(stage: Stage, ctx: Context) -> None:
    """As everywhere else, in the column as in the line below it."""
    booked(ctx, shop(stage, cap=None).wish(), licences=12_000)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.BEGUN)
        assert seen(pilot).count("12.000") == 2


async def test_what_was_begun_is_given_up(stage: Stage, ctx: Context) -> None:
    """After a question whose harmless answer is the default."""
    booked(ctx, shop(stage).wish(), licences=7)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.BEGUN)
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert len(begun(ctx)) == 1
        await press(pilot, "delete", "tab", "enter")
        assert begun(ctx) == []
        assert "Nichts begonnen" in seen(pilot)


async def test_a_part_has_the_focus_however_quickly_it_is_turned_to(
    stage: Stage, ctx: Context
) -> None:
    """Its digit may come before anything else has taken it: its keys work nevertheless."""
    booked(ctx, shop(stage).wish(), licences=7)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.CATALOGUE)
        pilot.app.screen.set_focus(None)
        await press(pilot, "2", "enter")
        assert isinstance(pilot.app.screen, BookingScreen)


async def test_nobody_sees_what_others_began(stage: Stage, ctx: Context) -> None:
    """Not even of the same company."""
    booked(ctx, shop(stage).wish(), licences=7)
    async with stage.app().run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.BEGUN, stage.colleague(Role.COMPANY_ADMIN))
        assert listed(pilot) == []


# --- asking ----------------------------------------------------------------------------------


async def test_who_may_not_buy_sends_a_request(stage: Stage) -> None:
    """Two steps; the second says why, and takes a reason. It waits in „Anfragen“ then."""
    found = shop(stage)
    derya = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found, derya)
        assert "● Lizenzen  ───  ○ Anfrage senden" in seen(pilot)
        await press(pilot, *"3", "ctrl+s")
        assert isinstance(screen.step, RequestStep)
        assert "In Ihrem Unternehmen bestellen nur Administratoren." in seen(pilot)
        await press(pilot, *"Messe", "enter")
        assert told(pilot) == ["Ihre Anfrage wurde gesendet."]
        assert "! wartet" in seen(pilot)
        assert [row.reason for row in requests(signed_in(stage.nobody, derya))] == ["Messe"]
        assert stored(signed_in(stage.nobody, stage.anna)) == []


async def test_without_a_method_who_pays_no_bills_asks_too(stage: Stage, ctx: Context) -> None:
    """Even where everybody may buy."""
    found = open_shop(ctx, method=False)
    let_everybody_buy(ctx)
    async with stage.app().run_test(size=SIZE) as pilot:
        await begin(pilot, found, stage.colleague(Role.USER))
        await press(pilot, "ctrl+s")
        assert "Es ist kein Bezahlverfahren aktiv" in seen(pilot)


# --- „Anfragen“ ------------------------------------------------------------------------------


async def test_a_request_is_looked_at_and_ordered(stage: Stage, ctx: Context) -> None:
    """How it is paid, all of it, two ticks; it is the requester's then."""
    derya = asks(stage, shop(stage))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.REQUESTS)
        assert "„Für die Messe“" in seen(pilot)
        await press(pilot, "enter", "ctrl+s")
        text = seen(pilot)
        assert "Angefragt von" in text
        assert "Für die Messe" in text
        await press(pilot, "space", "tab", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        assert [one.owner_id for one in stored(ctx)] == [derya.user_id]


async def test_back_from_a_request_others_declined_it_waits_no_more(
    stage: Stage, ctx: Context
) -> None:
    """The refusal told so; the list does not say otherwise."""
    asks(stage, shop(stage))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.REQUESTS)
        await press(pilot, "enter", "ctrl+s")
        (waiting,) = requests(ctx)
        decline(ctx, waiting.id, "Zu teuer")
        await press(pilot, "space", "tab", "space", "ctrl+s")
        assert said(pilot) == "Diese Anfrage wurde schon abgelehnt."
        await press(pilot, "escape", "escape")
        assert "✗ abgelehnt" in seen(pilot)


async def test_overview_tells_that_a_request_waits(stage: Stage) -> None:
    """The line leads into the list; decided about, it is gone."""
    asks(stage, shop(stage))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        line = pilot.app.screen.query_one("#requests", Static)
        assert str(line.content) == "! 1 Anfrage wartet"
        line.focus()
        await press(pilot, "enter")
        assert listed(pilot) == ["Microsoft 365 Business Basic"]
        await press(pilot, "delete", "enter", "f3")
        assert not pilot.app.screen.query_one("#requests").display


async def test_a_request_is_declined_with_a_word(stage: Stage, ctx: Context) -> None:
    """Who asked reads it in „Anfragen“."""
    derya = asks(stage, shop(stage))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.REQUESTS)
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, DeclineDialog)
        await press(pilot, *"zu teuer", "enter")
        assert "✗ abgelehnt" in seen(pilot)
        assert stored(ctx) == []
        assert [row.answer for row in requests(signed_in(stage.nobody, derya))] == ["zu teuer"]
        await press(pilot, "enter")
        assert told(pilot)[-1] == "Diese Anfrage ist schon abgelehnt."


async def test_nobody_is_promised_a_mail_that_does_not_go_out(stage: Stage, ctx: Context) -> None:
    """Who asked is disabled by now: the dialog says so, and the corner claims nothing."""
    derya = asks(stage, shop(stage))
    do(ctx, DISABLE, member_key(derya))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.REQUESTS)
        await press(pilot, "delete")
        assert "Der Zugang ist nicht mehr aktiv" in " ".join(seen(pilot).split())
        await press(pilot, "enter")
        assert told(pilot)[-1] == "Abgelehnt."


async def test_who_asked_takes_it_back(stage: Stage) -> None:
    """Entf; to decide about it is not for them, and the key says so."""
    found = shop(stage)
    derya = asks(stage, found)
    async with stage.app().run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.REQUESTS, derya)
        assert "Entf Anfrage zurückziehen" in seen(pilot)
        assert "die Antwort kommt per E-Mail" in seen(pilot)
        await press(pilot, "enter")
        assert told(pilot) == [ONLY_BUYERS]
        await press(pilot, "delete", "tab", "enter")
        assert listed(pilot) == []
        assert "Keine Anfragen." in seen(pilot)


async def test_escape_in_a_dialog_leaves_no_worker_running(stage: Stage) -> None:
    """Nothing is declined."""
    asks(stage, shop(stage))
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.REQUESTS)
        await press(pilot, "delete", "escape")
        assert not [one for one in pilot.app.workers if one.is_running]
        assert "! wartet" in seen(pilot)


# --- „Bestellungen“ --------------------------------------------------------------------------


async def test_orders_lead_to_their_receipts(stage: Stage, ctx: Context) -> None:
    """Enter; Escape comes back."""
    receipt = order(ctx, shop(stage).wish(), licences=25, name="Vertrieb Nord")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.ORDERS)
        assert "166,60 €" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        text = seen(pilot)
        assert f"Marktplatz › Bestellungen › {receipt.number}" in text
        assert "✓ Bestellt" not in text
        await press(pilot, "escape")
        assert listed(pilot) == ["Microsoft 365 Business Basic"]


@pytest.mark.parametrize("typed", ["vertrieb", "000001", "anna"])
async def test_orders_are_found_by_name_number_and_buyer(
    stage: Stage, ctx: Context, typed: str
) -> None:
    """While one types; Escape shows all again."""
    order(ctx, shop(stage).wish(), licences=25, name="Vertrieb Nord")
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.ORDERS)
        await press(pilot, "slash", *typed)
        assert len(listed(pilot)) == 1
        await press(pilot, *"xyz")
        assert listed(pilot) == []
        assert "Nichts davon passt zur Suche" in seen(pilot)
        await press(pilot, "escape")
        assert len(listed(pilot)) == 1


async def test_users_see_their_own_orders(stage: Stage, ctx: Context) -> None:
    """Not what others bought."""
    order(ctx, shop(stage).wish(), licences=25)
    async with stage.app().run_test(size=SIZE) as pilot:
        await open_part(pilot, MarketplacePart.ORDERS, stage.colleague(Role.USER))
        assert listed(pilot) == []
