"""What of the members and of the invitations is wanted, as SQL says it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import ARRAY, BigInteger, ColumnElement, and_, any_, func, literal, or_, select

from tcm_tui.data.members.order import KIND_RANK
from tcm_tui.data.members.rows import TABLES
from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.search import SEPARATORS, must_begin, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import InstrumentedAttribute

    from tcm_tui.data.members.order import Place, Segment
    from tcm_tui.data.members.rows import Table

_STORED: Final = {
    MemberState.ACTIVE: MembershipState.ACTIVE,
    MemberState.DISABLED: MembershipState.DISABLED,
}
_OF_KIND: Final = {
    MemberKind.MEMBER: frozenset(_STORED),
    MemberKind.INVITATION: frozenset({MemberState.INVITED, MemberState.EXPIRED}),
}
_GLOB_SEPARATORS: Final = "[" + SEPARATORS.replace("-", "") + "-]"
_GLOB_SIGNS: Final = re.compile(r"[][*?]")
_REGEX_SEPARATORS: Final = "(^|[" + SEPARATORS.replace("-", "") + "-])"


def concerns(kind: MemberKind, segment: Segment) -> bool:
    """Whether rows of `kind` can stand in `segment`."""
    if segment.signed_in and kind is MemberKind.INVITATION:
        return False
    states = segment.wanted.states
    return not states or not states.isdisjoint(_OF_KIND[kind])


def filtering(kind: MemberKind, segment: Segment, now: datetime) -> Iterator[ColumnElement[bool]]:
    """The conditions of `segment`, without the search."""
    if segment.wanted.roles:
        yield TABLES[kind].role.in_(sorted(segment.wanted.roles))
    states = segment.wanted.states & _OF_KIND[kind]
    if kind is MemberKind.MEMBER:
        if len(states) == 1:
            yield Membership.state == _STORED[next(iter(states))]
        if segment.signed_in is not None:
            never = Membership.last_sign_in_at.is_(None)
            yield ~never if segment.signed_in else never
    elif len(states) == 1:
        ended = MemberState.EXPIRED in states
        yield Invitation.expires_at <= now if ended else Invitation.expires_at > now


def searching(table: Table, search: str, *, sqlite: bool) -> Iterator[ColumnElement[bool]]:
    """The conditions of the search: every word in one of its spellings, in name or address."""
    holds = _holds_sqlite if sqlite else _holds_postgresql
    for word in words(search):
        yield or_(
            *(
                holds(column, spelling)
                for spelling in word
                for column in (table.sort_name, table.sort_address)
            )
        )


def _holds_sqlite(column: InstrumentedAttribute[str], spelling: str) -> ColumnElement[bool]:
    if not must_begin(spelling):
        return func.instr(column, spelling) > 0
    plain = _GLOB_SIGNS.sub(r"[\g<0>]", spelling)
    return or_(
        column.op("GLOB", is_comparison=True)(f"{plain}*"),
        column.op("GLOB", is_comparison=True)(f"*{_GLOB_SEPARATORS}{plain}*"),
    )


def _holds_postgresql(column: InstrumentedAttribute[str], spelling: str) -> ColumnElement[bool]:
    if not must_begin(spelling):
        return column.contains(spelling, autoescape=True)
    return column.regexp_match(_REGEX_SEPARATORS + re.escape(spelling))


def among(table: Table, numbers: Sequence[int], *, sqlite: bool) -> ColumnElement[bool]:
    """Rows with one of the ids, as one parameter however many there are."""
    if sqlite:
        listed = func.json_each(json.dumps(list(numbers))).table_valued("value")
        return table.id.in_(select(listed.c.value))
    return table.id == any_(literal(list(numbers), ARRAY(BigInteger)))


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
