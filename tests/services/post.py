"""What the tests of mail share: promises, and deliverers that misbehave."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.domain.mail import VALUES, MailDraft, MailKind
from tcm_tui.mail.outcome import Refused
from tcm_tui.services.transaction import Transaction

from ..builders import START

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tcm_tui.mail.outcome import FinishedMail
    from tcm_tui.services.context import Context

UNKNOWN = "550 5.1.1 No such user"
CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"
_USUAL = {
    "charging": "monthly",
    "due_now_cents": "0",
    "first_due_on": "2026-12-22",
    "gross_cents": "16660",
    "lines": "[]",
    "net_cents": "14000",
    "next_due_on": "",
    "order": "42",
    "placed_at": START.isoformat(),
    "term_months": "12",
    "vat_cents": "2660",
    "vat_percent": "19",
    "address": "d.celik@muster.example",
    "changed_at": START.isoformat(),
    "code": CODE,
    "expires_at": START.isoformat(),
    "ends_on": "2027-02-28",
    "from_on": "2026-11-22",
    "kind": "credit_card",
    "monthly_cents": "14000",
    "what": "licences",
    "old_kind": "",
    "role": "user",
}


def draft(
    recipient: str = "derya@muster.example",
    kind: MailKind = MailKind.INVITATION,
    *,
    expires_at: datetime | None = None,
    company: str = "Muster GmbH",
) -> MailDraft:
    """A mail to be promised."""
    values = {name: _USUAL.get(name, "Anna Muster") for name in VALUES[kind]}
    if "company" in values:
        values["company"] = company
    return MailDraft(kind, recipient, "de", values, expires_at)


def promised(ctx: Context, *drafts: MailDraft) -> None:
    """Promise mails as a use case does."""
    with ctx.database.transaction(writing=True) as session:
        Transaction(session, ctx.clock(), ctx.origin, ctx.actor).mail_many(drafts)


def many(number: int) -> list[MailDraft]:
    """Mails to as many people."""
    return [draft(f"person{n}@muster.example") for n in range(number)]


@dataclass
class Tray:
    """A deliverer that keeps what it gets; `before` runs first and may refuse."""

    before: Callable[[FinishedMail], None] = lambda _mail: None
    settling: Callable[[], None] = lambda: None
    mails: list[FinishedMail] = field(default_factory=list)
    batch: int = 100
    per_minute: int | None = None
    closed: int = 0
    """How many rounds are over."""

    def deliver(self, mail: FinishedMail) -> None:
        """Keep it."""
        self.before(mail)
        self.mails.append(mail)

    def settle(self) -> None:
        """Nothing to do unless told so."""
        self.settling()

    def close(self) -> None:
        """Count."""
        self.closed += 1

    @property
    def recipients(self) -> list[str]:
        """The local parts, in the order of delivery."""
        return [mail.recipient.partition("@")[0] for mail in self.mails]


def full(_mail: FinishedMail | None = None) -> None:
    """The disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device", "/secret/path")


def refuse(_mail: FinishedMail | None = None) -> None:
    """The server knows nobody."""
    raise Refused(UNKNOWN)
