"""What the lists of „Marktplatz“ share: a search, the list, the line under the cursor in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.domain.search import found_in
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _
from tcm_tui.screens.host import host
from tcm_tui.screens.sections.section import Section
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tcm_tui.widgets.record_columns import Column


class Listed(Protocol):
    """A line of such a list: an order."""

    @property
    def id(self) -> int:
        """Of the order."""


Row = TypeVar("Row", bound=Listed)


class OrderTable(UnmarkedTable[Row]):
    """A list, the newest first."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to open while the list is empty; what opens a line, the section does."""
        return action != "select" and super().check_action(action, parameters)


class ListSection(Section, Generic[Row]):
    """A list of orders.

    A subclass gives the texts, `columns`, `rows`, `words`, `details` and `action_open`.
    """

    explanation: ClassVar[str]
    """What stands above the list, a German source."""
    empty: ClassVar[str]
    """What stands in it while there is nothing, a German source."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            N_("Suchen"),
            id="orders.search",
            tooltip=N_("Sucht in der Liste"),
        ),
    ]
    DEFAULT_CSS = """
    ListSection {
        & > SearchInput {
            border: none; height: 1; padding: 0 1; margin: 0 2; background: transparent;
        }
        & > SearchInput:focus { border: none; background: $panel; }
        & > .orders--details {
            color: $text-muted; height: auto; min-height: 4; max-height: 9; padding: 0 3;
            border-top: solid $border-blurred;
        }
    }
    """

    _found: Sequence[Row] = ()

    def columns(self) -> Sequence[Column[Row]]:
        """What the list shows of a row."""
        raise NotImplementedError

    async def rows(self) -> Sequence[Row]:
        """All there are, the newest first.

        Raises:
            DomainError: They cannot be read.
        """
        raise NotImplementedError

    def words(self, row: Row) -> tuple[str, ...]:
        """What a search finds it by."""
        raise NotImplementedError

    def details(self, row: Row) -> str:
        """What the columns have no room for."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the line under the cursor."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """What it is, the search, the list, the line under the cursor."""
        yield Static(txt(self.explain()), classes="section--text")
        yield SearchInput()
        table: OrderTable[Row] = OrderTable(
            self.columns(), key=lambda row: row.id, vim_keys=host(self).vim_keys
        )
        table.empty_text = self.empty
        table.order = ""  # an order of its own, of no column
        yield table
        yield Static(txt(""), classes="orders--details")

    def explain(self) -> str:
        """What stands above the list."""
        return _(self.explanation)

    @property
    def table(self) -> OrderTable[Row]:
        """The list."""
        return self.query_one(OrderTable)

    @property
    def row(self) -> Row | None:
        """What is under the cursor."""
        return self.table.cursor_row

    def typed(self) -> Sequence[object]:
        """A search is nothing to be lost."""
        return ()

    def focus_first(self) -> None:
        """Into the list."""
        self.table.focus()

    def refresh_data(self) -> None:
        """Read again; the cursor stays on its line."""
        self._read()

    def action_search(self) -> None:
        """To the search."""
        # At once: the letters that follow are not keys any more.
        self.screen.set_focus(self.query_one(SearchInput))

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self.table, quietly=True):
            self._found = await self.rows()
            self._show()

    def _show(self) -> None:
        """Show what is looked for."""
        search = self.query_one(SearchInput).value.strip()
        shown = [row for row in self._found if found_in(search, self._keys(row))]
        self.table.empty_text = (
            N_("Nichts davon passt zur Suche. Esc leert sie.") if search else self.empty
        )
        self.table.replace_source(ListSource(shown, key=lambda row: row.id))
        self._tell()

    def _keys(self, row: Row) -> list[str]:
        return [sort_key(word) for word in self.words(row)]

    def _tell(self) -> None:
        row = self.row
        told = "" if row is None else self.details(row)
        self.query_one(".orders--details", Static).update(txt(told))
        self.refresh_bindings()

    @on(SearchInput.Wanted)
    def _wanted(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._show()

    @on(SearchInput.Left)
    def _left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @on(RecordTable.Highlighted)
    def _moved(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self._tell()

    @on(RecordTable.Selected)
    async def _selected(self, event: RecordTable.Selected) -> None:
        """A click opens it, as its key does."""
        event.stop()
        await self.run_action("open")
