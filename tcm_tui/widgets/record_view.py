"""What is under a `RecordTable`: it reads in the background and draws only what changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events, work
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import _
from tcm_tui.widgets.record_drawing import STATE_LINE, STYLES, Drawing, Line, State
from tcm_tui.widgets.record_reader import Reader
from tcm_tui.widgets.record_window import Window

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable, Sequence

    from rich.style import Style

    from tcm_tui.widgets.record_columns import Column

Row = TypeVar("Row")
_SLOW = 0.1
"""Seconds after which a reading shows that it is under way."""


class RecordView(Widget, Generic[Row], can_focus=True):
    """A window of rows on the screen; `RecordTable` adds what users and callers do with it."""

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"record-table--{name}" for name in STYLES}
    DEFAULT_CSS = """
    RecordView {
        height: 1fr;
        & > .record-table--header { color: $text-muted; text-style: bold; }
        & > .record-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        & > .record-table--cursor-blurred {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        & > .record-table--good { color: $text-success; }
        & > .record-table--warning { color: $text-warning; }
        & > .record-table--error { color: $text-error; }
        & > .record-table--muted { color: $text-muted; }
    }
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable],
        empty_text: str = "",
        vim_keys: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._columns = list(columns)
        self.empty_text = empty_text
        self.vim_keys = vim_keys
        self.marked: set[Hashable] = set()
        self._key = key
        self._window: Window[Row] = Window()
        self._reader = Reader(self._window, key, self._columns[0].name)
        self._waiting: Callable[[], Awaitable[None]] | None = None
        self._loading = self._slow = self._replacing = False
        self._error = ""
        self._drawing = Drawing(self._columns, 0)
        self._lines: list[Line[Row]] = []
        self._told: object = self  # nothing yet: not even that the list is empty
        self._half_pressed = False
        self._fresh = True

    @property
    def columns(self) -> list[Column[Row]]:
        """What a row says, from left to right; give a new list to say something else."""
        return self._columns

    @columns.setter
    def columns(self, columns: Sequence[Column[Row]]) -> None:
        self._columns = list(columns)
        self._drawing = Drawing(self._columns, self.size.width)
        self._lines = self._look()
        self.refresh()

    @property
    def order(self) -> str:
        """Name of the column that the rows are sorted by."""
        return self._reader.order

    @order.setter
    def order(self, order: str) -> None:
        self._reader.order = order

    @property
    def descending(self) -> bool:
        """Whether that order falls."""
        return self._reader.descending

    @descending.setter
    def descending(self, descending: bool) -> None:
        self._reader.descending = descending

    # -- reading

    def _start_edge(self, *, end: bool = False) -> None:
        self._window.wish = 0
        self._told = self
        self._start(partial(self._reader.edge, end=end), replacing=True)

    def _start(self, reading: Callable[[], Awaitable[None]], *, replacing: bool = False) -> None:
        """Read in the background; with `replacing` keys wait for the rows that will come."""
        self._loading, self._replacing, self._waiting = True, replacing, reading
        if self.size.height:  # before that it is not known how many rows fill the screen
            self._run()

    @work(group="load", exclusive=True)
    async def _run(self) -> None:
        slow = self.set_timer(_SLOW, self._show_loading)
        try:
            if self._waiting is not None:
                await self._waiting()
        except DomainError as error:
            self._fail(error.message)
        else:
            self._error = ""
        finally:
            slow.stop()
        self._waiting = None
        self._loading = self._slow = self._replacing = False
        self._window.height = self._rows_height
        if not self._error:
            self._window.move(0)
        self._settle()

    def _fail(self, message: str) -> None:
        """Say so; rows of another list than the one asked for do not stay, others do."""
        self._error = message
        self._window.wish = 0
        if self._replacing:
            self._window.clear()

    def _show_loading(self) -> None:
        self._slow = True
        self._draw()

    def _read_ahead(self) -> None:
        for backwards in (self._window.wish < 0, self._window.wish >= 0):
            if (
                self._window.rows
                and not self._loading
                and self._window.missing(backwards=backwards)
            ):
                self._start(partial(self._reader.more, backwards=backwards))

    # -- moving

    def _move(self, step: int, *, drag: bool = False) -> None:
        if self._replacing:
            self._window.wish += step
        else:
            self._window.move(step, drag=drag)
            self._settle()
            self._read_ahead()

    def _scroll(self, lines: int) -> None:
        if not self._replacing:
            self._window.scroll(lines)
            self._settle()
            self._read_ahead()

    def _settle(self) -> None:
        """Draw and tell what changed, and read what is missing by now."""
        self._draw()
        if not self._replacing:
            self._tell()
        if not self._error:
            self._read_ahead()

    def _tell(self) -> None:
        """Tell where the cursor is."""

    @property
    def _rows_height(self) -> int:
        """Lines for rows: not the header, and not the line that an error needs."""
        return max(1, self.size.height - 1 - bool(self._error and self._window.rows))

    def on_resize(self) -> None:
        """Keep the cursor in view and fill what became visible."""
        if not self.size.height:  # hidden: everything stays as it is
            return
        grown = self._rows_height > self._window.height
        self._window.height = self._rows_height
        self._drawing = Drawing(self._columns, self.size.width)
        self._window.keep_in_view()
        if self._waiting is not None and grown:  # once, for as many rows as fill the screen now
            self._run()
        self._settle()

    # -- drawing

    def on_focus(self, event: events.Focus) -> None:
        """Draw the cursor's line only; Textual's own way is to draw everything again."""
        self._focus_changed(event, focused=True)
        self._post_to_parent(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Draw the cursor's line only."""
        self._focus_changed(event, focused=False)
        self._post_to_parent(events.DescendantBlur(self))

    def _focus_changed(self, event: events.Event, *, focused: bool) -> None:
        event.prevent_default()
        self.has_focus = focused
        self._fresh, self._half_pressed = True, False
        self._draw()

    def _post_to_parent(self, event: events.Event) -> None:
        if isinstance(self.parent, Widget):
            self.parent.post_message(event)

    def _draw(self) -> None:
        """Have those lines drawn again that look different now."""
        old, self._lines = self._lines, self._look()
        changed = [
            Region(0, y, self.size.width, 1)
            for y, line in enumerate(self._lines)
            if y >= len(old) or old[y] != line
        ]
        if changed:
            self.refresh(*changed)

    def _draw_again(self, keys: set[Hashable]) -> None:
        """Have the lines of these rows drawn again, even when they seem to be equal."""
        for y, line in enumerate(self._lines):
            if line.row is not None and self._key(line.row) in keys:
                self._lines[y] = Line()
        self._settle()

    def _look(self) -> list[Line[Row]]:
        height, drawing, state = self.size.height, self._drawing, self._state()
        cursor = "cursor" if self.has_focus else "cursor-blurred"
        lines = [drawing.header(self.order, state, descending=self.descending)]
        lines += drawing.rows(self._window, lambda row: self._key(row) in self.marked, cursor)
        lines += [Line()] * (height - len(lines))
        if state.sentence and height > STATE_LINE:
            lines[-1 if self._window.rows else STATE_LINE] = drawing.sentence(state)
        return lines[:height]

    def _state(self) -> State:
        if self._error:
            return State(self._slow, f"{self._error} {_('F5 neu laden')}", "error")
        if self._window.rows:
            return State(self._slow)
        if self._loading:
            return State(sentence=_("Wird geladen …") if self._slow else "")
        return State(sentence=_(self.empty_text) if self.empty_text else "")

    def render_line(self, y: int) -> Strip:
        """One line."""
        if y < len(self._lines):
            return self._drawing.strip(self._lines[y], self._style)
        return Strip.blank(self.size.width, self._style(""))

    def _style(self, name: str) -> Style:
        base = self.visual_style.rich_style
        if not name:
            return base
        return base + self.get_component_rich_style(f"record-table--{name}", partial=True)
