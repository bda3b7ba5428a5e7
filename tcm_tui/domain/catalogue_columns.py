"""The columns of a catalogue as a table: their headers, German and English, and where they stand.

A row is an edition. What it says of its product may stand in the first row of that product only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.role_words import quoted_word, word_key
from tcm_tui.domain.sheet_columns import HEADER_WITHIN
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tcm_tui.domain.sheet_columns import SheetRow


class Column(StrEnum):
    """What is taken from a table; in this order it is written."""

    PRODUCT_KEY = "product_key"
    PRODUCT = "product"
    PROVIDER = "provider"
    CATEGORY = "category"
    SUMMARY = "summary"
    DESCRIPTION = "description"
    LICENCE_CAP = "licence_cap"
    TRIAL_DAYS = "trial_days"
    EDITION_KEY = "edition_key"
    EDITION = "edition"
    ADD_ON = "add_on"
    FEATURES = "features"
    MIN_LICENCES = "min_licences"
    MAX_LICENCES = "max_licences"
    MONTHLY_1 = "monthly_1"
    MONTHLY_12 = "monthly_12"
    MONTHLY_24 = "monthly_24"
    YEARLY_12 = "yearly_12"
    YEARLY_24 = "yearly_24"


PRICES: Final[Mapping[Column, tuple[int, Charging]]] = {
    Column.MONTHLY_1: (1, Charging.MONTHLY),
    Column.MONTHLY_12: (12, Charging.MONTHLY),
    Column.YEARLY_12: (12, Charging.YEARLY),
    Column.MONTHLY_24: (24, Charging.MONTHLY),
    Column.YEARLY_24: (24, Charging.YEARLY),
}
"""For which term, charged how, a column holds the price; in the order in which prices stand."""
NEEDED: Final = (
    Column.PRODUCT_KEY,
    Column.PRODUCT,
    Column.PROVIDER,
    Column.CATEGORY,
    Column.SUMMARY,
    Column.EDITION_KEY,
)
"""Columns without which a table is no catalogue."""
_LABELS: Final = {
    Column.PRODUCT_KEY: N_("Produkt-Schlüssel"),
    Column.PRODUCT: N_("Produkt"),
    Column.PROVIDER: N_("Anbieter"),
    Column.CATEGORY: N_("Kategorie"),
    Column.SUMMARY: N_("Kurztext"),
    Column.DESCRIPTION: N_("Beschreibung"),
    Column.LICENCE_CAP: N_("Obergrenze"),
    Column.TRIAL_DAYS: N_("Testtage"),
    Column.EDITION_KEY: N_("Edition-Schlüssel"),
    Column.EDITION: N_("Edition"),
    Column.ADD_ON: N_("Zusatz-Edition"),
    Column.FEATURES: N_("Merkmale"),
    Column.MIN_LICENCES: N_("Mindestens"),
    Column.MAX_LICENCES: N_("Höchstens"),
    Column.MONTHLY_1: N_("1 Monat"),
    Column.MONTHLY_12: N_("12 Monate"),
    Column.MONTHLY_24: N_("24 Monate"),
    Column.YEARLY_12: N_("12 Monate jährlich"),
    Column.YEARLY_24: N_("24 Monate jährlich"),
}
_ENGLISH: Final = {
    Column.PRODUCT_KEY: "product key",
    Column.PRODUCT: "product",
    Column.PROVIDER: "provider",
    Column.CATEGORY: "category",
    Column.SUMMARY: "summary",
    Column.DESCRIPTION: "description",
    Column.LICENCE_CAP: "licence cap",
    Column.TRIAL_DAYS: "trial days",
    Column.EDITION_KEY: "edition key",
    Column.EDITION: "edition",
    Column.ADD_ON: "add-on",
    Column.FEATURES: "features",
    Column.MIN_LICENCES: "minimum",
    Column.MAX_LICENCES: "maximum",
    Column.MONTHLY_1: "1 month",
    Column.MONTHLY_12: "12 months",
    Column.MONTHLY_24: "24 months",
    Column.YEARLY_12: "12 months yearly",
    Column.YEARLY_24: "24 months yearly",
}
"""Taken in every language, as the German ones are: files travel."""
_HEADERS: Final = {
    word_key(word): column for words in (_LABELS, _ENGLISH) for column, word in words.items()
}


def column_label(column: Column) -> str:
    """The header of `column` in the language in use."""
    return _(_LABELS[column])


def header() -> list[str]:
    """The headers of a catalogue that is written."""
    return [column_label(column) for column in Column]


@dataclass(frozen=True)
class Layout:
    """Which column means what, the rows below the headers, and what was left aside."""

    columns: Mapping[Column, int]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]


def layout_of(rows: Sequence[SheetRow]) -> Layout:
    """Which columns of `rows` mean what, by their headers in any order and case.

    Raises:
        Invalid: There are no headers, or a column is missing that a catalogue needs.
    """
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        columns = _columns(row.cells)
        if Column.PRODUCT_KEY in columns and Column.EDITION_KEY in columns:
            _refuse_missing(columns)
            return Layout(columns, tuple(rows[index + 1 :]), _notes(row, columns))
    raise Invalid(
        _("Die Datei hat keine Überschriften eines Katalogs. Exportieren Sie einen als Vorlage."),
        "path",
    )


def _columns(cells: Sequence[str]) -> dict[Column, int]:
    known = _HEADERS | {word_key(column_label(column)): column for column in Column}
    found: dict[Column, int] = {}
    for index, cell in enumerate(cells):
        if (column := known.get(word_key(cell))) is not None:
            found.setdefault(column, index)
    return found


def _refuse_missing(columns: Mapping[Column, int]) -> None:
    missing = [column_label(one) for one in NEEDED if one not in columns]
    if not columns.keys() & PRICES.keys():
        missing.append(column_label(Column.MONTHLY_12))
    if missing:
        raise Invalid(
            ngettext(
                "Diese Spalte fehlt: {names}.", "Diese Spalten fehlen: {names}.", len(missing)
            ).format(names=", ".join(missing)),
            "path",
        )


def _notes(row: SheetRow, columns: Mapping[Column, int]) -> tuple[str, ...]:
    """Says which columns nothing is taken from."""
    taken = set(columns.values())
    ignored = [
        quoted_word(cell) for index, cell in enumerate(row.cells) if cell and index not in taken
    ]
    if not ignored:
        return ()
    return (
        ngettext(
            "Diese Spalte wird nicht verwendet: {names}.",
            "Diese Spalten werden nicht verwendet: {names}.",
            len(ignored),
        ).format(names=", ".join(ignored)),
    )
