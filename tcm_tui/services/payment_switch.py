"""Putting one way to pay in the place of another: in one transaction, written down and mailed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.data import payment_methods as queries
from tcm_tui.data.models import Mandate, PaymentMethod
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.mandates import mandate_text
from tcm_tui.domain.payment import PaymentState
from tcm_tui.domain.payment_drafts import DirectDebit, kept
from tcm_tui.domain.people import display_name
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.payment_drafts import Kept, PaymentDraft
    from tcm_tui.services.transaction import Transaction


@dataclass(frozen=True)
class Checked:
    """Who accepted a method, and what they know it by."""

    provider: str
    token: str = field(repr=False)


def add(
    tx: Transaction, draft: PaymentDraft, address: BillingAddress, checked: Checked
) -> PaymentMethod:
    """Store a checked `draft` and let it be the active method.

    Raises:
        Stale: Its mandate's reference was given to another one meanwhile.
        Unavailable: The key cannot be read or made.
    """
    facts = kept(draft)
    method = _row(tx, facts, address, checked)
    tx.session.add(method)
    tx.session.flush()  # what is sealed is bound to the row's id
    if facts.numbers:
        plain = json.dumps(facts.numbers).encode("utf-8")
        # Before the old one changes: a rotation of keys would wait for it, and this for the keys.
        method.sealed = tx.vault.seal(plain, queries.place(method.id))
    if isinstance(draft, DirectDebit):
        _add_mandate(tx, method.id, draft.reference)
    before = retire(tx)
    method.state = PaymentState.ACTIVE
    tx.session.flush()  # the row is complete before anything is written about it
    tell(tx, AuditAction.PAYMENT_ACTIVATED, before, method)
    return method


def retire(tx: Transaction) -> PaymentMethod | None:
    """Let the active method be an earlier one; it, or None before the first."""
    before = queries.active(tx.session, tx.company_id)
    if before is not None:
        before.state, before.replaced_at = PaymentState.FORMER, tx.now
        tx.session.flush()  # before another one is active: the index lets in but one
    return before


def tell(
    tx: Transaction, action: AuditAction, before: PaymentMethod | None, after: PaymentMethod
) -> None:
    """Write the switch down, and promise a mail to everybody who might have made it."""
    tx.audit(
        action,
        Subject.PAYMENT_METHOD,
        after.id,
        kind=(before.kind.value if before else None, after.kind.value),
        method=(str(before.id) if before else None, str(after.id)),
    )
    values = {
        "changed_at": tx.now.isoformat(),
        "company": tx.company_name,
        "kind": after.kind.value,
        "mask": queries.mark_of(after).short,
        "old_kind": before.kind.value if before else "",
        "old_mask": queries.mark_of(before).short if before else "",
        "person": tx.actor_name,
    }
    tx.mail_many(
        [
            MailDraft(
                MailKind.PAYMENT_METHOD_CHANGED,
                address,
                user.language,
                {**values, "name": display_name(user.first_name, user.last_name)},
            )
            for user, address in queries.administrators(tx.session, tx.company_id)
        ]
    )


def _row(tx: Transaction, facts: Kept, address: BillingAddress, checked: Checked) -> PaymentMethod:
    mark = facts.mark
    return PaymentMethod(
        company_id=tx.company_id,
        kind=mark.kind,
        state=PaymentState.FORMER,  # until the active one has made room
        created_at=tx.now,
        activated_at=tx.now,
        holder=facts.holder,
        last_four=mark.last_four,
        iban_start=mark.iban_start,
        brand=mark.brand.value if mark.brand else "",
        expires_on=mark.expires_on,
        bank=mark.bank,
        bic=facts.bic,
        provider=checked.provider,
        provider_token=checked.token,
        fingerprint=tx.vault.fingerprint(f"payment:{mark.kind}", facts.identity.encode("utf-8")),
        billing_company=address.company,
        billing_street=address.street,
        billing_postcode=address.postcode,
        billing_city=address.city,
        billing_country=address.country,
        billing_vat_id=address.vat_id,
    )


def _add_mandate(tx: Transaction, method_id: int, reference: str) -> None:
    if queries.reference_is_taken(tx.session, reference):
        raise Stale(
            _("Diese Mandatsreferenz ist inzwischen vergeben. Öffnen Sie das Formular neu."),
            "reference",
        )
    tx.session.add(
        Mandate(
            method_id=method_id,
            reference=reference,
            consented_at=tx.now,
            text=mandate_text(reference),
        )
    )
