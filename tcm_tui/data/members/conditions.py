"""What of the members and of the invitations is wanted, as SQL says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, and_, or_

from tcm_tui.data.members.order import KIND_RANK
from tcm_tui.data.members.rows import TABLES
from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.text import sort_key, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute

    from tcm_tui.data.members.order import Place, Segment
    from tcm_tui.data.members.rows import Table

_STORED: Final = {
    MemberState.ACTIVE: MembershipState.ACTIVE,
    MemberState.DISABLED: MembershipState.DISABLED,
}
STATES: Final = {
    MemberKind.MEMBER: frozenset(_STORED),
    MemberKind.INVITATION: frozenset({MemberState.INVITED, MemberState.EXPIRED}),
}
"""The states that rows of each kind can have."""


def concerns(kind: MemberKind, segment: Segment) -> bool:
    """Whether rows of `kind` can stand in `segment`."""
    if segment.signed_in and kind is MemberKind.INVITATION:
        return False
    states = segment.wanted.states
    return not states or not states.isdisjoint(STATES[kind])


def filtering(kind: MemberKind, segment: Segment, now: datetime) -> Iterator[ColumnElement[bool]]:
    """The conditions of `segment`, without the search."""
    if segment.wanted.roles:
        yield TABLES[kind].role.in_(sorted(segment.wanted.roles))
    states = segment.wanted.states & STATES[kind]
    if kind is MemberKind.MEMBER:
        if len(states) == 1:
            yield Membership.state == _STORED[next(iter(states))]
        if segment.signed_in is not None:
            never = Membership.last_sign_in_at.is_(None)
            yield ~never if segment.signed_in else never
    elif len(states) == 1:
        ended = MemberState.EXPIRED in states
        yield Invitation.expires_at <= now if ended else Invitation.expires_at > now


def searching(table: Table, search: str) -> Iterator[ColumnElement[bool]]:
    """The conditions of the search: every word in one of its spellings."""
    for word in sort_key(search).split():
        yield or_(
            *(
                column.contains(spelling, autoescape=True)
                for spelling in spellings(word)
                for column in (table.sort_name, table.sort_address)
            )
        )


def behind(
    kind: MemberKind, key: InstrumentedAttribute[str], place: Place, *, falling: bool
) -> ColumnElement[bool]:
    """Rows of `kind` behind `place`, the way the database is read.

    Among equal keys the other kind stands wholly before or wholly behind it.
    """
    value, rank, number = place
    if KIND_RANK[kind] == rank:
        column = TABLES[kind].id
        same = column < number if falling else column > number
        further = key < value if falling else key > value
        return and_(key <= value if falling else key >= value, or_(further, same))
    if falling:
        return key <= value if KIND_RANK[kind] < rank else key < value
    return key >= value if KIND_RANK[kind] > rank else key > value
