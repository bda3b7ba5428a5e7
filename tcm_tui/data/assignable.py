"""The lists of „Apps zuweisen“: what can be assigned, to whom, and who has it."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Select, func, select

from tcm_tui.data import members
from tcm_tui.data.assignments import COLUMNS, app_of, apps_on, numbers_of
from tcm_tui.data.members.conditions import asked, behind, pattern, searching
from tcm_tui.data.members.order import Place, segments
from tcm_tui.data.members.rows import TABLES, row, rows_of
from tcm_tui.data.models import Assignment, Subscription
from tcm_tui.data.portions import portions
from tcm_tui.domain.assignments import LicenceRow
from tcm_tui.domain.members import EVERYBODY, MemberFilter, MemberKind
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from tcm_tui.data.members import Page, Scope
    from tcm_tui.domain.assignments import Holder
    from tcm_tui.domain.members import MemberRow


FEW: Final = 5_000
"""Holders of one subscription that are sorted for every page of them."""
MOST: Final = 500
"""People looked at by one question, where it is not known how many of them are wanted."""


@dataclass(frozen=True)
class Reach:
    """Whose subscriptions, and on which day. `owner_id` is None for all of the company."""

    company_id: int
    owner_id: int | None
    today: date

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What holds of each of them."""
        yield Subscription.company_id == self.company_id
        if self.owner_id is not None:
            yield Subscription.owner_id == self.owner_id


def running(session: Session, reach: Reach, holders: Collection[Holder] = ()) -> list[LicenceRow]:
    """Those that have not ended, by their title, with how many of `holders` have a licence."""
    wanted = _licences(reach).where(func.coalesce(Subscription.ends_on, reach.today) >= reach.today)
    have = _had_by(session, holders)
    titles: dict[str, str] = {}
    found: list[tuple[str, str, int, LicenceRow]] = []
    for one in session.execute(wanted):
        licence = _licence(one, have[one.id])
        title = licence.app.title
        if title not in titles:  # of thousands of subscriptions, a few dozen
            titles[title] = sort_key(title)
        found.append((titles[title], one.sort_name, one.id, licence))
    return [licence for *_key, licence in sorted(found, key=itemgetter(0, 1, 2))]


def licences(session: Session, reach: Reach, ids: Collection[int]) -> dict[int, LicenceRow]:
    """Those with these numbers, also those that have ended."""
    found: dict[int, LicenceRow] = {}
    for portion in portions(ids):
        rows = session.execute(_licences(reach).where(Subscription.id.in_(portion)))
        found |= {one.id: _licence(one, 0) for one in rows}
    return found


def _licences(reach: Reach) -> Select[*tuple[Any, ...]]:
    columns = (
        Subscription.licences,
        Subscription.used,
        Subscription.ends_on,
        Subscription.sort_name,
    )
    return apps_on(reach.today).add_columns(*columns).where(*reach.conditions())


def _licence(found: Row[*tuple[Any, ...]], have: int) -> LicenceRow:
    return LicenceRow(
        app=app_of(found),
        licences=found.licences,
        used=found.used,
        have=have,
        ends_on=found.ends_on,
    )


def _had_by(session: Session, holders: Collection[Holder]) -> Counter[int]:
    """How many of them have a licence of each.

    Counted here: grouping would have SQLite go through every subscription for every portion.
    """
    found: Counter[int] = Counter()
    for kind, column in COLUMNS.items():
        for portion in portions([one.id for one in holders if one.kind is kind]):
            found.update(
                session.scalars(select(Assignment.subscription_id).where(column.in_(portion)))
            )
    return found


def holders(
    session: Session, scope: Scope, licence: LicenceRow, search: str, cut: Page
) -> list[MemberRow]:
    """One page of those who have a licence, by name or by address, in display order.

    A few are sorted; many stand so close in the list of all people that it is looked through.
    """
    if licence.used > FEW:
        return _looked_through(session, scope, licence.app.subscription_id, search, cut)
    return _sorted(session, scope, licence.app.subscription_id, search, cut)


def _looked_through(
    session: Session, scope: Scope, subscription_id: int, search: str, cut: Page
) -> list[MemberRow]:
    """Those of the list of people who have one, a portion after the other."""
    found: list[MemberRow] = []
    wanted, start, portion = MemberFilter(search), cut.after, min(2 * cut.limit, MOST)
    while len(found) < cut.limit:
        rows = members.page(session, scope, wanted, replace(cut, after=start, limit=portion))
        had = numbers_of(session, [subscription_id], [one.key for one in rows])
        have = [one for one in rows if (subscription_id, one.key) in had]
        found = have + found if cut.backwards else found + have
        if len(rows) < portion:
            break
        start, portion = rows[0 if cut.backwards else -1], min(2 * portion, MOST)
    return found[-cut.limit :] if cut.backwards else found[: cut.limit]


def _sorted(
    session: Session, scope: Scope, subscription_id: int, search: str, cut: Page
) -> list[MemberRow]:
    falling = cut.descending != cut.backwards
    found = [
        _places(session, scope, kind, _Holding(subscription_id, search, cut))
        for kind in (MemberKind if scope.with_invitations else (MemberKind.MEMBER,))
    ]
    merged = heapq.merge(*found, key=itemgetter(0), reverse=falling)
    rows = [one for _place, one in islice(merged, cut.limit)]
    return rows[::-1] if cut.backwards else rows


class _Holding(NamedTuple):
    """Of what, what is searched for, and which page."""

    subscription_id: int
    search: str
    cut: Page


def _places(
    session: Session, scope: Scope, kind: MemberKind, asked_for: _Holding
) -> list[tuple[Place, MemberRow]]:
    """The first of one kind, as they are read, with where they stand."""
    number, search, cut = asked_for
    table, sqlite = TABLES[kind], session.get_bind().dialect.name == "sqlite"
    falling = cut.descending != cut.backwards
    (segment,) = segments(EVERYBODY, cut.order, descending=falling)
    key = getattr(table, segment.key.value)
    values: dict[str, object] = {**asked(search, sqlite=sqlite)}
    query = (
        rows_of(kind, scope.company_id)
        .join(Assignment, COLUMNS[kind] == table.id)
        .where(
            Assignment.subscription_id == number,
            *searching((table.sort_name, table.sort_address), pattern(search), sqlite=sqlite),
        )
        .order_by(*((key.desc(), table.id.desc()) if falling else (key, table.id)))
        .limit(cut.limit)
    )
    if cut.after is not None:
        values["start_key"], rank, values["start_id"] = segment.place(cut.after)
        query = query.where(behind(kind, key, rank, falling=falling))
    found = [row(kind, one, scope.now) for one in session.execute(query, values)]
    return [(segment.place(one), one) for one in found]
