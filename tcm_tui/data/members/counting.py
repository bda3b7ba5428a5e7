"""How many members and invitations there are, and which: what lists say beside their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from tcm_tui.data.members import search_index
from tcm_tui.data.members.conditions import asked
from tcm_tui.data.members.order import KIND_RANK, segments
from tcm_tui.data.members.rows import TABLES
from tcm_tui.data.members.statements import fitting, shape_of
from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.members import MemberCounts, MemberFilter, MemberKind, MemberOrder, RowKey
from tcm_tui.domain.people import MembershipState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.data.members.scope import Scope


def count(session: Session, scope: Scope, wanted: MemberFilter) -> int:
    """How many rows there are of those wanted."""
    return sum(
        session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True), values)
        or 0
        for _kind, query, values in _ids(session, scope, wanted)
    )


def keys(session: Session, scope: Scope, wanted: MemberFilter, limit: int) -> list[RowKey]:
    """The keys of at most `limit` of those wanted, members first, in no other order."""
    found: list[RowKey] = []
    for kind, query, values in _ids(session, scope, wanted):
        numbers = session.scalars(query.limit(limit - len(found)), values)
        found += [RowKey(kind, number) for number in numbers]
    return found


def _ids(
    session: Session, scope: Scope, wanted: MemberFilter
) -> Iterator[tuple[MemberKind, Select[Any], dict[str, object]]]:
    """For each kind the query for the ids of those wanted, and its values."""
    (whole,) = segments(wanted, MemberOrder.NAME, descending=False)
    sqlite = session.get_bind().dialect.name == "sqlite"
    question = search_index.question(wanted.search, scope.company_id) if sqlite else None
    values: dict[str, object] = {
        "company_id": scope.company_id,
        "now": scope.now,
        **asked(wanted.search, sqlite=sqlite),
    }
    if question is not None:
        values |= question.values
    for kind in scope.kinds(whole):
        query = fitting(shape_of(kind, whole, sqlite=sqlite), TABLES[kind].id)
        if question is not None:
            query = query.where(TABLES[kind].id.in_(search_index.ids(KIND_RANK[kind])))
        yield kind, query, values


def counts(
    session: Session, company_id: int, now: datetime, *, with_invitations: bool = True
) -> MemberCounts:
    """How many of each state; invitations that have ended do not count."""
    by_state = dict(
        session.execute(
            select(Membership.state, func.count())
            .where(Membership.company_id == company_id)
            .group_by(Membership.state)
        ).all()
    )
    return MemberCounts(
        active=by_state.get(MembershipState.ACTIVE, 0),
        invited=invited(session, company_id, since=now) if with_invitations else None,
        disabled=by_state.get(MembershipState.DISABLED, 0),
    )


def invited(
    session: Session, company_id: int, *, since: datetime | None, until: datetime | None = None
) -> int:
    """How many pending invitations end after `since` and not after `until`."""
    query = select(func.count()).where(
        Invitation.company_id == company_id, Invitation.state == InvitationState.PENDING
    )
    if since is not None:
        query = query.where(Invitation.expires_at > since)
    if until is not None:
        query = query.where(Invitation.expires_at <= until)
    return session.scalar(query) or 0
