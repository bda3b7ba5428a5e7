"""From the value of a cell to harmless text, and whether that text may be used."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from tcm_tui.domain.text import shown
from tcm_tui.sheets.protocol import CELL_MAX, CellFault

ERROR_VALUES: Final = frozenset(
    ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"]
)
_SPACE: Final = re.compile(r"\s+")
_DIGITS_MAX: Final = 64
"""Bits of a number that is written out; a longer one is no address and no name."""


def cell_text(value: str) -> str:
    """`value` on one line, without anything that could act on a terminal.

    A control or bidi character becomes visible instead of vanishing: an address must not be
    invited as something else than what the file says.
    """
    text = value.strip() if value.isprintable() else shown(_SPACE.sub(" ", value).strip())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _number(value: int | float) -> str:
    if isinstance(value, int):
        return str(value) if value.bit_length() <= _DIGITS_MAX else "#"
    return str(int(value)) if value.is_integer() and abs(value) < 2**_DIGITS_MAX else str(value)


def read_cell(value: object) -> tuple[str, CellFault | None]:
    """Text and fault of a cell's value as openpyxl hands it over."""
    if value is None:
        return "", None
    if isinstance(value, str):
        if value in ERROR_VALUES:
            return value, CellFault.ERROR
        text = cell_text(value)
        return text[:CELL_MAX], CellFault.TOO_LONG if len(text) > CELL_MAX else None
    if isinstance(value, bool):
        return str(value).upper(), CellFault.BOOLEAN
    if isinstance(value, int | float):
        return _number(value), CellFault.NUMBER
    if isinstance(value, datetime | date | time):
        return value.isoformat(), CellFault.DATE
    return (str(value), CellFault.DATE) if isinstance(value, timedelta) else ("", CellFault.ERROR)
