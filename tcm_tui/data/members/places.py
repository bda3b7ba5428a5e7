"""Where the rows of a page stand, found by the road that costs least.

Rows that no index has together and that are few are sorted; many are found soon by walking the
order's own index. A search on SQLite comes from its index in the order of the list already. Which
road is taken is decided here by counting: the planners of the databases guess.
"""

from __future__ import annotations

import heapq
import json
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from tcm_tui.data.members import search_index
from tcm_tui.data.members.conditions import asked, filtering, listed
from tcm_tui.data.members.order import KIND_RANK, Key, Place, Segment, indexed_parts
from tcm_tui.data.members.same_names import fitting_names
from tcm_tui.data.members.search_index import Alike, SearchIndex
from tcm_tui.data.members.statements import (
    Chosen,
    Query,
    Shape,
    gathered,
    in_order,
    near,
    numbers,
    shape_of,
)
from tcm_tui.data.search_order import number_of, row_of
from tcm_tui.domain.members import MemberKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from tcm_tui.data.members.scope import Scope

FEW: Final = 2_000
"""So many rows are sorted, or looked through along an index: each takes 3 ms (measured)."""
AT_ONCE: Final = 100
"""The first portion that is taken from the search index."""


@dataclass(frozen=True)
class Stretch:
    """The first `limit` rows of a segment behind `start`, read rising or falling."""

    segment: Segment
    start: Place | None
    falling: bool
    limit: int


@dataclass(frozen=True)
class Finder:
    """Finds the places of one stretch of the list."""

    session: Session
    scope: Scope
    stretch: Stretch

    def places(self) -> list[Place]:
        """The places, as they are read."""
        found, many = [], []
        for kind in self.scope.kinds(self._segment):
            few = self._few(kind)
            if few is None:
                many.append(kind)
            else:
                found.append(self._chosen(kind, few))
        if many and self._segment.wanted.search:
            found.append(self._searched(many))
        else:
            found += [self._walked(kind) for kind in many]
        return self._merged(found)

    # -- roads

    def _few(self, kind: MemberKind) -> list[int] | None:
        """The ids of what the filter leaves, when no index has it in order and it is little."""
        if next(filtering(kind, self._segment), None) is None:
            return None
        if not self._segment.wanted.search and self._has_index(kind):
            return None
        wanted = replace(self._shape(kind), pattern=(), segment=self._filter())
        return self._at_most_few(numbers(wanted), self._values)

    def _filter(self) -> Segment:
        """The segment as its filter counts it, without the search.

        Who signed in is looked at later: of the two conditions the index of the filter is to count.
        """
        segment = replace(self._segment, wanted=replace(self._segment.wanted, search=""))
        filtered = segment.wanted.roles or segment.wanted.states
        return replace(segment, signed_in=None) if filtered else segment

    def _has_index(self, kind: MemberKind) -> bool:
        """Whether an index has the rows of the segment in order."""
        segment = self._segment
        if segment.key is Key.LAST_SIGN_IN:
            return not segment.wanted.roles and not segment.wanted.states
        if segment.key is not Key.NAME or segment.signed_in is not None:
            return False
        return kind is MemberKind.MEMBER or not segment.wanted.states

    def _walked(self, kind: MemberKind, keys: tuple[str, str] | None = None) -> list[Place]:
        """Along the index of the order; only `keys`, from the first up to before the second."""
        if self._segment.wanted.search or not self._has_index(kind):
            parts: Iterable[Segment] = [self._segment]
        else:
            parts = indexed_parts(self._segment, kind)
        return self._merged([self._along(kind, part, keys) for part in parts])

    def _along(self, kind: MemberKind, part: Segment, keys: tuple[str, str] | None) -> list[Place]:
        shape = shape_of(kind, part, sqlite=self._sqlite, falling=self.stretch.falling)
        if keys is None:
            return self._in_order(shape, {})
        return self._in_order(replace(shape, keys=True), {"first": keys[0], "beyond": keys[1]})

    def _chosen(self, kind: MemberKind, found: Sequence[int]) -> list[Place]:
        """Sorted: what fits of the rows with these ids."""
        if not found:
            return []
        shape = replace(self._shape(kind), chosen=Chosen.LISTED)
        return self._in_order(shape, listed(found, sqlite=self._sqlite))

    def _searched(self, kinds: Sequence[MemberKind]) -> list[Place]:
        """What the search finds, with the index of the database."""
        if not self._sqlite:
            return self._merged([self._by_trigrams(kind) for kind in kinds])
        search, company = self._segment.wanted.search, self.scope.company_id
        question = search_index.question(search, company)
        assert question is not None  # noqa: S101 - `page` does not search for nothing
        if self._segment.key is Key.LAST_SIGN_IN:
            kind = MemberKind.MEMBER
            wanted = search_index.ids(KIND_RANK[kind]).limit(FEW + 1)
            few = self._at_most_few(wanted, question.values)
            return self._walked(kind) if few is None else self._chosen(kind, few)
        return self._from_index(SearchIndex(self._connection, self._segment.key, question), kinds)

    def _by_trigrams(self, kind: MemberKind) -> list[Place]:
        shape = self._shape(kind)
        found = self._in_order(shape, {"many": FEW}, near)
        return found if len(found) == self.stretch.limit else self._in_order(shape, {}, gathered)

    # -- the index of SQLite

    def _from_index(self, index: SearchIndex, kinds: Sequence[MemberKind]) -> list[Place]:
        """A portion after the other, each sorted, until there are enough."""
        falling, found, portion = self.stretch.falling, list[Place](), AT_ONCE
        number = None if self.stretch.start is None else index.code.of(str(self.stretch.start[0]))
        while len(found) < self.stretch.limit:
            rowids = index.rowids(number, falling=falling, limit=portion)
            ended = len(rowids) < portion
            if not ended:
                # The last of them may begin like the next: left for the next portion.
                number = number_of(rowids[-1])
                whole = [rowid for rowid in rowids if number_of(rowid) != number]
                if whole:
                    found += self._sorted(whole, kinds)
                else:
                    found += self._alike(index, number, kinds)
                    number += -1 if falling else 1
            else:
                found += self._sorted(rowids, kinds)
            if ended or number is None or not index.code.has(number):
                break
            portion = min(2 * portion, FEW)
        return found

    def _alike(self, index: SearchIndex, number: int, kinds: Sequence[MemberKind]) -> list[Place]:
        """Of those whose keys begin alike."""
        alike = index.alike(number, FEW)
        keys = index.code.bounds(number)
        if alike is None:
            return self._merged([self._walked(kind, keys) for kind in kinds])
        some = [kind for kind in kinds if alike.of_kind[KIND_RANK[kind]]]
        return self._merged([self._of_alike(kind, alike, keys) for kind in some])

    def _of_alike(self, kind: MemberKind, alike: Alike, keys: tuple[str, str]) -> list[Place]:
        """By their names, if they are some hundreds of few names, else sorted."""
        shape, found = self._shape(kind), alike.of_kind[KIND_RANK[kind]]
        if found > AT_ONCE and self._segment.key is Key.NAME and self.stretch.start is None:
            between = {**self._values, "first": keys[0], "beyond": keys[1]}
            names = fitting_names(self._connection, kind, shape.pattern, between, found)
            if names is not None:
                named = replace(shape, pattern=(), chosen=Chosen.NAMED)
                return self._in_order(named, {"names": json.dumps(names)})
        return self._in_order(replace(shape, chosen=Chosen.FOUND), alike.values)

    def _sorted(self, rowids: Iterable[int], kinds: Sequence[MemberKind]) -> list[Place]:
        found: dict[int, list[int]] = {}
        for rowid in rowids:
            rank, number = row_of(rowid)
            found.setdefault(rank, []).append(number)
        return self._merged([self._chosen(kind, found.get(KIND_RANK[kind], [])) for kind in kinds])

    # -- queries

    @property
    def _segment(self) -> Segment:
        return self.stretch.segment

    @cached_property
    def _sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    @cached_property
    def _connection(self) -> Connection:
        """Past the session, which has no objects to look after here and costs as much again."""
        return self.session.connection()

    @cached_property
    def _values(self) -> dict[str, object]:
        values: dict[str, object] = {
            "company_id": self.scope.company_id,
            "now": self.scope.now,
            "limit": self.stretch.limit,
            **asked(self._segment.wanted.search, sqlite=self._sqlite),
        }
        if self.stretch.start is not None:
            values["start_key"], _rank, values["start_id"] = self.stretch.start
        return values

    def _shape(self, kind: MemberKind) -> Shape:
        return shape_of(kind, self._segment, sqlite=self._sqlite, falling=self.stretch.falling)

    def _at_most_few(self, query: Query, values: Mapping[str, object]) -> list[int] | None:
        found = list(self._connection.scalars(query, {**values, "limit": FEW + 1}))
        return found if len(found) <= FEW else None

    def _in_order(
        self,
        shape: Shape,
        values: Mapping[str, object],
        statement: Callable[[Shape], Query] = in_order,
    ) -> list[Place]:
        if self.stretch.start is not None:
            shape = replace(shape, start=self.stretch.start[1])
        found = self._connection.execute(statement(shape), {**self._values, **values})
        return [(value, KIND_RANK[shape.kind], number) for value, number in found]

    def _merged(self, found: Sequence[Sequence[Place]]) -> list[Place]:
        merged = heapq.merge(*found, reverse=self.stretch.falling)
        return list(islice(merged, self.stretch.limit))
