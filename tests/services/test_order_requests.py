"""„Anfragen“: asked by who may not buy, approved or declined by who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.models import Membership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.booking import BookingClosed, NoPaymentMethod, QuoteMoved
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.booking import begin, begun, booking
from tcm_tui.services.order_requests import (
    approve,
    decline,
    request,
    requests,
    waiting,
    withdraw,
)
from tcm_tui.services.ordering import orders, receipt
from tests.builders import Clock, Person, add_company, add_member, everything, signed_in

from .inviting import journal, mails
from .ordering import (
    NAME,
    TICKED,
    Shop,
    booked,
    colleague,
    guest,
    open_shop,
    reprice,
    stored,
    take_off,
)
from .statements import counting_statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.booking import Booking
    from tcm_tui.services.context import Context


@pytest.fixture
def shop(ctx: Context) -> Shop:
    """Something to book."""
    return open_shop(ctx)


@pytest.fixture
def derya(ctx: Context) -> Context:
    """Somebody who may not buy."""
    return colleague(ctx)


def asked(who: Context, shop: Shop, reason: str = "Für die Neuen.", licences: int = 3) -> Booking:
    """A request."""
    found = booked(who, shop.wish(), licences=licences, name="Vertrieb")
    request(who, found.id, reason)
    return found


def sent(ctx: Context, kind: MailKind) -> list[str]:
    """Who was sent mails of a kind."""
    return [one.recipient for one in mails(ctx) if one.kind is kind]


# --- asking -----------------------------------------------------------------------------------


def test_a_request_waits_for_those_who_decide(
    ctx: Context, derya: Context, clock: Clock, shop: Shop
) -> None:
    """They see what is wanted and why, and are told by mail; it is no begun booking any more."""
    found = asked(derya, shop, "Für die Neuen.\n\nDanke.")
    (row,) = requests(ctx)
    assert (row.id, row.state, row.waiting, row.own) == (
        found.id,
        OrderState.REQUESTED,
        True,
        False,
    )
    assert (row.requester, row.title, row.name) == ("Derya Derya", f"{NAME} Basic", "Vertrieb")
    assert (row.licences, row.reason, row.requested_at) == (3, "Für die Neuen.\n\nDanke.", clock())
    assert row.total is not None
    assert row.total.net == 3 * 560
    assert begun(derya) == []
    assert stored(ctx) == []
    assert sent(ctx, MailKind.ORDER_REQUESTED) == ["anna.muster@muster-maschinenbau.example"]
    (entry,) = journal(ctx, AuditAction.ORDER_REQUESTED)
    assert entry.subject_id == found.id
    assert "Neuen" not in str(entry.changes)


def test_those_who_decide_look_at_it_as_at_a_booking(
    ctx: Context, derya: Context, shop: Shop
) -> None:
    """With all figures, and who asks; the requester still can, too."""
    found = asked(derya, shop)
    seen = booking(ctx, found.id)
    assert (seen.state, seen.requester, seen.reason) == (
        OrderState.REQUESTED,
        "Derya Derya",
        "Für die Neuen.",
    )
    assert seen.quote == found.quote
    assert booking(derya, found.id).state is OrderState.REQUESTED
    other = colleague(ctx, email="emil@muster.example")
    with pytest.raises(NotFound):
        booking(other, found.id)


def test_asking_twice_asks_once(ctx: Context, derya: Context, shop: Shop) -> None:
    """Nobody gets a second mail."""
    found = asked(derya, shop)
    before = everything(ctx)
    request(derya, found.id, "Noch einmal.")
    assert everything(ctx) == before


def test_after_a_request_another_one_can_be_begun(derya: Context, shop: Shop) -> None:
    """Of the same product, too."""
    first = asked(derya, shop)
    second = begin(derya, shop.wish())
    assert (second.id != first.id, second.continued) == (True, False)


def test_who_may_buy_does_not_ask(ctx: Context, shop: Shop) -> None:
    """There would be nobody else to decide."""
    found = booked(ctx, shop.wish())
    with pytest.raises(Invalid):
        request(ctx, found.id, "")
    assert booking(ctx, found.id).state is OrderState.OPEN


def test_guests_ask_where_nothing_can_be_paid(ctx: Context) -> None:
    """They cannot choose how the company pays."""
    shop = open_shop(ctx, method=False)
    found = asked(guest(ctx), shop)
    (row,) = requests(ctx)
    assert (row.id, row.requester) == (found.id, "Nora Nord (Nordlicht IT-Beratung GmbH)")


def test_a_reason_has_its_bounds(derya: Context, shop: Shop) -> None:
    """It is refused at its field."""
    found = booked(derya, shop.wish())
    with pytest.raises(Invalid) as refused:
        request(derya, found.id, "x" * 501)
    assert refused.value.field == "reason"
    assert booking(derya, found.id).state is OrderState.OPEN


def test_users_see_their_own_requests(ctx: Context, derya: Context, shop: Shop) -> None:
    """Those who decide see all of them, the newest first."""
    emil = colleague(ctx, email="emil@muster.example")
    hers, his = asked(derya, shop), asked(emil, shop)
    assert [row.id for row in requests(ctx)] == [his.id, hers.id]
    assert [(row.id, row.own) for row in requests(derya)] == [(hers.id, True)]


def test_a_request_that_cannot_be_met_says_why(ctx: Context, derya: Context, shop: Shop) -> None:
    """In the list, before anybody tries."""
    asked(derya, shop)
    take_off(ctx, shop, shop.basic)
    (row,) = requests(ctx)
    assert row.total is None
    assert "nicht mehr angeboten" in row.hindrance
    assert row.title == f"{NAME} Basic"


def test_many_requests_take_no_more_statements_than_one(
    ctx: Context, derya: Context, shop: Shop
) -> None:
    """Whoever decides does not wait for a list of a hundred."""
    asked(derya, shop)
    with counting_statements(ctx) as of_one:
        requests(ctx)
    for _again in range(5):
        asked(derya, shop)
    with counting_statements(ctx) as of_many:
        assert len(requests(ctx)) == 6
    assert len(of_many) == len(of_one)


# --- approving --------------------------------------------------------------------------------


def test_what_is_approved_is_the_requesters(ctx: Context, derya: Context, shop: Shop) -> None:
    """They own it; both have the receipt."""
    found = asked(derya, shop)
    made = approve(ctx, found.id, found.quote, **TICKED)
    assert (made.buyer, made.requester) == ("Anna Muster", "Derya Derya")
    assert derya.actor is not None
    assert [(one.owner_id, one.name) for one in stored(ctx)] == [(derya.actor.user_id, "Vertrieb")]
    assert sorted(sent(ctx, MailKind.ORDER_RECEIPT)) == [
        "anna.muster@muster-maschinenbau.example",
        "derya@muster.example",
    ]
    assert requests(ctx) == requests(derya) == []
    assert receipt(derya, found.id) == receipt(ctx, found.id) == made
    (row,) = orders(derya)
    assert (row.buyer, row.requester) == ("Anna Muster", "Derya Derya")
    (entry,) = journal(ctx, AuditAction.ORDER_PLACED)
    assert entry.changes["requester"] == [None, str(derya.actor.user_id)]


def test_h3_approving_twice_buys_once(ctx: Context, derya: Context, shop: Shop) -> None:
    """Two administrators at once: both see the same receipt."""
    found = asked(derya, shop)
    chief = colleague(ctx, Role.BILLING_ADMIN, "bernd@muster.example")
    made = approve(ctx, found.id, found.quote, **TICKED)
    before = everything(ctx)
    assert approve(chief, found.id, found.quote, **TICKED) == made
    assert everything(ctx) == before


def test_what_is_approved_has_todays_price(ctx: Context, derya: Context, shop: Shop) -> None:
    """Nothing is bought but what whoever approves was shown."""
    found = asked(derya, shop)
    reprice(ctx, shop.basic, 999)
    with pytest.raises(QuoteMoved):
        approve(ctx, found.id, found.quote, **TICKED)
    made = approve(ctx, found.id, booking(ctx, found.id).quote, **TICKED)
    assert made.quote.recurring.net == 3 * 999


@pytest.mark.parametrize("tick", ["business_use", "terms"])
def test_approving_is_buying(ctx: Context, derya: Context, shop: Shop, tick: str) -> None:
    """Both ticks, and something to pay it by."""
    found = asked(derya, shop)
    with pytest.raises(Invalid) as refused:
        approve(ctx, found.id, found.quote, **{**TICKED, tick: False})
    assert refused.value.field == tick
    assert stored(ctx) == []


def test_approving_needs_a_method(ctx: Context, derya: Context) -> None:
    """The request goes on waiting."""
    shop = open_shop(ctx, method=False)
    found = asked(derya, shop)
    with pytest.raises(NoPaymentMethod):
        approve(ctx, found.id, found.quote, **TICKED)
    assert requests(ctx)[0].waiting


def test_what_somebody_asked_for_who_left_has_no_owner(
    ctx: Context, derya: Context, shop: Shop
) -> None:
    """Somebody takes it over."""
    found = asked(derya, shop)
    assert derya.actor is not None
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(Membership)
            .where(Membership.user_id == derya.actor.user_id)
            .values(state=MembershipState.DISABLED, version=Membership.version + 1)
        )
    approve(ctx, found.id, found.quote, **TICKED)
    assert [one.owner_id for one in stored(ctx)] == [None]


# --- declining --------------------------------------------------------------------------------


def test_a_no_is_told_with_its_reason(ctx: Context, derya: Context, shop: Shop) -> None:
    """By mail, and in the list of both."""
    found = asked(derya, shop)
    decline(ctx, found.id, "Im Januar.")
    for who in (ctx, derya):
        (row,) = requests(who)
        assert (row.state, row.answer, row.decided_by) == (
            OrderState.DECLINED,
            "Im Januar.",
            "Anna Muster",
        )
    assert sent(ctx, MailKind.ORDER_DECLINED) == ["derya@muster.example"]
    (entry,) = journal(ctx, AuditAction.ORDER_DECLINED)
    assert (entry.subject_id, "Januar" in str(entry.changes)) == (found.id, False)
    before = everything(ctx)
    decline(ctx, found.id, "Nie.")
    assert everything(ctx) == before
    with pytest.raises(BookingClosed):
        approve(ctx, found.id, found.quote, **TICKED)


def test_an_answer_has_its_bounds(ctx: Context, derya: Context, shop: Shop) -> None:
    """It is refused at its field."""
    found = asked(derya, shop)
    with pytest.raises(Invalid) as refused:
        decline(ctx, found.id, "x" * 501)
    assert refused.value.field == "answer"
    assert requests(ctx)[0].waiting


# --- taking back ------------------------------------------------------------------------------


def test_a_request_is_taken_back_by_whoever_asked(ctx: Context, derya: Context, shop: Shop) -> None:
    """It waits for nobody any more; nobody else can."""
    found = asked(derya, shop)
    with pytest.raises(NotFound):
        withdraw(ctx, found.id)
    withdraw(derya, found.id)
    withdraw(derya, found.id)
    assert requests(ctx) == requests(derya) == []
    assert len(journal(ctx, AuditAction.ORDER_WITHDRAWN)) == 1
    with pytest.raises(BookingClosed):
        approve(ctx, found.id, found.quote, **TICKED)


def test_a_declined_request_is_put_away(ctx: Context, derya: Context, shop: Shop) -> None:
    """Whoever asked has read it."""
    found = asked(derya, shop)
    decline(ctx, found.id, "")
    withdraw(derya, found.id)
    assert requests(derya) == []


def test_what_was_approved_cannot_be_taken_back(ctx: Context, derya: Context, shop: Shop) -> None:
    """It runs; it can be cancelled."""
    found = asked(derya, shop)
    approve(ctx, found.id, found.quote, **TICKED)
    with pytest.raises(BookingClosed) as refused:
        withdraw(derya, found.id)
    assert refused.value.state is OrderState.PLACED


# --- who --------------------------------------------------------------------------------------


def _approve(ctx: Context, found: Booking) -> None:
    approve(ctx, found.id, found.quote, **TICKED)


def _decline(ctx: Context, found: Booking) -> None:
    decline(ctx, found.id, "")


@pytest.mark.parametrize("decide", [_approve, _decline])
def test_users_and_strangers_decide_nothing(
    ctx: Context, derya: Context, shop: Shop, decide: Callable[[Context, Booking], None]
) -> None:
    """Not even about what they asked for themselves."""
    found = asked(derya, shop)
    with pytest.raises(NotPermitted):
        decide(derya, found)
    company = add_company(ctx.database, "Fremd GmbH")
    chief = add_member(ctx.database, company, "chef@fremd.example", role=Role.COMPANY_ADMIN)
    with pytest.raises(NotFound):
        decide(signed_in(ctx, chief), found)
    assert requests(ctx)[0].waiting


@pytest.mark.parametrize("decide", [_approve, _decline])
def test_what_is_only_begun_is_not_decided(
    ctx: Context, anna: Person, derya: Context, shop: Shop, decide: Callable[..., None]
) -> None:
    """A colleague's booking is not there; an own one was not asked for."""
    del anna
    with pytest.raises(NotFound):
        decide(ctx, booked(derya, shop.wish()))
    with pytest.raises(BookingClosed):
        decide(ctx, booked(ctx, shop.wish()))


def test_who_decides_is_told_how_many_wait(ctx: Context, shop: Shop, derya: Context) -> None:
    """Of the own company; what is decided about, or withdrawn, waits no more."""
    assert waiting(ctx) == 0
    found = asked(derya, shop)
    stranger = add_member(
        ctx.database,
        add_company(ctx.database, "Nebenan GmbH"),
        "x@nebenan.example",
        role=Role.COMPANY_ADMIN,
    )
    assert waiting(ctx) == 1
    assert waiting(signed_in(ctx, stranger)) == 0
    withdraw(derya, found.id)
    assert waiting(ctx) == 0
    decline(ctx, asked(derya, shop).id, "")
    assert waiting(ctx) == 0
