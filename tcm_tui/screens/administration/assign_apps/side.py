"""A list in a box: a search, the rows, a line below them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from textual import on, work
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.widgets.record_columns import cut
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content

    from tcm_tui.widgets.record_table import RecordTable

Row = TypeVar("Row")
REST: Final = 0.08
"""Seconds on a row before what belongs to it is read: whoever walks down the list reads none."""


class Foot(Static):
    """A line that is cut where it ends, and says so."""

    DEFAULT_CSS = """
    Foot { height: 1; color: $text-muted; padding: 0 1; }
    """

    text: reactive[str] = reactive("")
    """What it says."""

    def render(self) -> Content:
        """As much of it as fits."""
        return txt(cut(self.text, self.content_size.width).rstrip())


class Side(Vertical, Generic[Row]):
    """One of the two lists that stand side by side.

    Args:
        table: Its rows.
        title: Stands in the upper border.
        id: Of the widget.
    """

    DEFAULT_CSS = """
    Side {
        height: 1fr;
        border: round $border-blurred;
        border-title-color: $foreground;
        border-title-style: bold;
        padding: 0 1;
        &:focus-within { border: round $border; }
        & SearchInput { border: none; height: 1; padding: 0; background: transparent; }
        & SearchInput:focus { border: none; background: $panel; }
        & RecordTable { width: 1fr; height: 1fr; }
    }
    """

    @dataclass
    class Searched(Message):
        """Something else is looked for."""

        side: Side[Any]
        text: str

        @property
        def control(self) -> Side[Any]:
            """Where it is looked for."""
            return self.side

    def __init__(self, table: RecordTable[Row], title: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.table = table
        """Its rows."""
        self.title = title

    def compose(self) -> ComposeResult:
        """Search, rows, foot."""
        yield SearchInput()
        yield self.table
        yield Foot()

    def on_mount(self) -> None:
        """Show the title."""
        self.name_it(self.title)

    @property
    def search(self) -> SearchInput:
        """What is looked for."""
        return self.query_one(SearchInput)

    def name_it(self, title: str) -> None:
        """Write `title` into the border."""
        self.title = title
        self.border_title = txt(title)

    def tell(self, sentence: str) -> None:
        """Write it below the rows."""
        self.query_one(Foot).text = sentence

    @work(group="load", exclusive=True)
    async def after_rest(self, show: Callable[[], None]) -> None:
        """Call `show`, unless this is called again within a moment."""
        await asyncio.sleep(REST)
        show()

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self.post_message(self.Searched(self, event.text))

    @on(SearchInput.Left)
    def _search_left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)
