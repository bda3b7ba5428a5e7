"""„Nicht zugestellte E-Mails“: what a company's administrators can still do about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import failed_mails, invitations
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.failed_mails import INVITATIONS, SHOWN_FOR, FailedMail, Remedy, Resent
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.mail import VALUES, MailDraft, MailKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.invitation_batch import Ready, check, look_up_known, promise_codes, renew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.data.failed_mails import FailedRow
    from tcm_tui.services.transaction import Transaction


@reading(Permission.MAIL_RESEND)
def page(tx: Transaction, *, before: int | None = None, limit: int = 50) -> list[FailedMail]:
    """Mails of the company that could not be delivered, newest first, from below id `before` on."""
    rows = failed_mails.find(
        tx.session, tx.company_id, tx.now - SHOWN_FOR, before=before, limit=limit
    )
    is_open = _open_invitations(tx, rows)
    return [
        FailedMail(
            id=row.id,
            kind=row.kind,
            recipient=row.recipient,
            promised_at=row.created_at,
            reason=row.last_error or "",
            remedy=_remedy(row, is_open),
        )
        for row in rows
    ]


@use_case(Permission.MAIL_RESEND)
def resend(tx: Transaction, ids: Sequence[int] | None = None) -> Resent:
    """Promise failed mails once more: invitations with a new code, others as they were.

    What somebody else has sent again meanwhile is passed over.

    Args:
        tx: The transaction.
        ids: Which; None means all of them.
    """
    since = tx.now - SHOWN_FOR
    rows = (
        failed_mails.find(tx.session, tx.company_id, since)
        if ids is None
        else failed_mails.named(tx.session, tx.company_id, since, ids)
    )
    is_open = _open_invitations(tx, rows)
    again = [row for row in rows if _remedy(row, is_open) is Remedy.AGAIN]
    invited = [row for row in rows if _remedy(row, is_open) is Remedy.NEW_CODE]
    _promise_again(tx, again)
    left = _invite_again(tx, invited, is_open)
    return Resent(len(again) + len(invited) - len(left), left)


def _promise_again(tx: Transaction, rows: Sequence[FailedRow]) -> None:
    tx.mail_many([MailDraft(row.kind, row.recipient, row.language, row.values) for row in rows])
    failed_mails.blank(tx.session, [row.id for row in rows])
    tx.audit_many(
        [
            Entry(AuditAction.MAIL_RESENT, Subject.OUTBOX, row.id, {"kind": (None, row.kind.value)})
            for row in rows
        ]
    )


def _invite_again(
    tx: Transaction, rows: Sequence[FailedRow], is_open: dict[str, invitations.OpenOne]
) -> dict[int, str]:
    """New codes for invitations whose mail failed; why those that stay do."""
    drafts = {}
    for position, row in enumerate(rows):
        found = is_open[row.canonical]
        draft = InvitationDraft(
            row.recipient, found.role, found.first_name, found.last_name, again=True
        )
        drafts[row.id] = Ready(position, draft, draft.address())
    known = look_up_known(tx, list(drafts.values()))
    left: dict[int, str] = {}
    for number, one in drafts.items():
        try:
            check(one, known, tx.now)
        except DomainError as refusal:
            left[number] = refusal.message
    ready = [one for number, one in drafts.items() if number not in left]
    if ready:
        promise_codes(tx, ready, renew(tx, ready, known), known)
    return left


def _open_invitations(tx: Transaction, rows: Sequence[FailedRow]) -> dict[str, invitations.OpenOne]:
    wanted = [row.canonical for row in rows if row.kind in INVITATIONS]
    return invitations.open_invitations(tx.session, tx.company_id, wanted)


def _remedy(row: FailedRow, is_open: dict[str, invitations.OpenOne]) -> Remedy:
    if row.kind in INVITATIONS:
        return Remedy.NEW_CODE if row.canonical in is_open else Remedy.CLOSED
    if row.kind is MailKind.RESET:
        return Remedy.RESET
    if "code" in VALUES[row.kind]:
        return Remedy.OWNER
    return Remedy.AGAIN if row.values.keys() == VALUES[row.kind] else Remedy.CLOSED
