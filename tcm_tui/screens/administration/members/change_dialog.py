"""Changing many people: what will happen to whom, how far it is, what came of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.screens.administration.members.change_frame import ChangeFrame, Phase
from tcm_tui.screens.administration.members.run import Outcome, Run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from tcm_tui.domain.member_changes import Change, ChangeReport, ChangeRow


@dataclass(frozen=True, kw_only=True)
class ChangeJobs:
    """The work behind the dialog; each raises DomainError with a sentence for the person.

    Args:
        change: What is wanted, or what is taken back.
        count: How many rows it is about.
        plan: What would become of each.
        act: Changes up to `member_changes.CHUNK` rows of the plan.
        save: Writes what became of them.
        export_jail: The only folder files are written to; None allows any.
        taken_back: Whether the change is taken back: nothing is asked before.
    """

    change: Change
    count: int
    plan: Callable[[], Awaitable[ChangeReport]]
    act: Callable[[Sequence[ChangeRow]], Awaitable[ChangeReport]]
    save: Callable[[Path, ChangeReport], Awaitable[Path]]
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
            plan = await self._jobs.plan()
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.head("")
            self.refuse(refusal.message)
            return
        self.show_plan(plan)
        if self.taken_back:
            self._begin()
        else:
            self.phase = Phase.ASKING

    def _begin(self) -> None:
        self.phase = Phase.WORKING
        self._run = Run(self.plan, self._jobs.act, self._told)
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
