"""Promises that the tests of mail have in common."""

from __future__ import annotations

from typing import Any

from tcm_tui.domain.mail import VALUES, MailKind, PromisedMail

from ..builders import START

CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"
USUAL = {
    "answer": "Im Moment nicht. " * 6 + "Fragen Sie im Januar noch einmal.",
    "charging": "yearly",
    "due_now_cents": "0",
    "first_due_on": "2026-12-22",
    "gross_cents": "199920",
    "label": "Vertrieb Nord",
    "lines": '[["Microsoft 365 Business Basic", 25, 6720], ["Copilot & mehr", 1, 0]]',
    "net_cents": "168000",
    "next_due_on": "2027-12-22",
    "number": "B-2026-000042",
    "order": "42",
    "placed_at": "2026-11-22T09:00:00+00:00",
    "reason": "Für die neuen Kolleginnen im Vertrieb. " * 3 + "Danke.",
    "term_months": "12",
    "vat_cents": "31920",
    "vat_percent": "19",
    "about": "Rolle ändern",
    "address": "d.celik@muster-maschinenbau.example",
    "apps": "Microsoft 365 Business Basic – Vertrieb Nord\nCisco Webex Suite",
    "changed_at": "2026-11-22T09:00:00+00:00",
    "code": CODE,
    "codes_left": "9",
    "company": "Muster & Söhne Maschinenbau GmbH",
    "expires_at": "2026-12-06T09:00:00+00:00",
    "inviter": "Anna Muster",
    "kind": "direct_debit",
    "mask": "DE89 … 3000",
    "name": "Derya Çelik",
    "old_kind": "credit_card",
    "old_mask": "Visa … 4242 · 09/28",
    "paused_until": "2026-11-22T09:00:30+00:00",
    "person": "Derya Çelik",
    "question": "Wo ändere ich die Rolle von jemandem? " * 4 + "Vielen Dank im Voraus.",
    "reseller": "Nordlicht IT-Beratung GmbH",
    "role": "billing_admin",
    "ends_on": "2027-02-28",
    "from_on": "2026-11-22",
    "monthly_cents": "29250",
    "new": "Microsoft 365 Business Standard",
    "old": "Microsoft 365 Business Basic",
    "owner": "Anna Muster",
    "subscription": "Microsoft 365 Business Basic – Vertrieb Nord",
    "what": "edition",
}


def values(kind: MailKind, **other: str) -> dict[str, str]:
    """What `kind` needs, with `other` in the place of what is usual."""
    return {name: other.get(name, USUAL[name]) for name in VALUES[kind]}


def promise(kind: MailKind = MailKind.INVITATION, /, **changes: Any) -> PromisedMail:  # noqa: ANN401 - any field of the promise
    """A mail as it is claimed; `changes` are fields of it or values of its template."""
    fields = {name: changes.pop(name) for name in [*changes] if name not in USUAL}
    return PromisedMail(
        **{
            "id": 7,
            "kind": kind,
            "recipient": "derya.celik@muster-maschinenbau.example",
            "language": "de",
            "values": values(kind, **changes),
            "created_at": START,
            "attempts": 0,
            "message_id": "0123456789abcdef0123456789abcdef@tcm-tui.invalid",
            **fields,
        }
    )
