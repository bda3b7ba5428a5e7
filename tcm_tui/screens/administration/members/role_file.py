"""Changing roles by a file: read it, show what differs, change it in portions, tell the result."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from textual import work

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import ChangeReport, Verdict
from tcm_tui.domain.role_list import RoleVerdict, newcomers, settled, steps, wanted_roles
from tcm_tui.screens.administration.invite_dialog.jobs import Reading
from tcm_tui.screens.administration.invite_dialog.wording import reading_line
from tcm_tui.screens.administration.members import role_file_wording as wording
from tcm_tui.screens.administration.members.change_frame import Phase
from tcm_tui.screens.administration.members.role_file_frame import RoleFileFrame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.domain.invite_rows import NewRow
    from tcm_tui.domain.member_changes import Change, ChangeRow
    from tcm_tui.domain.members import RowKey
    from tcm_tui.domain.role_list import RoleRow, Step, WantedRole

GLANCE: Final = 0.1
"""Seconds between two looks at how far the reading is."""


@dataclass(frozen=True, kw_only=True)
class RoleFileJobs:
    """The work behind the dialog; each raises DomainError with a sentence for the person.

    Args:
        read: Addresses and roles of the file.
        compare: What they would change.
        change: Changes the rows of one step.
        save: Writes the list with its verdicts.
        export_jail: The only folder files are written to; None allows any.
    """

    read: Callable[[Reading], Awaitable[ParsedRows]]
    compare: Callable[[Sequence[WantedRole]], Awaitable[list[RoleRow]]]
    change: Callable[[Step], Awaitable[ChangeReport]]
    save: Callable[[Path, Sequence[RoleRow]], Awaitable[Path]]
    export_jail: Path | None = None


@dataclass
class RolesChanged:
    """What came of it: the steps taken with their reports, and who is to be invited."""

    taken: list[tuple[Step, ChangeReport]] = field(default_factory=list)
    invite: Sequence[NewRow] = ()

    @property
    def changed(self) -> int:
        """How many roles are others now."""
        return sum(len(report.having(Verdict.CHANGED)) for _step, report in self.taken)

    def by_role(self) -> list[tuple[ChangeReport, dict[RowKey, int]]]:
        """One report for each new role, with the versions that its rows had before."""
        rows: dict[Change, list[ChangeRow]] = {}
        before: dict[Change, dict[RowKey, int]] = {}
        for step, report in self.taken:
            rows.setdefault(step.change, []).extend(report.rows)
            versions = before.setdefault(step.change, {})
            versions.update({row.key: row.version for row in step.rows})
        return [(ChangeReport(change, found), before[change]) for change, found in rows.items()]


class RoleFileDialog(RoleFileFrame[RolesChanged]):
    """Shows what a file would change, and changes it.

    Args:
        jobs: The work behind it.
        vim_keys: Whether j, k and so on move in the rows.
    """

    def __init__(self, jobs: RoleFileJobs, *, vim_keys: bool = True) -> None:
        super().__init__(vim_keys=vim_keys)
        self._jobs = jobs
        self._reading = Reading()
        self._answer = RolesChanged()
        self._changed = 0
        self._stopped = False

    def on_mount(self) -> None:
        """Read the file."""
        self._glances = self.set_interval(GLANCE, self._glance)
        self._read()

    def on_unmount(self) -> None:
        """A reading must not outlive its dialog."""
        self._reading.cancellation.cancel()

    def action_leave(self) -> None:
        """Leave; while it changes roles: go no further."""
        if self.phase is not Phase.WORKING:
            self.dismiss(self._answer)
            return
        self._stopped = True
        self._show_progress()

    def action_go(self) -> None:
        """Change the roles, once."""
        if self.phase in {Phase.ASKING, Phase.TOLD}:
            self._stopped, self._changed = False, 0
            self.tell("")
            self.phase = Phase.WORKING
            self._work()

    def action_invite(self) -> None:
        """Leave for „Mehrere einladen“ with those who are new."""
        self._answer.invite = newcomers(self.rows)
        self.dismiss(self._answer)

    # -- reading

    def _glance(self) -> None:
        if self.phase is Phase.CHECKING and self._reading.rows:
            self.head(reading_line(self._reading.rows))

    @work(group="load")
    async def _read(self) -> None:
        try:
            parsed = await self._jobs.read(self._reading)
            wanted = await asyncio.to_thread(wanted_roles, parsed.rows)
            rows = await self._jobs.compare(wanted)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self._glances.stop()
            self.head("")
            self.refuse(refusal.message)
            return
        self._glances.stop()
        self.say("#notes", " ".join(parsed.notes))
        self.show_rows(rows)
        self.phase = Phase.ASKING

    # -- changing

    @work(group="submit")
    async def _work(self) -> None:
        """One step after the other, until all are done, one is refused, or it is stopped."""
        reports: list[ChangeReport] = []
        trouble = ""
        for step in steps(self.rows):
            self._show_progress()
            try:
                report = await self._jobs.change(step)
            except SessionEnded:
                return  # the sign-in screen says so
            except DomainError as refusal:
                trouble = refusal.message
                break
            reports.append(report)
            self._answer.taken.append((step, report))
            self._changed += len(report.rows)
            if self._stopped:
                break
        self.show_rows(await asyncio.to_thread(settled, self.rows, reports))
        self.phase = Phase.TOLD
        self.refuse(trouble)

    def _show_progress(self) -> None:
        of = self.counted(RoleVerdict.CHANGED)
        self.head(wording.working_line(self._changed, of, stopping=self._stopped))

    # -- what is written

    @property
    def export_jail(self) -> Path | None:
        """The only folder that may be written to."""
        return self._jobs.export_jail

    async def save_to(self, path: Path) -> Path:
        """Write what became of each row."""
        return await self._jobs.save(path, self.rows)
