"""What the reading process and its parent agree on: limits, and closed words for what happened.

The process writes JSON lines: `{"rows": [[number, cells, faults], …]}`, `{"note": word, …}`, and
at the end `{"refused": word, "row": n}` or `{"done": true}`. Sentences are the parent's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MIB: Final = 1024 * 1024
FILE_MAX: Final = 10 * MIB
"""Bytes of a file (PRODUCT.md section 5)."""
ROWS_MAX: Final = 10_001
"""Rows that are not blank: 10,000 people and a header."""
COLUMNS_MAX: Final = 20
CELL_MAX: Final = 500
"""Characters of a cell; no address, name or role is longer."""
TEXT_MAX: Final = 4_000_000
"""Characters in all that are handed on, so that the parent stays small."""
ENTRIES_MAX: Final = 200
UNPACKED_MAX: Final = 50 * MIB
RATIO_MAX: Final = 200
ADDRESS_SPACE: Final = 1024 * MIB
SECONDS_MAX: Final = 20
"""Both of processor time, kept by the kernel, and of patience, kept by the parent."""


class CellFault(StrEnum):
    """Why the text of a cell must not be used."""

    BOOLEAN = "boolean"
    BROKEN_QUOTES = "broken-quotes"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"
    NUMBER = "number"
    TOO_LONG = "too-long"


class Note(StrEnum):
    """What was left aside in a file that was read."""

    EXTERNAL_LINKS = "external-links"
    HIDDEN_SHEETS = "hidden-sheets"
    MORE_COLUMNS = "more-columns"
    OTHER_SHEETS = "other-sheets"


class Refusal(StrEnum):
    """Why a file was not read."""

    DAMAGED = "damaged"
    DOCTYPE = "doctype"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    INSTALLATION = "installation"
    MACROS = "macros"
    NOT_A_TABLE = "not-a-table"
    OPEN_DOCUMENT = "open-document"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_SLOW = "too-slow"
    UNPACKS_TOO_LARGE = "unpacks-too-large"
    UTF_16 = "utf-16"
    XLS = "xls"
    XLSB = "xlsb"


class RefusedFile(Exception):
    """The file is not read any further."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
