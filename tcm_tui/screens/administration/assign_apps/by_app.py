"""„Apps → Benutzer“: choose a subscription, tick who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import on, work

from tcm_tui.domain.assignments import LicenceRow
from tcm_tui.domain.members import MemberFilter
from tcm_tui.domain.ticking import Candidate, filled, toggled
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.assign_apps.board import (
    Board,
    Licences,
    no_licences,
    nothing_matches,
)
from tcm_tui.screens.administration.assign_apps.columns import app_columns, person_line_columns
from tcm_tui.screens.administration.assign_apps.lines import (
    PersonLine,
    app_foot,
    person_foot,
    person_ticked,
)
from tcm_tui.screens.administration.assign_apps.side import Side
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.tick_table import TickTable
from tcm_tui.widgets.unmarked_table import UnmarkedTable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tcm_tui.domain.pending_assignments import Pair, PendingAssignments
    from tcm_tui.screens.administration.assign_apps.desk import Desk


class ByApp(Board):
    """The subscription under the cursor at the left, and everybody at the right.

    Args:
        desk: What is asked.
        pending: What waits to be saved.
        vim_keys: Whether j, k and so on move as well.
    """

    left: Side[LicenceRow]
    right: Side[PersonLine]

    def __init__(self, desk: Desk, pending: PendingAssignments, *, vim_keys: bool) -> None:
        apps: UnmarkedTable[LicenceRow] = UnmarkedTable(
            app_columns(pending),
            key=lambda row: row.app.subscription_id,
            vim_keys=vim_keys,
            id="assign-licences",
        )
        people: TickTable[PersonLine] = TickTable(
            person_line_columns(pending),
            key=lambda line: line.row.holder,
            sign_of=lambda line: person_ticked(pending, line).sign,
            vim_keys=vim_keys,
            id="assign-users",
        )
        super().__init__(
            desk,
            pending,
            Side(apps, _("Apps"), id="chosen-apps-side"),
            Side(people, _("Benutzer"), id="users-side"),
            id="by-app",
        )
        self._licences = Licences()
        self._chosen: LicenceRow | None = None
        self._shown: tuple[int, str] | None = None
        """Whose people are listed, and what is looked for among them."""
        self._to_show: int | None = None
        """The subscription to put the cursor on once they are read."""

    def on_mount(self) -> None:
        """Read the subscriptions; who uses the first of them follows from that."""
        self.left.table.order = ""  # they stand by their titles, whatever is shown
        self._read()

    # -- what the tab asks

    def lay_out(self, *, brief: bool) -> None:
        """Subscriptions at the left are as they are."""

    def reload(self) -> None:
        """Read both lists again."""
        self._read()
        self.right.table.reload()

    def keys_of(self, pairs: Collection[Pair]) -> set[object]:
        """The people."""
        return {pair.holder for pair in pairs}

    def open(self, subscription_id: int) -> None:
        """Choose this subscription."""
        self.left.search.value = ""
        self._to_show = subscription_id
        self._read()
        self.screen.set_focus(self.right.table)

    # -- which subscription

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.telling_refusals():
            self._licences = Licences(await self.desk.licences())
            self._show_apps()

    def _show_apps(self) -> None:
        search = self.left.search.value.strip()
        table = self.left.table
        table.empty_text = nothing_matches(search) if search else no_licences()
        rows = self._licences.matching(search)
        table.replace_source(ListSource(rows, key=lambda row: row.app.subscription_id))
        if self._to_show is not None:
            table.scroll_to_key(self._to_show)
            self._to_show = None

    @on(Side.Searched, "#chosen-apps-side")
    def _apps_searched(self, event: Side.Searched) -> None:
        event.stop()
        self._show_apps()

    @on(RecordTable.Highlighted, "#assign-licences")
    def _app_highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        row = event.row if isinstance(event.row, LicenceRow) else None
        if row != self._chosen:
            self._chosen = row
            self.right.after_rest(self._show_people)
        self.tell()

    # -- who uses it

    def _show_people(self) -> None:
        table, chosen = self.right.table, self._chosen
        if chosen is None:
            table.empty_text = no_licences()
            self._shown = None
            table.source = ListSource((), key=lambda line: line.row.holder)
            return
        wanted = MemberFilter(self.right.search.value.strip())
        table.empty_text = (
            nothing_matches(wanted.search) if wanted.search else N_("Noch niemand hier.")
        )

        async def page(
            *,
            after: PersonLine | None,
            **cut: Any,  # noqa: ANN401 - what `Source` is called with
        ) -> Sequence[PersonLine]:
            start = after.row if after is not None else None
            rows = await self.desk.people(chosen.app.subscription_id, wanted, after=start, **cut)
            return [PersonLine(chosen, row) for row in rows]

        shown, self._shown = self._shown, (chosen.app.subscription_id, wanted.search)
        if shown == self._shown:
            table.replace_source(page)  # the same people: the cursor stays
        else:
            table.source = page

    def tell(self) -> None:
        """Whose users they are, and how many licences are left."""
        chosen = self._chosen
        name = _("Benutzer von {app}").format(app=chosen.app.label) if chosen else _("Benutzer")
        self.right.name_it(name)
        self.left.tell(app_foot(self.pending, chosen) if chosen else "")
        line = self.right.table.cursor_row
        self.right.tell(person_foot(line.row) if line else "")

    @on(Side.Searched, "#users-side")
    def _people_searched(self, event: Side.Searched) -> None:
        event.stop()
        self._show_people()

    @on(RecordTable.Highlighted, "#assign-users")
    def _person_highlighted(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.tell()

    @on(TickTable.Ticked)
    def _ticked(self, event: TickTable.Ticked) -> None:
        event.stop()
        if isinstance(line := event.row, PersonLine):
            one = Candidate(line.licence.app, line.row, line.row.has)
            self.take(toggled(self.pending, [one], line.licence.free))

    @on(TickTable.AllTicked)
    def _all_ticked(self, event: TickTable.AllTicked) -> None:
        event.stop()
        if self._chosen is not None:
            self._tick_all(self._chosen)

    @work(group="submit", exclusive=True)
    async def _tick_all(self, licence: LicenceRow) -> None:
        """Tick all that match, as far as licences go."""
        wanted = MemberFilter(self.right.search.value.strip())
        with self.telling_refusals():
            rows = await self.desk.people_without(licence.app.subscription_id, wanted)
            candidates = [Candidate(licence.app, row, has=False) for row in rows]
            self.take(filled(self.pending, candidates, licence.free))
