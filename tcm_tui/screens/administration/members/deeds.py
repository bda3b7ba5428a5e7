"""Changing one person or many: what is asked before, what is told after."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tcm_tui.domain.member_changes import LEAVING, Change, ChangeKind, ChangeReport, Verdict
from tcm_tui.domain.text import sort_key
from tcm_tui.screens.administration.members import change_wording as wording
from tcm_tui.screens.administration.members.change_dialog import (
    ChangeDialog,
    ChangeJobs,
    HandoverJobs,
)
from tcm_tui.screens.administration.members.under_way import save_report, under_way
from tcm_tui.screens.host import host
from tcm_tui.services import belongings, directory, member_changes
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager

    from tcm_tui.domain.belongings import Belongings
    from tcm_tui.domain.directory import Colleague
    from tcm_tui.domain.member_changes import ChangeRow
    from tcm_tui.domain.members import MemberRow, MemberState, RowKey
    from tcm_tui.screens.portal_screen import PortalPane

_ASKED: frozenset[ChangeKind] = frozenset({ChangeKind.REMOVE, ChangeKind.REVOKE})
"""What of one row is asked about before."""


class Deeds:
    """Does to people what was wished, and tells what came of it.

    Args:
        pane: Where it happens.
        done: Told which rows are as wished, once they are.
        undo_key: The key that takes back, as it stands on the keyboard.
    """

    def __init__(
        self,
        pane: PortalPane,
        done: Callable[[Collection[RowKey]], None],
        undo_key: Callable[[], str],
    ) -> None:
        self._pane = pane
        self._done = done
        self._undo_key = undo_key

    # -- one

    def one(self, change: Change, key: RowKey, seen: MemberRow | None) -> None:
        """Change a row as it was `seen`; ask first where it cannot be taken back."""
        self._start(self._look(_freeing(change), key, seen))

    async def _look(self, change: Change, key: RowKey, seen: MemberRow | None) -> None:
        with self._working():
            plan = await self._pane.ask(member_changes.plan, change, [key])
            (row,) = plan.rows
            if row.holds and change.kind in LEAVING:
                self.many(change, [key])
            elif row.verdict is Verdict.REFUSED:
                toast(self._pane, row.reason, severity="error")
            elif row.verdict is Verdict.UNCHANGED:
                toast(self._pane, f"{wording.called(row)}: {row.reason}")
            elif change.kind in _ASKED or row.reason:
                self._wait(self._confirm(change, self._as_seen(row, seen)))
            else:
                await self._act(change, self._as_seen(row, seen))

    def _as_seen(self, row: ChangeRow, seen: MemberRow | None) -> ChangeRow:
        """`row` as the person saw it: what others changed since is refused, not overwritten."""
        if seen is None or seen.version < host(self._pane).undo.written(row.key):
            return row  # what was changed from here has not been read again yet
        return replace(row, version=seen.version, role=seen.role, state=seen.state)

    async def _confirm(self, change: Change, row: ChangeRow) -> None:
        question = wording.question(change, row)
        confirm = Confirm(question.text, title=question.title, yes=question.yes)
        if await self._pane.app.push_screen_wait(confirm):
            self._start(self._act_alone(change, row))

    async def _act_alone(self, change: Change, row: ChangeRow) -> None:
        with self._working():
            await self._act(change, row)

    async def _act(self, change: Change, row: ChangeRow) -> None:
        report = await self._pane.ask(member_changes.change, change, [row])
        (became,) = report.rows
        if became.verdict is Verdict.CHANGED:
            self._tell_changed(report, [row])
        else:
            toast(self._pane, became.reason, severity="error")
        self._settle(report)

    # -- many

    def states(
        self, keys: Sequence[RowKey], then: Callable[[Mapping[RowKey, MemberState]], None]
    ) -> None:
        """Look in which states these members are, and go on with it."""
        self._start(self._look_at_states(keys, then))

    async def _look_at_states(
        self, keys: Sequence[RowKey], then: Callable[[Mapping[RowKey, MemberState]], None]
    ) -> None:
        states: dict[RowKey, MemberState] = {}
        with self._working():
            change = Change(ChangeKind.DISABLE)
            plan = await self._pane.ask(member_changes.plan, change, keys)
            states = {row.key: row.state for row in plan.rows}
        if states:
            then(states)

    def many(self, change: Change, keys: Sequence[RowKey]) -> None:
        """Show what would become of `keys`, ask once, do it in chunks."""
        ask = self._pane.ask

        async def plan(wanted: Change) -> ChangeReport:
            report = await ask(member_changes.plan, wanted, keys)
            return await asyncio.to_thread(_by_name, report)

        async def act(wanted: Change, rows: Sequence[ChangeRow]) -> ChangeReport:
            return await ask(member_changes.change, wanted, rows)

        async def people(
            search: str, *, after: Colleague | None, backwards: bool, limit: int
        ) -> Sequence[Colleague]:
            return await ask(directory.page, search, after=after, backwards=backwards, limit=limit)

        async def owned_and_used(key: RowKey) -> Belongings:
            return await ask(belongings.belongings, key)

        jobs = ChangeJobs(
            change=_freeing(change),
            count=len(keys),
            plan=plan,
            act=act,
            handover=HandoverJobs(people, owned_and_used),
            save=partial(save_report, self._pane),
            export_jail=host(self._pane).export_jail,
        )
        self._wait(self._show(jobs))

    async def _show(self, jobs: ChangeJobs) -> None:
        dialog = ChangeDialog(jobs, vim_keys=host(self._pane).vim_keys)
        if (outcome := await self._pane.app.push_screen_wait(dialog)) is None:
            return
        self._tell_changed(outcome.report, dialog.plan.rows)
        self._settle(outcome.report, dialog.plan)

    # -- afterwards

    def _tell_changed(self, report: ChangeReport, before: Sequence[ChangeRow]) -> None:
        """Remember what can be taken back, and say by which key."""
        if not report.having(Verdict.CHANGED):
            return
        sentence = wording.done_summary(report)
        if host(self._pane).undo.remember(report, {row.key: row.version for row in before}):
            sentence = wording.with_undo(sentence, self._undo_key())
        toast(self._pane, sentence)

    def _settle(self, *reports: ChangeReport) -> None:
        """What came of it, and before that the plan: what needed nothing is settled as well."""
        changed = reports[0].having(Verdict.CHANGED)
        host(self._pane).undo.wrote(changed)
        same = [row for report in reports for row in report.having(Verdict.UNCHANGED)]
        self._done([row.key for row in (*changed, *same)])

    # -- workers

    def _start(self, deed: Awaitable[None]) -> None:
        """Run what asks the database."""
        self._pane.run_worker(deed, group="submit")

    def _wait(self, deed: Awaitable[None]) -> None:
        """Run what waits for the person."""
        self._pane.run_worker(deed)

    def _working(self) -> AbstractContextManager[None]:
        return under_way(self._pane, partial(self._done, []))


def _freeing(change: Change) -> Change:
    """`change`; who is disabled gives their licences back, unless it is chosen otherwise."""
    return replace(change, frees=True) if change.kind is ChangeKind.DISABLE else change


def _by_name(report: ChangeReport) -> ChangeReport:
    """The rows as a list shows them; one's own stays behind the others that it may still change."""

    def place(row: ChangeRow) -> tuple[bool, str]:
        own = row.verdict is Verdict.CHANGED and bool(row.reason)
        return own, sort_key(row.name or row.address)

    return ChangeReport(report.change, sorted(report.rows, key=place))
