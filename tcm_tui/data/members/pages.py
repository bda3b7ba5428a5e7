"""Pages of „Benutzer“: members and open invitations, which are one list.

Rows come by keyset: a page of a million rows costs what a page of ten costs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcm_tui.data.members.conditions import listed
from tcm_tui.data.members.order import KIND_RANK, Place, Segment, rank, ranks_fall, segments
from tcm_tui.data.members.places import Finder, Stretch
from tcm_tui.data.members.rows import row
from tcm_tui.data.members.statements import rows
from tcm_tui.domain.members import MemberFilter, MemberKind, MemberOrder, MemberRow, RowKey
from tcm_tui.domain.search import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from tcm_tui.data.members.scope import Scope


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


def page(session: Session, scope: Scope, wanted: MemberFilter, cut: Page) -> list[MemberRow]:
    """One page of „Benutzer“."""
    found = _rows(session, scope, page_places(session, scope, wanted, cut))
    return found[::-1] if cut.backwards else found


def page_places(session: Session, scope: Scope, wanted: MemberFilter, cut: Page) -> list[Place]:
    """Where the rows of a page stand, in the order they are read."""
    if not words(wanted.search):
        wanted = replace(wanted, search="")  # blanks and the like: nothing is looked for
    found: list[Place] = []
    for segment, start in cut.parts(wanted):
        falling = segment.falling != cut.backwards
        stretch = Stretch(segment, start, falling, cut.limit - len(found))
        found += Finder(session, scope, stretch).places()
        if len(found) == cut.limit:
            break
    return found


def rows_with(session: Session, scope: Scope, keys: Iterable[RowKey]) -> dict[RowKey, MemberRow]:
    """The rows with these keys, as far as they stand in the list."""
    kinds = KIND_RANK if scope.with_invitations else {MemberKind.MEMBER}
    places: list[Place] = [("", KIND_RANK[key.kind], key.id) for key in keys if key.kind in kinds]
    return {one.key: one for one in _rows(session, scope, places)}


def _rows(session: Session, scope: Scope, places: Sequence[Place]) -> list[MemberRow]:
    """What stands at `places`."""
    found: dict[tuple[int, int], MemberRow] = {}
    sqlite = session.get_bind().dialect.name == "sqlite"
    for kind, kind_rank in KIND_RANK.items():
        if numbers := [number for _key, its, number in places if its == kind_rank]:
            values = {"company_id": scope.company_id, **listed(numbers, sqlite=sqlite)}
            for one in session.execute(rows(kind, sqlite=sqlite), values):
                found[kind_rank, one.id] = row(kind, one, scope.now)
    return [found[place[1:]] for place in places if place[1:] in found]
