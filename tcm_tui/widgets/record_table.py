"""The windowed table: three screens of rows, read by keyset, however long the list is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, on
from textual.message import Message

from tcm_tui.widgets.record_keys import MARKS
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_view import RecordView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Iterable

    from textual.binding import BindingType

    from tcm_tui.widgets.record_source import Source

Row = TypeVar("Row")
_WHEEL = 3
"""Lines that one notch of the wheel scrolls."""


class RecordTable(RecordView[Row]):
    """Rows from a page source, with a cursor and marks that survive every reload.

    Args:
        columns: From left to right; the first is never dropped.
        key: What identifies a row.
        empty_text: Says what belongs here and which key fills it, marked with `N_()`.
        vim_keys: Whether j k gg G Ctrl+D Ctrl+U move as well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*MARKS]
    _fresh = True
    """Since it got the focus, neither key nor mouse has done anything here."""

    @dataclass
    class _Told(Message):
        """What the table tells; `control` is the table."""

        table: RecordTable[Any]

        @property
        def control(self) -> RecordTable[Any]:
            """The table, for `@on(…, "#id")`."""
            return self.table

    @dataclass
    class Selected(_Told):
        """A row was opened."""

        row: object

    @dataclass
    class Highlighted(_Told):
        """The cursor is on another row, or its row changed or moved on the screen."""

        row: object

    @dataclass
    class MarksChanged(_Told):
        """`count` rows are marked now."""

        count: int

    @dataclass
    class SortRequested(_Told):
        """The header of the column `order` was clicked."""

        order: str

    @dataclass
    class MarkAllRequested(_Told):
        """All rows that match are to be marked; only the caller knows them."""

    # -- rows

    @property
    def source(self) -> Source[Row] | None:
        """Where the rows come from; a new one is read from its start."""
        return self._reader.source

    @source.setter
    def source(self, source: Source[Row]) -> None:
        self._reader.source = source
        self._start_list()

    def replace_source(self, source: Source[Row]) -> None:
        """Read the same list from another source; the cursor stays on its row."""
        self._reader.source = source
        self.reload()

    @property
    def row_count_known(self) -> int | None:
        """How many rows there are, None while only a part of them was read."""
        return len(self._window.rows) if self._window.whole else None

    def sort_by(self, order: str, *, descending: bool = False) -> None:
        """Show the list from its start, ordered by the column `order`."""
        self.order, self.descending = order, descending
        self._start_list()

    def reload(self) -> None:
        """Read again what is shown; the cursor stays on its row, or the one that follows it."""
        if self._replacing and self._waiting is not None:
            self._start(self._waiting, replacing=True)
        elif self._window.rows:
            self._start(self._reader.again)
        else:
            self._start_edge()

    def refresh_row(self, key: Hashable) -> None:
        """Show what the row with `key` says now, see `refresh_rows`."""
        self.refresh_rows([key])

    def refresh_rows(self, keys: Iterable[Hashable]) -> None:
        """Show what these rows say now: they were changed, or replaced in the list in memory.

        Nothing is sorted or read again; only lines on the screen are drawn.
        """
        wanted, rows = set(keys), self._window.rows
        if isinstance(self.source, ListSource):
            for place, row in enumerate(rows):
                if (key := self._key(row)) in wanted:
                    rows[place] = self.source.get(key) or row
        self._draw_again(wanted)
        self._tell()

    def move_cursor(self, index: int) -> None:
        """Put the cursor on the row at `index` of a list in memory, or the nearest there is.

        Raises:
            TypeError: The source is another one: a database cannot tell the places of its rows.
        """
        if not isinstance(self.source, ListSource):
            raise TypeError("Only a list in memory knows the places of its rows")
        if len(self.source):
            row = self.source.at(index, self.order, descending=self.descending)
            self.scroll_to_key(self._key(row))

    def scroll_to_key(self, key: Hashable) -> bool:
        """Put the cursor on the row with `key`; False when it is neither held nor in memory."""
        keys = [] if self._replacing else [self._key(row) for row in self._window.rows]
        if key in keys:
            self._move(keys.index(key) - self._window.cursor - self._window.wish)
        elif isinstance(self.source, ListSource) and (row := self.source.get(key)) is not None:
            self._window.wish = 0
            self._start(partial(self._reader.at, row), replacing=True)
        else:
            return False
        return True

    def go_to(self, row: Row) -> None:
        """Put the cursor on `row`, wherever in the list it stands, and show what is around it.

        Raises:
            RuntimeError: There is no source yet.
        """
        self._show_around(partial(self._reader.at, row))

    def jump(self, anchor: Row) -> None:
        """Show the list from where `anchor` would stand, which need not be in it.

        Raises:
            RuntimeError: There is no source yet.
        """
        self._show_around(partial(self._reader.from_, anchor))

    def _show_around(self, reading: Callable[[], Awaitable[None]]) -> None:
        if self.source is None:
            raise RuntimeError("There is no list to jump in")
        self._window.wish = 0
        self._start(reading, replacing=True)

    # -- marks

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        if (row := self.cursor_row) is not None:
            self.mark(self.marked ^ {self._key(row)})
            self._move(1)

    def action_mark_all(self) -> None:
        """Mark every row that matches; a database's rows only the caller knows."""
        if isinstance(self.source, ListSource):
            self.mark({self._key(row) for row in self.source.rows})
        else:
            self.post_message(self.MarkAllRequested(self))

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.clear_marks()

    def mark(self, keys: set[Hashable]) -> None:
        """Mark exactly these rows."""
        had, self.marked = bool(self.marked), set(keys)
        self._draw()
        if had != bool(self.marked):
            self.refresh_bindings()
        self.post_message(self.MarksChanged(self, len(self.marked)))

    def clear_marks(self) -> None:
        """Take all marks away; a reload or another source keeps them."""
        self.mark(set())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without marks Escape belongs to the screen."""
        return bool(self.marked) if action == "unmark" else super().check_action(action, parameters)

    def action_select(self) -> None:
        """Open the row under the cursor."""
        if (row := self.cursor_row) is not None:
            self.post_message(self.Selected(self, row))

    # -- mouse

    @on(events.Focus)
    def _focused(self) -> None:
        """The click that brought the focus was meant for nothing else."""
        self._fresh = True

    @on(events.Key)
    def _key_pressed(self) -> None:
        self._fresh = False

    def on_click(self, event: events.Click) -> None:
        """The header asks for an order; a row gets the cursor, and opens when it has it."""
        fresh, self._fresh = self._fresh, False
        if (offset := event.get_content_offset(self)) is None:
            return
        index = self._window.top + offset.y - 1
        if offset.y == 0:
            self._ask_for_order(offset.x)
        elif index == self._window.cursor and (event.chain > 1 or not fresh):
            self.action_select()
        elif offset.y <= self._window.height and index < len(self._window.rows):
            self._move(index - self._window.cursor - self._window.wish)

    def _ask_for_order(self, x: int) -> None:
        for column, left, width in self._drawing.columns:
            if left <= x < left + width and column.sortable:
                self.post_message(self.SortRequested(self, column.name))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the rows; the cursor follows at the edge."""
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the rows; the cursor follows at the edge."""
        event.stop()
        self._scroll(-_WHEEL)

    def _tell(self) -> None:
        """Post where the cursor is, when that changed."""
        now = (self.cursor_row, self.cursor_region)
        if now != self._told and self.source is not None:
            self._told = now
            self.post_message(self.Highlighted(self, self.cursor_row))
