"""Passing on to the search index of SQLite what triggers wrote down (migration 0004)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from tcm_tui.data.search_order import BY_ADDRESS, BY_NAME, KIND_BIT, SHIFT
from tcm_tui.domain.search import SEPARATORS

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

KEYS: Final = {"sort_name": BY_NAME, "sort_address": BY_ADDRESS}
"""What a full-text table is kept for, and how its rowids begin.

Rows are taken out again by the same number and words: whoever changes one of them fills anew.
"""
_WAITING: Final = text("SELECT EXISTS (SELECT 1 FROM search_changes)")
_DONE: Final = text("DELETE FROM search_changes")
_MERGE: Final = [
    text(f"INSERT INTO search_{key} (search_{key}) VALUES ('optimize')")  # noqa: S608 - names of ours
    for key in KEYS
]


def pass_on(session: Session) -> None:
    """Let the search know what changed in this transaction: at its end, or sooner where it is much.

    PostgreSQL keeps its index itself.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    session.flush()  # what was changed last counts, too
    if session.scalar(_WAITING):
        connection = session.connection()
        for key in KEYS:
            connection.exec_driver_sql(_insert(key, "search_changes"))
        connection.execute(_DONE)


def fill(connection: Connection, rows: str) -> None:
    """Let the search know `rows`, a query with the columns of what triggers write down."""
    for key in KEYS:
        connection.exec_driver_sql(_insert(key, f"({rows})"))
    merge(connection)


def merge(connection: Connection) -> None:
    """Make one piece of each index, after much has been written: it answers ten times as fast.

    PostgreSQL has none of them.
    """
    if connection.dialect.name == "sqlite":
        for statement in _MERGE:
            connection.execute(statement)


def _insert(key: str, rows: str) -> str:
    """Into the table of `key`, with rising rowids.

    It would write out a portion of its own for every step back. The same rowid may come more than
    once, then the order of the changes counts.
    """
    rowid = f"(({KEYS[key].sql(key)}) << {SHIFT}) | (kind << {KIND_BIT}) | id"
    return (
        f"INSERT INTO search_{key} (search_{key}, rowid, words)"  # noqa: S608 - names of ours
        f" SELECT command, {rowid}, {_WORDS} FROM {rows} ORDER BY 2, number"
    )


def _words() -> str:
    """Every word behind two blanks, then three characters that stand for the company."""
    words = "sort_name || ' ' || sort_address"
    for separator in SEPARATORS.strip():
        words = f"replace({words}, '{separator.replace(chr(39), chr(39) * 2)}', ' ')"
    company = ", ".join(f"57344 + (company_id >> {bits}) % 4096" for bits in (24, 12, 0))
    return f"'  ' || replace({words}, ' ', '  ') || char({company})"


_WORDS: Final = _words()
