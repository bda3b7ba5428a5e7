"""A catalogue in a table: from its rows to products, each wrong cell named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from tcm_tui.domain import catalogue_cells as cells
from tcm_tui.domain.catalogue import Category, PriceOffer
from tcm_tui.domain.catalogue_columns import PRICES, Column, column_label, header, layout_of
from tcm_tui.domain.catalogue_entries import EditionEntry, ProductEntry
from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tcm_tui.domain.sheet_columns import SheetRow, SheetTable

Value = TypeVar("Value")
LICENCES_MAX: Final = 100_000
TRIAL_MAX: Final = 365
_NAME_MAX: Final = 80
_PROVIDER_MAX: Final = 40
_SUMMARY_MAX: Final = 120
_OF_PRODUCT: Final = (
    Column.PRODUCT,
    Column.PROVIDER,
    Column.CATEGORY,
    Column.SUMMARY,
    Column.DESCRIPTION,
    Column.LICENCE_CAP,
    Column.TRIAL_DAYS,
)
"""What may be left out behind the first row of a product."""


@dataclass(frozen=True)
class TableFault:
    """A cell that is wrong: the row of the file, the header of its column, a sentence."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class ParsedCatalogue:
    """What a table says: with a fault in it, nothing of it may be used.

    Faults stand in the order of rows and columns.
    """

    entries: tuple[ProductEntry, ...]
    faults: tuple[TableFault, ...]
    notes: tuple[str, ...]


def parsed(table: SheetTable) -> ParsedCatalogue:
    """The products of a table, and every cell in it that is wrong.

    Raises:
        Invalid: It is no catalogue at all: no headers, or nothing below them.
    """
    layout = layout_of(table.rows)
    if not layout.rows:
        raise Invalid(_("In der Datei steht kein Produkt."), "path")
    found = _Catalogue(_Cells(layout.columns))
    for row in layout.rows:
        found.take(row)
    found.judge()
    order = header()
    faults = sorted(found.cells.faults, key=lambda one: (one.row, order.index(one.column)))
    return ParsedCatalogue(
        tuple(found.products.values()), tuple(faults), (*table.notes, *layout.notes)
    )


@dataclass
class _Cells:
    """Reads single cells; what is wrong with one is collected, and something else goes on."""

    columns: Mapping[Column, int]
    faults: list[TableFault] = field(default_factory=list)

    def text(self, row: SheetRow, column: Column) -> str:
        """What stands there."""
        return row.cell(self.columns.get(column))

    def blame(self, row: SheetRow, column: Column, reason: str) -> None:
        """Say what is wrong."""
        self.faults.append(TableFault(row.number, column_label(column), reason))

    def read(
        self, row: SheetRow, column: Column, check: Callable[[str], Value], otherwise: Value
    ) -> Value:
        """What a cell means to `check`; `otherwise` where it is wrong."""
        fault = row.faults.get(self.columns.get(column, -1))
        if fault is not None:
            self.blame(row, column, fault)
            return otherwise
        return self._checked(row, column, check, otherwise)

    def number(
        self, row: SheetRow, column: Column, check: Callable[[str], int | None]
    ) -> int | None:
        """The same for what is a number: the fault of a spreadsheet's cell may be just that."""
        fault = row.faults.get(self.columns.get(column, -1))
        if fault is None:
            return self._checked(row, column, check, None)
        try:
            found = check(self.text(row, column))
        except Invalid:
            found = None
        if found is None:
            self.blame(row, column, fault)
        return found

    def _checked(
        self, row: SheetRow, column: Column, check: Callable[[str], Value], otherwise: Value
    ) -> Value:
        try:
            return check(self.text(row, column))
        except Invalid as error:
            self.blame(row, column, error.message)
            return otherwise


@dataclass
class _Catalogue:
    """Collects products from rows that come one after the other."""

    cells: _Cells
    products: dict[str, ProductEntry] = field(default_factory=dict)
    _firsts: dict[str, SheetRow] = field(default_factory=dict)
    _editions: set[str] = field(default_factory=set)

    def take(self, row: SheetRow) -> None:
        """Read a row: an edition, and in the first of its product that, too."""
        key = self.cells.read(row, Column.PRODUCT_KEY, cells.check_key, "")
        if key in self.products:
            self._compare(row, self._firsts[key])
        else:
            self.products[key], self._firsts[key] = _product(self.cells, row, key), row
        product, edition = self.products[key], _edition(self.cells, row)
        if edition.key in self._editions:
            self.cells.blame(row, Column.EDITION_KEY, _("Diesen Schlüssel gibt es schon."))
        if edition.name in {one.name for one in product.editions}:
            sentence = _("Diese Edition hat das Produkt schon.")
            self.cells.blame(row, Column.EDITION, sentence)
        self._editions |= {edition.key} - {""}
        self.products[key] = replace(product, editions=(*product.editions, edition))

    def judge(self) -> None:
        """Say what is wrong with products as a whole."""
        for key, product in self.products.items():
            if all(one.is_add_on for one in product.editions):
                sentence = _("Ein Produkt braucht eine Edition, die keine Zusatz-Edition ist.")
                self.cells.blame(self._firsts[key], Column.ADD_ON, sentence)

    def _compare(self, row: SheetRow, first: SheetRow) -> None:
        """What is said of a product again must be the same."""
        for column in _OF_PRODUCT:
            said = self.cells.text(row, column)
            if said and said != self.cells.text(first, column):
                sentence = _("In Zeile {n} steht etwas anderes.").format(n=first.number)
                self.cells.blame(row, column, sentence)


def _product(found: _Cells, row: SheetRow, key: str) -> ProductEntry:
    """What a row says of its product."""

    def text(column: Column, max_len: int, *, needed: bool = True) -> str:
        return found.read(
            row, column, partial(cells.check_text, max_len=max_len, needed=needed), ""
        )

    cap = partial(cells.check_whole, least=1, most=LICENCES_MAX)
    trial = partial(cells.check_whole, least=0, most=TRIAL_MAX)
    return ProductEntry(
        key=key,
        name=text(Column.PRODUCT, _NAME_MAX),
        provider=text(Column.PROVIDER, _PROVIDER_MAX),
        category=found.read(row, Column.CATEGORY, cells.check_category, Category.OFFICE),
        summary=text(Column.SUMMARY, _SUMMARY_MAX),
        description=text(Column.DESCRIPTION, cells.DESCRIPTION_MAX, needed=False),
        editions=(),
        licence_cap=found.number(row, Column.LICENCE_CAP, cap),
        trial_days=found.number(row, Column.TRIAL_DAYS, trial) or 0,
    )


def _edition(found: _Cells, row: SheetRow) -> EditionEntry:
    """What a row says of its edition."""
    whole = partial(cells.check_whole, least=1, most=LICENCES_MAX)
    least = found.number(row, Column.MIN_LICENCES, whole) or 1
    most = found.number(row, Column.MAX_LICENCES, whole)
    if most is not None and most < least:
        found.blame(row, Column.MAX_LICENCES, _("Das ist weniger als mindestens."))
    name = partial(cells.check_text, max_len=_NAME_MAX, needed=False)
    return EditionEntry(
        key=found.read(row, Column.EDITION_KEY, cells.check_key, ""),
        name=found.read(row, Column.EDITION, name, ""),
        is_add_on=found.read(row, Column.ADD_ON, cells.check_yes, False),
        features=found.read(row, Column.FEATURES, cells.check_features, ()),
        prices=_prices(found, row),
        min_licences=least,
        max_licences=most,
    )


def _prices(found: _Cells, row: SheetRow) -> tuple[PriceOffer, ...]:
    faults = len(found.faults)
    costs = {column: found.number(row, column, cells.check_price) for column in PRICES}
    if not any(cents is not None for cents in costs.values()) and len(found.faults) == faults:
        found.blame(row, Column.MONTHLY_12, _("Die Edition hat keinen Preis."))
    return tuple(
        PriceOffer(*PRICES[column], cents) for column, cents in costs.items() if cents is not None
    )
