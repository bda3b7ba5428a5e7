"""The search index on SQLite: rowids of what may match, in the order of the list.

Migration 0004 makes it, one table for each sort key, and its triggers keep it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    String,
    bindparam,
    case,
    column,
    exists,
    func,
    select,
    table,
)

from tcm_tui.data.members.order import Key
from tcm_tui.data.models import Company
from tcm_tui.data.search_order import BY_ADDRESS, BY_NAME, KIND_BIT, Code, first_rowid
from tcm_tui.domain.search import holds, stored, trigrams, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Select

_CODES: Final = {Key.NAME: BY_NAME, Key.ADDRESS: BY_ADDRESS}
_ROWID: Final = column("rowid", BigInteger)
_KIND: Final[ColumnElement[int]] = _ROWID.op(">>")(KIND_BIT).op("&")(1)
_NUMBER: Final[ColumnElement[int]] = _ROWID.op("&")((1 << KIND_BIT) - 1)
_PRIVATE: Final = 0xE000
_COMPANY_BITS: Final = 12
_LAST: Final = (1 << 63) - 1
_OTHERS: Final = exists(
    select(Company.id).where(Company.id != bindparam("company_id", type_=BigInteger))
)
_MATCH: Final = bindparam("match", type_=String) + case(
    (_OTHERS, bindparam("among", type_=String)), else_=""
)
"""The words; a company that is alone in its file is not told apart from others."""


@dataclass(frozen=True)
class Question:
    """What is looked for in the index.

    Args:
        words: Each with its spellings, at least one.
        company_id: Whose rows.
        known: What all rows that are asked for have, as the index holds it.
    """

    words: Sequence[Sequence[str]]
    company_id: int
    known: str = ""

    @property
    def values(self) -> dict[str, object]:
        """What the queries of this module leave open, as the index understands it."""
        return {
            "match": " AND ".join(f"({' OR '.join(map(self._all, word))})" for word in self.words),
            "among": f" AND {_quoted(_company(self.company_id))}",
            "company_id": self.company_id,
        }

    def without(self, begun: str) -> Question:
        """What is left to look for among keys that all begin with `begun`.

        A word that goes on where they end is left out as well, if there is another: most of them
        have it, and it is a long list to look through for what else is wanted.
        """
        left = [word for word in self.words if not any(holds(begun, one) for one in word)]
        end = begun.rpartition(" ")[2]
        others = [word for word in left if not (end and any(one.startswith(end) for one in word))]
        return replace(self, words=others or left, known=stored(begun))

    def _all(self, spelling: str) -> str:
        threes = trigrams(spelling)
        rest = [three for three in threes if three not in self.known] or threes[-1:]
        return f"({' AND '.join(map(_quoted, rest))})"


def question(search: str, company_id: int) -> Question | None:
    """What to ask the index for; None when nothing is looked for."""
    wanted = words(search)
    return Question(wanted, company_id) if wanted else None


def _quoted(three: str) -> str:
    return '"' + three.replace('"', '""') + '"'


def _company(company_id: int) -> str:
    """Three characters that no text has."""
    parts = (company_id >> bits & (1 << _COMPANY_BITS) - 1 for bits in (24, 12, 0))
    return "".join(chr(_PRIVATE + part) for part in parts)


@dataclass(frozen=True)
class Alike:
    """A few that begin alike.

    Args:
        values: What `found` leaves open.
        of_kind: How many by the rank of their kind.
    """

    values: Mapping[str, object]
    of_kind: Sequence[int]


@dataclass(frozen=True)
class SearchIndex:
    """What one question may find, by the order of one key."""

    connection: Connection
    key: Key
    question: Question

    @property
    def code(self) -> Code:
        """What its rowids start with."""
        return _CODES[self.key]

    def rowids(self, start: int | None, *, falling: bool, limit: int) -> list[int]:
        """The first rowids from number `start` on, as they are read."""
        low, high = (None, start) if falling else (start, None)
        values = {
            **self.question.values,
            "low": first_rowid(low or 0),
            "high": _LAST if high is None else first_rowid(high + 1) - 1,
            "limit": limit,
        }
        return list(self.connection.scalars(_in_order(self.key, falling=falling), values))

    def alike(self, number: int, few: int) -> Alike | None:
        """All of one number; None when there are more than a few.

        What all keys of that number begin with need not be looked for again.
        """
        left = self.question.without(self.code.begun(number))
        if not left.words:
            return None
        values = {
            **left.values,
            "low": first_rowid(number),
            "high": first_rowid(number + 1) - 1,
        }
        found, invited = self.connection.execute(
            _summary(self.key), values | {"limit": few + 1}
        ).one()
        return Alike(values, (found - invited, invited)) if found <= few else None


def _between(key: Key, wanted: ColumnElement[int]) -> Select[int]:
    """What the table of `key` finds for the `match`, from `low` to `high`."""
    return (
        _matching(key, wanted)
        .where(bindparam("low", type_=BigInteger) <= _ROWID)
        .where(bindparam("high", type_=BigInteger) >= _ROWID)
    )


def _matching(key: Key, wanted: ColumnElement[int]) -> Select[int]:
    name = f"search_{key.value}"
    return select(wanted).select_from(table(name)).where(column(name).op("MATCH")(_MATCH))


@lru_cache
def _in_order(key: Key, *, falling: bool) -> Select[int]:
    ways = _ROWID.desc() if falling else _ROWID.asc()
    return _between(key, _ROWID).order_by(ways).limit(bindparam("limit", type_=BigInteger))


@lru_cache
def _summary(key: Key) -> Select[int, int]:
    """How many, up to a limit, and how many invitations among them, whose kind has the rank 1."""
    kinds = _between(key, _KIND.label("kind")).limit(bindparam("limit", type_=BigInteger))
    found = kinds.subquery()
    return select(func.count(), func.coalesce(func.sum(found.c.kind), 0))


@lru_cache
def ids(kind_rank: int) -> Select[int]:
    """The query for the ids of one kind, with the values of the question left open."""
    kind = _KIND
    return _matching(Key.NAME, _NUMBER).where(kind == kind_rank)


@lru_cache
def found(key: Key, kind_rank: int) -> Select[int]:
    """The same for a part of the table of `key`: `low` and `high` are left open as well."""
    kind = _KIND
    return _between(key, _NUMBER).where(kind == kind_rank)
