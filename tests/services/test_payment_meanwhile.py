"""What a switch meets beside it: other companies, and what changes while its provider thinks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.models import (
    Invoice,
    Mandate,
    Membership,
    PaymentMethod,
    UserSession,
)
from tcm_tui.domain.errors import DomainError, NotPermitted, SessionEnded, Stale
from tcm_tui.domain.payment import CreditRefused, PaymentKind, PaymentState, Reach
from tcm_tui.domain.payment_provider import Accepted
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.sessions import PROOF_LASTS, ProofNeeded, SessionLocked
from tcm_tui.services.admitting import Demand
from tcm_tui.services.payment_methods import prepare, reactivate
from tests.builders import START, Clock, Person, add_address, add_company, add_member, signed_in

from .inviting import mails
from .paying import (
    CARD,
    DEBIT,
    PAYPAL,
    TODAY,
    owe,
    pay_by,
    stored,
    subscribe,
    with_provider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.payment_provider import CheckRequest
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

OTHER = replace(DEBIT, reference="TCM-2026-000418")


def _owes(ctx: Context, _anna: Person) -> None:
    owe(ctx, days=-1)


def _is_demoted(ctx: Context, anna: Person) -> None:
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Membership, anna.membership_id).role = Role.USER


def _is_disabled(ctx: Context, anna: Person) -> None:
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Membership, anna.membership_id).state = MembershipState.DISABLED


def _signs_out(ctx: Context, _anna: Person) -> None:
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(UserSession).values(ended_at=START))


def _is_locked_out(ctx: Context, _anna: Person) -> None:
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(UserSession).values(locked_at=START))


def _proved_long_ago(ctx: Context, _anna: Person) -> None:
    assert isinstance(ctx.clock, Clock)
    ctx.clock.now += PROOF_LASTS


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [
        (_owes, CreditRefused),
        (_is_demoted, NotPermitted),
        (_is_disabled, SessionEnded),
        (_signs_out, SessionEnded),
        (_is_locked_out, SessionLocked),
        (_proved_long_ago, ProofNeeded),
    ],
)
def test_i3_a_yes_that_comes_too_late_changes_nothing(
    ctx: Context,
    anna: Person,
    meanwhile: Callable[[Context, Person], None],
    error: type[DomainError],
    again: bool,
) -> None:
    """For a new one and an earlier one alike: the old one stays, nobody is told of a switch."""
    former = pay_by(ctx, DEBIT)
    pay_by(ctx, PAYPAL)
    told = len(mails(ctx))
    before = [(method.id, method.state, method.version) for method in stored(ctx)]

    def think(_request: CheckRequest) -> Accepted:
        meanwhile(ctx, anna)
        return Accepted("token-1")

    asking, provider = with_provider(ctx, think)
    with pytest.raises(error):
        reactivate(asking, former.id) if again else pay_by(asking, OTHER)
    assert len(provider.asked) == 1
    assert [(method.id, method.state, method.version) for method in stored(ctx)] == before
    assert len(mails(ctx)) == told


def test_d2_what_others_owe_and_book_is_nothing_to_the_company(
    nobody: Context, ctx: Context
) -> None:
    """Neither told as touched, nor a reason to refuse a direct debit."""
    other = add_member(
        nobody.database,
        add_company(nobody.database, "Nebenan AG"),
        "x@n.example",
        role=Role.COMPANY_ADMIN,
    )
    stranger = signed_in(nobody, other)
    owe(stranger, days=-30)
    subscribe(stranger)
    assert prepare(ctx, PaymentKind.DIRECT_DEBIT).reach == Reach(0, 0, 0)
    assert pay_by(ctx, DEBIT).active
    with pytest.raises(CreditRefused):
        pay_by(stranger, OTHER)


def test_a_bill_paid_late_is_no_longer_overdue(ctx: Context) -> None:
    """Nor is it touched by a switch."""
    owe(ctx, days=-30)
    with pytest.raises(CreditRefused):
        pay_by(ctx, DEBIT)
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Invoice).values(paid_on=TODAY - timedelta(days=1)))
    assert prepare(ctx, PaymentKind.DIRECT_DEBIT).reach == Reach(0, 0, 0)
    assert pay_by(ctx, DEBIT).active


def test_i3_everybody_is_told_once(ctx: Context, anna: Person) -> None:
    """At the primary address, however many there are."""
    add_address(ctx.database, anna, "anna.privat@m.example", verified=True)
    pay_by(ctx, CARD)
    assert [mail.recipient for mail in mails(ctx)] == [anna.email]


def test_a_provider_knows_an_earlier_method_by_its_token(ctx: Context) -> None:
    """It is asked by that alone, and a yes without a new one keeps it."""
    asking, _provider = with_provider(ctx, lambda _request: Accepted("token-1"))
    first = pay_by(asking, CARD)
    pay_by(asking, PAYPAL)
    asking, provider = with_provider(ctx, lambda _request: Accepted())
    reactivate(asking, first.id)
    (request,) = provider.asked
    assert (request.draft, request.token, request.kind) == (None, "token-1", "credit_card")
    assert stored(ctx)[0].provider_token == "token-1"


def test_h3_what_the_database_refuses_is_told_in_a_sentence(ctx: Context) -> None:
    """Two that are active, a reference given twice: somebody else was faster."""
    first = pay_by(ctx, DEBIT)
    second = pay_by(ctx, CARD)

    def two_active(tx: Transaction) -> None:
        tx.session.get_one(PaymentMethod, first.id).state = PaymentState.ACTIVE
        tx.session.flush()

    def same_reference(tx: Transaction) -> None:
        tx.session.add(
            Mandate(method_id=second.id, reference=DEBIT.reference, consented_at=START, text="x")
        )
        tx.session.flush()

    demand = Demand(Permission.PAYMENT_MANAGE, writing=True)
    with pytest.raises(Stale, match="jemand anderes ein Bezahlverfahren"):
        ctx.run(two_active, demand)
    with pytest.raises(Stale, match="Mandatsreferenz") as refused:
        ctx.run(same_reference, demand)
    assert refused.value.field == "reference"
