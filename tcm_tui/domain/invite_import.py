"""From a file or the clipboard to rows of „Mehrere einladen“: nothing is dropped silently."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.address_text import Mailbox, bare_address, mailboxes, split_name
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invite_rows import ROWS_MAX, FaultField, NewRow, RowFault, grouped
from tcm_tui.domain.people import NAME_MAX
from tcm_tui.domain.role_words import is_role_word, role_of
from tcm_tui.domain.sheet_columns import (
    ALL,
    Column,
    Layout,
    SheetRow,
    SheetTable,
    header_of,
    layout_of,
)
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tcm_tui.domain.permissions import Role

_EMAIL_KEPT: Final = 500
"""Characters; what is longer than this is no address before and after the cut."""
_LINE_END: Final = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_ADDRESS_IN: Final = re.compile(r"<([^<>]*@[^<>]*)>")


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """Rows to add, and sentences about what was left aside."""

    rows: tuple[NewRow, ...]
    notes: tuple[str, ...] = ()


def rows_from_table(table: SheetTable, wanted: Collection[Column] = ALL) -> ParsedRows:
    """The rows of a file, made of the columns `wanted`; the others are named in a note.

    Raises:
        Invalid: There is no row in it, no address, or more than `ROWS_MAX` rows.
    """
    if not table.rows:
        raise Invalid(_("Die Liste ist leer."), "path")
    parsed = _rows(table, wanted)
    if len(parsed.rows) > ROWS_MAX:
        raise Invalid(too_many_rows(), "path")
    return parsed


def parse_pasted(text: str, wanted: Collection[Column] = ALL) -> ParsedRows:
    """What was pasted: addresses with any separators, or cells copied from a spreadsheet.

    Of such cells the columns `wanted` are taken.
    """
    lines = [line for line in _LINE_END.split(text) if line.strip()]
    if table := _as_table(lines):
        parsed = _rows(table, wanted)
    else:
        start = 1 if lines and Column.EMAIL in header_of([lines[0]]) else 0
        parsed = ParsedRows(tuple(_pasted(lines[start:])))
    return _capped(parsed)


def too_many_rows() -> str:
    """The sentence about a longer list, with the way out."""
    return _("Die Liste hat mehr als {n} Zeilen. Teilen Sie sie auf mehrere auf.").format(
        n=grouped(ROWS_MAX)
    )


# --- one row of a table --------------------------------------------------------------------------


def _rows(table: SheetTable, wanted: Collection[Column]) -> ParsedRows:
    layout = layout_of(table.rows, wanted)
    nameless: list[int] = []
    rows = tuple(_row(row, layout, nameless) for row in layout.rows)
    return ParsedRows(rows, (*table.notes, *layout.notes, *_name_notes(nameless)))


def _row(row: SheetRow, layout: Layout, nameless: list[int]) -> NewRow:
    faults = [*_email_faults(row, layout), *_cell_faults(row, layout, Column.ROLE)]
    email, name = address_cell(row.cell(layout.column(Column.EMAIL)))
    role: Role | None = None
    if not any(fault.field is FaultField.ROLE for fault in faults):
        try:
            role = role_of(row.cell(layout.column(Column.ROLE)))
        except Invalid as error:
            faults.append(RowFault(FaultField.ROLE, error.message))
    first, last = _names(row, layout, nameless)
    if not first and not last:
        first, last = split_name(name)
    return NewRow(email, role, first, last, tuple(faults), row.number)


def _email_faults(row: SheetRow, layout: Layout) -> list[RowFault]:
    faults = _cell_faults(row, layout, Column.EMAIL)
    if not faults and not row.cell(layout.column(Column.EMAIL)).strip():
        faults.append(RowFault(FaultField.EMAIL, _("E-Mail-Adresse fehlt.")))
    return faults


def _cell_faults(row: SheetRow, layout: Layout, meaning: Column) -> list[RowFault]:
    column = layout.column(meaning)
    if column is None or column not in row.faults:
        return []
    return [RowFault(FaultField(meaning.value), row.faults[column])]


def address_cell(text: str) -> tuple[str, str]:
    """Address and name of a cell such as „Anna Muster <anna@…>“; several stay as they are."""
    if (match := _ADDRESS_IN.search(text)) and text.count("@") == 1:
        return bare_address(match[1]), _ADDRESS_IN.sub("", text).strip(" \"'")
    return bare_address(text) or text, ""


def _names(row: SheetRow, layout: Layout, nameless: list[int]) -> tuple[str, str]:
    """First and last name; they only preset a form, so one that cannot be used is left out."""
    names = []
    for meaning in (Column.FIRST_NAME, Column.LAST_NAME):
        column = layout.column(meaning)
        try:
            name = clean_text(row.cell(column), max_len=NAME_MAX)
        except Invalid:
            name = ""
        else:
            name = "" if column in row.faults else name
        if not name and row.cell(column):
            nameless.append(row.number)
        names.append(name)
    return names[0], names[1]


def _name_notes(nameless: Sequence[int]) -> list[str]:
    if not nameless:
        return []
    rows = sorted(set(nameless))
    return [
        ngettext(
            "Der Name in Zeile {first} ist nicht lesbar und bleibt leer.",
            "Die Namen in {n} Zeilen (ab Zeile {first}) sind nicht lesbar und bleiben leer.",
            len(rows),
        ).format(n=len(rows), first=rows[0])
    ]


# --- the clipboard -------------------------------------------------------------------------------


def _as_table(lines: Sequence[str]) -> SheetTable | None:
    """`lines` as a table, or None when they are a plain list of addresses."""
    if not lines:
        return None
    for delimiter in "\t;,":
        if not any(delimiter in line for line in lines):
            continue
        cells = [_cells(line, delimiter) for line in lines]
        if _is_table(cells, by_tab=delimiter == "\t"):
            rows = (SheetRow(number, tuple(row)) for number, row in enumerate(cells, 1) if any(row))
            return SheetTable(tuple(rows))
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line; a broken quote is an ordinary character."""
    try:
        (cells,) = csv.reader([line], delimiter=delimiter, strict=True)
    except csv.Error:
        cells = line.split(delimiter)
    return [cell.strip() for cell in cells]


def _is_table(rows: Sequence[Sequence[str]], *, by_tab: bool) -> bool:
    """Whether each row is about one person: then columns mean something."""
    header = header_of(rows[0])
    body = rows[1:] if header else rows
    found = [[at for at, cell in enumerate(row) if "@" in cell] for row in body]
    if any(len(columns) > 1 for columns in found) or all(len(row) == 1 for row in rows):
        return False
    used = {at for columns in found for at in columns}
    if Column.EMAIL in header:
        return used <= {header[Column.EMAIL]}
    if len(used) != 1:
        return False
    return by_tab or _holds_roles(body) or _is_regular(body)


def _holds_roles(rows: Sequence[Sequence[str]]) -> bool:
    return any(is_role_word(cell) for row in rows for cell in row)


def _is_regular(rows: Sequence[Sequence[str]]) -> bool:
    """Several rows alike, with a plain address each; „Muster, Anna <…>“ is no row of cells."""
    return (
        len(rows) > 1
        and len({len(row) for row in rows}) == 1
        and all(any("@" in cell for cell in row) for row in rows)
        and not any("<" in cell for row in rows for cell in row)
    )


def _pasted(lines: Iterable[str]) -> Iterable[NewRow]:
    for line in lines:
        yield from (_from_mailbox(found) for found in mailboxes(line.replace("\t", " ; ")))


def _from_mailbox(found: Mailbox) -> NewRow:
    first, last = split_name(found.name)
    return NewRow(
        found.email[:_EMAIL_KEPT],
        role_of(found.role_word) if found.role_word else None,
        first[:NAME_MAX],
        last[:NAME_MAX],
    )


def _capped(parsed: ParsedRows) -> ParsedRows:
    beyond = len(parsed.rows) - ROWS_MAX
    if beyond <= 0:
        return parsed
    note = ngettext(
        "Nur die ersten {max} Zeilen wurden übernommen, {n} Zeile fehlt.",
        "Nur die ersten {max} Zeilen wurden übernommen, {n} Zeilen fehlen.",
        beyond,
    ).format(max=grouped(ROWS_MAX), n=grouped(beyond))
    return ParsedRows(parsed.rows[:ROWS_MAX], (*parsed.notes, note))
