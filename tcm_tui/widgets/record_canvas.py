"""What of a `RecordTable` can be seen: it draws the rows of a window, and only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events, on
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tcm_tui.i18n import _
from tcm_tui.widgets.key_bar import read_again_text
from tcm_tui.widgets.record_drawing import STATE_LINE, STYLES, Drawing, Line, State
from tcm_tui.widgets.record_window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from rich.style import Style

    from tcm_tui.widgets.record_columns import Column

Row = TypeVar("Row")


class RecordCanvas(Widget, Generic[Row], can_focus=True):
    """A header, and the rows of a window that others fill and move."""

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"record-table--{name}" for name in STYLES}
    DEFAULT_CSS = """
    RecordCanvas {
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
        empty_text: str,
        id: str | None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._columns = list(columns)
        self.order, self.descending = self._columns[0].name, False
        self.empty_text = empty_text
        self.marked: set[Hashable] = set()
        self._key = key
        self._window: Window[Row] = Window()
        self._loading = self._slow = False
        self._error = ""
        self._drawing = Drawing(self._columns, 0)
        self._lines: list[Line[Row]] = []

    @property
    def columns(self) -> list[Column[Row]]:
        """What a row says, from left to right; give a new list to say something else."""
        return self._columns

    @columns.setter
    def columns(self, columns: Sequence[Column[Row]]) -> None:
        self._columns = list(columns)
        self._lay_out()
        self._draw()

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        return self._window.row

    @property
    def cursor_region(self) -> Region | None:
        """The line of the cursor inside this widget."""
        if not self._window.rows:
            return None
        return Region(0, self._window.line + 1, self.size.width, 1)

    def column_region(self, name: str) -> Region | None:
        """The cell of the column `name` on the cursor's line, None while it is not shown."""
        line = self.cursor_region
        for column, left, width in self._drawing.columns:
            if column.name == name and line is not None:
                return Region(left, line.y, width, 1)
        return None

    @property
    def _rows_height(self) -> int:
        """Lines for rows: not the header, and not the line that an error needs."""
        return max(1, self.size.height - 1 - bool(self._error and self._window.rows))

    def _lay_out(self) -> None:
        self._drawing = Drawing(self._columns, self.size.width)
        self._lines = []  # none of them is as it was drawn

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
        self._draw()

    def _look(self) -> list[Line[Row]]:
        height, drawing, state = self.size.height, self._drawing, self._state()
        cursor = "cursor" if self.has_focus else "cursor-blurred"
        lines = [drawing.header(self.order, state, descending=self.descending)]
        lines += drawing.rows(self._window, self.sign, cursor)
        lines += [Line()] * (height - len(lines))
        if state.sentence and height > STATE_LINE:
            lines[-1 if self._window.rows else STATE_LINE] = drawing.sentence(state)
        return lines[:height]

    def sign(self, row: Row) -> str:
        """What stands before a row, one cell wide."""
        return "✓" if self._key(row) in self.marked else " "

    def _state(self) -> State:
        if self._error:
            return State(self._slow, f"{self._error} {read_again_text(self.screen)}", "error")
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

    # -- focus

    @on(events.Focus)
    def _have_focus(self, event: events.Focus) -> None:
        """Draw the cursor's line only; Textual's own way is to draw everything again."""
        event.prevent_default()
        self._focus_changed(events.DescendantFocus(self), focused=True)

    @on(events.Blur)
    def _lose_focus(self, event: events.Blur) -> None:
        """Draw the cursor's line only."""
        event.prevent_default()
        self._focus_changed(events.DescendantBlur(self), focused=False)

    def _focus_changed(self, news: events.Event, *, focused: bool) -> None:
        self.has_focus = focused
        self._draw()
        if isinstance(self.parent, Widget):
            self.parent.post_message(news)
