"""„Bezahlverfahren“: what there is, and switching to another one.

The rules are checked in one transaction, the provider is asked outside of any, and a second one
checks everything anew and records. Until its commit the old method is active.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tcm_tui.data import billing, payment_history
from tcm_tui.data import payment_methods as queries
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.bank_accounts import grouped_iban
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.mandates import MandateShown, new_mandate_reference
from tcm_tui.domain.payment import (
    CARD_WARNING,
    PaymentKind,
    PaymentOverview,
    PaymentState,
    Prepared,
)
from tcm_tui.domain.payment_drafts import kind_of
from tcm_tui.domain.payment_provider import CheckRequest
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.offline_payments import ask
from tcm_tui.services.payment_refusals import refusals_on_record, refuse_debtors
from tcm_tui.services.payment_switch import Checked, add, retire, tell

if TYPE_CHECKING:
    from tcm_tui.data.models import Mandate, PaymentMethod
    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.payment import PaymentEvent, PaymentRow
    from tcm_tui.domain.payment_drafts import PaymentDraft
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

# --- what there is ----------------------------------------------------------------------------


@reading(Permission.PAYMENT_MANAGE)
def overview(tx: Transaction) -> PaymentOverview:
    """Every account that the company has paid by, each once."""
    found = queries.methods(tx.session, tx.company_id)
    return PaymentOverview(tuple(queries.row_of(method) for method in found))


@reading(Permission.PAYMENT_MANAGE)
def history(tx: Transaction, *, before: int | None = None, limit: int = 50) -> list[PaymentEvent]:
    """Who did what to the way the company pays, the newest first.

    Args:
        tx: The transaction.
        before: The id of the line to continue behind, None for the newest.
        limit: Lines at most.
    """
    return payment_history.history(tx.session, tx.company_id, before=before, limit=limit)


@reading(Permission.PAYMENT_MANAGE)
def expiring_cards(tx: Transaction) -> tuple[PaymentRow, ...]:
    """The active card, if it ends soon or has ended."""
    found = queries.active(tx.session, tx.company_id)
    if found is None or found.expires_on is None:
        return ()
    return (queries.row_of(found),) if found.expires_on <= tx.today + CARD_WARNING else ()


@reading(Permission.PAYMENT_MANAGE)
def mandate(tx: Transaction, method_id: int) -> MandateShown:
    """The mandate of a direct debit, with its IBAN masked.

    Raises:
        NotFound: The company has none there.
    """
    method, found = _mandate(tx, method_id)
    return _shown(method, found, queries.mark_of(method).short)


@use_case(Permission.PAYMENT_MANAGE, fresh=True)
def mandate_in_full(tx: Transaction, method_id: int) -> MandateShown:
    """The same with the whole IBAN; that it was revealed is written down.

    Raises:
        NotFound: The company has none there.
        Unavailable: The key is lost: the IBAN has to be entered again.
    """
    method, found = _mandate(tx, method_id)
    numbers = json.loads(tx.vault.open(method.sealed or b"", queries.place(method.id)))
    tx.audit(AuditAction.MANDATE_REVEALED, Subject.PAYMENT_METHOD, method_id)
    return _shown(method, found, grouped_iban(numbers["iban"]))


def prepare(ctx: Context, kind: PaymentKind) -> Prepared:
    """What the dialog of `kind` begins with, and what its „Aktivieren“ would touch."""
    return replace(_prepare(ctx, kind), offline=ctx.payment_provider.offline)


@reading(Permission.PAYMENT_MANAGE)
def _prepare(tx: Transaction, kind: PaymentKind) -> Prepared:
    active = queries.active(tx.session, tx.company_id)
    profile = queries.company_address(tx.session, tx.company_id)
    return Prepared(
        kind=kind,
        holder=tx.company_name,
        address=queries.address_of(active) if active else profile,
        reach=billing.reach(tx.session, tx.company_id, tx.today),
        current=queries.row_of(active) if active else None,
        reference=_free_reference(tx) if kind is PaymentKind.DIRECT_DEBIT else "",
        offline=True,
    )


def _free_reference(tx: Transaction) -> str:
    """A reference that no mandate has."""
    moment = tx.now
    while queries.reference_is_taken(tx.session, reference := new_mandate_reference(moment)):
        moment += timedelta(microseconds=1)
    return reference


# --- a new one --------------------------------------------------------------------------------


def activate(ctx: Context, draft: PaymentDraft, address: BillingAddress) -> PaymentRow:
    """Pay by `draft` from now on, if its provider accepts it. Blocking for up to ten seconds.

    Raises:
        ProofNeeded: The password was typed too long ago, by now or while the provider was asked.
        Invalid: A rule is broken, at the field of `draft`, or at one of `address`.
        CreditRefused: There are overdue bills, which rules a direct debit out.
        ProviderRefused: The provider's no.
        ProviderSilent: The provider did not answer.
        Unavailable: The key of what is encrypted cannot be used.
    """
    with refusals_on_record(ctx, kind_of(draft)):
        request = _check(ctx, draft, address)
        accepted = ask(ctx.payment_provider, request)
        return _record(ctx, draft, address, Checked(ctx.payment_provider.name, accepted.token))


@reading(Permission.PAYMENT_MANAGE, fresh=True)
def _check(tx: Transaction, draft: PaymentDraft, address: BillingAddress) -> CheckRequest:
    """What the provider is to be asked, if all rules are kept."""
    wanted, billed = _checked(tx, draft, address)
    return CheckRequest(kind_of(wanted), tx.company_name, billed, wanted)


@use_case(Permission.PAYMENT_MANAGE, fresh=True)
def _record(
    tx: Transaction, draft: PaymentDraft, address: BillingAddress, checked: Checked
) -> PaymentRow:
    """Let it be the active one, if all rules are still kept."""
    wanted, billed = _checked(tx, draft, address)
    return queries.row_of(add(tx, wanted, billed, checked))


def _checked(
    tx: Transaction, draft: PaymentDraft, address: BillingAddress
) -> tuple[PaymentDraft, BillingAddress]:
    wanted, billed = draft.checked(tx.today), address.checked()
    refuse_debtors(tx, kind_of(wanted))
    return wanted, billed


# --- an earlier one ---------------------------------------------------------------------------


def reactivate(ctx: Context, method_id: int) -> PaymentRow:
    """Pay by an earlier method again, with its own billing address; else as `activate`.

    Raises:
        ProofNeeded: The password was typed too long ago, by now or while the provider was asked.
        NotFound: The company has no such method.
        Invalid: It is active already, or its card has ended.
        CreditRefused: There are overdue bills, which rules a direct debit out.
        ProviderRefused: The provider's no.
        ProviderSilent: The provider did not answer.
    """
    with refusals_on_record(ctx, PaymentKind.DIRECT_DEBIT):  # what alone debts rule out
        request = _check_earlier(ctx, method_id)
    with refusals_on_record(ctx, request.kind):
        accepted = ask(ctx.payment_provider, request)
        return _record_earlier(ctx, method_id, Checked(ctx.payment_provider.name, accepted.token))


@reading(Permission.PAYMENT_MANAGE, fresh=True)
def _check_earlier(tx: Transaction, method_id: int) -> CheckRequest:
    """What the provider is to be asked, if all rules are kept."""
    found = _earlier(tx, method_id)
    address = queries.address_of(found)
    return CheckRequest(found.kind, tx.company_name, address, token=found.provider_token)


@use_case(Permission.PAYMENT_MANAGE, fresh=True)
def _record_earlier(tx: Transaction, method_id: int, checked: Checked) -> PaymentRow:
    """Let it be the active one, if all rules are still kept."""
    method = _earlier(tx, method_id)
    before = retire(tx)
    method.state, method.activated_at, method.replaced_at = PaymentState.ACTIVE, tx.now, None
    method.provider = checked.provider
    method.provider_token = checked.token or method.provider_token
    tx.session.flush()  # the version is checked before anything is written about it
    tell(tx, AuditAction.PAYMENT_REACTIVATED, before, method)
    return queries.row_of(method)


def _earlier(tx: Transaction, method_id: int) -> PaymentMethod:
    """A method of the company's that may be activated again."""
    method = queries.method(tx.session, tx.company_id, method_id)
    if method is None:
        raise NotFound(_("Dieses Bezahlverfahren gibt es nicht."))
    if method.state is PaymentState.ACTIVE:
        raise Invalid(_("Dieses Bezahlverfahren ist schon aktiv."))
    if method.expires_on is not None and method.expires_on < tx.today:
        raise Invalid(_("Diese Karte ist abgelaufen. Aktivieren Sie eine neue."))
    refuse_debtors(tx, method.kind)
    return method


# --- mandates ---------------------------------------------------------------------------------


def _mandate(tx: Transaction, method_id: int) -> tuple[PaymentMethod, Mandate]:
    method = queries.method(tx.session, tx.company_id, method_id)
    found = queries.mandate(tx.session, method_id) if method else None
    if method is None or found is None:
        raise NotFound(_("Zu diesem Bezahlverfahren gibt es kein Mandat."))
    return method, found


def _shown(method: PaymentMethod, found: Mandate, iban: str) -> MandateShown:
    return MandateShown(
        method_id=method.id,
        reference=found.reference,
        consented_at=found.consented_at,
        text=found.text,
        company=method.billing_company,
        holder=method.holder,
        iban=iban,
        bank=method.bank,
        bic=method.bic,
        address=queries.address_of(method),
    )
