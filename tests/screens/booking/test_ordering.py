"""The second and third step: how it is paid, two ticks, and the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.marketplace.booking.booking import BookingScreen
from tcm_tui.screens.marketplace.booking.paying import PayingStep
from tcm_tui.screens.marketplace.booking.receipt import ReceiptScreen
from tcm_tui.screens.marketplace.booking.review import ReviewStep
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog
from tcm_tui.services.ordering import place
from tcm_tui.widgets.dialog import Confirm
from tests.builders import signed_in
from tests.screens.billing.desk import TYPED, active, pay_by
from tests.services.ordering import (
    TICKED,
    booked,
    let_everybody_buy,
    open_shop,
    reprice,
    stored,
)
from tests.services.paying import CARD, PAYPAL

from .desk import (
    begin,
    order_text,
    press,
    said,
    seen,
    shop,
    to_methods,
    to_receipt,
    to_review,
    wrong,
)

if TYPE_CHECKING:
    from tests.screens.support import Stage

SIZE = (120, 40)


# --- „Abrechnungsdaten“ --------------------------------------------------------------------------


async def test_the_active_method_is_chosen(stage: Stage) -> None:
    """Ctrl+S goes on with it."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found)
        assert isinstance(screen.step, PayingStep)
        assert "● Kreditkarte" in seen(pilot)
        assert "● aktiv" in seen(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(screen.step, ReviewStep)
        assert "Kreditkarte Visa … 1111" in seen(pilot)


@pytest.mark.parametrize("kind", PaymentKind)
async def test_another_one_is_filled_in_in_place(stage: Stage, kind: PaymentKind) -> None:
    """„Fortsetzen“ opens its form; then it is stored, active, and pays the order."""
    found = open_shop(signed_in(stage.nobody, stage.anna), method=False)
    pay_by(stage, CARD if kind is PaymentKind.PAYPAL else PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found)
        await press(pilot, *["up"] * 6, *["down"] * list(PaymentKind).index(kind), "ctrl+s")
        assert isinstance(pilot.app.screen, ActivateDialog)
        await pilot.press(*TYPED[kind])
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, BookingScreen)
        assert isinstance(screen.step, ReviewStep)
        now = active(stage)
        assert now is not None
        assert now.kind is kind
        await press(pilot, "space", "tab", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        assert now.masked.split(" · ")[0].split(" … ")[-1] in seen(pilot)


async def test_a_form_that_is_given_up_leaves_the_booking_where_it_is(stage: Stage) -> None:
    """Escape is back at the list; nothing is activated."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found)
        await press(pilot, "down", "ctrl+s", "escape")
        assert isinstance(screen.step, PayingStep)
        now = active(stage)
        assert now is not None
        assert now.kind is PaymentKind.CREDIT_CARD


async def test_an_earlier_one_is_taken_again(stage: Stage) -> None:
    """After a question; then it goes on."""
    found = open_shop(signed_in(stage.nobody, stage.anna), method=False)
    pay_by(stage, CARD, PAYPAL)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found)
        await press(pilot, "up", "ctrl+s")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "tab", "enter")
        assert isinstance(screen.step, ReviewStep)
        assert "Kreditkarte Visa … 1111" in seen(pilot)


async def test_a_fills_in_another_account_of_a_kind_that_is_stored(stage: Stage) -> None:
    """The form of what is chosen."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_methods(pilot, found)
        await press(pilot, "a")
        form = pilot.app.screen
        assert isinstance(form, ActivateDialog)
        assert form.prepared.kind is PaymentKind.CREDIT_CARD


async def test_a_card_that_has_ended_pays_nothing(stage: Stage) -> None:
    """A sentence says so; the booking stays."""
    found = shop(stage)
    stage.clock.forward(days=1000)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found)
        await press(pilot, "ctrl+s")
        assert "abgelaufen" in said(pilot) + wrong(pilot, "method")
        assert isinstance(screen.step, PayingStep)


async def test_a_key_that_is_quicker_than_the_list_waits_for_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes on with what is active; no form of the first kind there is opens."""
    found = shop(stage)
    monkeypatch.setattr(PayingStep, "_read", lambda _step: None)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found)
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is screen
        assert isinstance(screen.step, ReviewStep)


async def test_who_pays_no_bills_sees_the_active_one_only(stage: Stage) -> None:
    """A user in a company that lets everybody buy: no list, no other account."""
    ctx = signed_in(stage.nobody, stage.anna)
    found = open_shop(ctx, method=False)
    pay_by(stage, CARD, PAYPAL)
    let_everybody_buy(ctx)
    derya = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        screen = await to_methods(pilot, found, derya)
        assert isinstance(screen.step, PayingStep)
        text = seen(pilot)
        assert "● PayPal b…g@muster.example" in text
        assert "1111" not in text
        assert "Kreditkarte" not in text
        await press(pilot, "a")
        assert pilot.app.screen is screen
        await press(pilot, "ctrl+s")
        assert isinstance(screen.step, ReviewStep)


# --- „Prüfen und bestellen“ ----------------------------------------------------------------------


async def test_ordering_shows_the_receipt(stage: Stage) -> None:
    """Two ticks and Ctrl+S; what was seen is what was bought."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_receipt(pilot, found)
        assert isinstance(pilot.app.screen, ReceiptScreen)
        text = seen(pilot)
        assert "✓ Bestellt, Nummer B-2026-00000" in text
        assert "166,60 €" in text
        ctx = signed_in(stage.nobody, stage.anna)
        assert [one.licences for one in stored(ctx)] == [25]


@pytest.mark.parametrize(
    ("keys", "missing"), [((), "business_use"), (("space",), "terms"), (("tab", "space"), None)]
)
async def test_both_ticks_are_needed(
    stage: Stage, keys: tuple[str, ...], missing: str | None
) -> None:
    """The refusal stands at the tick; nothing is bought."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_review(pilot, found)
        await press(pilot, *keys, "ctrl+s")
        assert wrong(pilot, missing or "business_use")
        assert stored(signed_in(stage.nobody, stage.anna)) == []


async def test_what_moved_meanwhile_is_said_and_shown(stage: Stage) -> None:
    """The price rose after it was shown; the ticks stay, the next key buys at the new one."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_review(pilot, found)
        reprice(ctx, found.basic, 600)
        await press(pilot, "space", "tab", "space", "ctrl+s")
        assert "kostet jetzt 6,00" in said(pilot)
        assert "25 Lizenzen × 6,00 € 150,00 €" in order_text(pilot)
        assert stored(ctx) == []
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ReceiptScreen)


async def test_what_another_window_ordered_is_not_ordered_twice(stage: Stage) -> None:
    """The same receipt."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await to_review(pilot, found)
        receipt = place(ctx, screen.item, screen.booking.quote, **TICKED)
        await press(pilot, "space", "tab", "space", "ctrl+s")
        assert receipt.number in seen(pilot)
        assert len(stored(ctx)) == 1


async def test_a_step_of_what_another_window_ordered_says_so(stage: Stage) -> None:
    """Nothing is left to be kept: leaving asks nothing."""
    found = shop(stage)
    ctx = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        screen = await begin(pilot, found)
        mine = booked(ctx, found.wish())
        place(ctx, mine.id, mine.quote, **TICKED)
        await press(pilot, *"25", "ctrl+s")
        assert said(pilot) == "Diese Buchung ist schon bestellt."
        await press(pilot, "escape")
        assert pilot.app.screen is not screen


async def test_a_second_ctrl_s_changes_nothing(stage: Stage) -> None:
    """Two keys in one go are one order."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_review(pilot, found)
        await press(pilot, "space", "tab", "space")
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await press(pilot, "left")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        assert len(stored(signed_in(stage.nobody, stage.anna))) == 1
