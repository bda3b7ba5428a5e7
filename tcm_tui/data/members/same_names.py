"""Told apart by name: many rows whose keys begin alike often share few names.

Of 1,500 rows that the search index of SQLite finds among one family name, reading each to sort them
takes milliseconds. Where the names that fit make up all of them, the index of the order has them
together already.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, String, and_, bindparam, case, func, literal, select

from tcm_tui.data.members.conditions import searching
from tcm_tui.data.members.rows import TABLES
from tcm_tui.data.models import Invitation
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.members import MemberKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection, Select

_NAMES: Final = 64
"""More different names are not looked through: sorting the rows is faster then."""


def fitting_names(
    connection: Connection,
    kind: MemberKind,
    pattern: tuple[tuple[bool, ...], ...],
    values: Mapping[str, object],
    found: int,
) -> list[str] | None:
    """The names that hold every word, if the rows that may fit are all of these names.

    Args:
        connection: To SQLite.
        kind: Members or invitations.
        pattern: Of the search, as `conditions.pattern` says.
        values: Words, company_id, and `first` and `beyond`, what the names lie between.
        found: How many rows may fit; each that does is among them. None fits by its address alone
            when as many have a fitting name.
    """
    names = connection.execute(_between(kind, pattern), values).all()
    if len(names) > _NAMES or sum(rows or 0 for _name, rows in names) != found:
        return None
    return [name for name, rows in names if rows is not None]


@lru_cache
def _between(kind: MemberKind, pattern: tuple[tuple[bool, ...], ...]) -> Select[str, int | None]:
    """Each name there is, and for those that fit how many rows have it.

    One step along the index for each name, not for each row.
    """
    key = TABLES[kind].sort_name
    beyond = key < bindparam("beyond", type_=String)
    least = select(func.min(key)).where(*_own(kind), beyond)
    first = least.where(key >= bindparam("first", type_=String)).scalar_subquery()
    names = select(first.label("name"), literal(0).label("at")).cte("names", recursive=True)
    following = least.where(key > names.c.name).scalar_subquery()
    names = names.union_all(
        select(following, names.c.at + 1).where(names.c.name.is_not(None), names.c.at < _NAMES)
    )
    fits = and_(*searching((names.c.name,), pattern, sqlite=True))
    rows = select(func.count()).where(*_own(kind), key == names.c.name).scalar_subquery()
    return select(names.c.name, case((fits, rows))).where(names.c.name.is_not(None))


def _own(kind: MemberKind) -> Iterator[ColumnElement[bool]]:
    table = TABLES[kind]
    yield table.company_id == bindparam("company_id", type_=BigInteger)
    if kind is MemberKind.INVITATION:
        yield Invitation.state == InvitationState.PENDING
