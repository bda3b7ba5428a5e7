"""The catalogue that comes with the program keeps the rules that an imported one must keep."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import Final

from tcm_tui.data.catalogue.packaged import VERSION, packaged
from tcm_tui.domain.catalogue import Category, Charging
from tcm_tui.domain.catalogue_columns import header
from tcm_tui.domain.catalogue_rows import rows
from tcm_tui.domain.catalogue_table import parsed
from tcm_tui.domain.sheet_columns import SheetRow, SheetTable

DIGESTS: Final = {1: "305f52d173bf28f4"}
"""What the files of each version of the catalogue come to."""


def digest() -> str:
    """Of all files, in their order."""
    folder = files("tcm_tui.data.catalogue")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    content = "".join((folder / name).read_text(encoding="utf-8") for name in names)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def test_a_changed_catalogue_has_another_version() -> None:
    """Else databases that have the old one would never get it."""
    assert DIGESTS.get(VERSION) == digest(), "raise VERSION, and add its digest here"


def test_it_has_what_the_portal_is_known_for() -> None:
    """About 40 products with 90 editions of several providers, every category among them."""
    found = packaged()
    editions = [edition for product in found for edition in product.editions]
    assert len(found) >= 40
    assert len(editions) >= 90
    assert {"Adobe", "Cisco", "Microsoft", "Telekom"} < {one.provider for one in found}
    assert {one.category for one in found} == set(Category)


def test_microsoft_365_business_is_as_it_was_agreed() -> None:
    """Demo data, pictures and walks count on it."""
    product = next(one for one in packaged() if one.key == "microsoft-365-business")
    monthly = {
        edition.name: price.cents
        for edition in product.editions
        for price in edition.prices
        if (price.term_months, price.charging) == (12, Charging.MONTHLY)
    }
    assert (product.licence_cap, product.trial_days) == (300, 30)
    assert monthly["Basic"] == 560
    assert monthly["Standard"] == 1170
    assert monthly["Premium"] == 2060
    assert "Apps for Business" in monthly
    assert [one.name for one in product.editions if one.is_add_on] == ["Copilot"]


def test_it_could_have_been_imported_from_a_table() -> None:
    """Every rule for an imported catalogue holds, and nothing is lost in a table."""
    found = packaged()
    table: list[list[str | int | None]] = [list(header()), *rows(found)]
    read = parsed(
        SheetTable(
            tuple(
                SheetRow(number, tuple("" if cell is None else str(cell) for cell in row))
                for number, row in enumerate(table, 1)
            )
        )
    )
    assert read.faults == ()
    assert list(read.entries) == found


def test_one_pays_less_for_longer() -> None:
    """A month's share falls with the term, and with a year paid at once it never rises."""
    for product in packaged():
        for edition in product.editions:
            monthly = [one for one in edition.prices if one.charging is Charging.MONTHLY]
            shares = [one.month_cents for one in monthly]
            assert shares == sorted(shares, reverse=True), edition.key
            for yearly in (one for one in edition.prices if one.charging is Charging.YEARLY):
                same = next(one for one in monthly if one.term_months == yearly.term_months)
                assert yearly.month_cents <= same.month_cents, edition.key
