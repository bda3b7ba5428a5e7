"""What the tests of „Apps zuweisen“ share: wishes, and what is stored of licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.models import Assignment, Subscription
from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.members import MemberKind, RowKey
from tests.builders import Person

if TYPE_CHECKING:
    from tcm_tui.domain.assignments import AssignReport, Holder
    from tcm_tui.services.context import Context


def key_of(who: Person | int) -> Holder:
    """The row of a member, or of an invitation by its number."""
    if isinstance(who, Person):
        return RowKey(MemberKind.MEMBER, who.membership_id)
    return RowKey(MemberKind.INVITATION, who)


def giving(subscription_id: int, *holders: Person | int) -> list[Wish]:
    """That each of them gets a licence."""
    return [Wish(subscription_id, key_of(who), give=True) for who in holders]


def taking(subscription_id: int, *holders: Person | int) -> list[Wish]:
    """That each of them gives theirs back."""
    return [Wish(subscription_id, key_of(who), give=False) for who in holders]


def outcomes(report: AssignReport) -> list[str]:
    """The verdicts, in the order of the rows."""
    return [row.verdict.value for row in report.rows]


def used(ctx: Context, subscription_id: int) -> int:
    """Licences in use, as the subscription counts them."""
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(Subscription, subscription_id).used


def held(ctx: Context, subscription_id: int) -> list[Holder]:
    """Who has a licence, as the rows say; that it is as many as are counted is checked as well."""
    with ctx.database.transaction(writing=False) as session:
        rows = session.scalars(
            select(Assignment)
            .where(Assignment.subscription_id == subscription_id)
            .order_by(Assignment.membership_id, Assignment.invitation_id)
        ).all()
        assert len(rows) == session.get_one(Subscription, subscription_id).used
    members = [RowKey(MemberKind.MEMBER, row.membership_id) for row in rows if row.membership_id]
    invited = [
        RowKey(MemberKind.INVITATION, row.invitation_id) for row in rows if row.invitation_id
    ]
    return members + invited
