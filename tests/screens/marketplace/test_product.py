"""The page of a product: terms, prices, limits, and how a booking begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from tcm_tui.data.models import Product
from tcm_tui.domain.booking_wish import BookingWish, ShowProduct
from tcm_tui.domain.catalogue import Charging
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.marketplace.edition_card import EditionCard
from tcm_tui.screens.marketplace.marketplace import Marketplace
from tests.market import TODAY, add_subscription, edition_ids
from tests.screens.support import settle

from .steps import fill, open_product, press

if TYPE_CHECKING:
    import pytest

    from tcm_tui.screens.marketplace.product import ProductScreen
    from tests.screens.support import Stage

OFFICE = "microsoft-365-business"


def product_id(stage: Stage, key: str = OFFICE) -> int:
    """Its number."""
    with stage.nobody.database.transaction(writing=False) as session:
        return session.scalars(select(Product.id).where(Product.key == key)).one()


def shown(screen: ProductScreen, name: str) -> str:
    """What the card of an edition says."""
    (card,) = (one for one in screen.query(EditionCard) if one.offer.name == name)
    return str(card.render()).replace("\u00a0", " ")


def said(screen: ProductScreen) -> str:
    """What stands below the editions."""
    return str(screen.query_one("#product-facts").render()).replace("\u00a0", " ")


def wishes(monkeypatch: pytest.MonkeyPatch, stage_app: Any) -> list[BookingWish]:  # noqa: ANN401 - any app
    """What bookings would begin with."""
    found: list[BookingWish] = []
    monkeypatch.setitem(stage_app.__dict__, "go", lambda _place, item: found.append(item))
    return found


async def test_prices_follow_term_and_payment(stage: Stage) -> None:
    """All editions at once, and the add-on."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        assert "5,60 €\nje Lizenz im Monat" in shown(screen, "Basic")
        assert "20,60 €" in shown(screen, "Premium")
        assert "Copilot: 28,10 € je Lizenz im Monat" in said(screen)
        await press(pilot, "z")
        assert "67,20 €\nje Lizenz im Jahr\n5,60 € im Monat" in shown(screen, "Basic")
        await press(pilot, "t")
        assert "63,60 €" in shown(screen, "Basic")
        await press(pilot, "t")
        assert "6,70 €\nje Lizenz im Monat" in shown(screen, "Basic")
        assert "Copilot: nicht mit dieser Laufzeit" in said(screen)


async def test_a_month_is_paid_by_the_month(stage: Stage) -> None:
    """The key for the other way says why it does nothing."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        await press(pilot, "t", "t", "z")
        assert "je Lizenz im Monat" in shown(screen, "Basic")
        (note,) = pilot.app._notifications
        assert note.message == "Jährlich zahlen Sie erst ab einer Laufzeit von 12 Monaten."


async def test_booking_begins_with_what_is_chosen(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edition, term, payment and trial; by key, by Enter and by button."""
    fill(stage)
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_product(pilot)
        number = product_id(stage)
        editions = edition_ids(stage.nobody.database, number)
        wanted = wishes(monkeypatch, app)
        await press(pilot, "b", "right", "right", "enter", "t", "z", "k")
        await pilot.click("#book")
        await settle(pilot)
        basic, standard = editions["Basic"], editions["Standard"]
        assert wanted == [
            BookingWish(number, basic, 12, Charging.MONTHLY),
            BookingWish(number, standard, 12, Charging.MONTHLY),
            BookingWish(number, standard, 24, Charging.YEARLY, trial=True),
            BookingWish(number, standard, 24, Charging.YEARLY),
        ]


async def test_arrows_go_from_card_to_card(stage: Stage) -> None:
    """Across and, where they stand in rows, down and up."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        screen = await open_product(pilot)

        def at() -> str:
            focused = screen.focused
            assert isinstance(focused, EditionCard)
            return focused.offer.name

        walked = []
        for key in ("down", "right", "up", "left", "left", "up", "right", "right", "right"):
            await press(pilot, key)
            walked.append(at())
        assert walked == [
            *("Standard", "Premium", "Apps for Business", "Basic", "Basic", "Basic"),
            *("Apps for Business", "Standard", "Premium"),
        ]
        assert screen.query_one("#product").scroll_y > 0


async def test_with_the_cap_reached_nothing_can_be_booked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers are in the sentence."""
    fill(stage)
    number = product_id(stage)
    add_subscription(
        stage.nobody.database,
        stage.anna.company_id,
        number,
        owner_id=stage.anna.user_id,
        licences=300,
    )
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        wanted = wishes(monkeypatch, app)
        assert screen.query_one("#book").disabled
        await press(pilot, "b")
        sentence = (
            "Von Microsoft 365 Business sind höchstens 300 Lizenzen möglich, alle Editionen"
            " zusammen; Sie haben 300."
        )
        assert sentence in said(screen)
        assert [note.message for note in app._notifications] == [sentence]
        assert wanted == []


async def test_a_trial_that_was_had_is_not_offered_again(stage: Stage) -> None:
    """It says so; the product can be booked."""
    fill(stage)
    add_subscription(
        stage.nobody.database,
        stage.anna.company_id,
        product_id(stage),
        owner_id=stage.anna.user_id,
        trial_until=TODAY,
    )
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        assert not screen.query_one("#try").display
        assert "Die Testphase hat Ihr Unternehmen schon genutzt." in said(screen)
        assert not screen.query_one("#book").disabled


async def test_back_from_a_booking_it_tells_what_is_had_by_now(stage: Stage) -> None:
    """Nobody is offered a trial that was just begun; nothing has to be read again by hand."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        await press(pilot, "b")
        add_subscription(
            stage.nobody.database,
            stage.anna.company_id,
            product_id(stage),
            owner_id=stage.anna.user_id,
            licences=25,
            trial_until=TODAY,
        )
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert "Sie haben 25." in said(screen)
        assert not screen.query_one("#try").display


async def test_a_product_that_is_gone_says_so(stage: Stage) -> None:
    """It was in the list a moment ago; the keys to book it go with it."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        with stage.nobody.database.transaction(writing=True) as session:
            gone = update(Product).where(Product.key == OFFICE)
            session.execute(gone.values(offered=False, version=2))
        await press(pilot, "f5")
        assert "Dieses Produkt wird nicht mehr angeboten." in said(screen)
        assert not screen.query(EditionCard)
        assert screen.query_one("#book").disabled
        await press(pilot, "b", "k", "t", "z")
        assert pilot.app.screen is screen
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Marketplace)


async def test_reading_again_keeps_what_was_chosen(stage: Stage) -> None:
    """As long as nothing changed, nothing moves."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        screen = await open_product(pilot)
        await press(pilot, "t", "right", "f5")
        assert "5,30 €" in shown(screen, "Basic")
        focused = screen.focused
        assert isinstance(focused, EditionCard)
        assert focused.offer.name == "Apps for Business"


async def test_a_product_can_be_pointed_to(stage: Stage) -> None:
    """A number that no product has any more is refused in a corner."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_product(pilot)
        pilot.app.screen.post_message(
            Navigate(Destination.MARKETPLACE, ShowProduct(product_id(stage, "jira")))
        )
        await settle(pilot)
        assert "Jira" in str(pilot.app.screen.query_one("#breadcrumb").render())
        pilot.app.screen.post_message(Navigate(Destination.MARKETPLACE, ShowProduct(999_999)))
        await settle(pilot)
        assert [note.message for note in pilot.app._notifications] == [
            "Dieses Produkt gibt es nicht."
        ]
