"""Pages of „Benutzer“: members and open invitations, which are one list.

Each kind is read by keyset from its own index, at most one page of it, and both are merged here: a
page of a million rows costs what a page of ten costs.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from tcm_tui.data.members.conditions import behind, concerns, filtering, searching
from tcm_tui.data.members.order import Place, Segment, rank, ranks_fall, segments
from tcm_tui.data.members.rows import TABLES, row, rows_of
from tcm_tui.domain.members import MemberFilter, MemberKind, MemberOrder, MemberRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Scope:
    """Whose rows, when, and whether with invitations, which not everybody may see."""

    company_id: int
    now: datetime
    with_invitations: bool = True

    def kinds(self, segment: Segment) -> list[MemberKind]:
        """What rows of `segment` can be."""
        kinds = MemberKind if self.with_invitations else (MemberKind.MEMBER,)
        return [kind for kind in kinds if concerns(kind, segment)]


@dataclass(frozen=True)
class Page:
    """How the list is sorted, where to read from, which way, how much.

    `after` is the row to continue behind, None for the start (or, `backwards`, for the end); it
    need not exist. Rows come in display order whichever way they are read.
    """

    order: MemberOrder = MemberOrder.NAME
    descending: bool = False
    after: MemberRow | None = None
    backwards: bool = False
    limit: int = 50

    def parts(self, wanted: MemberFilter) -> Iterator[tuple[Segment, Place | None]]:
        """The segments that are left, as they are read, and where to start in each."""
        found = segments(wanted, self.order, descending=self.descending)
        falling = ranks_fall(self.order, descending=self.descending) != self.backwards
        for segment in reversed(found) if self.backwards else found:
            if self.after is None:
                yield segment, None
                continue
            ahead = segment.rank - rank(self.order, self.after)
            if ahead == 0:
                yield segment, segment.place(self.after)
            elif (ahead < 0) is falling:
                yield segment, None


@dataclass(frozen=True)
class Stretch:
    """The first `limit` rows of a segment behind `start`, read rising or falling."""

    segment: Segment
    start: Place | None
    falling: bool
    limit: int


def page(session: Session, scope: Scope, wanted: MemberFilter, cut: Page) -> list[MemberRow]:
    """One page of „Benutzer“."""
    found: list[MemberRow] = []
    for segment, start in cut.parts(wanted):
        stretch = Stretch(segment, start, segment.falling != cut.backwards, cut.limit - len(found))
        halves = [_half(session, scope, stretch, kind) for kind in scope.kinds(segment)]
        merged = heapq.merge(*halves, key=segment.place, reverse=stretch.falling)
        found += islice(merged, stretch.limit)
        if len(found) == cut.limit:
            break
    return found[::-1] if cut.backwards else found


def _half(session: Session, scope: Scope, stretch: Stretch, kind: MemberKind) -> list[MemberRow]:
    """The rows of one kind."""
    table, segment = TABLES[kind], stretch.segment
    query = rows_of(kind, scope.company_id).where(
        *filtering(kind, segment, scope.now), *searching(table, segment.wanted.search)
    )
    key = getattr(table, segment.key.value)
    if stretch.start is not None:
        query = query.where(behind(kind, key, stretch.start, falling=stretch.falling))
    ways = (key.desc(), table.id.desc()) if stretch.falling else (key.asc(), table.id.asc())
    found = session.execute(query.order_by(*ways).limit(stretch.limit))
    return [row(kind, one, scope.now) for one in found]
