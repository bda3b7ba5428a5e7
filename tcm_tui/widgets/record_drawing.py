"""How the lines of a `RecordTable` look, told apart from drawing them.

A line that looks the same is not drawn again: that keeps a step of the cursor at two lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from tcm_tui.i18n import _
from tcm_tui.widgets.record_columns import GAP, Column, cut, fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style

    from tcm_tui.widgets.record_window import Window

Row = TypeVar("Row")
MARKS: Final = 3
"""Cells of the column with the marks."""
EDGE: Final = 2
"""Cells at the right, with the arrows that say that the list goes on."""
STATE_LINE: Final = 2
"""The line that says why there are no rows, under the header and a line of air."""
STYLES: Final = ("cursor", "cursor-blurred", "error", "good", "header", "muted", "warning")


@dataclass(frozen=True)
class Line(Generic[Row]):
    """What a line shows: `text` over its whole width, or a row with its mark and its arrow."""

    style: str = ""
    text: str = ""
    row: Row | None = None
    mark: str = " "
    arrow: str = " "


@dataclass(frozen=True)
class State:
    """What the table says about itself: `loading`, and a sentence in the style `tone`."""

    loading: bool = False
    sentence: str = ""
    tone: str = "muted"


class Drawing(Generic[Row]):
    """Lays the columns out in a width.

    Args:
        columns: From left to right.
        width: Cells of a line.
    """

    def __init__(self, columns: Sequence[Column[Row]], width: int) -> None:
        self.width = width
        self.columns: list[tuple[Column[Row], int, int]] = []
        """Each column that fits, its left edge and its width."""
        left = MARKS
        for column, cells in fit(columns, width - MARKS - EDGE):
            self.columns.append((column, left, cells))
            left += cells + GAP

    def header(self, order: str, state: State, *, descending: bool) -> Line[Row]:
        """The labels; the arrow stands at the column that the list is sorted by."""
        labels = []
        for column, _left, cells in self.columns:
            arrow = "" if column.name != order else " ↓" if descending else " ↑"
            label = cut(_(column.label), max(0, cells - len(arrow))).rstrip() + arrow
            labels.append(cut(label, cells, column.align))
        text = cut(" " * MARKS + (" " * GAP).join(labels), self.width)
        if state.loading:
            note = f" {_('Wird geladen …')} "
            text = cut(text.rstrip(), max(0, self.width - len(note))) + note
        return Line(style="header", text=text)

    def rows(self, window: Window[Row], sign: Callable[[Row], str], cursor: str) -> list[Line[Row]]:
        """The lines of the rows on the screen, each with its sign.

        The cursor's has the style `cursor`.
        """
        shown = window.rows[window.top : window.top + window.height]
        above = window.top > 0 or not window.at_start
        below = window.top + len(shown) < len(window.rows) or not window.at_end
        return [
            Line(
                style=cursor if place == window.line else "",
                row=row,
                mark=sign(row),
                arrow=_arrow(above and place == 0, below and place == len(shown) - 1),
            )
            for place, row in enumerate(shown)
        ]

    def sentence(self, state: State) -> Line[Row]:
        """A line that says `state.sentence`."""
        return Line(style=state.tone, text=cut(" " * MARKS + state.sentence, self.width))

    def strip(self, line: Line[Row], style: Callable[[str], Style]) -> Strip:
        """Draw `line`; `style` gives what a name looks like."""
        base = style(line.style)
        if line.row is None:
            return Strip([Segment(line.text or " " * self.width, base)], self.width)
        pieces = [Segment(f" {line.mark} ", base)]
        for column, _left, cells in self.columns:
            # Under the cursor all is in the cursor's colours: any other would be hard to read.
            tone = column.tone(line.row) if column.tone and not line.style else None
            text = cut(column.render(line.row), cells, column.align)
            pieces += [Segment(text, style(tone) if tone else base), Segment(" " * GAP, base)]
        edge = Strip(pieces[:-1]).adjust_cell_length(self.width - EDGE, base)
        end = Strip([Segment(f" {line.arrow}", base)], EDGE)
        # Neighbours of one style in one piece: each style costs some 40 bytes on the line.
        return Strip.join([edge, end]).simplify()


def _arrow(up: bool, down: bool) -> str:
    return "↕" if up and down else "↑" if up else "↓" if down else " "
