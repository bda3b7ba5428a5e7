"""What every table shares."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar

from sqlalchemy import MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column

from tcm_tui.data.types import Identity, UtcDateTime

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
