"""Taking the last change of people back, from whichever screen is in front."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.member_changes import ChangeReport, Verdict
from tcm_tui.screens.administration.members import change_wording as wording
from tcm_tui.screens.administration.members.change_dialog import ChangeDialog, ChangeJobs
from tcm_tui.screens.administration.members.under_way import save_report, under_way
from tcm_tui.screens.host import host
from tcm_tui.services import member_changes
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tcm_tui.domain.member_changes import Change, ChangeRow
    from tcm_tui.screens.portal_screen import PortalScreen
    from tcm_tui.screens.undo import Undoable


class Undoing:
    """Takes the last reversible action back, and tells what came of it.

    Args:
        screen: Where it was asked for.
        done: Called once the rows are different.
    """

    def __init__(self, screen: PortalScreen[Any], done: Callable[[], None]) -> None:
        self._screen = screen
        self._done = done
        self._undo = host(screen).undo

    def begin(self) -> None:
        """Take it back; the work belongs to the program, which stays when the screen goes."""
        if (action := self._undo.take()) is None:
            return
        if len(action.report.rows) == 1:
            self._screen.app.run_worker(self._one(action), group="submit")
        else:
            self._screen.app.run_worker(self._many(action), group="flow")

    async def _one(self, action: Undoable) -> None:
        report = action.report
        with under_way(self._screen, self._done):
            try:
                back = await self._screen.ask(member_changes.take_back, report)
            except DomainError:
                self._undo.put_back(action, report.rows)
                raise
            (row,) = back.rows
            if row.verdict is Verdict.CHANGED:
                toast(self._screen, wording.undone_text(report))
            else:
                toast(self._screen, wording.not_undone(report, row), severity="error")
            self._undo.follow(action.moves(back.rows))
            self._settle(back)

    async def _many(self, action: Undoable) -> None:
        """What was not tried can still be taken back."""
        dialog = ChangeDialog(self._jobs(action.report), vim_keys=host(self._screen).vim_keys)
        if (outcome := await self._screen.app.push_screen_wait(dialog)) is None:
            self._undo.put_back(action, action.report.rows)
            return
        await asyncio.to_thread(self._undo.follow, action.moves(outcome.report.rows))
        self._undo.put_back(action, outcome.left)
        if not dialog.told:
            toast(self._screen, wording.undone_text(outcome.report))
        self._settle(outcome.report)

    def _jobs(self, report: ChangeReport) -> ChangeJobs:
        async def plan(_change: Change) -> ChangeReport:
            return report

        async def act(_change: Change, rows: Sequence[ChangeRow]) -> ChangeReport:
            part = ChangeReport(report.change, rows)
            return await self._screen.ask(member_changes.take_back, part)

        return ChangeJobs(
            change=report.change,
            count=len(report.rows),
            plan=plan,
            act=act,
            save=partial(save_report, self._screen, taken_back=True),
            export_jail=host(self._screen).export_jail,
            taken_back=True,
        )

    def _settle(self, report: ChangeReport) -> None:
        self._undo.wrote(report.having(Verdict.CHANGED))
        self._done()
