"""A catalogue as the rows of a table, to be saved, changed and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.catalogue import category_label
from tcm_tui.domain.catalogue_cells import FEATURE_SIGN
from tcm_tui.domain.catalogue_columns import PRICES, Column
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcm_tui.domain.catalogue_entries import EditionEntry, ProductEntry


def rows(entries: Iterable[ProductEntry]) -> list[list[str | int | None]]:
    """The rows of a catalogue, an edition each."""
    return [
        [_cell(product, edition, column) for column in Column]
        for product in entries
        for edition in product.editions
    ]


def _cell(product: ProductEntry, edition: EditionEntry, column: Column) -> str | int | None:
    """What a row says in `column`."""
    if column in PRICES:
        prices = {(one.term_months, one.charging): one.cents for one in edition.prices}
        return _price_text(prices.get(PRICES[column]))
    values: dict[Column, str | int | None] = {
        Column.PRODUCT_KEY: product.key,
        Column.PRODUCT: product.name,
        Column.PROVIDER: product.provider,
        Column.CATEGORY: category_label(product.category),
        Column.SUMMARY: product.summary,
        Column.DESCRIPTION: product.description,
        Column.LICENCE_CAP: product.licence_cap,
        Column.TRIAL_DAYS: product.trial_days or None,
        Column.EDITION_KEY: edition.key,
        Column.EDITION: edition.name,
        Column.ADD_ON: _("ja") if edition.is_add_on else "",
        Column.FEATURES: f" {FEATURE_SIGN} ".join(edition.features),
        Column.MIN_LICENCES: edition.min_licences,
        Column.MAX_LICENCES: edition.max_licences,
    }
    return values[column]


def _price_text(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100},{cents % 100:02}"
