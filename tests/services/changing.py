"""What the tests of changing members share: rows, plans done at once, what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.models import Invitation, Membership, UserSession
from tcm_tui.data.personal_changes import told
from tcm_tui.domain.member_changes import Change, ChangeKind, ChangeReport
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.permissions import Role
from tcm_tui.services.member_changes import change, plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.data.models import AuditEntry
    from tcm_tui.services.context import Context
    from tests.builders import Person

TO_USER, TO_BILLING, TO_ADMIN = (Change(ChangeKind.ROLE, role) for role in Role)
DISABLE, ENABLE, REMOVE = map(Change, (ChangeKind.DISABLE, ChangeKind.ENABLE, ChangeKind.REMOVE))
RESEND, REVOKE = Change(ChangeKind.RESEND), Change(ChangeKind.REVOKE)


def member_key(person: Person) -> RowKey:
    """The row of a member."""
    return RowKey(MemberKind.MEMBER, person.membership_id)


def invited_key(invitation_id: int) -> RowKey:
    """The row of an invitation."""
    return RowKey(MemberKind.INVITATION, invitation_id)


def do(ctx: Context, wanted: Change, *keys: RowKey) -> ChangeReport:
    """Look and do."""
    return change(ctx, wanted, plan(ctx, wanted, keys).rows)


def verdicts(report: ChangeReport) -> list[str]:
    """In the order of the rows."""
    return [row.verdict.value for row in report.rows]


def membership(ctx: Context, person: Person) -> Membership | None:
    """The row as it is stored."""
    with ctx.database.transaction(writing=False) as session:
        return session.get(Membership, person.membership_id)


def invitation(ctx: Context, invitation_id: int) -> Invitation:
    """The row as it is stored."""
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(Invitation, invitation_id)


def words_of(ctx: Context, entry: AuditEntry) -> dict[str, list[str | None]]:
    """All that an entry tells, with what stands beside the journal."""
    with ctx.database.transaction(writing=False) as session:
        return told(session, [entry])[entry.id]


def open_sessions(ctx: Context, person: Person) -> Sequence[int]:
    """The companies in which the person is still signed in."""
    with ctx.database.transaction(writing=False) as session:
        return session.scalars(
            select(UserSession.company_id)
            .where(UserSession.user_id == person.user_id, UserSession.ended_at.is_(None))
            .order_by(UserSession.id)
        ).all()
