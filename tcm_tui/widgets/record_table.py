"""The windowed table: three screens of rows, read by keyset, however long the list is."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual import work
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.record_columns import GAP, Column, cut, fit
from tcm_tui.widgets.record_source import ListSource, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

Row = TypeVar("Row")
_MARKS = 3
"""Cells of the column with the marks."""


class RecordTable(Widget, Generic[Row], can_focus=True):
    """Rows from a page source, with a cursor and marks that survive every reload.

    Args:
        columns: From left to right; the first is never dropped.
        key: What identifies a row.
        empty_text: Says what belongs here and which key fills it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"record-table--{name}"
        for name in ("cursor", "cursor-blurred", "header", "good", "warning", "error", "muted")
    }
    DEFAULT_CSS = """
    RecordTable {
        height: 1fr;
        & > .record-table--header { color: $text-muted; text-style: bold; }
        & > .record-table--cursor { background: $primary; color: $text; text-style: bold; }
        & > .record-table--cursor-blurred { background: $panel; }
        & > .record-table--good { color: $success; }
        & > .record-table--warning { color: $warning; }
        & > .record-table--error { color: $error; }
        & > .record-table--muted { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", N_("Zeile nach oben"), show=False, id="table.up"),
        Binding("down,j", "move(1)", N_("Zeile nach unten"), show=False, id="table.down"),
        Binding("pageup", "page(-1)", N_("Seite nach oben"), show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", N_("Seite nach unten"), show=False, id="table.page_down"),
        Binding("home", "edge(False)", N_("Zum Anfang"), show=False, id="table.first"),
        Binding("end,G", "edge(True)", N_("Zum Ende"), show=False, id="table.last"),
        Binding(
            "space", "mark", N_("Markieren"), id="table.mark", tooltip=N_("Markiert die Zeile")
        ),
        Binding("asterisk", "mark_all", N_("Alle markieren"), show=False, id="table.mark_all"),
        Binding("escape", "unmark", N_("Markierung aufheben"), show=False, id="table.unmark"),
        Binding("enter", "select", N_("Öffnen"), show=False, id="table.select"),
        Binding("ctrl+u", "half(-1)", N_("Halbe Seite nach oben"), show=False, id="table.half_up"),
        Binding(
            "ctrl+d", "half(1)", N_("Halbe Seite nach unten"), show=False, id="table.half_down"
        ),
    ]

    @dataclass
    class Selected(Message):
        """A row was opened."""

        row: object

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row, or its row moved on the screen."""

        row: object

    @dataclass
    class MarksChanged(Message):
        """`count` rows are marked now."""

        count: int

    @dataclass
    class SortRequested(Message):
        """The header of the column `order` was clicked."""

        order: str

    @dataclass
    class MarkAllRequested(Message):
        """All rows that match are to be marked; only the caller knows them."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable],
        empty_text: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self.columns = list(columns)
        self.empty_text = empty_text
        self.order, self.descending = self.columns[0].name, False
        self.marked: set[Hashable] = set()
        self._key = key
        self._source: Source[Row] | None = None
        self._rows: list[Row] = []
        self._top = self._cursor = self._wish = 0
        self._at_start = self._at_end = False
        self._loading = self._slow = False
        self._error: str | None = None

    @property
    def source(self) -> Source[Row] | None:
        """Where the rows come from; a new one is read from its start."""
        return self._source

    @source.setter
    def source(self, source: Source[Row]) -> None:
        self._source = source
        self._start(partial(self._read_edge, end=False))

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def row_count_known(self) -> int | None:
        """How many rows there are, None while only a part of them was read."""
        return len(self._rows) if self._at_start and self._at_end else None

    @property
    def cursor_region(self) -> Region | None:
        """The line of the cursor inside this widget."""
        line = self._cursor - self._top + 1
        if not self._rows or not 0 < line < self.size.height:
            return None
        return Region(0, line, self.size.width, 1)

    def column_region(self, name: str) -> Region | None:
        """The cell of the column `name` on the cursor's line, None while it is not shown."""
        line, left = self.cursor_region, _MARKS
        for column, width in fit(self.columns, self.size.width - _MARKS):
            if column.name == name and line is not None:
                return Region(left, line.y, width, 1)
            left += width + GAP
        return None

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 1)

    def sort_by(self, order: str, *, descending: bool = False) -> None:
        """Show the list from its start, ordered by the column `order`."""
        self.order, self.descending = order, descending
        self._start(partial(self._read_edge, end=False))

    def reload(self) -> None:
        """Read again what is shown; the cursor stays on its row, or the one that follows it."""
        self._start(self._read_around if self._rows else partial(self._read_edge, end=False))

    # -- reading

    def _start(self, reading: Callable[[], Coroutine[None, None, None]]) -> None:
        self._loading = True
        # A function, not a coroutine: one cancelled before it began must not be left unawaited.
        self._guarded(reading)

    @work(group="load", exclusive=True)
    async def _guarded(self, reading: Callable[[], Coroutine[None, None, None]]) -> None:
        slow = self.set_timer(0.1, self._show_loading)
        try:
            await reading()
        except DomainError as error:
            self._rows, self._error, self._wish = [], error.message, 0
        except asyncio.CancelledError:
            slow.stop()
            raise
        else:
            self._error = None
        slow.stop()
        self._loading = self._slow = False
        self.refresh()
        self._apply_wish()
        self.post_message(self.Highlighted(self.cursor_row))

    def _show_loading(self) -> None:
        self._slow = True
        self.refresh()

    async def _page(self, after: Row | None, *, backwards: bool, limit: int) -> list[Row]:
        if self._source is None:
            return []
        return list(
            await self._source(
                order=self.order,
                descending=self.descending,
                after=after,
                backwards=backwards,
                limit=limit,
            )
        )

    async def _read_edge(self, *, end: bool) -> None:
        limit = 2 * self._height
        rows = await self._page(None, backwards=end, limit=limit)
        whole = len(rows) < limit
        self._rows, self._at_start, self._at_end = rows, whole or not end, whole or end
        self._cursor = max(0, len(rows) - 1) if end else 0
        self._top = max(0, len(rows) - self._height) if end else 0

    async def _read_around(self) -> None:
        row, height = self._rows[self._cursor], self._height
        line = self._cursor - self._top
        above = await self._page(row, backwards=True, limit=height)
        # From the last row above, so that the cursor's own row comes again, changed or not.
        below = await self._page(above[-1] if above else None, backwards=False, limit=2 * height)
        self._rows = above + below
        self._at_start, self._at_end = len(above) < height, len(below) < 2 * height
        keys = [self._key(found) for found in self._rows]
        wanted = self._key(row)
        place = keys.index(wanted) if wanted in keys else min(len(above), len(keys) - 1)
        self._cursor = max(0, place)
        self._top = max(0, self._cursor - line)
        self._keep_in_view()

    async def _read_more(self, *, backwards: bool) -> None:
        limit = self._height
        more = await self._page(
            self._rows[0 if backwards else -1], backwards=backwards, limit=limit
        )
        if backwards:
            self._at_start = len(more) < limit
            self._rows = more + self._rows
            self._cursor, self._top = self._cursor + len(more), self._top + len(more)
        else:
            self._at_end = len(more) < limit
            self._rows += more
        self._forget(backwards=backwards)

    def _forget(self, *, backwards: bool) -> None:
        """Hold three screens at most: drop rows at the end that the cursor moves away from."""
        surplus = len(self._rows) - 3 * self._height
        if surplus <= 0:
            return
        if backwards:
            surplus = min(surplus, len(self._rows) - self._top - self._height)
            if surplus > 0:
                del self._rows[-surplus:]
                self._at_end = False
        else:
            surplus = min(surplus, self._top)
            if surplus > 0:
                del self._rows[:surplus]
                self._cursor, self._top = self._cursor - surplus, self._top - surplus
                self._at_start = False

    # -- moving

    def _move(self, step: int) -> None:
        """Move the cursor; what lies beyond the rows held waits until they were read."""
        target = self._cursor + self._wish + step
        self._wish = 0
        old, top = self._cursor, self._top
        self._cursor = max(0, min(target, len(self._rows) - 1))
        beyond = target - self._cursor
        if (beyond > 0 and not self._at_end) or (beyond < 0 and not self._at_start):
            self._wish = beyond
        self._keep_in_view()
        if self._top != top:
            self.refresh()
        elif self._cursor != old:
            for index in (old, self._cursor):
                self.refresh(Region(0, index - self._top + 1, self.size.width, 1))
        if self._cursor != old:
            self.post_message(self.Highlighted(self.cursor_row))
        self._read_ahead()

    def _apply_wish(self) -> None:
        self._move(0)

    def _read_ahead(self) -> None:
        if self._loading or not self._rows:
            return
        margin = self._height // 2
        if not self._at_end and (
            self._wish > 0 or self._top + self._height + margin > len(self._rows)
        ):
            self._start(partial(self._read_more, backwards=False))
        elif not self._at_start and (self._wish < 0 or self._top < margin):
            self._start(partial(self._read_more, backwards=True))

    def _keep_in_view(self) -> None:
        lowest = max(0, len(self._rows) - self._height)
        self._top = max(self._cursor - self._height + 1, min(self._top, self._cursor))
        self._top = max(0, min(self._top, lowest))

    def action_move(self, step: int) -> None:
        """Move the cursor by `step` rows."""
        self._move(step)

    def action_page(self, step: int) -> None:
        """Move by a screen."""
        self._move(step * self._height)

    def action_half(self, step: int) -> None:
        """Move by half a screen."""
        self._move(step * max(1, self._height // 2))

    def action_edge(self, end: bool) -> None:
        """Go to the first row, or to the last."""
        self._wish = 0
        if self._at_end if end else self._at_start:
            self._move(len(self._rows) if end else -len(self._rows))
        else:
            self._start(partial(self._read_edge, end=end))

    # -- marks

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        if (row := self.cursor_row) is not None:
            self.marked ^= {self._key(row)}
            self.refresh(Region(0, self._cursor - self._top + 1, self.size.width, 1))
            self.post_message(self.MarksChanged(len(self.marked)))
            self._move(1)

    def action_mark_all(self) -> None:
        """Mark every row that matches; a database's rows only the caller knows."""
        if isinstance(self._source, ListSource):
            self.mark({self._key(row) for row in self._source.rows})
        else:
            self.post_message(self.MarkAllRequested())

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.mark(set())

    def mark(self, keys: set[Hashable]) -> None:
        """Mark exactly these rows."""
        self.marked = set(keys)
        self.refresh()
        self.post_message(self.MarksChanged(len(self.marked)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Without marks, Escape belongs to the screen."""
        return bool(self.marked) if action == "unmark" else True

    def action_select(self) -> None:
        """Open the row under the cursor."""
        if (row := self.cursor_row) is not None:
            self.post_message(self.Selected(row))

    # -- mouse and size

    def on_click(self, event: events.Click) -> None:
        """The header asks for an order; a row takes the cursor, and opens when it has it."""
        index = self._top + event.y - 1
        if event.y == 0:
            self._ask_for_order(event.x)
        elif index == self._cursor:
            self.action_select()
        elif index < len(self._rows):
            self._move(index - self._cursor)

    def _ask_for_order(self, x: int) -> None:
        left = _MARKS
        for column, width in fit(self.columns, self.size.width - _MARKS):
            if left <= x < left + width and column.sortable:
                self.post_message(self.SortRequested(column.name))
            left += width + GAP

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves three rows."""
        self._move(3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves three rows."""
        self._move(-3)

    def on_resize(self) -> None:
        """Keep the cursor in view and fill what became visible."""
        self._keep_in_view()
        self.post_message(self.Highlighted(self.cursor_row))
        self._read_ahead()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """The header, a row, or one line about the state."""
        width, base = self.size.width, self.visual_style.rich_style
        index = self._top + y - 1
        if y == 0:
            header = base + self._style("header")
            return self._line([(self._label(c), c, header) for c in self.columns], " ", header)
        if index < len(self._rows):
            return self._row_line(index, base)
        if y == 2 and not self._rows and (sentence := self._state()):  # noqa: PLR2004 - a line of air
            style = base + self._style("error" if self._error else "muted")
            return Strip([Segment(cut(" " * _MARKS + sentence, width), style)], width)
        return Strip.blank(width, base)

    def _state(self) -> str:
        if self._slow:
            return _("Wird geladen …")
        if self._error:
            return f"{self._error} {_('F5 neu laden')}"
        return "" if self._loading else _(self.empty_text) if self.empty_text else ""

    def _label(self, column: Column[Row]) -> str:
        arrow = "↓" if self.descending else "↑"
        return f"{_(column.label)} {arrow}" if column.name == self.order else _(column.label)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"record-table--{name}", partial=True)

    def _row_line(self, index: int, base: Style) -> Strip:
        row, under_cursor = self._rows[index], index == self._cursor
        if under_cursor:
            base += self._style("cursor" if self.has_focus else "cursor-blurred")
        cells = []
        for column in self.columns:
            tone = column.tone(row) if column.tone and not under_cursor else None
            style = base + self._style(tone.value) if tone else base
            cells.append((column.render(row), column, style))
        return self._line(cells, "✓" if self._key(row) in self.marked else " ", base)

    def _line(self, cells: list[tuple[str, Column[Row], Style]], mark: str, base: Style) -> Strip:
        width = self.size.width
        widths = {c.name: w for c, w in fit(self.columns, width - _MARKS)}
        segments = [Segment(f" {mark} ", base)]
        for text, column, style in cells:
            if column.name in widths:
                segments.append(Segment(cut(text, widths[column.name], column.align), style))
                segments.append(Segment(" " * GAP, base))
        return Strip(segments).adjust_cell_length(width, base)
