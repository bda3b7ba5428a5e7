"""The search index on SQLite: rowids of what may match, in the order of the list.

Migration 0002 makes it, one table for each sort key, and its triggers keep it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, ColumnElement, column, select, table

from tcm_tui.data.members.order import Key
from tcm_tui.data.members.search_order import BY_ADDRESS, BY_NAME, KIND_BIT, Code, first_rowid
from tcm_tui.domain.search import trigrams, words

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

_CODES: Final = {Key.NAME: BY_NAME, Key.ADDRESS: BY_ADDRESS}
_ROWID: Final = column("rowid", BigInteger)
_PRIVATE: Final = 0xE000
_COMPANY_BITS: Final = 12


def query(search: str, company_id: int) -> str | None:
    """What to ask the index for; None when the search has nothing that it knows."""
    wanted = []
    for word in words(search):
        spellings = [trigrams(spelling) for spelling in word]
        if all(spellings):
            wanted.append(f"({' OR '.join(_all(threes) for threes in spellings)})")
    return " AND ".join([*wanted, _quoted(_company(company_id))]) if wanted else None


def _all(threes: list[str]) -> str:
    return f"({' AND '.join(_quoted(three) for three in threes)})"


def _quoted(three: str) -> str:
    return '"' + three.replace('"', '""') + '"'


def _company(company_id: int) -> str:
    """Three characters that no text has."""
    parts = (company_id >> bits & (1 << _COMPANY_BITS) - 1 for bits in (24, 12, 0))
    return "".join(chr(_PRIVATE + part) for part in parts)


@dataclass(frozen=True)
class SearchIndex:
    """What one query may find, by the order of one key."""

    session: Session
    key: Key
    match: str

    @property
    def code(self) -> Code:
        """What its rowids start with."""
        return _CODES[self.key]

    def rowids(self, start: int | None, *, falling: bool, limit: int) -> list[int]:
        """The first rowids from number `start` on, as they are read."""
        low, high = (None, start) if falling else (start, None)
        ways = _ROWID.desc() if falling else _ROWID.asc()
        return list(self.session.scalars(self._between(low, high).order_by(ways).limit(limit)))

    def alike(self, number: int, few: int) -> list[int] | None:
        """All rowids of one number; None when there are more than a few."""
        wanted = self._between(number, number).order_by(_ROWID)
        if self.session.scalar(wanted.offset(few).limit(1)) is not None:
            return None
        return list(self.session.scalars(wanted))

    def _between(self, low: int | None, high: int | None) -> Select[int]:
        wanted = matching(self.key, self.match, _ROWID)
        if low is not None:
            wanted = wanted.where(first_rowid(low) <= _ROWID)
        if high is not None:
            wanted = wanted.where(first_rowid(high + 1) - 1 >= _ROWID)
        return wanted


def matching(key: Key, match: str, wanted: ColumnElement[int]) -> Select[int]:
    """What the table of `key` finds."""
    name = f"search_{key.value}"
    return select(wanted).select_from(table(name)).where(column(name).op("MATCH")(match))


def ids(match: str, kind_rank: int) -> Select[int]:
    """The query for the ids of one kind."""
    kind = _ROWID.op(">>")(KIND_BIT).op("&")(1)
    number = _ROWID.op("&")((1 << KIND_BIT) - 1)
    return matching(Key.NAME, match, number).where(kind == kind_rank)
