"""Switching how a company pays: one is active, the old one until the very last (I3, H3)."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from tcm_tui.data.models import Membership, PaymentMethod
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError, Invalid, NotFound, NotPermitted, Stale
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.payment import CreditRefused, PaymentDeed, PaymentKind, PaymentState
from tcm_tui.domain.payment_drafts import PaymentDraft, kind_of
from tcm_tui.domain.payment_provider import Accepted, ProviderRefused, ProviderSilent
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sessions import PROOF_LASTS, ProofNeeded
from tcm_tui.services import offline_payments
from tcm_tui.services.company_settings import change, configured
from tcm_tui.services.payment_methods import (
    activate,
    expiring_cards,
    history,
    mandate,
    mandate_in_full,
    overview,
    prepare,
    reactivate,
)
from tests.builders import Clock, Person, add_company, add_member, everything, signed_in

from .inviting import journal, mails
from .paying import (
    ADDRESS,
    ALL,
    CARD,
    DEBIT,
    MOBILE,
    PAYPAL,
    TELEKOM,
    TODAY,
    Hanging,
    crashes,
    exits,
    owe,
    pay_by,
    refuses,
    set_profile,
    stored,
    subscribe,
    with_provider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.payment_provider import CheckRequest
    from tcm_tui.services.context import Context

MASKS = {
    TELEKOM: "Buchungskonto … 4711",
    MOBILE: "Kundenkonto … 1234",
    CARD: "Visa … 1111 · 09/28",
    PAYPAL: "b…g@muster.example",
    DEBIT: "DE89 … 3000 · Commerzbank",
}


def test_before_the_first_there_is_nothing(ctx: Context) -> None:
    """No row, and none active."""
    found = overview(ctx)
    assert (found.rows, found.active) == ((), None)
    assert prepare(ctx, PaymentKind.PAYPAL).current is None


@pytest.mark.parametrize("draft", ALL)
def test_the_first_one_is_active_at_once(ctx: Context, draft: PaymentDraft) -> None:
    """With its mask, its address, and the note that nobody was asked."""
    row = pay_by(ctx, draft)
    assert (row.kind, row.state, row.masked) == (kind_of(draft), PaymentState.ACTIVE, MASKS[draft])
    assert (row.address, row.offline, row.until) == (ADDRESS, True, None)
    assert overview(ctx).rows == (row,)


def test_all_five_one_after_the_other(ctx: Context, clock: Clock) -> None:
    """Each takes the place of the one before; all stay listed, the last one is active."""
    for draft in ALL:
        clock.forward(seconds=1)
        pay_by(ctx, draft)
    rows = overview(ctx).rows
    assert [row.masked for row in rows] == [MASKS[draft] for draft in reversed(ALL)]
    assert [row.state for row in rows] == [PaymentState.ACTIVE] + [PaymentState.FORMER] * 4
    for later, row in itertools.pairwise(rows):
        assert row.until == later.since


def test_an_early_one_is_activated_again(ctx: Context, clock: Clock) -> None:
    """With its own address; nothing is typed again."""
    first = pay_by(ctx, CARD)
    clock.forward(minutes=1)
    activate(ctx, PAYPAL, replace(ADDRESS, city="Anderstadt"))
    clock.forward(minutes=1)
    again = reactivate(ctx, first.id)
    assert (again.id, again.active, again.since) == (first.id, True, clock.now)
    assert again.address == ADDRESS
    assert [row.active for row in overview(ctx).rows] == [True, False]
    assert [method.state for method in stored(ctx)] == [PaymentState.ACTIVE, PaymentState.FORMER]


def test_the_same_account_is_listed_once(ctx: Context, clock: Clock) -> None:
    """Given again, with another address and a new end; the newest counts."""
    pay_by(ctx, CARD)
    clock.forward(minutes=1)
    pay_by(ctx, PAYPAL)
    clock.forward(minutes=1)
    pay_by(ctx, replace(CARD, expiry="10/29"))
    assert [row.masked for row in overview(ctx).rows] == [
        "Visa … 1111 · 10/29",
        MASKS[PAYPAL],
    ]


def test_an_older_mandate_of_the_same_account_is_not_hidden_while_active(ctx: Context) -> None:
    """Listed once, and as what it is."""
    first = pay_by(ctx, DEBIT)
    pay_by(ctx, replace(DEBIT, reference="TCM-2026-000418"))
    reactivate(ctx, first.id)
    assert [(row.id, row.active) for row in overview(ctx).rows] == [(first.id, True)]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(TELEKOM, customer_number="123456789"), "customer_number"),
        (replace(TELEKOM, account_number="98765O4711"), "account_number"),
        (replace(TELEKOM, contract_holder=" "), "contract_holder"),
        (replace(MOBILE, customer_number="123456789"), "customer_number"),
        (replace(MOBILE, account_number=""), "account_number"),
        (replace(MOBILE, phone="0228 1234567"), "phone"),
        (replace(MOBILE, postpaid=False), "postpaid"),
        (replace(CARD, holder=""), "holder"),
        (replace(CARD, number="3782 822463 10005"), "number"),
        (replace(CARD, number="4111 1111 1111 1112"), "number"),
        (replace(CARD, expiry="10/26"), "expiry"),
        (replace(CARD, check_digits="12"), "check_digits"),
        (replace(PAYPAL, account="niemand"), "account"),
        (replace(PAYPAL, consent=False), "consent"),
        (replace(DEBIT, iban="DE89 3704 0044 0532 0130 01"), "iban"),
        (replace(DEBIT, consent=False), "consent"),
        (replace(DEBIT, reference="TCM-1"), "reference"),
    ],
)
def test_a_broken_rule_leaves_nothing_behind(ctx: Context, draft: PaymentDraft, field: str) -> None:
    """The field is named, nobody is asked, the old one stays."""
    asking, provider = with_provider(ctx, lambda _request: Accepted())
    pay_by(asking, TELEKOM)
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        pay_by(asking, draft)
    assert refused.value.field == field
    assert len(provider.asked) == 1
    assert everything(ctx) == before


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (replace(ADDRESS, company=""), "billing_company"),
        (replace(ADDRESS, street=""), "billing_street"),
        (replace(ADDRESS, postcode="1234"), "billing_postcode"),
        (replace(ADDRESS, postcode=""), "billing_postcode"),
        (replace(ADDRESS, city="  "), "billing_city"),
        (replace(ADDRESS, country="XX"), "billing_country"),
        (replace(ADDRESS, vat_id="DE123456789"), "billing_vat_id"),
    ],
)
def test_a_wrong_billing_address_is_refused_at_its_field(
    ctx: Context, address: object, field: str
) -> None:
    """As with the method itself."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        activate(ctx, PAYPAL, address)  # type: ignore[arg-type]  # parametrised
    assert refused.value.field == field
    assert everything(ctx) == before


@pytest.mark.parametrize(
    ("does", "error", "reason"),
    [
        (refuses, ProviderRefused, "ProviderRefused"),
        (crashes, ProviderSilent, "RuntimeError"),
        (exits, ProviderSilent, "SystemExit"),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_a_refusal_and_a_crash_leave_the_old_one_active(
    ctx: Context,
    does: Callable[[CheckRequest], Accepted],
    error: type[DomainError],
    reason: str,
    again: bool,
) -> None:
    """A sentence, a line in the journal, no mail; nothing typed is told."""
    former = pay_by(ctx, PAYPAL)
    active = pay_by(ctx, TELEKOM)
    sent = len(mails(ctx))
    asking, _provider = with_provider(ctx, does)
    with pytest.raises(error) as refused:
        reactivate(asking, former.id) if again else pay_by(asking, CARD)
    assert "4111" not in refused.value.message
    assert overview(ctx).active == active
    assert len(stored(ctx)) == 2
    (entry,) = journal(ctx, AuditAction.PAYMENT_REFUSED)
    assert entry.changes["reason"] == [None, reason]
    assert len(mails(ctx)) == sent


def test_a_provider_that_does_not_answer_is_not_waited_for(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten seconds at most; what it says later changes nothing."""
    assert offline_payments.PATIENCE <= 10
    monkeypatch.setattr(offline_payments, "PATIENCE", 0.01)
    active = pay_by(ctx, TELEKOM)
    hanging = Hanging()
    asking, _provider = with_provider(ctx, hanging)
    with pytest.raises(ProviderSilent, match="zu lange"):
        pay_by(asking, CARD)
    (waiting,) = [one for one in threading.enumerate() if one.name == "payment-provider"]
    assert waiting.daemon, "it would hold up the end of the program"
    hanging.over.set()
    waiting.join()
    assert overview(ctx).active == active
    (entry,) = journal(ctx, AuditAction.PAYMENT_REFUSED)
    assert entry.changes["reason"] == [None, "TimeoutError"]


def test_a_declined_test_card_is_refused_offline(ctx: Context) -> None:
    """So that a refusal can be seen without anybody to ask."""
    active = pay_by(ctx, TELEKOM)
    with pytest.raises(ProviderRefused) as refused:
        pay_by(ctx, replace(CARD, number="4000 0000 0000 0002"))
    assert refused.value.field == "number"
    assert overview(ctx).active == active


def test_no_transaction_is_open_while_the_provider_is_asked(ctx: Context) -> None:
    """Somebody else switches meanwhile, and the provider's answer still counts: the last one."""

    def meanwhile(_request: CheckRequest) -> Accepted:
        pay_by(ctx, PAYPAL)
        return Accepted("token-7")

    asking, _provider = with_provider(ctx, meanwhile)
    row = pay_by(asking, CARD)
    assert overview(ctx).active == row
    assert [method.provider_token for method in stored(ctx)] == ["", "token-7"]
    assert [method.state for method in stored(ctx)] == [PaymentState.FORMER, PaymentState.ACTIVE]


def test_what_changed_while_the_provider_was_asked_is_checked_anew(
    ctx: Context, anna: Person
) -> None:
    """A bill became overdue; then the role was taken away."""

    def overdue(_request: CheckRequest) -> Accepted:
        owe(ctx, days=-1)
        return Accepted()

    asking, _provider = with_provider(ctx, overdue)
    with pytest.raises(CreditRefused):
        pay_by(asking, DEBIT)

    def demoted(_request: CheckRequest) -> Accepted:
        with ctx.database.transaction(writing=True) as session:
            session.get_one(Membership, anna.membership_id).role = Role.USER
        return Accepted()

    asking, _provider = with_provider(ctx, demoted)
    with pytest.raises(NotPermitted):
        pay_by(asking, PAYPAL)
    assert stored(ctx) == []


@pytest.mark.parametrize(("days", "refused"), [(-30, True), (-1, True), (0, False), (7, False)])
def test_a_debtor_is_debited_by_nothing(ctx: Context, days: int, refused: bool) -> None:
    """Neither anew nor again; a bill is overdue the day after it was due."""
    debit = pay_by(ctx, DEBIT)
    card = pay_by(ctx, CARD)
    owe(ctx, days=days)
    anew = replace(DEBIT, reference="TCM-2026-000418")
    attempts: list[Callable[[], PaymentRow]] = [
        lambda: pay_by(ctx, anew),
        lambda: reactivate(ctx, debit.id),
    ]
    for attempt in attempts:
        if refused:
            with pytest.raises(CreditRefused, match="1 Rechnung ist"):
                attempt()
            assert overview(ctx).active == card
        else:
            assert attempt().active
    assert len(journal(ctx, AuditAction.PAYMENT_REFUSED)) == (2 if refused else 0)


def test_what_cannot_be_activated_again(ctx: Context, clock: Clock, anna: Person) -> None:
    """What is active, what has ended, and what is not there."""
    card = pay_by(ctx, CARD)
    with pytest.raises(Invalid, match="schon aktiv"):
        reactivate(ctx, card.id)
    paypal = pay_by(ctx, PAYPAL)
    clock.now = clock.now.replace(year=2028, month=10, day=1)
    later = signed_in(ctx, anna)
    with pytest.raises(Invalid, match="abgelaufen"):
        reactivate(later, card.id)
    with pytest.raises(NotFound):
        reactivate(later, 999)
    assert overview(later).active == paypal


def test_another_company_s_method_is_not_found(nobody: Context, ctx: Context) -> None:
    """Neither to activate nor to look at."""
    row = pay_by(ctx, DEBIT)
    pay_by(ctx, PAYPAL)
    other = add_member(
        nobody.database,
        add_company(nobody.database, "Nebenan AG"),
        "x@n.example",
        role=Role.BILLING_ADMIN,
    )
    stranger = signed_in(nobody, other)
    for use_case in (reactivate, mandate, mandate_in_full):
        with pytest.raises(NotFound):
            use_case(stranger, row.id)
    assert overview(stranger).rows == ()
    assert history(stranger) == []


def test_i3_the_password_is_asked_before_the_provider(ctx: Context, clock: Clock) -> None:
    """And nothing happens without it."""
    former = pay_by(ctx, PAYPAL)
    pay_by(ctx, TELEKOM)
    clock.now += PROOF_LASTS
    asking, provider = with_provider(ctx, lambda _request: Accepted())
    before = everything(ctx)
    attempts: list[Callable[[], object]] = [
        lambda: pay_by(asking, CARD),
        lambda: reactivate(asking, former.id),
        lambda: mandate_in_full(asking, former.id),
    ]
    for attempt in attempts:
        with pytest.raises(ProofNeeded):
            attempt()
    assert provider.asked == []
    assert everything(ctx) == before


def test_i3_everybody_who_might_have_done_it_is_told(
    nobody: Context, ctx: Context, anna: Person
) -> None:
    """Active administrators of company and bills, in their language; nobody else."""
    company = anna.company_id
    for name, role, language in (
        ("jonas", Role.BILLING_ADMIN, "de"),
        ("paul", Role.COMPANY_ADMIN, "en"),
        ("tim", Role.USER, "de"),
    ):
        add_member(nobody.database, company, f"{name}@m.example", role=role, language=language)
    add_member(
        nobody.database,
        company,
        "rest@m.example",
        role=Role.COMPANY_ADMIN,
        state=MembershipState.DISABLED,
    )
    pay_by(ctx, CARD)
    pay_by(ctx, DEBIT)
    told = [mail for mail in mails(ctx) if mail.values["mask"].startswith("DE89")]
    assert {mail.kind for mail in told} == {MailKind.PAYMENT_METHOD_CHANGED}
    assert sorted((mail.recipient, mail.language) for mail in told) == [
        (anna.email, "de"),
        ("jonas@m.example", "de"),
        ("paul@m.example", "en"),
    ]
    assert told[0].values == {
        "changed_at": ctx.clock().isoformat(),
        "company": "Muster Maschinenbau GmbH",
        "kind": "direct_debit",
        "mask": "DE89 … 3000",
        "name": anna.name,
        "old_kind": "credit_card",
        "old_mask": "Visa … 1111 · 09/28",
        "person": anna.name,
    }


def test_i3_both_are_written_down(ctx: Context) -> None:
    """By their ids and kinds: the journal tells no numbers."""
    first = pay_by(ctx, CARD)
    second = pay_by(ctx, PAYPAL)
    reactivate(ctx, first.id)
    one, two = journal(ctx, AuditAction.PAYMENT_ACTIVATED)
    assert one.changes == {"kind": [None, "credit_card"], "method": [None, str(first.id)]}
    assert two.changes == {
        "kind": ["credit_card", "paypal"],
        "method": [str(first.id), str(second.id)],
    }
    (again,) = journal(ctx, AuditAction.PAYMENT_REACTIVATED)
    assert again.changes["kind"] == ["paypal", "credit_card"]
    assert again.subject_id == first.id


def test_the_dialog_begins_with_what_is_known(ctx: Context) -> None:
    """The profile's address, later the active method's; what is touched; what was before."""
    set_profile(ctx, street="Werkstraße 2", postcode="53113", city="Bonn", vat_id="DE136695976")
    subscribe(ctx)
    subscribe(ctx, ends_on=TODAY)
    subscribe(ctx, ends_on=TODAY - timedelta(days=1))
    owe(ctx, days=3, number="R-1", cents=11_900)
    owe(ctx, days=5, number="R-2", cents=2_380)
    found = prepare(ctx, PaymentKind.TELEKOM_INVOICE)
    assert (found.holder, found.address.street, found.address.city, found.address.country) == (
        "Muster Maschinenbau GmbH",
        "Werkstraße 2",
        "Bonn",
        "DE",
    )
    reach = found.reach
    assert (reach.subscriptions, reach.open_invoices, reach.open_cents) == (2, 2, 14_280)
    assert (found.current, found.reference, found.offline) == (None, "", True)
    row = pay_by(ctx, CARD)
    found = prepare(ctx, PaymentKind.DIRECT_DEBIT)
    assert (found.current, found.address) == (row, ADDRESS)


def test_it_is_said_whether_anybody_is_asked(ctx: Context) -> None:
    """By what is connected, and afterwards at what was stored."""
    asking, _provider = with_provider(ctx, lambda _request: Accepted())
    assert not prepare(asking, PaymentKind.PAYPAL).offline
    assert not pay_by(asking, PAYPAL).offline
    assert pay_by(ctx, CARD).offline


def test_a_mandate_has_a_reference_of_its_own(ctx: Context) -> None:
    """The one proposed is free; the same once more is refused, and changes nothing."""
    proposed = prepare(ctx, PaymentKind.DIRECT_DEBIT).reference
    debit = replace(DEBIT, reference=proposed)
    pay_by(ctx, debit)
    assert prepare(ctx, PaymentKind.DIRECT_DEBIT).reference != proposed
    before = everything(ctx)
    with pytest.raises(Stale) as refused:
        pay_by(ctx, debit)
    assert refused.value.field == "reference"
    assert everything(ctx) == before


def test_a_mandate_is_shown_masked_and_revealed_on_record(ctx: Context, anna: Person) -> None:
    """The whole IBAN once, for whoever types the password; written down."""
    row = pay_by(ctx, DEBIT)
    shown = mandate(ctx, row.id)
    assert (shown.iban, shown.bank, shown.bic) == ("DE89 … 3000", "Commerzbank", "COBADEFFXXX")
    assert (shown.reference, shown.holder, shown.address) == (
        DEBIT.reference,
        DEBIT.holder,
        ADDRESS,
    )
    assert DEBIT.reference in shown.text
    assert "3704" not in repr(shown) + shown.text
    assert journal(ctx, AuditAction.MANDATE_REVEALED) == []
    assert mandate_in_full(ctx, row.id).iban == DEBIT.iban
    (entry,) = journal(ctx, AuditAction.MANDATE_REVEALED)
    assert (entry.subject_id, entry.actor_id) == (row.id, anna.user_id)


def test_a_mandate_keeps_the_name_of_the_day_it_was_given(ctx: Context) -> None:
    """Whatever the company is called later."""
    row = pay_by(ctx, DEBIT)
    seen = configured(ctx)
    change(ctx, replace(seen.settings, name="Nordwerk SE"), seen)
    assert mandate(ctx, row.id).company == ADDRESS.company


def test_what_is_no_direct_debit_has_no_mandate(ctx: Context) -> None:
    """Asked for it, it is not found."""
    row = pay_by(ctx, CARD)
    with pytest.raises(NotFound):
        mandate(ctx, row.id)


def test_the_history_tells_who_did_what(ctx: Context, anna: Person) -> None:
    """Newest first, masked; page by page."""
    debit = pay_by(ctx, DEBIT)
    pay_by(ctx, CARD)
    mandate_in_full(ctx, debit.id)
    with pytest.raises(ProviderRefused):
        pay_by(with_provider(ctx, refuses)[0], PAYPAL)
    reactivate(ctx, debit.id)
    lines = history(ctx)
    assert [(line.deed, line.kind, line.masked, line.before) for line in lines] == [
        (PaymentDeed.REACTIVATED, PaymentKind.DIRECT_DEBIT, MASKS[DEBIT], MASKS[CARD]),
        (PaymentDeed.REFUSED, PaymentKind.PAYPAL, "", ""),
        (PaymentDeed.REVEALED, PaymentKind.DIRECT_DEBIT, MASKS[DEBIT], ""),
        (PaymentDeed.ACTIVATED, PaymentKind.CREDIT_CARD, MASKS[CARD], MASKS[DEBIT]),
        (PaymentDeed.ACTIVATED, PaymentKind.DIRECT_DEBIT, MASKS[DEBIT], ""),
    ]
    assert {line.person for line in lines} == {anna.name}
    assert history(ctx, limit=2) + history(ctx, before=lines[1].id) == lines


@pytest.mark.parametrize(
    ("expiry", "soon"), [("11/26", True), ("12/26", True), ("01/27", False), ("02/27", False)]
)
def test_a_card_that_ends_within_sixty_days_is_told(ctx: Context, expiry: str, soon: bool) -> None:
    """Of the active one only."""
    row = pay_by(ctx, replace(CARD, expiry=expiry))
    assert expiring_cards(ctx) == ((row,) if soon else ())
    pay_by(ctx, PAYPAL)
    assert expiring_cards(ctx) == ()


def test_i3_the_database_lets_one_be_active(ctx: Context) -> None:
    """Whoever writes past the use cases."""

    def activate_past_them(method_id: int) -> None:
        with ctx.database.transaction(writing=True) as session:
            session.get_one(PaymentMethod, method_id).state = PaymentState.ACTIVE

    former = pay_by(ctx, CARD)
    pay_by(ctx, PAYPAL)
    with pytest.raises(IntegrityError):
        activate_past_them(former.id)
