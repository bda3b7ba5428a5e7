"""Queries about members and open invitations, which are one list on „Benutzer“.

Each half is read by keyset on (sort key, id) from its own index, at most one page of it, and both
are merged here: a page of a million rows costs what a page of ten costs.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from tcm_tui.data.models import EmailAddress, Invitation, Membership, User
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.members import (
    InvitationDetails,
    MemberCounts,
    MemberDetails,
    MemberKind,
    MemberOrder,
    MemberRow,
    MemberState,
    RowKey,
    member_state,
)
from tcm_tui.domain.people import MembershipState, display_name
from tcm_tui.domain.text import sort_key, spellings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute, Session

_Query: TypeAlias = Select[*tuple[Any, ...]]
_RANK = {MemberKind.MEMBER: 0, MemberKind.INVITATION: 1}
"""Equal sort keys: members stand before invitations."""


@dataclass(frozen=True)
class Page:
    """What to read: where from, which way, how much.

    `after` is the row to continue behind, None for the start (or, `backwards`, for the end). Rows
    come in display order whichever way they are read.
    """

    order: MemberOrder = MemberOrder.NAME
    descending: bool = False
    after: MemberRow | None = None
    backwards: bool = False
    limit: int = 50

    @property
    def falling(self) -> bool:
        """Whether the database is read against the order of the keys."""
        return self.descending != self.backwards

    def key(self, row: MemberRow) -> tuple[str, int, int]:
        """What rows are ordered by: no two rows have the same."""
        text = row.sort_name if self.order is MemberOrder.NAME else row.sort_address
        return text, _RANK[row.key.kind], row.key.id


def page(
    session: Session,
    company_id: int,
    now: datetime,
    wanted: Page,
    *,
    search: str = "",
    with_invitations: bool = True,
) -> list[MemberRow]:
    """One page of „Benutzer“."""
    query = _cut(_member_query(company_id), Membership, wanted, search)
    halves = [[_member_row(found) for found in session.execute(query)]]
    if with_invitations:
        open_ones = _cut(_invitation_query(company_id), Invitation, wanted, search)
        halves.append([_invitation_row(found, now) for found in session.scalars(open_ones)])
    merged = heapq.merge(*halves, key=wanted.key, reverse=wanted.falling)
    found = [row for row, _number in zip(merged, range(wanted.limit), strict=False)]
    return found[::-1] if wanted.backwards else found


def _member_query(company_id: int) -> _Query:
    return (
        select(Membership, User, EmailAddress.address)
        .join(User, User.id == Membership.user_id)
        .join(EmailAddress, and_(EmailAddress.user_id == User.id, EmailAddress.is_primary))
        .where(Membership.company_id == company_id)
    )


def _invitation_query(company_id: int) -> _Query:
    return select(Invitation).where(
        Invitation.company_id == company_id, Invitation.state == InvitationState.PENDING
    )


def _cut(query: _Query, table: type[Membership | Invitation], wanted: Page, search: str) -> _Query:
    """One page of one half of the list, in the order it is read."""
    by_name = wanted.order is MemberOrder.NAME
    key: InstrumentedAttribute[str] = table.sort_name if by_name else table.sort_address
    kind = MemberKind.MEMBER if table is Membership else MemberKind.INVITATION
    if wanted.after is not None:
        query = query.where(_behind(key, table.id, kind, wanted))
    for word in sort_key(search).split():
        query = query.where(
            or_(
                *(
                    column.contains(spelling, autoescape=True)
                    for spelling in spellings(word)
                    for column in (table.sort_name, table.sort_address)
                )
            )
        )
    order = (key.desc(), table.id.desc()) if wanted.falling else (key.asc(), table.id.asc())
    return query.order_by(*order).limit(wanted.limit)


def _behind(
    key: InstrumentedAttribute[str],
    number: InstrumentedAttribute[int],
    kind: MemberKind,
    wanted: Page,
) -> ColumnElement[bool]:
    """Rows of `kind` that come behind the anchor, the way the database is read.

    Among equal sort keys the other kind stands wholly before or wholly behind the anchor.
    """
    assert wanted.after is not None  # noqa: S101 - asked for only then
    text, rank, anchor_id = wanted.key(wanted.after)
    if _RANK[kind] == rank:
        same = number < anchor_id if wanted.falling else number > anchor_id
        further = key < text if wanted.falling else key > text
        return and_(key <= text if wanted.falling else key >= text, or_(further, same))
    if wanted.falling:
        return key <= text if _RANK[kind] < rank else key < text
    return key >= text if _RANK[kind] > rank else key > text


def _member_row(found: Any) -> MemberRow:  # noqa: ANN401 - a row of SQLAlchemy
    membership, user, address = found
    return MemberRow(
        key=RowKey(MemberKind.MEMBER, membership.id),
        first_name=user.first_name,
        last_name=user.last_name,
        address=address,
        role=membership.role,
        state=member_state(membership.state),
        last_sign_in_at=membership.last_sign_in_at,
        sort_name=membership.sort_name,
        sort_address=membership.sort_address,
        version=membership.version,
    )


def _invitation_row(invitation: Invitation, now: datetime) -> MemberRow:
    ended = invitation.expires_at <= now
    return MemberRow(
        key=RowKey(MemberKind.INVITATION, invitation.id),
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        address=invitation.email,
        role=invitation.role,
        state=MemberState.EXPIRED if ended else MemberState.INVITED,
        last_sign_in_at=None,
        sort_name=invitation.sort_name,
        sort_address=invitation.sort_address,
        version=invitation.version,
    )


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


def member(session: Session, company_id: int, membership_id: int) -> MemberDetails | None:
    """A member of the company."""
    found = session.execute(
        _member_query(company_id).where(Membership.id == membership_id)
    ).one_or_none()
    if found is None:
        return None
    membership: Membership = found[0]
    return MemberDetails(
        row=_member_row(found),
        title=membership.title,
        phone=membership.phone,
        department=membership.department,
        joined_at=membership.joined_at,
    )


def invitation(
    session: Session, company_id: int, invitation_id: int, now: datetime
) -> InvitationDetails | None:
    """An open invitation of the company."""
    found = session.execute(
        select(Invitation, User)
        .join(User, User.id == Invitation.invited_by)
        .where(
            Invitation.company_id == company_id,
            Invitation.id == invitation_id,
            Invitation.state == InvitationState.PENDING,
        )
    ).one_or_none()
    if found is None:
        return None
    row, inviter = found
    return InvitationDetails(
        row=_invitation_row(row, now),
        invited_by=display_name(inviter.first_name, inviter.last_name),
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        times_sent=row.times_sent,
    )
