"""The rows a `RecordTable` holds, the part of them on the screen, and its cursor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = TypeVar("Row")
_SCREENS: Final = 3
"""Screens of rows held at most."""


@dataclass
class Window(Generic[Row]):
    """A part of the list: `rows[top : top + height]` is on the screen.

    `wish` is how far the cursor still has to go once the rows beyond were read, so that no key
    is lost while that takes time; `dragging` says that the screen moves along with it.
    """

    rows: list[Row] = field(default_factory=list)
    top: int = 0
    cursor: int = 0
    height: int = 0
    at_start: bool = False
    at_end: bool = False
    wish: int = 0
    dragging: bool = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None in an empty list."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def line(self) -> int:
        """Which line of the screen the cursor stands on, from 0."""
        return self.cursor - self.top

    @property
    def whole(self) -> bool:
        """Whether all rows of the list are held."""
        return self.at_start and self.at_end

    def show(self, rows: list[Row], cursor: int, top: int) -> None:
        """Hold `rows` instead; a cursor outside of them wishes to go on from their edge."""
        self.rows = rows
        self.cursor, self.top = cursor, top
        self.wish += self._stop_at_edge()
        self.keep_in_view()

    def clear(self) -> None:
        """Hold nothing."""
        self.rows, self.top, self.cursor, self.wish = [], 0, 0, 0
        self.at_start = self.at_end = False

    def move(self, step: int, *, drag: bool = False) -> None:
        """Move the cursor, and with `drag` the screen as far; what lies beyond is wished for."""
        self.dragging = drag or (self.dragging and self.wish != 0)
        old = self.cursor
        self.cursor += self.wish + step
        beyond = self._stop_at_edge()
        if self.dragging:
            self.top += self.cursor - old
        self.wish = beyond if not (self.at_end if beyond > 0 else self.at_start) else 0
        self.keep_in_view()

    def scroll(self, step: int) -> None:
        """Move the screen; the cursor stays on its row while that is in view."""
        self.wish = 0
        self.top = max(0, min(self.top + step, self._lowest))
        self.cursor = max(self.top, min(self.cursor, self.top + self.height - 1))
        self._stop_at_edge()

    def keep_in_view(self) -> None:
        """Move the screen as little as shows the cursor and no line beyond the last row."""
        self.top = max(self.cursor - self.height + 1, min(self.top, self.cursor))
        self.top = max(0, min(self.top, self._lowest))

    def missing(self, *, backwards: bool) -> int:
        """How many rows to read next on that side; 0 while half a screen is held in advance."""
        if self.at_start if backwards else self.at_end:
            return 0
        held = self.top if backwards else len(self.rows) - self.top - self.height
        wanted = max(self.height // 2, -self.wish if backwards else self.wish)
        return max(self.height, wanted - held) if held < wanted else 0

    def add(self, more: list[Row], *, backwards: bool) -> None:
        """Take rows read on that side, and let go of as many on the other one."""
        if backwards:
            self.rows = more + self.rows
            self.cursor, self.top = self.cursor + len(more), self.top + len(more)
        else:
            self.rows = self.rows + more
        self._let_go(above=not backwards)

    def nearest(self) -> Iterator[Row]:
        """The cursor's row, those below it, then those above it, from near to far."""
        yield from self.rows[self.cursor :]
        yield from reversed(self.rows[: self.cursor])

    @property
    def _lowest(self) -> int:
        return max(0, len(self.rows) - self.height)

    def _stop_at_edge(self) -> int:
        """Bring the cursor back into the rows; how far beyond them it was."""
        wanted = self.cursor
        self.cursor = max(0, min(wanted, len(self.rows) - 1))
        return wanted - self.cursor

    def _let_go(self, *, above: bool) -> None:
        surplus = len(self.rows) - _SCREENS * self.height
        if above and (count := min(surplus, self.top)) > 0:
            del self.rows[:count]
            self.cursor, self.top, self.at_start = self.cursor - count, self.top - count, False
        elif not above and (count := min(surplus, self._lowest - self.top)) > 0:
            del self.rows[-count:]
            self.at_end = False
