"""An .xlsx file, read by openpyxl within the limits the process has set itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import repeat
from typing import TYPE_CHECKING

from tcm_tui.sheets.archive import look_through
from tcm_tui.sheets.cells import read_cell
from tcm_tui.sheets.protocol import COLUMNS_MAX, CellFault, Note, Refusal, RefusedFile

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from tcm_tui.sheets.sink import Sink

Row = Sequence[object]


def read_workbook(data: bytes, sink: Sink) -> None:
    """Read the first visible sheet that holds anything into `sink`.

    Raises:
        RefusedFile: It cannot or must not be read.
    """
    contents = look_through(data)
    book = _open(data, data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    formulas = _open(data, data_only=False) if contents.formulas else None
    read = None
    for sheet in sheets:
        index = book.worksheets.index(sheet)
        _read_sheet(_rows(book, index), _rows(formulas, index) if formulas else None, sink)
        if sink.rows:
            read = sheet
            break
    if hidden := len(book.worksheets) - len(sheets):
        sink.note(Note.HIDDEN_SHEETS, n=hidden)
    if read is not None and len(sheets) > 1:
        sink.note(Note.OTHER_SHEETS, name=read.title)
    if contents.external_links:
        sink.note(Note.EXTERNAL_LINKS)


def _open(data: bytes, *, data_only: bool) -> Workbook:
    import openpyxl  # noqa: PLC0415 - only after the limits are set

    if openpyxl.DEFUSEDXML is not True or openpyxl.LXML:
        raise RefusedFile(Refusal.INSTALLATION)
    return openpyxl.load_workbook(
        BytesIO(data), read_only=True, data_only=data_only, keep_links=False
    )


def _rows(book: Workbook, index: int) -> Iterator[Row]:
    """The rows of a sheet; what it says about its own size is not believed."""
    sheet = book.worksheets[index]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_col=COLUMNS_MAX + 1, values_only=True)


def _read_sheet(values: Iterator[Row], formulas: Iterator[Row] | None, sink: Sink) -> None:
    """Each row of a sheet; `formulas` is the same sheet with formulas instead of their values."""
    for number, (row, raw) in enumerate(zip(values, formulas or repeat(()), strict=False), 1):
        if _blank(row) and _blank(raw):
            sink.last_row = number  # a far cell makes a million of them
            continue
        cells: list[str] = []
        faults: dict[int, CellFault] = {}
        for column, value in enumerate(row):
            text, fault = read_cell(value)
            cells.append(text)
            if fault is not None:
                faults[column] = fault
        for column, formula in enumerate(raw):
            if formula is not None and row[column] is None:
                faults[column] = CellFault.FORMULA  # saved by a program that does not calculate
        sink.row(number, cells, faults)


def _blank(row: Row) -> bool:
    return row.count(None) == len(row)
