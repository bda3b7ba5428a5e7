"""What the columns of a list of people mean: their headers, German and English."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.role_words import is_role_word, quoted_word, word_key
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

HEADER_WITHIN: Final = 10
"""The header is looked for in this many rows from the top: titles may stand above it."""


class Column(StrEnum):
    """What is taken from a list; every other column is ignored (SECURITY.md D3)."""

    ASSIGNED = "assigned"
    EMAIL = "email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PRODUCT = "product"
    ROLE = "role"
    SUBSCRIPTION = "subscription"


ALL: Final = frozenset({Column.EMAIL, Column.FIRST_NAME, Column.LAST_NAME, Column.ROLE})
"""What describes a person; the rest says which licence they are to have."""
HEADERS: Final[Mapping[str, Column]] = {
    word: column
    for column, words in {
        Column.ASSIGNED: "zugewiesen zuweisung assigned assignment",
        Column.EMAIL: (
            "email emails emailadresse emailadressen emailaddress emailaddresses mail mails "
            "mailadresse mailadressen mailaddress emailgeschaftlich emaildienstlich businessemail "
            "workemail"
        ),
        Column.FIRST_NAME: "vorname vornamen firstname givenname forename",
        Column.LAST_NAME: "nachname nachnamen name familienname lastname surname familyname",
        Column.PRODUCT: "produkt produkte app apps anwendung product products application",
        Column.ROLE: "rolle rollen benutzerrolle role roles userrole",
        Column.SUBSCRIPTION: (
            "abonnement abonnements abonnementname abo aboname subscription subscriptions "
            "subscriptionname"
        ),
    }.items()
    for word in words.split()
}
"""Headers without case, accents, blanks and punctuation: „E-Mail-Adresse“ is `emailadresse`."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a file that is not blank.

    `number` is where it stands in the file, from 1. `faults` says by column, from 0, in a
    sentence, why the text of that cell must not be used.
    """

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)

    def cell(self, column: int | None) -> str:
        """The text in `column`, empty where there is none."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """What was read from a file. `notes` are sentences about what was left aside."""

    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column means what, and which rows hold people."""

    columns: Mapping[Column, int]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]

    def column(self, meaning: Column) -> int | None:
        """Where `meaning` stands, counted from 0, or None."""
        return self.columns.get(meaning)


def header_of(cells: Sequence[str], wanted: Collection[Column] = ALL) -> dict[Column, int]:
    """The `wanted` columns that a row of headers names; empty when it is no such row."""
    if any("@" in cell for cell in cells):
        return {}
    columns: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        meaning = HEADERS.get(word_key(cell))
        if meaning is not None and meaning in wanted:
            columns.setdefault(meaning, index)
    return columns


def _first_with_addresses(rows: Sequence[SheetRow]) -> int:
    found = [index for row in rows for index, cell in enumerate(row.cells) if "@" in cell]
    if not found:
        raise Invalid(
            _("Die Liste enthält keine E-Mail-Adresse. Nennen Sie die Spalte „E-Mail“."), "path"
        )
    return min(found)


def _find_header(
    rows: Sequence[SheetRow], wanted: Collection[Column]
) -> tuple[int, dict[Column, int]]:
    """Index of the header and its columns; (-1, {}) when the list has none."""
    first: tuple[int, dict[Column, int]] = (-1, {})
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        columns = header_of(row.cells, wanted)
        if Column.EMAIL in columns:
            return index, columns
        if columns and index == 0:
            first = (0, columns)
        if any("@" in cell for cell in row.cells):
            break
    return first


def _ignored_names(rows: Sequence[SheetRow], header: SheetRow, taken: set[int]) -> list[str]:
    """Headers of columns that nothing is taken from; one without a header goes by its number."""
    filled = {index for row in (header, *rows) for index, cell in enumerate(row.cells) if cell}
    return [
        quoted_word(header.cell(index)) or _("Spalte {n}").format(n=index + 1)
        for index in sorted(filled - taken)
    ]


def _header_notes(rows: Sequence[SheetRow], index: int, columns: dict[Column, int]) -> list[str]:
    notes = []
    if index > 0:
        notes.append(
            ngettext(
                "{n} Zeile über der Überschrift wurde übergangen.",
                "{n} Zeilen über der Überschrift wurden übergangen.",
                index,
            ).format(n=index)
        )
    if ignored := _ignored_names(rows[index + 1 :], rows[index], set(columns.values())):
        notes.append(
            ngettext(
                "Diese Spalte wird nicht verwendet: {names}.",
                "Diese Spalten werden nicht verwendet: {names}.",
                len(ignored),
            ).format(names=", ".join(ignored))
        )
    return notes


def _headless_notes(rows: Sequence[SheetRow], columns: Mapping[Column, int]) -> list[str]:
    """Without a header names cannot be told apart: what is left aside must not vanish unseen."""
    used = sorted(columns.values())
    left = [
        cell
        for row in rows
        for index, cell in enumerate(row.cells)
        if cell and index not in columns.values()
    ]
    if not left:
        return []
    notes = [
        ngettext(
            "Ohne Überschrift wird nur Spalte {columns} verwendet.",
            "Ohne Überschrift werden nur die Spalten {columns} verwendet.",
            len(used),
        ).format(columns=", ".join(str(index + 1) for index in used))
    ]
    if more := sum("@" in cell for cell in left):
        notes.append(
            ngettext(
                "{n} weitere Adresse steht in einer anderen Spalte.",
                "{n} weitere Adressen stehen in anderen Spalten.",
                more,
            ).format(n=more)
        )
    return notes


def layout_of(rows: Sequence[SheetRow], wanted: Collection[Column] = ALL) -> Layout:
    """Which columns of `rows` mean what, as far as they are `wanted`; the address always is.

    By header, in any order and case; else the first column that holds addresses, and the one
    that holds role words.

    Raises:
        Invalid: Nothing in the list can be an address.
    """
    index, columns = _find_header(rows, wanted)
    body = tuple(rows[index + 1 :])
    if Column.EMAIL not in columns:
        columns = {**columns, Column.EMAIL: _first_with_addresses(body)}
    if index >= 0:
        return Layout(columns, body, tuple(_header_notes(rows, index, columns)))
    if (role := _role_column(body)) is not None:
        columns[Column.ROLE] = role
    return Layout(columns, body, tuple(_headless_notes(body, columns)))


def _role_column(rows: Sequence[SheetRow]) -> int | None:
    """The column with most role words; other words in it are then faults, not silence."""
    found = Counter(
        index for row in rows for index, cell in enumerate(row.cells) if is_role_word(cell)
    )
    return max(found, key=lambda index: (found[index], -index), default=None)
