"""A .csv or .txt file: what parts its cells and how it is encoded is found out, not asked."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from tcm_tui.sheets.cells import read_cell
from tcm_tui.sheets.protocol import CellFault, Refusal, RefusedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.sheets.sink import Sink

_DELIMITERS: Final = "\t;,"
_SAMPLE: Final = 50
"""Lines looked at to find the delimiter."""
_CONTINUED: Final = 20
"""Lines that one quoted cell may span."""
_BINARY_SHARE: Final = 0.05
"""Share of NUL bytes above which a file is no text."""
_LINE_END: Final = re.compile("\r\n?|\n")
_EXCEL_HINT: Final = re.compile(r"sep=(.)")
_GUARDED: Final = re.compile("^'(?='*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
"""The sign that our own writer puts before what a spreadsheet program would calculate."""

Line = tuple[int, list[str], bool]


def read_plain(data: bytes, sink: Sink) -> None:
    """Read rows of text into `sink`.

    Raises:
        RefusedFile: It is not text.
    """
    lines = _LINE_END.split(decoded(data))
    delimiter, start = _delimiter(lines)
    for number, cells, broken in _records(lines, delimiter, start):
        read = [read_cell(_GUARDED.sub("", cell)) for cell in cells]
        faults = {column: fault for column, (_, fault) in enumerate(read) if fault is not None}
        if broken:
            faults |= dict.fromkeys(range(len(cells)), CellFault.BROKEN_QUOTES)
        sink.row(number, [text for text, _ in read], faults)


def decoded(data: bytes) -> str:
    """`data` as text: UTF-8 with or without a mark, else Windows-1252.

    Raises:
        RefusedFile: It is UTF-16, or no text at all.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RefusedFile(Refusal.UTF_16)
    if data.count(0) > len(data) * _BINARY_SHARE:
        raise RefusedFile(Refusal.NOT_A_TABLE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(lines: list[str]) -> tuple[str, int]:
    """What parts the cells, and the index of the first line that holds some."""
    if lines and (hint := _EXCEL_HINT.fullmatch(lines[0].strip())):
        return hint[1], 1
    sample = [line for line in lines if line.strip()][:_SAMPLE]
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        widths = Counter(len(_split(line, delimiter) or ()) for line in sample)
        alike = max((n for width, n in widths.items() if width > 1), default=0)
        if alike > most:
            best, most = delimiter, alike
    return best, 0


def _split(line: str, delimiter: str) -> list[str] | None:
    """The cells of one record, or None when its quotes do not close."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _records(lines: list[str], delimiter: str, start: int) -> Iterator[Line]:
    """Number, cells and whether the quotes are broken, for each record."""
    at = start
    while at < len(lines):
        cells, length = _record(lines, at, delimiter)
        if cells is None:
            yield at + 1, lines[at].split(delimiter), True
        else:
            yield at + 1, cells, False
        at += length


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the record at line `at`, and how many lines it takes.

    A quoted cell may span lines, but never one with an address: a quote that was forgotten would
    swallow the people behind it.
    """
    if (cells := _split(lines[at], delimiter)) is not None:
        return cells, 1
    for end in range(at + 1, min(at + _CONTINUED, len(lines))):
        if "@" in lines[end]:
            break
        if (cells := _split("\n".join(lines[at : end + 1]), delimiter)) is not None:
            return cells, end + 1 - at
    return None, 1
