"""The first step: what is typed is priced at once, stored with the step, kept by leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.marketplace.booking.booking import BookingScreen
from tcm_tui.screens.marketplace.booking.licences import LicencesStep
from tcm_tui.screens.marketplace.booking.paying import PayingStep
from tcm_tui.services.booking import begun, booking
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.radio import RadioField
from tests.builders import signed_in
from tests.market import add_subscription
from tests.screens.support import sign_in
from tests.services.ordering import booked, take_off

from .desk import begin, go, order_text, press, said, seen, shop, told, type_licences, wrong

if TYPE_CHECKING:
    from tests.screens.support import Stage

SIZE = (120, 40)


async def test_the_order_follows_each_key(stage: Stage) -> None:
    """Number, term, add-on: what it comes to stands beside it."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found)
        assert "1 Lizenz × 5,60 €" in order_text(pilot)
        await press(pilot, "2")
        assert "2 Lizenzen × 5,60 €" in order_text(pilot)
        await press(pilot, "5", "tab", "down")
        text = order_text(pilot)
        assert "25 Lizenzen × 56,00 € 1.400,00 €" in text
        assert "Gesamt im Jahr 1.666,00 €" in text
        assert "Danach jährlich ab 22.11.2027" in text
        await press(pilot, "tab", *"5")
        assert "5 Lizenzen × 280,00 € 1.400,00 €" in order_text(pilot)


async def test_another_edition_brings_its_prices(stage: Stage) -> None:
    """Terms, the order, the breadcrumb once it is stored."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found)
        await press(pilot, "shift+tab", "p")
        assert "20,60 € im Monat" in seen(pilot)
        assert "Microsoft 365 Business Premium" in order_text(pilot)
        await press(pilot, "ctrl+s")
        assert "Marktplatz › Microsoft 365 Business Premium › Buchen" in seen(pilot)


async def test_a_trial_costs_nothing_today(stage: Stage) -> None:
    """The first term begins behind it."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found, trial=True)
        text = order_text(pilot)
        assert "Kostenlos testen bis 21.12.2026" in text
        assert "Heute fällig 0,00 €" in text
        assert "Danach monatlich ab 22.12.2026 6,66 €" in text


async def test_what_cannot_be_booked_is_said_while_it_is_typed(stage: Stage) -> None:
    """In place of the figures; at the field once one wants to go on. What is typed stays."""
    found = shop(stage)
    add_subscription(
        stage.nobody.database,
        stage.anna.company_id,
        found.product,
        owner_id=stage.anna.user_id,
        licences=290,
    )
    sentence = "Von Microsoft 365 Business sind höchstens 300 Lizenzen möglich; Sie haben 290."
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        await type_licences(pilot, "11")
        assert order_text(pilot) == sentence
        await press(pilot, "ctrl+s")
        assert wrong(pilot, "licences") == sentence
        assert isinstance(screen.step, LicencesStep)
        await press(pilot, "backspace")
        assert wrong(pilot, "licences") == ""
        assert "1 Lizenz × 5,60 €" in order_text(pilot)


@pytest.mark.parametrize("typed", ["", "0", "viele", "-3"])
async def test_a_number_is_needed(stage: Stage, typed: str) -> None:
    """A sentence at the field, and no further."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        await type_licences(pilot, typed)
        await press(pilot, "ctrl+s")
        assert wrong(pilot, "licences")
        assert isinstance(screen.step, LicencesStep)


async def test_an_add_on_has_no_more_than_the_edition(stage: Stage) -> None:
    """It is said at the add-on."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        await press(pilot, *"5", "tab", "tab", *"6", "ctrl+s")
        assert "Höchstens 5" in wrong(pilot, f"add_on_{found.copilot}")
        assert isinstance(screen.step, LicencesStep)


async def test_enter_leads_through_the_fields_and_on(stage: Stage) -> None:
    """Number, term, add-on, name, trial; the last one goes on to the next step."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        await press(pilot, *"25", "enter", "enter", "enter", *"Vertrieb Nord", "enter", "enter")
        assert isinstance(screen.step, PayingStep)
        stored = booking(signed_in(stage.nobody, stage.anna), screen.item)
        assert (stored.draft.licences, stored.draft.name) == (25, "Vertrieb Nord")


async def test_back_and_forth_loses_nothing(stage: Stage) -> None:
    """What was typed stands there again."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        await press(pilot, *"25", "ctrl+s", "ctrl+s", "escape", "escape")
        assert isinstance(screen.step, LicencesStep)
        assert screen.step.draft.licences == 25
        await press(pilot, "ctrl+u", *"30", "ctrl+s")
        assert "30 Lizenzen" in order_text(pilot)


async def test_leaving_keeps_it(stage: Stage) -> None:
    """Escape stores what is typed and says where it is; the same product goes on with it."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found)
        await press(pilot, *"25", "escape")
        assert not isinstance(pilot.app.screen, BookingScreen)
        assert told(pilot) == ["Ihre Buchung bleibt erhalten: „Marktplatz“, „Begonnen“."]
        assert [row.licences for row in begun(ctx)] == [25]
        await go(pilot, Destination.BOOKING, found.wish())
        assert "25 Lizenzen" in order_text(pilot)
        assert "Das hatten Sie schon begonnen. Es geht dort weiter." in told(pilot)


async def test_leaving_by_another_key_keeps_it_too(stage: Stage) -> None:
    """„Verwaltung“ with F3."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found)
        await press(pilot, *"25", "f3")
        assert isinstance(pilot.app.screen, Administration)
        assert [row.licences for row in begun(signed_in(stage.nobody, stage.anna))] == [25]


@pytest.mark.parametrize(("answer", "stays"), [("escape", True), ("tab", False)])
async def test_what_cannot_be_kept_is_asked_about(stage: Stage, answer: str, stays: bool) -> None:
    """No number is none: „Weiter bearbeiten“ is what Enter and Escape say."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found)
        await press(pilot, "ctrl+u", "x", "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, *([answer] if stays else [answer, "enter"]))
        assert isinstance(pilot.app.screen, BookingScreen) is stays
        assert [row.licences for row in begun(signed_in(stage.nobody, stage.anna))] == [1]


async def test_another_window_is_not_overwritten_unawares(stage: Stage) -> None:
    """The first Ctrl+S says so; F5 shows the other's, once more keeps one's own."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        booked(ctx, found.wish(), licences=7)
        await type_licences(pilot, "25")
        await press(pilot, "ctrl+s")
        assert "in einem anderen Fenster geändert" in said(pilot)
        assert [row.licences for row in begun(ctx)] == [7]
        await press(pilot, "ctrl+s")
        assert isinstance(screen.step, PayingStep)
        assert [row.licences for row in begun(ctx)] == [25]


async def test_f5_shows_what_another_window_typed(stage: Stage) -> None:
    """Whoever typed something is asked."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await begin(pilot, found)
        booked(signed_in(stage.nobody, stage.anna), found.wish(), licences=7)
        await press(pilot, "f5")
        assert "7 Lizenzen" in order_text(pilot)
        await press(pilot, *"9", "f5")
        assert isinstance(pilot.app.screen, Confirm)


async def test_what_is_offered_no_more_is_not_opened(stage: Stage) -> None:
    """A sentence, and nothing happens."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    mine = booked(ctx, found.wish(), licences=7)
    take_off(ctx, found)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await go(pilot, Destination.BOOKING, mine.id)
        assert told(pilot)
        assert not isinstance(pilot.app.screen, BookingScreen)


async def test_an_edition_that_is_gone_is_chosen_anew(stage: Stage) -> None:
    """The first of those that are left; nothing is stored until one goes on."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    mine = booked(ctx, found.wish(), licences=7)
    take_off(ctx, found, found.basic)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await go(pilot, Destination.BOOKING, mine.id)
        screen = pilot.app.screen
        assert isinstance(screen, BookingScreen)
        await press(pilot, "ctrl+s")
        assert isinstance(screen.step, PayingStep)
        assert "Microsoft 365 Business Standard" in order_text(pilot)


async def test_an_add_on_is_booked_to_a_subscription(stage: Stage) -> None:
    """With the term of that one, and not more licences."""
    found = shop(stage)
    base = add_subscription(
        stage.nobody.database,
        stage.anna.company_id,
        found.product,
        owner_id=stage.anna.user_id,
        licences=5,
        name="Vertrieb Nord",
    )
    wish = BookingWish(found.product, found.copilot, base_id=base)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await go(pilot, Destination.BOOKING, wish)
        assert "Zusatzprodukt zu Microsoft 365 Business Basic „Vertrieb Nord“" in seen(pilot)
        assert len(pilot.app.screen.query_one(RadioField).radio._values) == 1
        await press(pilot, *"6")
        assert "Höchstens 5" in order_text(pilot)
