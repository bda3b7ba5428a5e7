"""Where the reading process puts what it finds: counted, cut to the limits, in small portions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tcm_tui.sheets.protocol import (
    CELL_MAX,
    COLUMNS_MAX,
    ROWS_MAX,
    TEXT_MAX,
    CellFault,
    Note,
    Refusal,
    RefusedFile,
)

Message = Mapping[str, object]
PORTION: Final = 200
"""Rows in one message: progress is seen, and the pipe is not the brake."""
PORTION_CHARACTERS: Final = 100_000
"""Characters in one message, so that the parent can bound the length of a line."""


class Sink:
    """Takes rows and notes, and passes them on as messages."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._portion: list[object] = []
        self._characters = 0
        self._in_portion = 0
        self._more_columns = False
        self.rows = 0
        """Rows taken so far, the blank ones not counted."""
        self.last_row = 0
        """The row of the file that was looked at last, from 1."""

    def row(self, number: int, cells: Sequence[str], faults: Mapping[int, CellFault]) -> None:
        """Take a row of the file; a blank one counts for nothing.

        Raises:
            RefusedFile: There are more rows or more text than anybody invites.
        """
        self.last_row = number
        if not any(cells) and not faults:
            return
        self._more_columns |= any(cells[COLUMNS_MAX:])
        kept = [cell[:CELL_MAX] for cell in cells[:COLUMNS_MAX]]
        while kept and not kept[-1]:
            kept.pop()
        self.rows += 1
        characters = sum(map(len, kept))
        self._characters += characters
        self._in_portion += characters
        if self.rows > ROWS_MAX:
            raise RefusedFile(Refusal.TOO_MANY_ROWS)
        if self._characters > TEXT_MAX:
            raise RefusedFile(Refusal.UNPACKS_TOO_LARGE)
        inside = {column: fault for column, fault in faults.items() if column < COLUMNS_MAX}
        self._portion.append([number, kept, inside])
        if len(self._portion) >= PORTION or self._in_portion >= PORTION_CHARACTERS:
            self.flush()

    def note(self, note: Note, **details: object) -> None:
        """Say what was left aside."""
        self._send({"note": note, **details})

    def flush(self) -> None:
        """Pass on the rows taken so far."""
        if self._portion:
            self._send({"rows": self._portion})
            self._portion = []
            self._in_portion = 0

    def finish(self) -> None:
        """Everything was read.

        Raises:
            RefusedFile: There was nothing to read.
        """
        self.flush()
        if self.rows == 0:
            raise RefusedFile(Refusal.EMPTY)
        if self._more_columns:
            self.note(Note.MORE_COLUMNS)
        self._send({"done": True})
