"""What of the members and of the invitations is wanted, as SQL says it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    SQLColumnExpression,
    String,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
)

from tcm_tui.data.members.order import KIND_RANK
from tcm_tui.data.members.rows import TABLES
from tcm_tui.data.models import Invitation, Membership
from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.search import SEPARATORS, must_begin, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import InstrumentedAttribute

    from tcm_tui.data.members.order import Segment
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
_LIKE_SIGNS: Final = re.compile(r"[%_/]")
_ESCAPED: Final = r"/\g<0>"
_REGEX_SEPARATORS: Final = "(^|[" + SEPARATORS.replace("-", "") + "-])"


def concerns(kind: MemberKind, segment: Segment) -> bool:
    """Whether rows of `kind` can stand in `segment`."""
    if segment.signed_in and kind is MemberKind.INVITATION:
        return False
    states = segment.wanted.states
    return not states or not states.isdisjoint(_OF_KIND[kind])


def filtering(kind: MemberKind, segment: Segment) -> Iterator[ColumnElement[bool]]:
    """The conditions of `segment`, without the search; `now` is given with the question."""
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
        now = bindparam("now", type_=Invitation.expires_at.type)
        ended = MemberState.EXPIRED in states
        yield Invitation.expires_at <= now if ended else Invitation.expires_at > now


def searching(
    columns: Sequence[SQLColumnExpression[str]], pattern: Sequence[Sequence[bool]], *, sqlite: bool
) -> Iterator[ColumnElement[bool]]:
    """The conditions of the search: every word in one of its spellings, in one of the columns.

    Args:
        columns: Sort keys.
        pattern: For every word and every spelling of it, whether it has to begin a word. What they
            are is given with the question, as `asked`.
        sqlite: Which database.
    """
    holds = _holds_sqlite if sqlite else _holds_postgresql
    for word, spellings in enumerate(pattern):
        yield or_(
            *(
                holds(column, f"word_{word}_{at}", begins=begins)
                for at, begins in enumerate(spellings)
                for column in columns
            )
        )


def pattern(search: str) -> tuple[tuple[bool, ...], ...]:
    """What of a search makes another statement."""
    return tuple(tuple(must_begin(spelling) for spelling in word) for word in words(search))


def asked(search: str, *, sqlite: bool) -> dict[str, str]:
    """The values that `searching` leaves open."""
    values: dict[str, str] = {}
    for number, word in enumerate(words(search)):
        for at, spelling in enumerate(word):
            name = f"word_{number}_{at}"
            if not must_begin(spelling):
                values[name] = spelling if sqlite else f"%{_LIKE_SIGNS.sub(_ESCAPED, spelling)}%"
            elif sqlite:
                plain = _GLOB_SIGNS.sub(r"[\g<0>]", spelling)
                values[name] = f"{plain}*"
                values[f"{name}_later"] = f"*{_GLOB_SEPARATORS}{plain}*"
            else:
                values[name] = _REGEX_SEPARATORS + re.escape(spelling)
    return values


def _holds_sqlite(
    column: SQLColumnExpression[str], name: str, *, begins: bool
) -> ColumnElement[bool]:
    if not begins:
        return func.instr(column, bindparam(name, type_=String)) > 0
    return or_(
        column.op("GLOB", is_comparison=True)(bindparam(name)),
        column.op("GLOB", is_comparison=True)(bindparam(f"{name}_later")),
    )


def _holds_postgresql(
    column: SQLColumnExpression[str], name: str, *, begins: bool
) -> ColumnElement[bool]:
    if not begins:
        return column.like(bindparam(name), escape="/")
    return column.regexp_match(bindparam(name))


def among(table: Table, *, sqlite: bool) -> ColumnElement[bool]:
    """Rows with one of the `numbers`, which are one value however many there are."""
    if sqlite:
        listed = func.json_each(bindparam("numbers", type_=String)).table_valued("value")
        return table.id.in_(select(listed.c.value))
    return table.id == any_(bindparam("numbers", type_=ARRAY(BigInteger)))


def named(key: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Rows with one of the `names`, on SQLite: its index reads them in order."""
    given = func.json_each(bindparam("names", type_=String)).table_valued("value")
    return key.in_(select(given.c.value))


def listed(numbers: Sequence[int], *, sqlite: bool) -> dict[str, object]:
    """The value that `among` leaves open."""
    return {"numbers": json.dumps(list(numbers)) if sqlite else list(numbers)}


def behind(
    kind: MemberKind, key: InstrumentedAttribute[str], rank: int, *, falling: bool
) -> ColumnElement[bool]:
    """Rows of `kind` behind a place of that rank, the way the database is read.

    Its `start_key` and `start_id` are given with the question. Among equal keys the other kind
    stands wholly before or wholly behind it.
    """
    value = bindparam("start_key", type_=key.type)
    if KIND_RANK[kind] == rank:
        column, number = TABLES[kind].id, bindparam("start_id", type_=BigInteger)
        same = column < number if falling else column > number
        further = key < value if falling else key > value
        return and_(key <= value if falling else key >= value, or_(further, same))
    if falling:
        return key <= value if KIND_RANK[kind] < rank else key < value
    return key >= value if KIND_RANK[kind] > rank else key > value
