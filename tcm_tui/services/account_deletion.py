"""Deleting one's own account, and every byte that names the person (SECURITY.md I5, I6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.data import assignments, erasure, memberships, people, traces
from tcm_tui.data.admission import lock_company
from tcm_tui.data.models import Membership, User
from tcm_tui.domain.account_deletion import DeletionPlan, check_typed
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.services import mailbox
from tcm_tui.services.assigning import note_freed
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.leaving import give_up_orders
from tcm_tui.services.subscription_owners import abandon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tcm_tui.domain.account_deletion import OwnMembership
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


@reading(Permission.ACCOUNT_OWN)
def plan(tx: Transaction) -> DeletionPlan:
    """What deleting the actor's account would do, and whether it can be done."""
    return _plan(tx)


def delete(ctx: Context, typed: str, *, letters: Path | None = None, farewell: bool = True) -> None:
    """Delete the actor's account; nothing can be done in their sessions any more.

    Args:
        ctx: Who.
        typed: Their primary address, typed to confirm it.
        letters: A Maildir that mail was kept in: theirs is deleted.
        farewell: Whether a last mail tells them. Where mail stays in a folder of ours it must
            not: it would bring their address back.

    Raises:
        Invalid: Something else was typed, or they are the last administrator of a company.
        ProofNeeded: The password was not typed for a while.
    """
    gone = _erase(ctx, typed, farewell=farewell)
    if letters is not None:
        mailbox.remove_letters(letters, gone.addresses, gone.message_ids)
    ctx.database.empty_log()


@dataclass(frozen=True)
class _Gone:
    """What letters are known by whose promises were deleted."""

    addresses: frozenset[str]
    message_ids: frozenset[str]


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def _erase(tx: Transaction, typed: str, *, farewell: bool) -> _Gone:
    """Leave every company, then take out what names the person."""
    companies = sorted(traces.companies(tx.session, tx.user_id))
    for company_id in companies:
        lock_company(tx.session, company_id)
    found = _plan(tx)
    check_typed(typed, found.email)
    if refusal := found.refusal():
        raise Invalid(refusal)
    addresses = traces.addresses_of(tx.session, tx.user_id)
    user = tx.session.get_one(User, tx.user_id)
    _leave(tx, found.memberships)
    for company_id in companies:
        give_up_orders(tx, company_id, [tx.user_id])
    _withdraw(tx, addresses)
    message_ids = _erase_rows(tx, addresses)
    if farewell:
        values = {"changed_at": tx.now.isoformat(), "name": ""}
        tx.mail(MailDraft(MailKind.ACCOUNT_DELETED, found.email, user.language, values))
    return _Gone(addresses, frozenset(message_ids))


def _erase_rows(tx: Transaction, addresses: frozenset[str]) -> set[str]:
    """Take the person out of table after table; the Message-IDs of the mails that went."""
    user_id = tx.user_id
    typed = traces.typed_addresses(tx.session, user_id)
    message_ids = erasure.erase_mails(tx.session, addresses)
    message_ids |= erasure.erase_mails(tx.session, typed, [MailKind.VERIFY_ADDRESS])
    erasure.erase_registrations(tx.session, addresses)
    erasure.erase_secrets(tx.session, user_id)
    erasure.erase_order_words(tx.session, user_id)
    erasure.erase_sessions(tx.session, user_id, tx.now)
    erasure.anonymise(tx.session, user_id)
    return message_ids


def _plan(tx: Transaction) -> DeletionPlan:
    email = people.primary_address(tx.session, tx.user_id)
    return DeletionPlan(email, traces.memberships(tx.session, tx.user_id))


def _leave(tx: Transaction, left: Sequence[OwnMembership]) -> None:
    """End the memberships; each company's journal says what the person was in it."""
    for one in left:
        row = tx.session.get_one(Membership, one.membership_id)
        changes: dict[str, tuple[str | None, str | None]] = {
            "user": (str(tx.user_id), None),
            "role": (row.role.value, None),
            "state": (row.state.value, None),
        }
        # One at a time: what is written down at once becomes one line of one feed.
        action, company_id = AuditAction.ACCOUNT_DELETED, one.company_id
        entry = Entry(action, Subject.MEMBERSHIP, row.id, changes, company_id=company_id)
        tx.audit_many([entry])
        abandon(tx, one.company_id, row.id)
        freed = assignments.free(tx.session, memberships=[row.id])
        note_freed(tx, freed, company_id=one.company_id)
        tx.session.expunge(row)
    memberships.remove(tx.session, {one.membership_id: one.version for one in left})


def _withdraw(tx: Transaction, addresses: frozenset[str]) -> None:
    """Revoke the open invitations to the person, in whichever company."""
    change = {"state": (InvitationState.PENDING.value, InvitationState.REVOKED.value)}
    action = AuditAction.INVITATION_REVOKED
    for number, company_id in erasure.erase_invitations(tx.session, addresses):
        entry = Entry(action, Subject.INVITATION, number, {**change}, company_id=company_id)
        tx.audit_many([entry])
        freed = assignments.free(tx.session, invitations=[number])
        note_freed(tx, freed, company_id=company_id)
