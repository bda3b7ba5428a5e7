"""Looking for numbers in everything that was written: files, rows, what a terminal was sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, text

from tcm_tui.data.models import Base

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

Written = tuple[str, bytes]
"""What it is called, and all of it."""
_PART: Final = rb"[0-9A-Za-z+/=._-]"
"""Beside three digits: they are part of something else."""


def forms(number: str) -> Iterator[bytes]:
    """A long number as it is typed, printed and stored."""
    plain = re.sub(r"\s", "", number)
    groups = [plain[start : start + 4] for start in range(0, len(plain), 4)]
    yield plain.encode()
    yield from (between.join(groups).encode() for between in " -")


def places(numbers: Iterable[str], written: Iterable[Written]) -> set[str]:
    """Where any of `numbers` stands."""
    needles = [form for number in numbers for form in forms(number)]
    return {place for place, content in written if any(needle in content for needle in needles)}


def places_of_word(digits: str, written: Iterable[Written]) -> set[str]:
    """Where a few digits stand by themselves: any three are part of some time or hash."""
    alone = re.compile(rb"(?<!%b)%b(?!%b)" % (_PART, digits.encode(), _PART))
    return {place for place, content in written if alone.search(content)}


def files(folder: Path, *, apart_from: Collection[Path] = ()) -> Iterator[Written]:
    """Every file below `folder`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in apart_from:
            yield str(path), path.read_bytes()


def rows(url: str) -> Iterator[Written]:
    """Every value of every table."""
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                for column, value in row.items():
                    content = value if isinstance(value, bytes) else str(value).encode()
                    yield f"{table}.{column}", content
    engine.dispose()


def server_files(url: str) -> Iterator[Written]:
    """What a PostgreSQL server has on disk of a database, with its log of changes and its own."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        data = Path(connection.scalars(text("SHOW data_directory")).one())
        number = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        own = data / "base" / str(connection.scalars(number).one())
    engine.dispose()
    for folder in (own, data / "pg_wal"):
        yield from files(folder)
    log = data.parent / "log"
    yield str(log), log.read_bytes()
