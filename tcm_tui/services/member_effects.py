"""Carrying out what was judged: rows, sessions, journal and mail of one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.data import assignments, invitations, memberships, revocations
from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.audit import AuditAction, Entry, Personal, Subject
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.member_changes import Change, ChangeKind
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.people import MembershipState
from tcm_tui.services.assigning import note_freed
from tcm_tui.services.leaving import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tcm_tui.domain.member_rules import Standing
    from tcm_tui.domain.permissions import Role
    from tcm_tui.services.transaction import Transaction

_STATES: Final = {
    ChangeKind.DISABLE: (
        AuditAction.MEMBER_DISABLED,
        MembershipState.ACTIVE,
        MembershipState.DISABLED,
    ),
    ChangeKind.ENABLE: (
        AuditAction.MEMBER_ENABLED,
        MembershipState.DISABLED,
        MembershipState.ACTIVE,
    ),
}
"""What is written down, and the state before and after."""


def carry_out(tx: Transaction, change: Change, rows: Sequence[Standing]) -> dict[RowKey, int]:
    """Do `change`, which every row allows, and all that belongs to it; row → its new version."""
    if not rows:
        return {}
    match change.kind:
        case ChangeKind.ROLE:
            assert change.role is not None  # noqa: S101 - `Change` sees to it
            return _set_role(tx, rows, change.role)
        case ChangeKind.ENABLE:
            return _set_state(tx, rows, change.kind)
        case ChangeKind.DISABLE:
            settle(tx, rows, change)
            return _set_state(tx, rows, change.kind)
        case ChangeKind.REMOVE:
            settle(tx, rows, change)
            return _remove(tx, rows)
        case ChangeKind.REVOKE:
            return _revoke(tx, rows)
        case ChangeKind.RESEND:
            raise ValueError(change.kind)  # `services.resending` does that


def restore(tx: Transaction, rows: Sequence[Standing]) -> dict[RowKey, int]:
    """Let revoked invitations be open again, with the codes that were mailed."""
    done = _set_invitations(tx, rows, state=InvitationState.PENDING)
    revocations.revive_tokens(tx.session, [key.id for key in done])
    states = (InvitationState.REVOKED, InvitationState.PENDING)
    _note_state(tx, AuditAction.INVITATION_RESTORED, done, states)
    return done


def _set_role(tx: Transaction, rows: Sequence[Standing], role: Role) -> dict[RowKey, int]:
    members = [row for row in rows if row.key.kind is MemberKind.MEMBER]
    invited = [row for row in rows if row.key.kind is MemberKind.INVITATION]
    done = _set_members(tx, members, role=role) | _set_invitations(tx, invited, role=role)
    tx.audit_many(
        [
            Entry(
                AuditAction.MEMBER_ROLE_CHANGED
                if row.key.kind is MemberKind.MEMBER
                else AuditAction.INVITATION_ROLE_CHANGED,
                _subject(row.key),
                row.key.id,
                {"role": (row.role.value, role.value)},
            )
            for row in rows
        ]
    )
    if any(row.user_id == tx.user_id for row in members):
        tx.role = role
    _tell(tx, MailKind.ROLE_CHANGED, members, person=tx.actor_name, role=role.value)
    return done


def _set_state(tx: Transaction, rows: Sequence[Standing], kind: ChangeKind) -> dict[RowKey, int]:
    action, before, after = _STATES[kind]
    done = _set_members(tx, rows, state=after)
    _note_state(tx, action, done, (before, after))
    if kind is ChangeKind.DISABLE:
        _lock_out(tx, rows)
    return done


def _remove(tx: Transaction, rows: Sequence[Standing]) -> dict[RowKey, int]:
    memberships.remove(tx.session, {row.key.id: row.version for row in rows})
    tx.audit_many(
        [
            Entry(
                AuditAction.MEMBER_REMOVED,
                Subject.MEMBERSHIP,
                row.key.id,
                _last_known(row),
                _last_words(row),
            )
            for row in rows
        ]
    )
    _lock_out(tx, rows)
    return {row.key: row.version for row in rows}


def _last_known(row: Standing) -> dict[str, tuple[str | None, str | None]]:
    """What the journal keeps of a membership that is gone."""
    return {
        "user": (str(row.user_id), None),
        "role": (row.role.value, None),
        "state": (row.state.value, None),
    }


def _last_words(row: Standing) -> Personal:
    """Who it was, as long as their account is there."""
    assert row.user_id is not None  # noqa: S101 - members are people
    names = {"first_name": row.first_name, "last_name": row.last_name, "address": row.address}
    return Personal(row.user_id, {name: (text, None) for name, text in names.items()})


def _revoke(tx: Transaction, rows: Sequence[Standing]) -> dict[RowKey, int]:
    done = _set_invitations(tx, rows, state=InvitationState.REVOKED)
    invitations.void_tokens(tx.session, [key.id for key in done], tx.now)
    note_freed(tx, assignments.free(tx.session, invitations=[key.id for key in done]))
    states = (InvitationState.PENDING, InvitationState.REVOKED)
    _note_state(tx, AuditAction.INVITATION_REVOKED, done, states)
    return done


def _set_members(
    tx: Transaction, rows: Sequence[Standing], **values: Role | MembershipState
) -> dict[RowKey, int]:
    versions = {row.key.id: row.version for row in rows}
    done = memberships.set_values(tx.session, Membership, versions, **values)
    return {row.key: done[row.key.id] for row in rows}


def _set_invitations(
    tx: Transaction, rows: Sequence[Standing], **values: Role | InvitationState
) -> dict[RowKey, int]:
    versions = {row.key.id: row.version for row in rows}
    done = memberships.set_values(tx.session, Invitation, versions, **values)
    return {row.key: done[row.key.id] for row in rows}


def _note_state(
    tx: Transaction,
    action: AuditAction,
    keys: Iterable[RowKey],
    states: tuple[MembershipState | InvitationState, MembershipState | InvitationState],
) -> None:
    """Write down for each row the state before and after."""
    before, after = states
    change: dict[str, tuple[str | None, str | None]] = {"state": (before.value, after.value)}
    tx.audit_many([Entry(action, _subject(key), key.id, change) for key in keys])


def _subject(key: RowKey) -> Subject:
    return Subject.MEMBERSHIP if key.kind is MemberKind.MEMBER else Subject.INVITATION


def _lock_out(tx: Transaction, rows: Sequence[Standing]) -> None:
    """End the sessions of people without access, and tell them."""
    people = [row.user_id for row in rows if row.user_id is not None]
    memberships.end_sessions(tx.session, tx.company_id, people, tx.now)
    _tell(tx, MailKind.DISABLED, rows)


def _tell(tx: Transaction, kind: MailKind, rows: Sequence[Standing], **more: str) -> None:
    """Promise each member a mail in their language."""
    people = [row.user_id for row in rows if row.user_id is not None]
    languages = memberships.languages(tx.session, people)
    tx.mail_many(
        [
            MailDraft(
                kind,
                row.address,
                languages[row.user_id],
                {"company": tx.company_name, "name": row.name, **more},
            )
            for row in rows
            if row.user_id is not None
        ]
    )
