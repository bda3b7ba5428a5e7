"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, String, TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

    from sqlalchemy.types import TypeEngine

Identity = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number. SQLite counts by itself only in a column called INTEGER."""

SORT_KEY_MAX: Final = 255
"""Characters that lists sort by: an entry of an index has a limit, and the rest hardly decides."""


class SortKey(TypeDecorator[str]):
    """A key of `domain.text.sort_key`: compared byte by byte on both databases.

    Cut, because a key can be far longer than its name: „ß“ becomes two letters, „ﷺ“ eighteen.
    """

    impl = String(SORT_KEY_MAX)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Plain on SQLite, which compares bytes anyway."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(SORT_KEY_MAX, collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Cut."""
        return None if value is None else value[:SORT_KEY_MAX]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, UTC inside and outside.

    SQLite drops the zone, PostgreSQL keeps it: both give it back here.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def stored_as_text(vocabulary: type[StrEnum]) -> Enum:
    """`vocabulary` as its values, with a CHECK that knows them."""
    return Enum(
        vocabulary,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        name=_snake(vocabulary.__name__),
        values_callable=lambda members: [member.value for member in members],
    )


def set_of_words(vocabulary: type[StrEnum]) -> TypeDecorator[Any]:
    """A frozenset of `vocabulary` as its values in their order, with blanks between them."""
    return _SetOfWords(vocabulary)


class _SetOfWords(TypeDecorator[Any]):
    impl = String(255)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Iterable[StrEnum] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        held = {self.vocabulary(one) for one in value}
        return " ".join(one.value for one in self.vocabulary if one in held)

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> frozenset[StrEnum] | None:
        return None if value is None else frozenset(self.vocabulary(one) for one in value.split())


def open_text(vocabulary: type[StrEnum]) -> TypeDecorator[Any]:
    """`vocabulary` as its values without a CHECK: it grows with every release."""
    return _OpenText(vocabulary)


class _OpenText(TypeDecorator[Any]):
    impl = String(60)
    cache_ok = True

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else self.vocabulary(value)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
