"""Lines with an amount at their right end, as a bill shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.geometry import Size

MUTED: Final = "$text-muted"
STRONG: Final = "bold"
_GAP: Final = 2
"""Cells between words and amount, at least."""


@dataclass(frozen=True)
class Figure:
    """A line: words, and an amount or nothing; `style` holds for both."""

    text: str
    amount: str = ""
    style: str = ""


class Figures(Static):
    """Lines below each other, amounts in one column at the right; long words go on below.

    Args:
        lines: What it shows at first.
        id: Of the widget.
    """

    DEFAULT_CSS = """
    Figures { height: auto; }
    """

    def __init__(self, lines: Sequence[Figure] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._lines = tuple(lines)

    @property
    def lines(self) -> tuple[Figure, ...]:
        """What it shows."""
        return self._lines

    def show(self, lines: Sequence[Figure]) -> None:
        """Show other lines."""
        if (wanted := tuple(lines)) != self._lines:
            self._lines = wanted
            self.refresh(layout=True)

    def render(self) -> Content:
        """All of them."""
        return txt("\n").join(list(self._drawn(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """The lines that `render` makes of them."""
        return len(list(self._drawn(width)))

    def _drawn(self, width: int) -> Iterator[Content]:
        for line in self._lines:
            yield from _drawn(line, max(1, width))


def _drawn(line: Figure, width: int) -> list[Content]:
    """One line; the amount stands where its words begin."""
    amount = txt(line.amount)
    room = max(1, width - amount.cell_length - _GAP) if line.amount else width
    words = txt(line.text).wrap(room) or [txt("")]
    if line.amount:
        blank = width - words[0].cell_length - amount.cell_length
        words[0] = Content.assemble(words[0], " " * max(1, blank), amount)
    return [one.stylize(line.style) if line.style else one for one in words]
