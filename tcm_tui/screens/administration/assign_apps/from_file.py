"""Assigning by a file: read it, show what it would change, change it, tell the result."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.assign_list import AssignVerdict, settled, wishes_of
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.i18n import _
from tcm_tui.screens.administration.assign_apps.report_rows import ReportRow
from tcm_tui.screens.administration.assign_apps.review import ReviewDialog
from tcm_tui.screens.administration.assign_apps.review_jobs import Reviewed, ReviewJobs
from tcm_tui.screens.administration.invite_dialog.jobs import Reading
from tcm_tui.screens.administration.invite_dialog.wording import reading_line
from tcm_tui.services import assign_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tcm_tui.domain.assign_list import AssignListRow
    from tcm_tui.screens.administration.assign_apps.desk import Desk
    from tcm_tui.screens.host import Host

_VERDICTS: Final = {
    AssignVerdict.CHANGED: Verdict.CHANGED,
    AssignVerdict.DONE: Verdict.CHANGED,
    AssignVerdict.UNCHANGED: Verdict.UNCHANGED,
}
"""Every other one stands in the way of its row."""


class FromFile:
    """The work behind the review of a file.

    Args:
        desk: What is asked.
        host: Where files may be read and written.
        path: The file.
    """

    def __init__(self, desk: Desk, host: Host, path: Path) -> None:
        self._desk = desk
        self._host = host
        self._path = path
        self._reading = Reading()
        self._rows: Sequence[AssignListRow] = ()
        self._notes = ""

    def dialog(self) -> ReviewDialog:
        """Shows what the file would change, and changes it."""
        jobs = ReviewJobs(
            title=_("Apps aus Datei zuweisen"),
            checking=_("Die Liste wird gelesen …"),
            check=self._check,
            save=self._save,
            progress=lambda: reading_line(self._reading.rows),
            cancel=self._reading.cancellation.cancel,
            write=self._write,
            export_jail=self._host.export_jail,
        )
        return ReviewDialog(jobs, vim_keys=self._host.vim_keys)

    async def _check(self) -> Reviewed:
        found = await asyncio.to_thread(
            assign_lists.read_list,
            self._path,
            jail=self._host.import_jail,
            progress=self._reading.told,
            cancellation=self._reading.cancellation,
        )
        self._notes = " ".join(found.notes)
        self._rows = await self._desk.compare(found.rows)
        return self._seen(saved=False)

    async def _save(self) -> Reviewed:
        report = await self._desk.save(wishes_of(self._rows))
        self._rows = await asyncio.to_thread(settled, self._rows, report)
        return self._seen(saved=report.saved)

    def _seen(self, *, saved: bool) -> Reviewed:
        return Reviewed([_row(one) for one in self._rows], self._notes, saved=saved)

    async def _write(self, path: Path) -> Path:
        # Replacing a file was agreed to where it was chosen, so it may be overwritten.
        return await asyncio.to_thread(
            assign_lists.save_result,
            path,
            self._rows,
            overwrite=True,
            jail=self._host.export_jail,
        )


def _row(one: AssignListRow) -> ReportRow:
    named = one.found.name if one.found else ""
    return ReportRow(
        one.line.number,
        one.line.give,
        named or one.line.email,
        one.app,
        _VERDICTS.get(one.verdict, Verdict.REFUSED),
        one.reason,
        done=one.verdict is AssignVerdict.DONE,
    )
