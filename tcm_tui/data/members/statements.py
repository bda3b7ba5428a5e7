"""The statements that find places, each made once: making one takes longer than most run.

What changes from question to question is given as values: company_id, now, words, start, limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import BigInteger, Select, bindparam, select

from tcm_tui.data.members import search_index
from tcm_tui.data.members.conditions import among, behind, filtering, named, pattern, searching
from tcm_tui.data.members.order import KIND_RANK
from tcm_tui.data.members.rows import TABLES, belongs, rows_of
from tcm_tui.data.models import Invitation
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.members import MemberKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, SQLColumnExpression
    from sqlalchemy.orm import InstrumentedAttribute

    from tcm_tui.data.members.order import Segment

Query: TypeAlias = Select[*tuple[Any, ...]]
_KEPT = 512
"""Statements at most; there are a few dozen in use."""


class Chosen(Enum):
    """By what the rows are known that may fit."""

    LISTED = "their ids"
    FOUND = "a part of the search index"
    NAMED = "their names"


@dataclass(frozen=True)
class Shape:
    """What makes one statement differ from another.

    Args:
        kind: Members or invitations.
        segment: What of them, without the words of the search.
        pattern: Of the search, as `conditions.pattern` says.
        falling: Which way it is read.
        sqlite: Which database.
        start: The rank of the place to start behind, None for the beginning.
        chosen: By what rows are given, None where they are not.
        keys: Whether first and last key are given.
    """

    kind: MemberKind
    segment: Segment
    pattern: tuple[tuple[bool, ...], ...]
    falling: bool
    sqlite: bool
    start: int | None = None
    chosen: Chosen | None = None
    keys: bool = False


def shape_of(kind: MemberKind, segment: Segment, *, sqlite: bool, falling: bool = False) -> Shape:
    """The shape of what asks for the rows of `segment` from its beginning on."""
    wanted = segment.wanted
    wordless = replace(segment, wanted=replace(wanted, search=""))
    return Shape(kind, wordless, pattern(wanted.search), falling, sqlite)


@lru_cache(_KEPT)
def in_order(shape: Shape) -> Query:
    """Key and id, in order, of what fits."""
    table = TABLES[shape.kind]
    key = _key(shape)
    return _cut(fitting(shape, key, table.id).where(*_limits(shape)), shape, key, table.id)


@lru_cache(_KEPT)
def near(shape: Shape) -> Query:
    """The same, of no more than the first `many` rows of the order."""
    table = TABLES[shape.kind]
    key = _key(shape)
    wordless = fitting(replace(shape, pattern=()), key.label("key"), table.id)
    columns = (table.sort_name.label("name"), table.sort_address.label("address"))
    first = wordless.add_columns(*columns).where(*_limits(shape))
    rows = _cut(first, shape, key, table.id, limit="many").subquery()
    holding = searching((rows.c.name, rows.c.address), shape.pattern, sqlite=shape.sqlite)
    found = select(rows.c.key, rows.c.id).where(*holding)
    return _cut(found, shape, rows.c.key, rows.c.id)


@lru_cache(_KEPT)
def gathered(shape: Shape) -> Query:
    """The same, where PostgreSQL first gathers all that fit, by their trigrams, and then sorts.

    By itself it would walk along the order, to whose end it may have to go.
    """
    table = TABLES[shape.kind]
    fits = fitting(shape, _key(shape).label("key"), table.id).where(*_limits(shape))
    rows = fits.cte("found").prefix_with("MATERIALIZED")
    return _cut(select(rows.c.key, rows.c.id), shape, rows.c.key, rows.c.id)


def _key(shape: Shape) -> InstrumentedAttribute[Any]:
    found: InstrumentedAttribute[Any] = getattr(TABLES[shape.kind], shape.segment.key.value)
    return found


def _limits(shape: Shape) -> Iterator[ColumnElement[bool]]:
    """Where in the order the rows lie."""
    key = _key(shape)
    if shape.keys:
        yield key >= bindparam("first")
        yield key < bindparam("beyond")
    if shape.start is not None:
        yield behind(shape.kind, key, shape.start, falling=shape.falling)


def _cut(
    query: Query, shape: Shape, *order: SQLColumnExpression[Any], limit: str = "limit"
) -> Query:
    """In order, and no more than the limit, which is given with the question."""
    ways = (column.desc() if shape.falling else column.asc() for column in order)
    return query.order_by(*ways).limit(bindparam(limit, type_=BigInteger))


@lru_cache(_KEPT)
def numbers(shape: Shape) -> Query:
    """Ids of what fits, in no order."""
    return fitting(shape, TABLES[shape.kind].id).limit(bindparam("limit", type_=BigInteger))


@lru_cache(_KEPT)
def rows(kind: MemberKind, *, sqlite: bool) -> Query:
    """What the list shows of the rows with the ids given."""
    query = rows_of(kind, bindparam("company_id", type_=BigInteger))
    return query.where(among(TABLES[kind], sqlite=sqlite))


def fitting(shape: Shape, *columns: Any) -> Query:  # noqa: ANN401 - columns of any type
    """What fits, in no order."""
    table = TABLES[shape.kind]
    company = bindparam("company_id", type_=BigInteger)
    query: Query = select(*columns).where(
        *filtering(shape.kind, shape.segment),
        *searching((table.sort_name, table.sort_address), shape.pattern, sqlite=shape.sqlite),
    )
    if shape.chosen is None:
        query = query.where(table.company_id == company)
    elif shape.chosen is Chosen.NAMED:
        query = query.where(table.company_id == company, named(table.sort_name))
    elif shape.chosen is Chosen.LISTED:
        query = query.where(among(table, sqlite=shape.sqlite), belongs(table, company))
    else:
        numbers = search_index.found(shape.segment.key, KIND_RANK[shape.kind])
        query = query.where(table.id.in_(numbers), belongs(table, company))
    if shape.kind is MemberKind.INVITATION:
        query = query.where(Invitation.state == InvitationState.PENDING)
    return query
