"""„Benutzer → Apps“: choose people, tick what they use."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import on, work

from tcm_tui.domain.assignments import MOST_WISHES, PersonRow
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.members import MemberFilter, RowKey
from tcm_tui.domain.numbers import number
from tcm_tui.domain.pending_assignments import MOST_PENDING, Pair
from tcm_tui.domain.ticking import all_set, toggled
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.administration.assign_apps.board import (
    Board,
    Licences,
    no_licences,
    nothing_matches,
)
from tcm_tui.screens.administration.assign_apps.columns import app_line_columns, people_columns
from tcm_tui.screens.administration.assign_apps.groups import group, mixed, title
from tcm_tui.screens.administration.assign_apps.lines import (
    AppLine,
    Chosen,
    app_foot,
    app_ticked,
    person_foot,
)
from tcm_tui.screens.administration.assign_apps.side import REST, Side
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.text import toast
from tcm_tui.widgets.tick_table import TickTable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tcm_tui.domain.assignments import Holder, Person
    from tcm_tui.domain.pending_assignments import PendingAssignments
    from tcm_tui.screens.administration.assign_apps.desk import Desk

_NOBODY = Chosen.of(())


class ByPeople(Board):
    """Whoever is marked at the left, or under its cursor, and all subscriptions at the right.

    Args:
        desk: What is asked.
        pending: What waits to be saved.
        vim_keys: Whether j, k and so on move as well.
    """

    left: Side[PersonRow]
    right: Side[AppLine]

    def __init__(self, desk: Desk, pending: PendingAssignments, *, vim_keys: bool) -> None:
        people: RecordTable[PersonRow] = RecordTable(
            people_columns(), key=lambda row: row.holder, vim_keys=vim_keys, id="assign-people"
        )
        apps: TickTable[AppLine] = TickTable(
            app_line_columns(pending, brief=False),
            key=lambda line: line.key,
            sign_of=lambda line: app_ticked(pending, line).sign,
            vim_keys=vim_keys,
            id="assign-apps",
        )
        super().__init__(
            desk,
            pending,
            Side(people, _("Benutzer"), id="people-side"),
            Side(apps, _("Apps"), id="apps-side"),
            id="by-people",
        )
        self._known: dict[Holder, Person] = {}
        """Everybody who may be marked: the list itself holds but a window."""
        self._chosen = _NOBODY
        self._licences = Licences()
        self._wanted = MemberFilter()

    def on_mount(self) -> None:
        """Read the first page; what belongs to its first row follows from that."""
        self.right.table.order = ""  # subscriptions stand by their titles, whatever is shown
        self._show_people("")

    # -- what the tab asks

    def lay_out(self, *, brief: bool) -> None:
        """Narrow lists call a subscription what people call it."""
        self.right.table.columns = app_line_columns(self.pending, brief=brief)

    def reload(self) -> None:
        """Read both lists again."""
        self.left.table.reload()
        self._look_after()

    @work(group="submit")
    async def _look_after(self) -> None:
        """Take the marks of those away who are gone, and read what is ticked for the others."""
        if marked := [key for key in self.left.table.marked if isinstance(key, RowKey)]:
            with self.telling_refusals():
                left = {one.holder: one for one in await self.desk.people_of(marked)}
                self._known |= left
                self.left.table.mark(set(left))
        else:
            self._read(self._chosen.people)

    def keys_of(self, pairs: Collection[Pair]) -> set[object]:
        """The subscriptions."""
        return {pair.subscription_id for pair in pairs}

    @work(group="submit")
    async def open(self, holders: Sequence[Holder]) -> None:
        """Choose these: one of them by the cursor, several by marks."""
        people: list[Person] = []
        with self.telling_refusals():
            people = await self.desk.people_of(holders)
        if not people:
            return
        self._known |= {one.holder: one for one in people}
        self.left.search.value = ""
        self._show_people("")
        self.left.table.mark({one.holder for one in people} if len(people) > 1 else set())
        self.left.table.go_to(PersonRow(**vars(people[0])))
        self.screen.set_focus(self.right.table)

    # -- whom one chooses

    def _show_people(self, search: str) -> None:
        self._wanted = wanted = MemberFilter(search)
        table = self.left.table
        table.empty_text = nothing_matches(search) if search else N_("Noch niemand hier.")

        async def page(**cut: Any) -> Sequence[PersonRow]:  # noqa: ANN401 - what `Source` is called with
            return await self.desk.people(None, wanted, **cut)

        table.source = page

    @on(Side.Searched, "#people-side")
    def _people_searched(self, event: Side.Searched) -> None:
        event.stop()
        if event.text != self._wanted.search:
            self._show_people(event.text)

    @on(RecordTable.Highlighted, "#assign-people")
    def _person_highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        if isinstance(event.row, PersonRow):
            self._known[event.row.holder] = event.row
        if not self.left.table.marked:  # else it matters to nobody where the cursor is
            self._choose()

    @on(RecordTable.MarksChanged, "#assign-people")
    def _marks_changed(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self._choose()

    @on(RecordTable.MarkAllRequested, "#assign-people")
    def _mark_all_requested(self, event: RecordTable.MarkAllRequested) -> None:
        event.stop()
        self._mark_all()

    @work(group="submit")
    async def _mark_all(self) -> None:
        """Mark all that match, as far as that can be dealt with at once."""
        with self.telling_refusals():
            rows = await self.desk.first_people(self._wanted, MOST_PENDING + 1)
            if len(rows) > MOST_PENDING:
                sentence = _("Mehr als {n} Treffer. Grenzen Sie die Liste mit der Suche ein.")
                toast(self, sentence.format(n=number(MOST_PENDING)), severity="warning")
                return
            self._known |= {row.holder: row for row in rows}
            self.left.table.mark(self.left.table.marked.union(row.holder for row in rows))

    def _choose(self) -> None:
        """Show what is ticked for whoever is chosen now."""
        marked = self.left.table.marked
        row = self.left.table.cursor_row
        if marked:
            people = [self._known[key] for key in marked if isinstance(key, RowKey)]
            people.sort(key=lambda one: (one.sort_name, one.sort_address))
        else:
            people = [row] if row is not None else []
        self.left.tell(self._people_foot())
        self._read(tuple(people))

    @work(group="load", exclusive=True)
    async def _read(self, people: tuple[Person, ...]) -> None:
        await asyncio.sleep(REST)
        chosen = Chosen.of(people)
        try:
            found = await self.desk.licences(chosen.holders)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.right.tell(refusal.message)
            return
        self._chosen, self._licences = chosen, Licences(found)
        self._show_apps()

    # -- what is ticked

    def _show_apps(self) -> None:
        search = self.right.search.value.strip()
        table = self.right.table
        table.empty_text = nothing_matches(search) if search else no_licences()
        rows = [AppLine(self._chosen, one) for one in self._licences.matching(search)]
        table.replace_source(ListSource(rows, key=lambda line: line.key))
        self.tell()

    def tell(self) -> None:
        """Whose apps they are, and how many licences of the one under the cursor are assigned."""
        self.right.name_it(title(self._chosen.people))
        line = self.right.table.cursor_row
        self.right.tell(app_foot(self.pending, line.licence) if line else "")

    def _people_foot(self) -> str:
        marked = len(self.left.table.marked)
        if marked:
            pattern = ngettext("{n} markiert", "{n} markiert", marked).format(n=number(marked))
            return f"{pattern} · {_('Esc Markierung aufheben')}"
        row = self.left.table.cursor_row
        return person_foot(row) if row is not None else ""

    @on(Side.Searched, "#apps-side")
    def _apps_searched(self, event: Side.Searched) -> None:
        event.stop()
        self._show_apps()

    @on(RecordTable.Highlighted, "#assign-apps")
    def _app_highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.tell()

    @on(TickTable.Ticked)
    def _ticked(self, event: TickTable.Ticked) -> None:
        event.stop()
        if isinstance(event.row, AppLine):
            self._tick([event.row], every=False)

    @on(TickTable.AllTicked)
    def _all_ticked(self, event: TickTable.AllTicked) -> None:
        event.stop()
        source = self.right.table.source
        if isinstance(source, ListSource):
            self._tick(list(source.rows), every=True)

    def _tick(self, lines: Sequence[AppLine], *, every: bool) -> None:
        """Set or take away ticks; where it is not known yet who has what, that is read before."""
        if any(mixed(line) for line in lines):
            self._tick_read(lines, every=every)
        else:
            self._take(lines, set(), every=every)

    @work(group="submit")
    async def _tick_read(self, lines: Sequence[AppLine], *, every: bool) -> None:
        some = [line for line in lines if mixed(line)]
        pairs = [Pair(line.key, one) for line in some for one in line.chosen.holders]
        if len(pairs) > MOST_WISHES:
            toast(self, _("Das sind zu viele auf einmal. Suchen Sie vorher."), severity="warning")
            return
        with self.telling_refusals():
            self._take(lines, await self.desk.having(pairs), every=every)

    def _take(self, lines: Sequence[AppLine], having: set[Pair], *, every: bool) -> None:
        if every:
            self.take(all_set(self.pending, [group(line, having) for line in lines]))
        else:
            for line in lines:
                self.take(toggled(self.pending, *group(line, having)))
