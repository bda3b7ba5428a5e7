"""The orders of „Benutzer“: each is a sequence of segments that an index can read.

Sorted by role, the list is all „Benutzer“ by name, then all „Rechnungsadministratoren“ by name, and
so on. Within a segment rows stand by (key, kind, id), and no two have the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from tcm_tui.domain.members import MemberFilter, MemberKind, MemberOrder, MemberRow, MemberState
from tcm_tui.domain.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

KIND_RANK: Final = {MemberKind.MEMBER: 0, MemberKind.INVITATION: 1}
"""Equal keys: members stand before invitations."""

Place: TypeAlias = "tuple[str | datetime, int, int]"
"""(key, rank of the kind, id): where a row stands in its segment."""


class Key(Enum):
    """What a segment is sorted by: the name of a column."""

    NAME = "sort_name"
    ADDRESS = "sort_address"
    LAST_SIGN_IN = "last_sign_in_at"


@dataclass(frozen=True)
class Segment:
    """A part of the list whose rows stand together.

    Args:
        rank: Where it stands among the segments of its order, whatever is filtered.
        key: What its rows are sorted by.
        falling: Whether they are shown from the end.
        wanted: What of the company's rows belongs to it.
        signed_in: Only those who have signed in, or only those who never have; None for both.
    """

    rank: int
    key: Key
    falling: bool
    wanted: MemberFilter
    signed_in: bool | None = None

    def place(self, row: MemberRow) -> Place:
        """Where `row`, which belongs to it, stands."""
        text = row.sort_address if self.key is Key.ADDRESS else row.sort_name
        key = row.last_sign_in_at if self.key is Key.LAST_SIGN_IN else text
        assert key is not None  # noqa: S101 - who never signed in stands in another segment
        return key, KIND_RANK[row.key.kind], row.key.id


def segments(wanted: MemberFilter, order: MemberOrder, *, descending: bool) -> Sequence[Segment]:
    """The parts of the list, as they follow each other."""
    if order is MemberOrder.LAST_SIGN_IN:
        return (
            Segment(0, Key.LAST_SIGN_IN, descending, wanted, signed_in=True),
            Segment(1, Key.NAME, falling=False, wanted=wanted, signed_in=False),
        )
    if order is MemberOrder.ROLE:
        parts = [
            Segment(role.rank, Key.NAME, descending, replace(wanted, roles=frozenset({role})))
            for role in Role
            if not wanted.roles or role in wanted.roles
        ]
    elif order is MemberOrder.STATE:
        parts = [
            Segment(state.rank, Key.NAME, descending, replace(wanted, states=frozenset({state})))
            for state in MemberState
            if not wanted.states or state in wanted.states
        ]
    else:
        key = Key.ADDRESS if order is MemberOrder.ADDRESS else Key.NAME
        parts = [Segment(0, key, descending, wanted)]
    return parts[::-1] if descending else parts


def indexed_parts(segment: Segment, kind: MemberKind) -> list[Segment]:
    """The segment as parts that stand in an index each, by name."""
    wanted = segment.wanted
    if not wanted.roles and not wanted.states:
        return [segment]
    roles = sorted(wanted.roles) or list(Role)
    states: list[frozenset[MemberState]] = [wanted.states]
    if kind is MemberKind.MEMBER:
        of_members = (MemberState.ACTIVE, MemberState.DISABLED)
        states = [
            frozenset({one}) for one in of_members if not wanted.states or one in wanted.states
        ]
    return [
        replace(segment, wanted=replace(wanted, roles=frozenset({role}), states=state))
        for role, state in product(roles, states)
    ]


def rank(order: MemberOrder, row: MemberRow) -> int:
    """The rank of the segment that `row` stands in, also when it is filtered out."""
    if order is MemberOrder.ROLE:
        return row.role.rank
    if order is MemberOrder.STATE:
        return row.state.rank
    return int(order is MemberOrder.LAST_SIGN_IN and row.last_sign_in_at is None)


def ranks_fall(order: MemberOrder, *, descending: bool) -> bool:
    """Whether segments follow each other by falling rank: those who never signed in stay last."""
    return descending and order is not MemberOrder.LAST_SIGN_IN
