"""The one writer of tables: a spreadsheet program shows what it writes and never calculates it."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _
from tcm_tui.sheets.destination import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

CELL_MAX: Final = 32_767
"""Characters of a cell; openpyxl would cut longer ones without a word."""
FORMULA_STARTS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What starts a formula when a spreadsheet program opens a CSV, full-width forms included (F9)."""
_NOT_IN_XML: Final = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Two code points that XML forbids: a workbook that holds one cannot be opened."""
_WIDTHS: Final = range(12, 49)
"""Characters a column is wide, from narrow to wide."""
_TEMPLATE_ROWS: Final = 10_001

Cell = str | int | None


class TableKind(StrEnum):
    """The two formats of exports."""

    CSV = "csv"
    XLSX = "xlsx"

    @classmethod
    def of(cls, path: str | Path) -> TableKind:
        """What the name asks for: CSV when it ends so, else XLSX."""
        return cls.CSV if Path(path).suffix.lower() == ".csv" else cls.XLSX


def write_table(
    path: str | Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    kind: TableKind = TableKind.XLSX,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """Write a table to a file, as `destination.save` does; where it went.

    Raises:
        AlreadyThere: There is such a file, and `overwrite` was not asked for.
        Invalid: A cell is too long for a spreadsheet, or the path may not be written to.
        Unavailable: It cannot be written now.
    """
    table = [_cleaned(number, row) for number, row in enumerate((header, *rows), 1)]
    content = csv_bytes(table) if kind is TableKind.CSV else _bytes(_workbook(table))
    return save(content, path, overwrite=overwrite, jail=jail)


def write_template(
    path: str | Path,
    *,
    kind: TableKind = TableKind.XLSX,
    overwrite: bool = False,
    jail: Path | None = None,
) -> Path:
    """Write an empty list to fill in: the headers, and in a workbook the roles to choose from.

    Raises:
        AlreadyThere, Invalid, Unavailable: As `write_table`.
    """
    header = [_("E-Mail"), _("Rolle"), _("Vorname"), _("Nachname")]
    if kind is TableKind.CSV:
        return save(csv_bytes([header]), path, overwrite=overwrite, jail=jail)
    book = _workbook([header])
    _offer_roles(book)
    return save(_bytes(book), path, overwrite=overwrite, jail=jail)


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV as German Excel opens it by a double click: semicolons, and marked as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def csv_cell(value: Cell) -> str:
    """`value` so that opening the CSV runs nothing: an apostrophe stands before a formula.

    Also before apostrophes and a formula, so that the importer takes away what was put there.
    """
    text = "" if value is None else str(value)
    guarded = isinstance(value, str) and text.lstrip("'").startswith(FORMULA_STARTS)
    return f"'{text}" if guarded else text


def _cleaned(number: int, row: Sequence[Cell]) -> list[Cell]:
    try:
        return [
            clean_text(cell, max_len=CELL_MAX, multiline=True).translate(_NOT_IN_XML)
            if isinstance(cell, str)
            else cell
            for cell in row
        ]
    except Invalid as error:
        raise Invalid(
            _("Zeile {n} ist zu lang für eine Tabelle. {reason}").format(
                n=number, reason=error.message
            )
        ) from error


def _workbook(table: Sequence[Sequence[Cell]]) -> Workbook:
    from openpyxl import Workbook  # noqa: PLC0415 - costs 170 ms
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Liste"))
    sheet.freeze_panes = "A2"
    for column in range(len(table[0])):
        longest = max(len(str(row[column] or "")) for row in table if column < len(row))
        width = min(max(longest + 2, _WIDTHS.start), _WIDTHS.stop - 1)
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    for number, row in enumerate(table):
        sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    return book


def _cell(sheet: Worksheet, value: Cell, *, bold: bool) -> SheetCell:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with = would become a formula
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True  # keeps it text when somebody edits the cell
    if bold:
        cell.font = Font(bold=True)
    return cell


def _offer_roles(book: Workbook) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    choice = DataValidation(
        type="list", formula1=f'"{",".join(role_label(role) for role in Role)}"', allow_blank=True
    )
    choice.promptTitle, choice.prompt = _("Rolle"), _("Leer: Standardrolle des Unternehmens")
    choice.showInputMessage = True
    choice.add(f"B2:B{_TEMPLATE_ROWS}")
    book.worksheets[0].data_validations.append(choice)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
