"""Hostile text in every column of every table, past the services, as an old copy may hold it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, Enum, String, select
from sqlalchemy import text as statement

from tcm_tui.data.database import open_database
from tcm_tui.data.models import Base, EmailAddress

from .hostile_text import payloads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Connection, Table

CROWD: Final = 300
"""Members more, so that every hostile text stands at the beginning of some cell."""
_TOGETHER: Final = 3
_KEPT: Final = {("email_addresses", "canonical"), ("users", "password_hash")}
"""What Anna needs for signing in; everybody else loses it."""


def storable() -> list[str]:
    """What every database takes: lone surrogates are no text for it, and NUL ends one on a server.

    NUL reaches SQLite by `fill`.
    """
    return [text for text in _for_sqlite() if "\x00" not in text]


def fill(url: str, anna: str) -> set[str]:
    """Fill the database of a demo; the columns that were reached, as `table.column`.

    Args:
        url: The database.
        anna: The address that can still sign in afterwards.
    """
    database = open_database(url)
    texts = itertools.cycle(_groups(_for_sqlite() if database.is_sqlite else storable()))
    reached = set[str]()
    with database.engine.begin() as connection:
        _silence_triggers(connection)
        _add_crowd(connection)
        user = connection.scalar(select(EmailAddress.user_id).where(EmailAddress.canonical == anna))
        for table in Base.metadata.sorted_tables:
            reached |= _fill_table(connection, table, texts, user)
    database.dispose()
    return reached


def _for_sqlite() -> list[str]:
    return [text for text in payloads() if not any("\ud800" <= c <= "\udfff" for c in text)]


def _silence_triggers(connection: Connection) -> None:
    """The journal cannot be changed; whoever owns the database can, and index what they like."""
    if connection.dialect.name != "sqlite":
        connection.execute(statement("SET LOCAL session_replication_role = replica"))
        return
    for name in connection.scalars(
        statement("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    ):
        connection.execute(statement(f"DROP TRIGGER {name}"))


def text_columns(table: Table) -> list[Column[Any]]:
    """The columns that hold text of people: no closed vocabularies, which have a CHECK or class."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, JSON | String) and not isinstance(column.type, Enum)
    ]


def _groups(texts: list[str]) -> list[str]:
    return [
        "·".join(texts[(at + step * 37) % len(texts)] for step in range(_TOGETHER))
        for at in range(len(texts))
    ]


def _fill_table(
    connection: Connection, table: Table, texts: Iterator[str], anna: int | None
) -> set[str]:
    columns = text_columns(table)
    for number, row in enumerate(connection.execute(select(table)).mappings().all()):
        mine = anna in (row.get("user_id"), row["id"] if table.name == "users" else None)
        new = {
            column.name: _hostile(row[column.name], next(texts), number)
            for column in columns
            if not (mine and (table.name, column.name) in _KEPT)
        }
        if new:
            same = [column == row[column.name] for column in table.primary_key]
            connection.execute(table.update().where(*same).values(new))
    return {f"{table.name}.{column.name}" for column in columns}


def _hostile(old: object, text: str, number: int) -> object:
    """`text` in the shape of `old`; the number keeps apart what must be."""
    if isinstance(old, dict):
        return {name: _hostile(value, text, number) for name, value in old.items()}
    if isinstance(old, list):
        return [_hostile(value, text, number) for value in old]
    return f"{text}{number}"


def _add_crowd(connection: Connection) -> None:
    tables = Base.metadata.tables
    for name, reference in (
        ("users", "id"),
        ("email_addresses", "user_id"),
        ("memberships", "user_id"),
    ):
        table = tables[name]
        like = connection.execute(select(table)).mappings().first()
        assert like is not None
        connection.execute(
            table.insert(),
            [
                {**like, "id": number, reference: number}
                | ({"canonical": str(number)} if "canonical" in like else {})
                for number in range(10_000, 10_000 + CROWD)
            ],
        )
