"""A table of people, for the tests of `RecordTable`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import App

from tcm_tui.themes import DARK
from tcm_tui.widgets.record_columns import Column, Tone
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.message import Message
    from textual.pilot import Pilot


@dataclass(frozen=True)
class Person:
    """A row."""

    key: int
    name: str


def people(count: int) -> list[Person]:
    """`count` rows in order."""
    return [Person(number, f"Name {number:05}") for number in range(count)]


class TableApp(App[None]):
    """One table and nothing else; keeps what the table told."""

    def __init__(self, *, vim_keys: bool = False) -> None:
        super().__init__()
        self.animation_level = "none"
        self.vim_keys = vim_keys
        self.told: list[Message] = []

    def on_mount(self) -> None:
        """The colours of the portal."""
        self.register_theme(DARK)
        self.theme = DARK.name

    @on(RecordTable.Highlighted)
    @on(RecordTable.MarkAllRequested)
    @on(RecordTable.MarksChanged)
    @on(RecordTable.Selected)
    @on(RecordTable.SortRequested)
    def _listen(self, event: Message) -> None:
        self.told.append(event)

    def heard(self, kind: type[Message]) -> int:
        """How often the table told this since the last time somebody asked."""
        count = sum(isinstance(event, kind) for event in self.told)
        self.told.clear()
        return count

    def compose(self) -> ComposeResult:
        """The table."""
        yield RecordTable[Person](
            [
                Column(
                    name="name", label="Name", width=20, render=lambda row: row.name, sortable=True
                ),
                Column(
                    name="number",
                    label="Nummer",
                    width=8,
                    render=lambda row: str(row.key),
                    align="right",
                    tone=lambda _row: Tone.MUTED,
                ),
                Column(name="far", label="Fern", width=50, priority=1, render=lambda _row: "fern"),
            ],
            key=lambda row: row.key,
            empty_text="Hier stehen Personen.",
            vim_keys=self.vim_keys,
        )

    @property
    def table(self) -> RecordTable[Person]:
        """The table."""
        return self.query_one(RecordTable)


async def show(pilot: Pilot[None], rows: Sequence[Person]) -> RecordTable[Person]:
    """Give the table these rows and wait for them."""
    assert isinstance(pilot.app, TableApp)
    table = pilot.app.table
    table.source = ListSource(rows, key=lambda row: row.key)
    table.focus()
    await settle(pilot)
    return table


async def settle(pilot: Pilot[None]) -> None:
    """Wait until everything asked for was read."""
    await pilot.pause()
    while busy := [worker for worker in pilot.app.workers if worker.group == "load"]:
        await pilot.app.workers.wait_for_complete(busy)
        await pilot.pause()


def lines(table: RecordTable[Person]) -> list[str]:
    """What the table draws."""
    return [table.render_line(y).text for y in range(table.size.height)]
