"""The two programs that `benchmarks.record_table` compares: `python -m benchmarks._tables`.

python -m benchmarks._tables {ours,datatable} FILE.db
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import App
from textual.widgets import DataTable, Static

from tcm_tui.widgets.record_columns import Column
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

COLUMNS: Final = ("name", "email", "role", "state", "since")
WIDTHS: Final = (28, 40, 12, 12, 12)
READY: Final = "Person 0000000"
"""Stands in the first row."""
_ROLES: Final = ("Benutzer", "Rechnung", "Admin")


@dataclass(frozen=True)
class Person:
    """A row."""

    id: int
    name: str
    email: str
    role: str
    state: str
    since: str


class Other(Static, can_focus=True):
    """What else can have the focus; it looks the same with and without."""


class Frame(App[None]):
    """A table over a file, and something else that can have the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+q", "quit", "")]

    def __init__(self, path: str) -> None:
        super().__init__()
        self.animation_level = "none"
        self.database = sqlite3.connect(path, check_same_thread=False)


class Ours(Frame):
    """The windowed table."""

    def compose(self) -> ComposeResult:
        """The table and the other."""
        yield RecordTable(
            [
                Column(
                    name=name,
                    label=name,
                    width=width,
                    render=lambda row, name=name: getattr(row, name),
                )
                for name, width in zip(COLUMNS, WIDTHS, strict=True)
            ],
            key=lambda row: row.id,
        )
        yield Other("·")

    def on_mount(self) -> None:
        """Begin to read."""
        table = self.query_one(RecordTable)
        table.source = self.page
        table.focus()

    async def page(
        self, *, order: str, descending: bool, after: Person | None, backwards: bool, limit: int
    ) -> Sequence[Person]:
        """One page by keyset on (name, id)."""
        del order, descending
        return await asyncio.to_thread(self._page, after, backwards, limit)

    def _page(self, after: Person | None, backwards: bool, limit: int) -> list[Person]:
        where, values = "", tuple[object, ...]()
        if after is not None:
            where = f"WHERE (name, id) {'<' if backwards else '>'} (?, ?)"
            values = (after.name, after.id)
        way = "DESC" if backwards else "ASC"
        sql = f"SELECT * FROM people {where} ORDER BY name {way}, id {way} LIMIT ?"  # noqa: S608 - constants
        rows = [Person(*row) for row in self.database.execute(sql, (*values, limit))]
        return rows[::-1] if backwards else rows


class Peer(Frame):
    """Textual's DataTable, which holds every row."""

    def compose(self) -> ComposeResult:
        """The table and the other."""
        yield DataTable[str](cursor_type="row")
        yield Other("·")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        for name, width in zip(COLUMNS, WIDTHS, strict=True):
            table.add_column(name, width=width)
        rows = self.database.execute("SELECT * FROM people ORDER BY name, id")
        table.add_rows(row[1:] for row in rows)
        table.focus()


def make_file(path: str, count: int) -> None:
    """A database file with `count` people and the index that pages are read by."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE people"
        " (id INTEGER PRIMARY KEY, name TEXT, email TEXT, role TEXT, state TEXT, since TEXT)"
    )
    people = (
        Person(
            number,
            f"Person {number:07}",
            f"person.{number:07}@muster.example",
            _ROLES[number % 3],
            "● aktiv",
            "22.11.2026",
        )
        for number in range(count)
    )
    database.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", map(astuple, people))
    database.execute("CREATE INDEX by_name ON people (name, id)")
    database.commit()
    database.close()


if __name__ == "__main__":
    {"ours": Ours, "datatable": Peer}[sys.argv[1]](sys.argv[2]).run()
