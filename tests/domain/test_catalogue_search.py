"""What stands first when somebody looks for a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.catalogue import Category, ProductRow
from tcm_tui.domain.catalogue_search import CatalogueFilter, ProductIndex

if TYPE_CHECKING:
    from collections.abc import Sequence


def product(  # noqa: PLR0913 - a builder names what a test cares about
    number: int,
    name: str,
    *,
    provider: str = "Telekom",
    category: Category = Category.OFFICE,
    summary: str = "",
    description: str = "",
    editions: Sequence[str] = (),
    add_ons: Sequence[str] = (),
) -> ProductRow:
    """A product in the list."""
    return ProductRow(
        id=number,
        key=f"produkt-{number}",
        name=name,
        provider=provider,
        category=category,
        summary=summary,
        description=description,
        editions=tuple(editions),
        add_ons=tuple(add_ons),
        from_cents=100,
    )


OFFICE = product(
    1,
    "Microsoft 365 Business",
    provider="Microsoft",
    editions=("Basic", "Premium"),
    add_ons=("Copilot",),
    summary="Word und Postfach",
)
MAIL = product(2, "Mail", editions=("Basic",), description="Postfach für Unternehmen")
BACKUP = product(
    3, "Veeam Backup", provider="Veeam", category=Category.BACKUP, summary="Sichert Microsoft 365"
)
SUPPLY = product(4, "Büro-Zubehör", summary="Für Größe und Maß")
INDEX = ProductIndex([OFFICE, MAIL, BACKUP, SUPPLY])


def found(search: str) -> list[int]:
    """The numbers, best first."""
    return [row.id for row in INDEX.find(CatalogueFilter(search))]


@pytest.mark.parametrize(
    ("search", "wanted"),
    [
        ("", [1, 2, 3, 4]),
        ("business basic", [1]),
        ("basic", [1, 2]),
        ("microsoft", [1, 3]),  # the name before a line about another product
        ("postfach", [1, 2]),  # the line before the description
        ("copil", [1]),
        ("datensicherung", [3]),  # the category
        ("365", [1, 3]),
        ("buero", [4, 1, 2]),  # the category of the other two
        ("büro", [4, 1, 2]),
        ("groesse", [4]),
        ("büro-zubehör", [4]),
        ("produkt-4", [4]),  # the key
        ("oft", [1, 3]),  # inside of a word, from three letters on
        ("ft", []),
        ("basic veeam", []),
        (" - ", [1, 2, 3, 4]),
    ],
)
def test_every_word_must_occur_and_the_best_stands_first(search: str, wanted: list[int]) -> None:
    """Name, then edition, provider, category, line, description."""
    assert found(search) == wanted


def test_a_word_that_begins_so_counts_more_than_one_that_holds_it() -> None:
    """Whatever order they came in."""
    inside, begins = product(1, "Mailserver"), product(2, "Server")
    rows = ProductIndex([inside, begins]).find(CatalogueFilter("server"))
    assert [row.id for row in rows] == [2, 1]


def test_filters_leave_out_and_the_search_goes_on_in_the_rest() -> None:
    """Of each kind one is enough; both kinds must fit."""
    only = CatalogueFilter("", frozenset({Category.OFFICE}), frozenset({"Microsoft", "Veeam"}))
    assert [row.id for row in INDEX.find(only)] == [1]
    both = CatalogueFilter("", frozenset({Category.OFFICE, Category.BACKUP}))
    assert [row.id for row in INDEX.find(both)] == [1, 2, 3, 4]
    assert INDEX.find(CatalogueFilter("veeam", frozenset({Category.OFFICE}))) == []


def test_what_can_be_filtered_by_is_what_there_is() -> None:
    """By name."""
    assert INDEX.providers == ("Microsoft", "Telekom", "Veeam")
    assert INDEX.categories == (Category.OFFICE, Category.BACKUP)
