"""„Katalog“: everything that can be booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tcm_tui.domain.booking_wish import ShowProduct
from tcm_tui.domain.catalogue import ProductRow
from tcm_tui.domain.catalogue_search import EVERYTHING, CatalogueFilter, ProductIndex
from tcm_tui.i18n import N_
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate, host
from tcm_tui.screens.marketplace.columns import columns
from tcm_tui.screens.marketplace.preview import ProductPreview
from tcm_tui.screens.marketplace.tools import CatalogueTools
from tcm_tui.screens.sections.section import Section
from tcm_tui.services import catalogue
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_VAST: Final = 160
"""Cells of the terminal from which a product is told of beside the list."""


class ProductTable(UnmarkedTable[ProductRow]):
    """The list: by name, or while one searches the best first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select",
            N_("Öffnen"),
            id="catalogue.open",
            tooltip=N_("Zeigt Editionen und Preise nebeneinander"),
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to open while the list is empty."""
        if action == "select" and self.cursor_row is None:
            return False
        return super().check_action(action, parameters)


class CatalogueSection(Section):
    """The list, with search and filters above it."""

    heading: ClassVar[str] = N_("Katalog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="catalogue.search",
            tooltip=N_("Sucht in Namen, Anbietern, Editionen und Beschreibungen"),
        ),
        Binding(
            "f",
            "filter",
            N_("Filter"),
            id="catalogue.filter",
            tooltip=N_("Zeigt nur bestimmte Kategorien oder Anbieter"),
        ),
        Binding("escape", "forget", N_("Alle zeigen"), id="catalogue.forget", show=False),
    ]

    DEFAULT_CSS = """
    CatalogueSection {
        & #catalogue { height: 1fr; }
        & ProductTable { width: 1fr; }
        & ProductPreview { display: none; }
        &.-vast ProductPreview { display: block; }
    }
    """

    _index = ProductIndex(())

    def compose(self) -> ComposeResult:
        """The tools, the list."""
        yield CatalogueTools()
        table = ProductTable(columns(), key=_key, vim_keys=host(self).vim_keys)
        table.order = ""  # an order of its own, of no column
        with Horizontal(id="catalogue"):
            yield table
            yield ProductPreview()

    def on_resize(self) -> None:
        """The product beside the list where there is room."""
        self._make_room()
        self._follow()

    def _make_room(self) -> None:
        self.set_class(self.app.size.width >= _VAST, "-vast")

    @property
    def table(self) -> ProductTable:
        """The list."""
        return self.query_one(ProductTable)

    @property
    def tools(self) -> CatalogueTools:
        """Search and filters."""
        return self.query_one(CatalogueTools)

    def typed(self) -> Sequence[object]:
        """A search is nothing to be lost."""
        return ()

    def focus_first(self) -> None:
        """Into the list."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its product."""
        self._make_room()
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """With everything in the list Escape belongs to the screen."""
        if action == "forget":
            return self.tools.wanted != EVERYTHING
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        """To the search."""
        self.tools.begin_search()

    def action_filter(self) -> None:
        """To the next filter."""
        self.tools.next_filter()

    def action_forget(self) -> None:
        """Show everything again."""
        self.tools.clear()

    @on(CatalogueTools.Wanted)
    def _wanted(self, event: CatalogueTools.Wanted) -> None:
        event.stop()
        found = ListSource(self._index.find(event.wanted), key=_key)
        self.table.empty_text = _empty_text(event.wanted)
        self.table.source = found  # from its start: the best stand there
        self.refresh_bindings()

    @on(CatalogueTools.Left)
    def _to_list(self, event: CatalogueTools.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.refresh_bindings()
        self._follow()

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        """Open the product under the cursor."""
        event.stop()
        if isinstance(event.row, ProductRow):
            self.post_message(Navigate(Destination.MARKETPLACE, ShowProduct(event.row.id)))

    def _follow(self, *, anew: bool = False) -> None:
        """Have the pane tell of the product under the cursor."""
        if self.has_class("-vast"):
            self.query_one(ProductPreview).follow(self.table.cursor_row, anew=anew)

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.table, quietly=True):
            self._index = ProductIndex(await self.ask(catalogue.products))
            self.tools.offer(self._index)
            self.table.empty_text = _empty_text(self.tools.wanted)
            found = self._index.find(self.tools.wanted)
            self.table.replace_source(ListSource(found, key=_key))
            self._follow(anew=True)


def _key(row: ProductRow) -> int:
    return row.id


def _empty_text(wanted: CatalogueFilter) -> str:
    """Why the list is empty, and what to do."""
    if wanted.filtered:
        return N_("Kein Produkt passt zum Filter. Esc zeigt wieder alle.")
    if wanted.search:
        return N_("Kein Produkt passt zur Suche. Esc leert sie.")
    return N_("Der Katalog ist leer. Wer den Rechner betreut, liest einen mit tcm-tui ein.")
