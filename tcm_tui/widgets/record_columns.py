"""Columns of a `RecordTable`: what they show, which of them fit, and how text is cut to cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from rich.cells import cell_len, set_cell_size

from tcm_tui.domain.text import drawable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")
GAP = 2
"""Blank cells between two columns."""


class Tone(StrEnum):
    """What a cell means; the theme gives it its colour."""

    ERROR = "error"
    GOOD = "good"
    MUTED = "muted"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """One column; its `name` is also the order that its header asks for.

    Args:
        name: Names the column and the order.
        label: The header, marked with `N_()`.
        render: What the cell says about a row.
        width: Cells it needs at least.
        flexible: Whether it takes a share of the width that is left over.
        priority: The higher, the sooner it is dropped; the first column is never dropped.
        align: Where short text stands; numbers stand right.
        sortable: Whether a click on the header asks for this order.
        tone: What the cell means for a row, None for plain text.
    """

    name: str
    label: str
    render: Callable[[Row], str]
    width: int
    flexible: bool = False
    priority: int = 0
    align: Literal["left", "right"] = "left"
    sortable: bool = False
    tone: Callable[[Row], Tone | None] | None = None


def fit(columns: Sequence[Column[Row]], width: int) -> list[tuple[Column[Row], int]]:
    """The columns that fit into `width` cells, each with the width it gets."""
    kept = list(columns)
    while len(kept) > 1 and _needed(kept) > width:
        # Of equal priority the last goes first.
        kept.remove(max(kept[1:], key=lambda column: (column.priority, columns.index(column))))
    spare = max(0, width - _needed(kept))
    flexible = [column for column in kept if column.flexible]
    widths = []
    for column in kept:
        share = spare // len(flexible) if column in flexible else 0
        if flexible and column is flexible[-1]:
            share += spare % len(flexible)
        widths.append((column, column.width + share))
    return widths


def _needed(columns: Sequence[Column[Row]]) -> int:
    return sum(column.width for column in columns) + GAP * (len(columns) - 1)


def cut(text: str, width: int, align: str = "left") -> str:
    """`text` in exactly `width` cells, harmless and with „…“ where it had to be cut."""
    # No character is wider than two cells and none is cut in half: more is never looked at.
    room = 4 * width + 4
    drawn = drawable(text[:room])
    length = cell_len(drawn)
    if length > width or len(text) > room:
        return set_cell_size(drawn, width - 1) + "…" if width > 0 else ""
    blank = " " * (width - length)
    return blank + drawn if align == "right" else drawn + blank
