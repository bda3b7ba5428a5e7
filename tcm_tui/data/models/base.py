"""What every table shares."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, ClassVar

from sqlalchemy import Index, MetaData, String, Text, event, text
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column

from tcm_tui.data.types import Identity, UtcDateTime

if TYPE_CHECKING:
    from sqlalchemy import Connection

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(Identity, primary_key=True, autoincrement=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Short = Annotated[str, mapped_column(String(255))]
Long = Annotated[str, mapped_column(Text)]


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Rows are dataclasses with keyword arguments: the checker finds a misspelt one."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=CONSTRAINT_NAMES)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that keep `where`.

    PostgreSQL is told when the index is made there: its option would import its dialect (30 ms)
    into every start of a program that mostly runs on SQLite.
    """
    index = Index(name, *columns, unique=unique, sqlite_where=text(where))

    @event.listens_for(index, "before_create")
    def tell(target: Index, connection: Connection, **_details: object) -> None:
        if connection.dialect.name == "postgresql":
            target.kwargs["postgresql_where"] = text(where)

    return index


def trigram_index(name: str, scope: str, *columns: str) -> Index:
    """An index of PostgreSQL that finds any letters of `columns` within one `scope`.

    SQLite has tables of its own for that, see migration 0004. The options are told when it is made,
    as above.
    """
    only = "postgresql"
    index = Index(name, scope, *columns, info={"dialect": only}).ddl_if(dialect=only)

    @event.listens_for(index, "before_create")
    def tell(target: Index, _connection: Connection, **_details: object) -> None:
        target.kwargs["postgresql_using"] = "gin"
        target.kwargs["postgresql_ops"] = dict.fromkeys(columns, "gin_trgm_ops")

    return index
