"""The list of „Benutzer“ with its search, its filters, its order, and its marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import Vertical

from tcm_tui.domain.members import EVERYBODY, MemberOrder, anchor
from tcm_tui.i18n import _
from tcm_tui.screens.administration.members.columns import Sorting, by_header, columns
from tcm_tui.screens.administration.members.marks_line import MarksLine
from tcm_tui.screens.administration.members.tools import Letters, Tools, empty_text
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.jump_line import JumpLine
from tcm_tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.app import ComposeResult

    from tcm_tui.domain.members import MemberFilter, MemberRow
    from tcm_tui.screens.administration.members.finding import Finding

_BY_TEXT = frozenset({MemberOrder.NAME, MemberOrder.ADDRESS})
"""Orders in which letters are a place."""


@dataclass(frozen=True)
class Manner:
    """How the list behaves.

    Args:
        now: What „heute“ is.
        vim_keys: Whether j, k and so on move as well.
        with_invitations: Whether there are invitations among the rows.
        idle: What the line below the list says while nothing is marked.
    """

    now: Callable[[], datetime]
    vim_keys: bool
    with_invitations: bool
    idle: Callable[[], str]


class People(Vertical):
    """Tools, list, marks. The messages of its parts go on to whoever shows it.

    Args:
        finding: What is asked.
        manner: How it behaves.
    """

    def __init__(self, finding: Finding, manner: Manner) -> None:
        super().__init__(id="list")
        self._finding = finding
        self._now = manner.now
        self.tools = Tools(with_invitations=manner.with_invitations)
        """What is wanted, and in which order."""
        self.table: RecordTable[MemberRow] = RecordTable(
            columns(finding.zone, manner.now),
            key=lambda row: row.key,
            vim_keys=manner.vim_keys,
            id="members",
        )
        """The list."""
        self.marks = MarksLine(self.table, finding, manner.idle)
        """What is marked."""

    def compose(self) -> ComposeResult:
        """The tools, the list, a line about marks, which the letters take while one jumps."""
        yield self.tools
        yield self.table
        yield self.marks
        yield JumpLine()

    def on_mount(self) -> None:
        """Read the first page."""
        self._show(EVERYBODY, widened=False)

    def reload(self) -> None:
        """Read again; cursor, scroll and marks stay, but for those of rows that are gone."""
        self.table.reload()
        self.marks.look_after()

    def step_back(self) -> None:
        """End what is under way, or go to the list, or forget the search, or the filter."""
        if self.marks.marking:
            self.marks.stop_marking()
        elif not self.table.has_focus:
            self.screen.set_focus(self.table)
        elif self.tools.wanted.search:
            self.tools.search.action_forget()
        else:
            self.tools.clear_filter()

    # -- what is wanted

    @on(Tools.Wanted)
    def _wanted(self, event: Tools.Wanted) -> None:
        self._show(event.wanted, widened=event.widened)

    @on(Tools.Sorted)
    def _sorted(self, event: Tools.Sorted) -> None:
        event.stop()
        order = event.sorting.order
        self.table.columns = columns(self._finding.zone, self._now, order)
        self.table.sort_by(order.value, descending=event.sorting.descending)

    @on(Tools.Left)
    def _tools_left(self, event: Tools.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @on(RecordTable.SortRequested)
    def _header_clicked(self, event: RecordTable.SortRequested) -> None:
        event.stop()
        sorting = self.tools.sorting
        sorting.value = by_header(sorting.value, MemberOrder(event.order))

    def _show(self, wanted: MemberFilter, *, widened: bool) -> None:
        """Show what is wanted; a list that only grew keeps the cursor on its row."""
        self.table.empty_text = empty_text(wanted)
        source = partial(self._finding.page, wanted)
        if widened and self.table.cursor_row is not None:
            self.table.replace_source(source)
        else:
            self.table.source = source
        self.marks.follow(wanted)

    # -- marks

    @on(RecordTable.MarkAllRequested)
    def _mark_all_requested(self, event: RecordTable.MarkAllRequested) -> None:
        event.stop()
        self.marks.mark_all()

    @on(RecordTable.MarksChanged)
    def _marks_changed(self, event: RecordTable.MarksChanged) -> None:
        """Taking all marks away also ends the marking of all."""
        if not event.count:
            self.marks.stop_marking()
        self.marks.tell()

    # -- „A–Z“

    def begin_jump(self) -> None:
        """Show the letters, or say in which order they help."""
        if self.tools.sorting.value.order in _BY_TEXT:
            self.query_one(JumpLine).begin()
        else:
            self._offer_names()

    @work
    async def _offer_names(self) -> None:
        question = Confirm(
            _("A–Z geht nur in einer Liste nach Name oder E-Mail. Jetzt nach Name sortieren?"),
            title=_("A–Z"),
            yes=_("Nach Name sortieren"),
        )
        if await self.app.push_screen_wait(question):
            self.tools.sorting.value = Sorting(MemberOrder.NAME)
            self.query_one(JumpLine).begin()

    @on(Letters.Wanted)
    def _letters_wanted(self, event: Letters.Wanted) -> None:
        event.stop()
        self.begin_jump()

    @on(JumpLine.Shown)
    def _letters_shown(self, event: JumpLine.Shown) -> None:
        event.stop()
        self.marks.display = not event.shown

    @on(JumpLine.Wanted)
    def _jump(self, event: JumpLine.Wanted) -> None:
        event.stop()
        sorting = self.tools.sorting.value
        self.table.jump(anchor(sorting.order, event.text, descending=sorting.descending))

    @on(JumpLine.Left)
    def _jump_left(self, event: JumpLine.Left) -> None:
        event.stop()
        self.screen.set_focus(self.table)
