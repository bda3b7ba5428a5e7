"""Changing many people: what will happen to whom, how far it is, what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.i18n import _
from tcm_tui.screens.administration.choose_colleague import ChooseColleague
from tcm_tui.screens.administration.members.change_frame import ChangeFrame, Phase
from tcm_tui.screens.administration.members.handover import Handover
from tcm_tui.screens.administration.members.handover_wording import names_text
from tcm_tui.screens.administration.members.run import Outcome, Run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from tcm_tui.domain.belongings import Belongings
    from tcm_tui.domain.directory import Colleague
    from tcm_tui.domain.member_changes import Change, ChangeReport, ChangeRow
    from tcm_tui.domain.members import RowKey


@dataclass(frozen=True)
class HandoverJobs:
    """What is asked about what members leave behind.

    Args:
        people: Reads who could take over, as `services.directory.page`.
        belongings: What somebody owns and uses.
    """

    people: Callable[..., Awaitable[Sequence[Colleague]]]
    belongings: Callable[[RowKey], Awaitable[Belongings]]


@dataclass(frozen=True, kw_only=True)
class ChangeJobs:
    """The work behind the dialog; each raises DomainError with a sentence for the person.

    Args:
        change: What is wanted, or what is taken back.
        count: How many rows it is about.
        plan: What would become of each.
        act: Makes the change of up to `member_changes.CHUNK` rows of the plan.
        handover: What is asked about what members leave behind; None where they stay.
        save: Writes what became of them.
        export_jail: The only folder files are written to; None allows any.
        taken_back: Whether the change is taken back: nothing is asked before.
    """

    change: Change
    count: int
    plan: Callable[[Change], Awaitable[ChangeReport]]
    act: Callable[[Change, Sequence[ChangeRow]], Awaitable[ChangeReport]]
    save: Callable[[Path, ChangeReport], Awaitable[Path]]
    handover: HandoverJobs | None = None
    export_jail: Path | None = None
    taken_back: bool = False


class ChangeDialog(ChangeFrame):
    """Shows the plan, asks once, works in chunks, tells the result; None when nothing was tried.

    Args:
        jobs: The work behind it.
        vim_keys: Whether j, k and so on move in the rows.
    """

    def __init__(self, jobs: ChangeJobs, *, vim_keys: bool = True) -> None:
        super().__init__(jobs.change, jobs.count, taken_back=jobs.taken_back, vim_keys=vim_keys)
        self._jobs = jobs
        self._run: Run | None = None
        self._done = 0
        self._outcome: Outcome | None = None
        self._result = self.plan

    def on_mount(self) -> None:
        """Look at what would happen."""
        self._check()

    def action_go(self) -> None:
        """Do it, once."""
        if self.phase is Phase.ASKING:
            self._begin()

    def action_leave(self) -> None:
        """Leave everything as it is; while it works: go no further."""
        if self._run is None or self.phase is not Phase.WORKING:
            self.dismiss(self._outcome)
            return
        self._run.stop()
        self.show_progress(self._done, stopping=True)

    @work(group="load")
    async def _check(self) -> None:
        """Plan."""
        try:
            plan = await self._jobs.plan(self.change)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.head("")
            self.refuse(refusal.message)
            return
        self.show_plan(plan)
        if self.taken_back:
            self._begin()
            return
        self.phase = Phase.ASKING
        if self.handover.owned and (self.heir or not self.ready):
            self.query_one(
                "#heir"
            ).focus()  # it was hidden meanwhile, or nothing can be done before

    async def names(self, row: ChangeRow) -> str:
        """What somebody owns and uses, by name."""
        asked = self._jobs.handover
        return "" if asked is None else names_text(await asked.belongings(row.key))

    @work(group="choose", exclusive=True)
    async def action_choose_heir(self) -> None:
        """Choose who takes over, and look again what would happen."""
        if self._jobs.handover is None:
            return
        dialog = ChooseColleague(
            self._jobs.handover.people,
            title=_("Wer übernimmt?"),
            asked=_("Wer soll sich künftig um diese Abonnements kümmern?"),
            without=[row.key.id for row in self.plan.rows],
            why_not=_("Diese Person verliert selbst den Zugriff. Wählen Sie jemand anderen."),
        )
        if (heir := await self.app.push_screen_wait(dialog)) is None:
            return
        self.change, self.heir = replace(self.change, heir=heir.membership_id), heir.name
        self.phase = Phase.CHECKING
        self._check()

    @on(Handover.Chosen)
    def _frees(self, event: Handover.Chosen) -> None:
        event.stop()
        self.change = replace(self.change, frees=event.frees)
        self.plan = replace(self.plan, change=self.change)

    def _begin(self) -> None:
        self.phase = Phase.WORKING
        self._run = Run(self.plan, partial(self._jobs.act, self.change), self._told)
        self._work(self._run)

    def _told(self, done: int) -> None:
        self._done = done
        self.show_progress(done)

    @work(group="submit")
    async def _work(self, run: Run) -> None:
        try:
            outcome = await run.go()
        except SessionEnded:
            return  # the sign-in screen says so
        self._result = await asyncio.to_thread(outcome.beside, self.plan)
        self._outcome = outcome
        if outcome.whole and not self._refused and self.is_current:
            self.dismiss(outcome)  # a line in a corner tells it
            return
        self.phase = Phase.TOLD
        self.show_result(self._result, len(outcome.left))
        self.refuse(outcome.trouble)

    @property
    def _refused(self) -> bool:
        """Whether the plan had refused some."""
        return any(row.verdict is Verdict.REFUSED for row in self.plan.rows)

    @property
    def told(self) -> bool:
        """Whether the result was shown here."""
        return self.phase is Phase.TOLD

    # -- what is written

    @property
    def export_jail(self) -> Path | None:
        """The only folder that may be written to."""
        return self._jobs.export_jail

    async def save_to(self, path: Path) -> Path:
        """Write what became of each row."""
        return await self._jobs.save(path, self._result)
