"""The list of „Produkte“ with its search, its filters, its order, and a line about the cursor's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from tcm_tui.domain.numbers import number
from tcm_tui.domain.subscription_list import (
    RUNNING,
    SORT_KEYS,
    ListedSubscription,
    ListFilter,
    ListOrder,
    Viewer,
    matching,
)
from tcm_tui.domain.subscription_rows import Sums
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.products.columns import by_header, columns
from tcm_tui.screens.administration.products.tools import ProductTools
from tcm_tui.screens.administration.products.wording import empty_text, line_text
from tcm_tui.widgets.record_columns import cut
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.widgets.record_columns import Column

_NARROW = 105
"""Cells below which name and product share a column."""


@dataclass(frozen=True)
class Manner:
    """How the list behaves.

    Args:
        viewer: Who looks at it, and on which day.
        vim_keys: Whether j, k and so on move as well.
        all_of_company: Whether one sees everybody's subscriptions, not only one's own.
    """

    viewer: Callable[[], Viewer]
    vim_keys: bool
    all_of_company: bool


class SubscriptionTable(RecordTable[ListedSubscription]):
    """The list."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to mark or to open while it is empty."""
        if self.cursor_row is None and action in {"mark", "mark_all", "select"}:
            return False
        return super().check_action(action, parameters)


class Listing(Vertical):
    """Tools, list, and what the list leaves out of the line under its cursor.

    Args:
        manner: How it behaves.
    """

    @dataclass
    class Summed(Message):
        """Other subscriptions are listed: what those that run add up to."""

        sums: Sums

    def __init__(self, manner: Manner) -> None:
        super().__init__(id="list")
        self._manner = manner
        self._lines: list[ListedSubscription] = []
        self._narrow = False
        self.tools = ProductTools(all_of_company=manner.all_of_company)
        """What is wanted, and in which order."""
        self.table = SubscriptionTable(
            self._columns(), key=_key, vim_keys=manner.vim_keys, id="subscriptions"
        )
        """The list."""
        self._foot = Static(txt(""), id="foot")

    def compose(self) -> ComposeResult:
        """The tools, the list, the line."""
        yield self.tools
        yield self.table
        yield self._foot

    def on_resize(self, event: events.Resize) -> None:
        """Name and product side by side where there is room."""
        if (narrow := event.size.width < _NARROW) != self._narrow:
            self._narrow = narrow
            self.table.columns = self._columns()
        self.tell()

    @property
    def rows(self) -> list[SubscriptionRow]:
        """Everything that was read."""
        return [line.row for line in self._lines]

    @property
    def row(self) -> SubscriptionRow | None:
        """What the cursor stands on."""
        line = self.table.cursor_row
        return line.row if line is not None else None

    @property
    def marked(self) -> list[SubscriptionRow]:
        """What is marked, in the order read."""
        return [line.row for line in self._lines if _key(line) in self.table.marked]

    @property
    def chosen(self) -> list[SubscriptionRow]:
        """The marked rows; without marks, the row under the cursor."""
        return self.marked or ([self.row] if self.row is not None else [])

    def show(self, rows: Sequence[SubscriptionRow]) -> None:
        """Have read these; cursor and marks stay, but for those of rows that are gone."""
        self._lines = [ListedSubscription(row) for row in rows]
        self.tools.offer(rows)
        gone = self.table.marked - {row.id for row in rows}
        if gone:
            self.table.mark(self.table.marked - gone)
        self._fill()

    def find(self, subscription_id: int) -> bool:
        """Put the cursor on one, whatever is looked for; False when there is none."""
        row = next((row for row in self.rows if row.id == subscription_id), None)
        if row is None:
            return False
        if not self.table.scroll_to_key(subscription_id):
            self.want(RUNNING if row.running else ListFilter(states=frozenset({row.state})))
            self.table.scroll_to_key(subscription_id)
        return True

    def want(self, wanted: ListFilter) -> None:
        """Show this from now on."""
        self.tools.want(wanted)
        self._fill()

    def step_back(self) -> None:
        """Go to the list, or forget the search, or the filter."""
        if not self.table.has_focus:
            self.screen.set_focus(self.table)
        elif self.tools.wanted.search:
            self.tools.search.action_forget()
        else:
            self.tools.clear_filter()

    def tell(self) -> None:
        """Say what is marked, else what the list leaves out of the cursor's line."""
        width = max(0, self.size.width - 6)
        if count := len(self.table.marked):
            text = ngettext("{n} markiert", "{n} markiert", count).format(n=number(count))
            text += _(" · o übernimmt die Inhaberschaft · Esc hebt die Markierung auf")
        else:
            text = line_text(self.row, narrow=self._narrow) if self.row else ""
        self._foot.update(txt(cut(text, width).rstrip()))

    # -- what is wanted

    @on(ProductTools.Wanted)
    def _wanted(self) -> None:
        self._fill()

    @on(ProductTools.Sorted)
    def _sorted(self, event: ProductTools.Sorted) -> None:
        self.table.columns = self._columns()
        self.table.sort_by(event.sorting.order.value, descending=event.sorting.descending)

    @on(ProductTools.Left)
    def _tools_left(self, event: ProductTools.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @on(RecordTable.SortRequested)
    def _header_clicked(self, event: RecordTable.SortRequested) -> None:
        event.stop()
        sorting = self.tools.sorting
        sorting.value = by_header(sorting.value, ListOrder(event.order))

    @on(RecordTable.Highlighted)
    @on(RecordTable.MarksChanged)
    def _moved(self) -> None:
        self.tell()

    def _fill(self) -> None:
        """Show what is wanted of what was read."""
        wanted = self.tools.wanted
        found = matching(self._lines, wanted, self._manner.viewer())
        self.table.empty_text = empty_text(wanted, all_of_company=self._manner.all_of_company)
        source = ListSource(found, key=_key, sort_keys=SORT_KEYS)
        here = self.table.cursor_row
        if here is not None and source.get(_key(here)) is not None:
            self.table.replace_source(source)
        else:
            self.table.source = source
        self.post_message(self.Summed(Sums.of(line.row for line in found)))

    def _columns(self) -> list[Column[ListedSubscription]]:
        order = self.tools.sorting.value.order
        return columns(lambda: self._manner.viewer().today, order, narrow=self._narrow)


def _key(line: ListedSubscription) -> int:
    return line.row.id
