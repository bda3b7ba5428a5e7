"""The one writer of tables: a spreadsheet program shows what it writes and never calculates it."""

from __future__ import annotations

import io
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _
from tcm_tui.sheets.destination import save, staged
from tcm_tui.sheets.streams import Cell, CsvStream, WorkbookStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CELL_MAX: Final = 32_767
"""Characters of a cell; Excel opens no workbook with a longer one."""
_NOT_IN_XML: Final = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""Two code points that XML forbids: a workbook that holds one cannot be opened."""
_WIDTHS: Final = range(12, 49)
"""Characters a column is wide, from narrow to wide."""
_MEASURED: Final = 200
"""Rows that the widths are taken from."""
_TEMPLATE_ROWS: Final = 10_001


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
    with staged(path, overwrite=overwrite, jail=jail) as place:
        write_rows(place.file, header, rows, kind=kind)
    return place.target


def write_rows(
    file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, kind: TableKind
) -> None:
    """Write a table into an open file, a row at a time; the file stays open.

    Raises:
        Invalid: A cell or the whole is too long for the format.
    """
    table = (_cleaned(number, row) for number, row in enumerate(chain([header], rows), 1))
    first = list(islice(table, _MEASURED))
    with CsvStream(file) if kind is TableKind.CSV else WorkbookStream(file, _widths(first)) as out:
        for row in chain(first, table):
            out.append(row)


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
    out = io.BytesIO()
    with WorkbookStream(out, _widths([header]), behind=_role_choice()) as stream:
        stream.append(header)
    return save(out.getvalue(), path, overwrite=overwrite, jail=jail)


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV in memory, see `CsvStream`."""
    out = io.BytesIO()
    with CsvStream(out) as stream:
        for row in rows:
            stream.append(row)
    return out.getvalue()


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


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Characters that each column is wide to show what is in it."""
    longest = (max(len(str(cell or "")) for cell in column) for column in zip(*rows, strict=True))
    return [min(max(length + 2, _WIDTHS.start), _WIDTHS.stop - 1) for length in longest]


def _role_choice() -> str:
    """The rule of a sheet that offers the roles in the cells of its second column."""
    roles = ",".join(role_label(role) for role in Role)
    told = {"promptTitle": _("Rolle"), "prompt": _("Leer: Standardrolle des Unternehmens")}
    prompt = " ".join(f"{name}={quoteattr(text)}" for name, text in told.items())
    return (
        '<dataValidations count="1"><dataValidation type="list" allowBlank="1"'
        f' showInputMessage="1" {prompt} sqref="B2:B{_TEMPLATE_ROWS}">'
        f'<formula1>"{escape(roles)}"</formula1></dataValidation></dataValidations>'
    )
