"""Tables as text, with the guards of exported files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.sheets.writer import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def csv_text(rows: Iterable[Sequence[str | int | None]]) -> str:
    """`rows` as CSV with semicolons, no cell of which a spreadsheet would run."""
    return csv_bytes(rows).decode("utf-8-sig")
