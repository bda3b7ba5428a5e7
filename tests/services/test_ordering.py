"""„Kostenpflichtig bestellen“, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import PaymentMethod
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.booking import BookingClosed, NoPaymentMethod, QuoteMoved
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import DomainError, Invalid, NotFound, NotPermitted
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.money import Total
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.payment import PaymentKind, PaymentState
from tcm_tui.domain.permissions import Role
from tcm_tui.services import catalogue
from tcm_tui.services.booking import begin, begun, booking, discard
from tcm_tui.services.order_requests import request
from tcm_tui.services.ordering import orders, place, receipt
from tcm_tui.services.payment_methods import overview, prepare
from tests.builders import Clock, add_company, add_member, everything, signed_in
from tests.market import TODAY, add_subscription

from .inviting import journal, mails
from .ordering import (
    COPILOT,
    NAME,
    TICKED,
    Shop,
    booked,
    colleague,
    guest,
    let_everybody_buy,
    lines_stored,
    open_shop,
    order,
    orders_stored,
    phases,
    reprice,
    stored,
    take_off,
)
from .paying import CARD, PAYPAL, pay_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Person


@pytest.fixture
def shop(ctx: Context) -> Shop:
    """Something to book."""
    return open_shop(ctx)


def receipts(ctx: Context) -> list[str]:
    """Who was sent a receipt."""
    return [one.recipient for one in mails(ctx) if one.kind is MailKind.ORDER_RECEIPT]


# --- what is bought ---------------------------------------------------------------------------


def test_what_was_booked_runs_from_that_day_on(ctx: Context, anna: Person, shop: Shop) -> None:
    """A subscription with its phase, owned by the buyer, and one for the add-on."""
    made = order(
        ctx,
        shop.wish(term_months=24),
        licences=25,
        name="Vertrieb Nord",
        add_ons=((shop.copilot, 5),),
    )
    base, add_on = stored(ctx)
    assert made.subscription_ids == (base.id, add_on.id)
    assert (base.name, base.sort_name, base.licences, base.used) == (
        "Vertrieb Nord",
        "vertrieb nord",
        25,
        0,
    )
    assert (base.owner_id, base.order_id, base.base_id) == (anna.user_id, made.order_id, None)
    assert (base.starts_on, base.term_months, base.ends_on) == (TODAY, 24, None)
    assert (add_on.base_id, add_on.licences, add_on.name) == (base.id, 5, "")
    assert add_on.owner_id == anna.user_id
    assert [(one.edition_id, one.licences, one.unit_cents) for one in phases(ctx)] == [
        (shop.basic, 25, 560),
        (shop.copilot, 5, COPILOT.cents),
    ]
    assert {one.from_on for one in phases(ctx)} == {TODAY}


def test_the_receipt_says_what_was_agreed_on(ctx: Context, clock: Clock, shop: Shop) -> None:
    """Who, when, what, for how much, how it is paid, and what came of it."""
    made = order(ctx, shop.wish(), licences=25, name="Vertrieb Nord")
    assert made.number == f"B-2026-{made.order_id:06}"
    assert (made.placed_at, made.buyer, made.requester) == (clock(), "Anna Muster", "")
    assert (made.title, made.name) == (f"{NAME} Basic", "Vertrieb Nord")
    assert made.quote.recurring == Total(14000, 2660)
    assert made.quote.due_now.gross == 16660
    assert (made.quote.first_due_on, made.quote.next_due_on) == (TODAY, date(2026, 12, 22))
    assert made.kind is PaymentKind.CREDIT_CARD
    assert made.masked.endswith("09/28")
    assert made.address.city == "Musterstadt"
    assert receipt(ctx, made.order_id) == made


def test_the_receipt_stays_as_it_was(ctx: Context, anna: Person, clock: Clock, shop: Shop) -> None:
    """Prices, names and ways to pay change; what was bought does not."""
    made = order(ctx, shop.wish(), licences=2)
    reprice(ctx, shop.basic, 999)
    take_off(ctx, shop)
    pay_by(ctx, PAYPAL)
    clock.forward(days=40)
    assert receipt(signed_in(ctx, anna), made.order_id) == made
    assert [phase.unit_cents for phase in phases(ctx)] == [560]


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), date(2027, 3, 28)),
    ],
)
def test_days_and_numbers_are_those_of_germany(
    ctx: Context, anna: Person, clock: Clock, at: datetime, day: date
) -> None:
    """Half past eleven in the evening, UTC, is the next day; at either end of summer time too."""
    shop = open_shop(ctx)
    clock.now = at
    made = order(signed_in(ctx, anna), shop.wish())
    assert made.number.startswith(f"B-{day.year}-")
    assert (stored(ctx)[0].starts_on, made.quote.starts_on) == (day, day)


def test_a_trial_costs_nothing_until_it_is_over(ctx: Context, shop: Shop) -> None:
    """Its last free day is the thirtieth; the company has it once."""
    made = order(ctx, shop.wish(trial=True), licences=3)
    assert made.quote.due_now == Total()
    assert made.quote.recurring.net == 3 * 560
    last = TODAY + timedelta(days=29)
    assert (made.quote.trial_until, made.quote.first_due_on) == (last, last + timedelta(days=1))
    (one,) = stored(ctx)
    assert (one.starts_on, one.trial_until) == (TODAY, last)
    assert receipt(ctx, made.order_id) == made
    assert not catalogue.product(ctx, shop.product).trial_open
    with pytest.raises(Invalid) as refused:
        begin(ctx, shop.wish(trial=True))
    assert refused.value.field == "trial"


def test_an_add_on_joins_what_runs(ctx: Context, anna: Person, shop: Shop) -> None:
    """Free as long as that is, and with its last day."""
    base = add_subscription(
        ctx.database,
        anna.company_id,
        shop.product,
        owner_id=anna.user_id,
        starts_on=TODAY,
        trial_until=TODAY + timedelta(days=9),
        ends_on=TODAY + timedelta(days=9),
    )
    made = order(ctx, shop.wish(edition_id=shop.copilot, base_id=base), licences=2, name="Helfer")
    add_on = stored(ctx)[-1]
    assert (add_on.base_id, add_on.name, add_on.licences) == (base, "Helfer", 2)
    assert add_on.trial_until == add_on.ends_on == TODAY + timedelta(days=9)
    assert made.quote.due_now == Total()
    assert receipt(ctx, made.order_id) == made
    (told,) = (one.values for one in mails(ctx) if one.kind is MailKind.ORDER_RECEIPT)
    assert (told["first_due_on"], told["next_due_on"]) == ("", "")  # it ends with the free days


def test_an_add_on_does_not_count_against_the_cap(ctx: Context) -> None:
    """Three seats with three helpers are three of five."""
    shop = open_shop(ctx, cap=5)
    order(ctx, shop.wish(), licences=3, add_ons=((shop.copilot, 3),))
    order(ctx, shop.wish(edition_id=shop.standard), licences=2)
    with pytest.raises(Invalid):
        begin(ctx, shop.wish())


def test_what_is_charged_yearly_is_charged_at_once(ctx: Context, shop: Shop) -> None:
    """And again in a year."""
    made = order(ctx, shop.wish(charging=Charging.YEARLY), licences=2)
    assert made.quote.due_now.net == 2 * 5600
    assert made.quote.next_due_on == date(2027, 11, 22)


# --- once -------------------------------------------------------------------------------------


def test_h3_placing_again_answers_with_the_same_receipt(ctx: Context, shop: Shop) -> None:
    """Enter twice, or two windows: one order, one subscription, one mail."""
    found = booked(ctx, shop.wish(), licences=25)
    made = place(ctx, found.id, found.quote, **TICKED)
    before = everything(ctx)
    assert place(ctx, found.id, found.quote, **TICKED) == made
    assert everything(ctx) == before
    assert len(stored(ctx)) == len(receipts(ctx)) == 1
    assert begun(ctx) == []


def test_the_journal_tells_of_it(ctx: Context, anna: Person, shop: Shop) -> None:
    """The order, and each subscription that came of it; no word that anybody typed."""
    made = order(ctx, shop.wish(), licences=25, name="Geheim", add_ons=((shop.copilot, 5),))
    (entry,) = journal(ctx, AuditAction.ORDER_PLACED)
    assert (entry.subject_id, entry.actor_id) == (made.order_id, anna.user_id)
    assert entry.changes["licences"] == [None, "25"]
    assert entry.changes["net_cents"] == [None, str(25 * 560 + 5 * 2800)]
    booked_ones = journal(ctx, AuditAction.SUBSCRIPTION_BOOKED)
    assert [one.subject_id for one in booked_ones] == list(made.subscription_ids)
    assert "Geheim" not in str([one.changes for one in (entry, *booked_ones)])


def test_it_touches_what_the_company_pays_for(ctx: Context, shop: Shop) -> None:
    """What a switch of the method would say it concerns."""
    order(ctx, shop.wish(), add_ons=((shop.copilot, 1),))
    assert prepare(ctx, PaymentKind.PAYPAL).reach.subscriptions == 2


# --- refused ----------------------------------------------------------------------------------


def _changed_price(ctx: Context, shop: Shop) -> None:
    reprice(ctx, shop.basic, 999)


def _changed_method(ctx: Context, shop: Shop) -> None:
    del shop
    pay_by(ctx, PAYPAL)


def _changed_draft(ctx: Context, shop: Shop) -> None:
    booked(ctx, shop.wish(), licences=4)


def _changed_edition(ctx: Context, shop: Shop) -> None:
    begin(ctx, shop.wish(edition_id=shop.standard))


def _changed_term(ctx: Context, shop: Shop) -> None:
    begin(ctx, shop.wish(term_months=24))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_changed_price, "9,99"),
        (_changed_method, "Bezahlverfahren"),
        (_changed_draft, "4 Lizenzen statt 3"),
        (_changed_edition, "andere Auswahl"),
        (_changed_term, "Laufzeit"),
    ],
)
def test_nothing_is_bought_but_what_was_shown(
    ctx: Context, shop: Shop, change: Callable[[Context, Shop], None], words: str
) -> None:
    """The refusal says what moved, and what it comes to now; agreeing to that buys it."""
    seen = booked(ctx, shop.wish(), licences=3).quote
    change(ctx, shop)
    number = begin_again(ctx)
    before = everything(ctx)
    with pytest.raises(QuoteMoved) as refused:
        place(ctx, number, seen, **TICKED)
    assert words in refused.value.message.replace("\N{NO-BREAK SPACE}", " ")
    assert everything(ctx) == before
    made = place(ctx, number, refused.value.now, **TICKED)
    assert made.quote == refused.value.now


def begin_again(ctx: Context) -> int:
    """The number of the one booking that was begun."""
    (row,) = begun(ctx)
    return row.id


def test_another_day_is_another_quote(ctx: Context, anna: Person, clock: Clock, shop: Shop) -> None:
    """What was shown before midnight falls due a day later behind it."""
    found = booked(ctx, shop.wish())
    clock.forward(days=1)
    with pytest.raises(QuoteMoved, match=r"23\.11\.2026"):
        place(signed_in(ctx, anna), found.id, found.quote, **TICKED)


def test_a_cap_that_was_reached_meanwhile_is_told_with_its_numbers(
    ctx: Context, anna: Person
) -> None:
    """Somebody else booked the last ones."""
    shop = open_shop(ctx, cap=10)
    found = booked(ctx, shop.wish(), licences=6)
    add_subscription(ctx.database, anna.company_id, shop.product, owner_id=anna.user_id, licences=5)
    with pytest.raises(Invalid) as refused:
        place(ctx, found.id, found.quote, **TICKED)
    assert (refused.value.field, "Sie haben 5" in refused.value.message) == ("licences", True)


@pytest.mark.parametrize("tick", ["business_use", "terms"])
def test_both_ticks_are_needed(ctx: Context, shop: Shop, tick: str) -> None:
    """Each is refused at its own field."""
    found = booked(ctx, shop.wish())
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        place(ctx, found.id, found.quote, **{**TICKED, tick: False})
    assert refused.value.field == tick
    assert everything(ctx) == before


def test_without_a_method_nothing_is_bought(ctx: Context) -> None:
    """An administrator is told to activate one, a user to ask."""
    shop = open_shop(ctx, method=False)
    found = booked(ctx, shop.wish())
    assert found.method is None
    with pytest.raises(NoPaymentMethod) as refused:
        place(ctx, found.id, found.quote, **TICKED)
    assert (refused.value.field, refused.value.may_pay) == ("method", True)
    let_everybody_buy(ctx)
    derya = colleague(ctx)
    hers = booked(derya, shop.wish())
    with pytest.raises(NoPaymentMethod, match="Anfrage") as refused:
        place(derya, hers.id, hers.quote, **TICKED)
    assert not refused.value.may_pay


def test_a_card_that_ended_pays_nothing(ctx: Context, shop: Shop) -> None:
    """It is active still, since nobody has chosen another one."""
    with ctx.database.transaction(writing=True) as session:
        row = overview(ctx).active
        assert row is not None
        session.get_one(PaymentMethod, row.id).expires_on = TODAY - timedelta(days=1)
    found = booked(ctx, shop.wish())
    assert found.method is not None
    assert found.method.ended
    with pytest.raises(NoPaymentMethod, match="abgelaufen"):
        place(ctx, found.id, found.quote, **TICKED)
    pay_by(ctx, replace(CARD, expiry="12/29"))
    place(ctx, found.id, booking(ctx, found.id).quote, **TICKED)


def test_what_was_given_up_or_asked_for_is_not_placed(ctx: Context, shop: Shop) -> None:
    """Each is told by its own sentence."""
    let_everybody_buy(ctx)
    derya = colleague(ctx)
    asked = booked(derya, shop.wish())
    request(derya, asked.id, "")
    given_up = booked(ctx, shop.wish())
    discard(ctx, given_up.id)
    for who, found, state in (
        (derya, asked, OrderState.REQUESTED),
        (ctx, given_up, OrderState.DISCARDED),
    ):
        with pytest.raises(BookingClosed) as refused:
            place(who, found.id, found.quote, **TICKED)
        assert refused.value.state is state
    assert stored(ctx) == []


# --- who --------------------------------------------------------------------------------------


def test_users_buy_while_the_company_lets_everybody(ctx: Context, shop: Shop) -> None:
    """Read in the transaction that buys, not when the booking was begun."""
    derya = colleague(ctx)
    found = booked(derya, shop.wish())
    assert not found.may_place
    with pytest.raises(NotPermitted):
        place(derya, found.id, found.quote, **TICKED)
    let_everybody_buy(ctx)
    assert booking(derya, found.id).may_place
    place(derya, found.id, found.quote, **TICKED)
    assert derya.actor is not None
    assert [one.owner_id for one in stored(ctx)] == [derya.actor.user_id]


@pytest.mark.parametrize("role", [Role.BILLING_ADMIN, Role.COMPANY_ADMIN])
def test_administrators_buy_always(ctx: Context, shop: Shop, role: Role) -> None:
    """Whoever pays the bills, too."""
    chief = colleague(ctx, role)
    order(chief, shop.wish())
    assert len(stored(ctx)) == 1


def test_what_a_guest_books_has_no_owner(ctx: Context, shop: Shop) -> None:
    """Somebody of the company takes it over; the receipt names the guest."""
    nora = guest(ctx)
    made = order(nora, shop.wish())
    assert [one.owner_id for one in stored(ctx)] == [None]
    assert made.buyer == "Nora Nord (Nordlicht IT-Beratung GmbH)"
    (entry,) = journal(ctx, AuditAction.ORDER_PLACED)
    assert entry.reseller_id is not None


def test_nobody_places_what_another_one_began(ctx: Context, shop: Shop) -> None:
    """Not even an administrator, and not from another company."""
    derya = colleague(ctx)
    found = booked(derya, shop.wish())
    company = add_company(ctx.database, "Fremd GmbH")
    chief = add_member(ctx.database, company, "chef@fremd.example", role=Role.COMPANY_ADMIN)
    for who in (ctx, signed_in(ctx, chief)):
        with pytest.raises(NotFound):
            place(who, found.id, found.quote, **TICKED)
    assert [one.state for one in orders_stored(ctx)] == [OrderState.OPEN]


# --- what was bought --------------------------------------------------------------------------


def test_orders_are_listed_the_newest_first(
    ctx: Context, anna: Person, clock: Clock, shop: Shop
) -> None:
    """With what a period of each comes to, its add-ons included."""
    first = order(ctx, shop.wish(), licences=2, name="Alt")
    clock.forward(minutes=1)
    second = order(
        ctx, shop.wish(edition_id=shop.standard), licences=3, add_ons=((shop.copilot, 1),)
    )
    rows = orders(signed_in(ctx, anna))
    assert [row.id for row in rows] == [second.order_id, first.order_id]
    assert [row.number for row in rows] == [second.number, first.number]
    newest, oldest = rows
    assert (newest.title, newest.licences, newest.total.net) == (
        f"{NAME} Standard",
        3,
        3 * 1170 + 2800,
    )
    assert (oldest.name, oldest.buyer, oldest.requester) == ("Alt", "Anna Muster", "")


def test_orders_are_shown_to_whom_they_concern(ctx: Context, shop: Shop) -> None:
    """Those who pay see all, everybody else their own."""
    let_everybody_buy(ctx)
    derya, nora = colleague(ctx), guest(ctx)
    made = [order(who, shop.wish()) for who in (ctx, derya, nora)]
    assert len(orders(ctx)) == 3
    for who, own in ((derya, made[1]), (nora, made[2])):
        assert [row.id for row in orders(who)] == [own.order_id]
        assert receipt(who, own.order_id) == own
        with pytest.raises(NotFound):
            receipt(who, made[0].order_id)
    assert receipt(ctx, made[1].order_id) == made[1]


def test_what_was_not_bought_has_no_receipt(ctx: Context, shop: Shop) -> None:
    """And what is not there is not found."""
    found = booked(ctx, shop.wish())
    with pytest.raises(BookingClosed):
        receipt(ctx, found.id)
    with pytest.raises(NotFound):
        receipt(ctx, 999_999)


# --- mails ------------------------------------------------------------------------------------


def test_the_buyer_is_told_and_the_administrators_of_what_others_buy(
    ctx: Context, shop: Shop
) -> None:
    """Each once."""
    let_everybody_buy(ctx)
    colleague(ctx, Role.BILLING_ADMIN, "bernd@muster.example")
    order(ctx, shop.wish())
    assert receipts(ctx) == ["anna.muster@muster-maschinenbau.example"]
    order(colleague(ctx), shop.wish())
    assert sorted(receipts(ctx)[1:]) == [
        "anna.muster@muster-maschinenbau.example",
        "bernd@muster.example",
        "derya@muster.example",
    ]
    order(guest(ctx), shop.wish())
    assert "nora.nord@nordlicht.example" in receipts(ctx)[4:]
    assert len(receipts(ctx)) == 7


def test_the_receipt_by_mail_has_all_figures(ctx: Context, shop: Shop) -> None:
    """As numbers: the mail puts them into its reader's language."""
    made = order(ctx, shop.wish(trial=True), licences=25, add_ons=((shop.copilot, 5),))
    (mail,) = (one for one in mails(ctx) if one.kind is MailKind.ORDER_RECEIPT)
    assert mail.values["number"] == made.number
    assert mail.values["order"] == str(made.order_id)
    assert mail.values["due_now_cents"] == "0"
    assert mail.values["gross_cents"] == str(made.quote.recurring.gross)
    assert mail.values["first_due_on"] == made.quote.first_due_on.isoformat()
    assert mail.values["label"] == "–"
    assert '["Microsoft 365 Business Basic", 25, 560]' in mail.values["lines"]


def test_h3_a_method_switched_while_it_is_looked_at_is_noticed(ctx: Context, shop: Shop) -> None:
    """The active one holds, and it is what the order names."""
    found = booked(ctx, shop.wish())
    now = pay_by(ctx, PAYPAL)
    with pytest.raises(QuoteMoved):
        place(ctx, found.id, found.quote, **TICKED)
    made = place(ctx, found.id, booking(ctx, found.id).quote, **TICKED)
    assert made.quote.method_id == now.id
    assert now.state is PaymentState.ACTIVE
    assert [line.unit_cents for line in lines_stored(ctx)] == [560]


def test_a_refusal_leaves_the_booking_as_it_was(ctx: Context, shop: Shop) -> None:
    """What was typed survives every failure."""
    found = booked(ctx, shop.wish(), licences=25, name="Vertrieb")
    take_off(ctx, shop, shop.basic)
    with pytest.raises(DomainError):
        place(ctx, found.id, found.quote, **TICKED)
    assert booking(ctx, found.id).draft == found.draft
