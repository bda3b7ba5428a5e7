"""A catalogue in a table: every wrong cell is named, and a right one loses nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from tcm_tui.domain.catalogue import Category, Charging, PriceOffer
from tcm_tui.domain.catalogue_cells import check_price
from tcm_tui.domain.catalogue_columns import header
from tcm_tui.domain.catalogue_entries import (
    EditionEntry,
    EntryChange,
    KnownProduct,
    ProductEntry,
    difference,
)
from tcm_tui.domain.catalogue_rows import rows
from tcm_tui.domain.catalogue_table import parsed
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.sheet_columns import SheetRow, SheetTable
from tcm_tui.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tcm_tui.domain.catalogue_table import ParsedCatalogue

SMALL: Final = EditionEntry(
    "cloud-s",
    "S",
    ("100 GB", "Freigaben"),
    (PriceOffer(1, Charging.MONTHLY, 600), PriceOffer(12, Charging.YEARLY, 5000)),
    min_licences=2,
    max_licences=50,
)
EXTRA: Final = EditionEntry(
    "cloud-archiv", "Archiv", (), (PriceOffer(12, Charging.MONTHLY, 128_450),), is_add_on=True
)
CLOUD: Final = ProductEntry(
    "cloud",
    "Cloud",
    "Telekom",
    Category.BACKUP,
    "Dateien",
    "Dateien sicher ablegen.",
    (SMALL, EXTRA),
    licence_cap=300,
    trial_days=30,
)


def table(*entries: ProductEntry, **cells: str) -> list[list[str]]:
    """A catalogue in German headers; `cells` replace what the first row says, by header."""
    found = [["" if cell is None else str(cell) for cell in row] for row in rows(entries)]
    for name, text in cells.items():
        found[0][header().index(name.replace("_", " ").replace("~", "-"))] = text
    return [header(), *found]


def read(
    lines: Sequence[Sequence[str]], faults: Mapping[tuple[int, int], str] | None = None
) -> ParsedCatalogue:
    """Read a table; `faults` are what its file says of cells, by row and column."""
    found = []
    for number, line in enumerate(lines, 1):
        own = {column: why for (row, column), why in (faults or {}).items() if row == number}
        found.append(SheetRow(number, tuple(line), own))
    return parsed(SheetTable(tuple(found)))


def test_what_is_written_is_read_again() -> None:
    """Nothing is lost, in both languages and from one to the other."""
    lines = table(CLOUD)
    assert read(lines).entries == (CLOUD,)
    set_language("en")
    assert read(lines).entries == (CLOUD,)
    assert read(table(CLOUD)).entries == (CLOUD,)


def test_columns_may_stand_in_any_order_below_a_title() -> None:
    """What nothing is taken from is named."""
    lines = [[*reversed(line), "nebenbei"] for line in table(CLOUD)]
    lines[0][-1] = "Notiz"
    found = read([["Unser Katalog"], *lines])
    assert found.entries == (CLOUD,)
    assert found.notes == ("Diese Spalte wird nicht verwendet: Notiz.",)


def test_what_is_said_of_a_product_may_be_said_once() -> None:
    """Its other rows leave that empty."""
    lines = table(CLOUD)
    lines[2][1:8] = [""] * 7
    assert read(lines).entries == (CLOUD,)


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        ("Produkt-Schlüssel", "", "Der Schlüssel fehlt."),
        ("Produkt-Schlüssel", "Cloud S", "Ein Schlüssel besteht aus kleinen Buchstaben"),
        ("Produkt", "", "Hier fehlt etwas."),
        ("Anbieter", "x" * 41, "Höchstens 40 Zeichen"),
        ("Kategorie", "Spiele", "Kategorie „Spiele“ ist unbekannt: Datensicherung,"),
        ("Obergrenze", "0", "Nennen Sie eine ganze Zahl von 1 bis 100000."),
        ("Testtage", "1.5", "Nennen Sie eine ganze Zahl von 0 bis 365."),
        ("Zusatz-Edition", "vielleicht", "Schreiben Sie „ja“ oder „nein“."),
        ("Merkmale", "|".join("abcdefghijklm"), "Höchstens 12 Merkmale."),
        ("Höchstens", "1", "Das ist weniger als mindestens."),
        ("1 Monat", "fünf", "„fünf“ ist kein Preis wie 5,60."),
        ("1 Monat", "1.284", None),
        ("1 Monat", "5,601", "„5,601“ ist kein Preis wie 5,60."),
        ("24 Monate", "100.000,00", "Ein Preis ist höchstens 99.999,99 €."),
    ],
)
def test_a_wrong_cell_is_named(column: str, text: str, sentence: str | None) -> None:
    """By row and column, in a sentence."""
    lines = table(CLOUD)
    lines[1][header().index(column)] = text
    found = [one for one in read(lines).faults if one.row == 2]
    if sentence is None:
        assert found == []
    else:
        assert (found[0].row, found[0].column) == (2, column)
        assert found[0].reason.startswith(sentence)


def test_every_wrong_cell_is_named_at_once() -> None:
    """Whoever mends the file reads all of it in one go."""
    lines = table(CLOUD)
    lines[1][header().index("Anbieter")] = lines[2][header().index("Anbieter")] = ""
    lines[2][header().index("12 Monate")] = "viel"
    lines[2][header().index("Zusatz-Edition")] = "?"
    assert [(one.row, one.column) for one in read(lines).faults] == [
        (2, "Anbieter"),
        (3, "Zusatz-Edition"),
        (3, "12 Monate"),
    ]


def test_products_are_judged_as_a_whole() -> None:
    """Twice the same, something else said again, nothing but add-ons, no price."""
    lines = table(CLOUD, replace(CLOUD, key="zweite", editions=(replace(EXTRA, key="nur"),)))
    lines[2][header().index("Edition-Schlüssel")] = "cloud-s"
    lines[2][header().index("Edition")] = "S"
    lines[2][header().index("Anbieter")] = "Cisco"
    lines[2][header().index("12 Monate")] = ""
    assert {(one.row, one.column, one.reason) for one in read(lines).faults} == {
        (3, "Anbieter", "In Zeile 2 steht etwas anderes."),
        (3, "Edition-Schlüssel", "Diesen Schlüssel gibt es schon."),
        (3, "Edition", "Diese Edition hat das Produkt schon."),
        (3, "12 Monate", "Die Edition hat keinen Preis."),
        (4, "Zusatz-Edition", "Ein Produkt braucht eine Edition, die keine Zusatz-Edition ist."),
    }


def test_a_number_in_a_workbook_is_a_price_and_elsewhere_a_fault() -> None:
    """Spreadsheets hand numbers over as such: „5.6“ means 5,60 €, but a name it cannot be."""
    lines = table(CLOUD)
    price, name = header().index("1 Monat"), header().index("Edition")
    lines[1][price], lines[1][name] = "5.6", "25"
    why = "Zahl statt Text."
    found = read(lines, {(2, price): why, (2, name): why})
    assert [(one.column, one.reason) for one in found.faults] == [("Edition", why)]
    assert found.entries[0].editions[0].prices[0].cents == 560


def test_a_fault_of_the_file_is_told_for_a_number_that_is_none() -> None:
    """A formula without a value is no empty cell."""
    lines = table(CLOUD)
    price = header().index("1 Monat")
    lines[1][price] = ""
    found = read(lines, {(2, price): "Formel ohne gespeicherten Wert."})
    assert [one.reason for one in found.faults] == ["Formel ohne gespeicherten Wert."]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("", None),
        ("5,60", 560),
        ("5,6 €", 560),
        ("5.6", 560),
        ("12.5", 1250),
        ("7", 700),
        ("0", 0),
        ("1.284,50 €", 128_450),
        ("1 284,50", 128_450),
        ("1284,50", 128_450),
        ("99999.99", 9_999_999),
    ],
)
def test_prices_are_read_as_people_and_spreadsheets_write_them(
    text: str, cents: int | None
) -> None:
    """Comma or point, with or without the sign."""
    assert check_price(text) == cents


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([["Name", "Preis"], ["Cloud", "5,60"]], "Die Datei hat keine Überschriften"),
        ([["Produkt-Schlüssel", "Edition-Schlüssel"], ["a", "b"]], "Diese Spalten fehlen: Produkt"),
        ([header()], "In der Datei steht kein Produkt."),
    ],
)
def test_what_is_no_catalogue_is_refused_as_a_whole(lines: list[list[str]], sentence: str) -> None:
    """The sentence says what is missing."""
    with pytest.raises(Invalid) as refused:
        read(lines)
    assert refused.value.message.startswith(sentence)
    assert refused.value.field == "path"


# --- the difference ----------------------------------------------------------------------------


def changes(
    wanted: Sequence[ProductEntry], *known: ProductEntry, offered: bool = True
) -> list[tuple[EntryChange, str, tuple[str, ...]]]:
    """What the catalogue `wanted` changes in the one that is `known`."""
    stored = {one.key: KnownProduct(one, offered) for one in known}
    return [(one.change, one.key, one.details) for one in difference(stored, wanted)]


def test_new_gone_back_and_unchanged() -> None:
    """Each product once, those left out at the end."""
    other = replace(CLOUD, key="anders")
    assert changes([CLOUD], other) == [
        (EntryChange.NEW, "cloud", ()),
        (EntryChange.WITHDRAWN, "anders", ()),
    ]
    assert changes([CLOUD], CLOUD) == [(EntryChange.UNCHANGED, "cloud", ())]
    assert changes([CLOUD], CLOUD, offered=False) == [(EntryChange.RETURNED, "cloud", ())]
    assert changes([], CLOUD, offered=False) == []


def test_what_changes_in_a_product_is_told_in_words() -> None:
    """Prices one by one."""
    dearer = replace(SMALL, prices=(PriceOffer(1, Charging.MONTHLY, 650),), min_licences=3)
    larger = replace(EXTRA, key="cloud-l", name="L")
    wanted = replace(CLOUD, licence_cap=None, editions=(dearer, larger))
    ((change, _key, details),) = changes([wanted], CLOUD)
    assert change is EntryChange.CHANGED
    assert [one.replace("\u00a0", " ") for one in details] == [
        "Obergrenze: –",
        "Edition „L“ neu",
        "Edition „Archiv“ nicht mehr angeboten",
        "S, 1 Monat, monatlich: 6,00 € → 6,50 €",
        "S, 12 Monate, jährlich: 50,00 € → –",
        "S: andere Angaben",
    ]


def test_another_order_is_a_change() -> None:
    """It decides which edition is the next larger one."""
    turned = replace(CLOUD, editions=(EXTRA, SMALL))
    assert changes([turned], CLOUD) == [
        (EntryChange.CHANGED, "cloud", ("andere Reihenfolge der Editionen",))
    ]
