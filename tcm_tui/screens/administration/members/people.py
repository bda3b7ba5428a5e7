"""The list of „Benutzer“ with its search and its order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from textual import on, work
from textual.containers import Horizontal, Vertical

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.members import MemberFilter, MemberOrder, MemberRow
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.members.columns import (
    SORTINGS,
    Sorting,
    columns,
    sorting_text,
)
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.search_input import SearchInput
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from textual.app import ComposeResult

_AT_ONCE: Final = 1000
"""Rows read at once to mark all of them."""


class ReadPage(Protocol):
    """`services.members.page`, asked through the session."""

    async def __call__(
        self,
        wanted: MemberFilter,
        *,
        order: str,
        descending: bool,
        after: MemberRow | None,
        backwards: bool,
        limit: int,
    ) -> Sequence[MemberRow]:
        """One page of what is wanted."""


class People(Vertical):
    """Search line, order, list. The messages of its `RecordTable` go on to whoever shows it.

    Args:
        read: Reads a page.
        zone: In which times are told.
        now: What „heute“ is.
    """

    def __init__(
        self, read: ReadPage, zone: ZoneInfo, now: Callable[[], datetime], *, vim_keys: bool
    ) -> None:
        super().__init__(id="list")
        self._vim_keys = vim_keys
        self._read = read
        self._zone = zone
        self._now = now
        self._text = ""

    def compose(self) -> ComposeResult:
        """The tools, the list."""
        with Horizontal(id="tools"):
            yield SearchInput()
            options = [(sorting, sorting_text(sorting)) for sorting in SORTINGS]
            yield Choice(options, SORTINGS[0], label=_("Sortiert"), name="sorting")
        yield RecordTable(
            columns(self._zone, self._now),
            key=lambda row: row.key,
            vim_keys=self._vim_keys,
            id="members",
        )

    def on_mount(self) -> None:
        """Read the first page."""
        self._look_for("")

    @property
    def table(self) -> RecordTable[MemberRow]:
        """The list."""
        return self.query_one(RecordTable)

    @property
    def search(self) -> SearchInput:
        """What is looked for."""
        return self.query_one(SearchInput)

    @property
    def sorting(self) -> Choice[Sorting]:
        """How the list is ordered; kept as long as somebody is signed in."""
        return self.query_one("#sorting", Choice)

    def next_order(self) -> None:
        """On to the next order."""
        place = SORTINGS.index(self.sorting.value)
        self.sorting.value = SORTINGS[(place + 1) % len(SORTINGS)]

    @on(SearchInput.Wanted)
    def _searched(self, event: SearchInput.Wanted) -> None:
        event.stop()
        self._look_for(event.text)

    @on(SearchInput.Left)
    def _search_left(self, event: SearchInput.Left) -> None:
        event.stop()
        self.table.focus()

    @on(RecordTable.SortRequested)
    def _header_clicked(self, event: RecordTable.SortRequested) -> None:
        event.stop()
        now = self.sorting.value
        turned = event.order == now.order and not now.descending
        self.sorting.value = Sorting(MemberOrder(event.order), descending=turned)

    @on(Choice.Changed, "#sorting")
    def _sorted(self, event: Choice.Changed) -> None:
        event.stop()
        self.table.sort_by(event.value.order.value, descending=event.value.descending)

    def _look_for(self, text: str) -> None:
        self._text = text
        self.table.empty_text = (
            N_("Niemand passt zur Suche. Esc leert sie.")
            if text
            else N_("Noch niemand hier. n lädt Benutzer ein.")
        )
        self.table.source = partial(self._page, text)

    async def _page(self, text: str, **wanted: Any) -> Sequence[MemberRow]:  # noqa: ANN401 - see ReadPage
        return await self._read(MemberFilter(text), **wanted)

    @on(RecordTable.MarkAllRequested)
    def _mark_all_requested(self, event: RecordTable.MarkAllRequested) -> None:
        event.stop()
        self._mark_all(self._text)

    @on(RecordTable.MarksChanged)
    def _marks_changed(self, event: RecordTable.MarksChanged) -> None:
        """Taking all marks away also ends the marking of all."""
        if not event.count:
            self.workers.cancel_group(self, "load")

    @work(group="load", exclusive=True)
    async def _mark_all(self, text: str) -> None:
        """Mark page after page of what matches, so that one sees how far it is."""
        after: MemberRow | None = None
        more = True
        while more:
            try:
                rows = await self._read(
                    MemberFilter(text),
                    order=MemberOrder.NAME,
                    descending=False,
                    after=after,
                    backwards=False,
                    limit=_AT_ONCE,
                )
            except SessionEnded:
                return  # the sign-in screen says so
            except DomainError as refusal:
                toast(self, refusal.message, severity="error")
                return
            self.table.mark(self.table.marked | {row.key for row in rows})
            more = len(rows) == _AT_ONCE
            after = rows[-1] if rows else None
