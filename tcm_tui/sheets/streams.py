"""The two formats of tables, a row at a time: a million rows take the memory of a few.

A spreadsheet program shows what is written here and never calculates it (SECURITY.md F9, F10).
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_rows import grouped
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

Cell = str | int | Decimal | None
"""A `Decimal` is money: shown with two digits."""

FORMULA_STARTS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What starts a formula when a spreadsheet program opens a CSV, full-width forms included (F9)."""
WORKBOOK_ROWS: Final = 1_048_576
"""Rows that the format of workbooks has room for, the header among them."""

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BOLD: Final = 1
_TEXT: Final = 2
_MONEY: Final = 3
"""Places of styles in `_STYLES`: the second keeps a text text when somebody edits the cell."""
_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    "</Types>"
)
_ROOT: Final = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_PARTS: Final = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    "</Relationships>"
)
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_FROZEN: Final = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


class CsvStream:
    """A CSV as German Excel opens it by a double click: semicolons, and marked as UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")

    def __enter__(self) -> CsvStream:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file."""
        self._text.detach()

    def append(self, row: Sequence[Cell]) -> None:
        """Write one row."""
        self._writer.writerow([csv_cell(cell) for cell in row])


class WorkbookStream:
    """An Excel workbook with one sheet; no cell of it is a formula.

    Args:
        file: Where it goes; it must be possible to go back in it.
        widths: Characters that each column is wide.
        behind: XML that stands behind the rows, such as rules for cells.
    """

    def __init__(self, file: BinaryIO, widths: Sequence[int], *, behind: str = "") -> None:
        self._archive = ZipFile(file, "w", ZIP_DEFLATED)
        self._letters = [_letters(column) for column in range(len(widths))]
        self._widths = widths
        self._behind = behind
        self._rows = 0

    def __enter__(self) -> WorkbookStream:
        """Write all that stands before the rows."""
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _book(_("Liste"))),
            ("xl/_rels/workbook.xml.rels", _PARTS),
            ("xl/styles.xml", _STYLES),
        ):
            self._archive.writestr(_entry(name), _HEAD + content)
        self._sheet = self._archive.open(_entry("xl/worksheets/sheet1.xml"), "w")
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(self._widths, 1)
        )
        start = f'{_HEAD}<worksheet xmlns="{_MAIN}">{_FROZEN}<cols>{columns}</cols><sheetData>'
        self._sheet.write(start.encode())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what stands behind the rows; after a failure nobody keeps the file."""
        if error is not None:
            with suppress(OSError):  # the disk may be full, and the failure is on its way already
                self._close()
            return
        self._sheet.write(f"</sheetData>{self._behind}</worksheet>".encode())
        self._close()

    def _close(self) -> None:
        try:
            self._sheet.close()
        finally:
            self._archive.close()

    def append(self, row: Sequence[Cell]) -> None:
        """Write one row.

        Raises:
            Invalid: The sheet is full.
        """
        if self._rows == WORKBOOK_ROWS:
            raise Invalid(
                _(
                    "Eine Excel-Arbeitsmappe fasst höchstens {n} Zeilen."
                    " Speichern Sie die Liste als CSV."
                ).format(n=grouped(WORKBOOK_ROWS - 1)),
                "path",
            )
        self._rows += 1
        style = _BOLD if self._rows == 1 else 0
        cells = "".join(
            _cell(f"{letters}{self._rows}", value, style)
            for letters, value in zip(self._letters, row, strict=True)
        )
        self._sheet.write(f'<row r="{self._rows}">{cells}</row>'.encode())


def csv_cell(value: Cell) -> str:
    """`value` so that opening the CSV runs nothing: an apostrophe stands before a formula.

    Also before apostrophes and a formula, so that the importer takes away what was put there.
    """
    text = "" if value is None else str(value)
    if isinstance(value, Decimal):
        return text.replace(".", ",")  # as German spreadsheet programs read numbers
    guarded = isinstance(value, str) and text.lstrip("'").startswith(FORMULA_STARTS)
    return f"'{text}" if guarded else text


def _cell(place: str, value: Cell, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return f'<c r="{place}" s="{_MONEY}"><v>{value}</v></c>'
    if isinstance(value, int):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    if not style and value.startswith(FORMULA_STARTS):
        style = _TEXT
    text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    return f'<c r="{place}" s="{style}" t="inlineStr">{text}</c>'


def _book(title: str) -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _entry(name: str) -> ZipInfo:
    """An entry without a time: the same rows make the same file."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _letters(column: int) -> str:
    """The name of a column counted from 0: A, B, …, Z, AA."""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
