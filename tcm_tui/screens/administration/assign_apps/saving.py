"""Saving what waits: reviewed, in one transaction, and told at the lines that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.numbers import number
from tcm_tui.domain.pending_assignments import Pair
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.assign_apps.report_rows import ReportRow
from tcm_tui.screens.administration.assign_apps.review import ReviewDialog
from tcm_tui.screens.administration.assign_apps.review_jobs import Reviewed, ReviewJobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.assignments import AssignReport, AssignRow
    from tcm_tui.domain.pending_assignments import PendingAssignments
    from tcm_tui.screens.administration.assign_apps.desk import Desk


class Saving:
    """What is asked to save what waits, and what came of it.

    Args:
        desk: What is asked.
        pending: What waits.
    """

    def __init__(self, desk: Desk, pending: PendingAssignments) -> None:
        self._desk = desk
        self._pending = pending
        self._wishes = [
            Wish(change.pair.subscription_id, change.pair.holder, change.give)
            for change in pending.in_order
        ]
        self._rows: Sequence[AssignRow] = ()

    def dialog(self, *, vim_keys: bool) -> ReviewDialog:
        """Shows what will happen, and does it."""
        jobs = ReviewJobs(
            title=_("Änderungen speichern"),
            checking=_("Die Änderungen werden geprüft …"),
            check=self._check,
            save=self._save,
        )
        return ReviewDialog(jobs, vim_keys=vim_keys)

    def settle(self, seen: Reviewed) -> None:
        """Forget what is done; lines that were refused say why."""
        done, troubles = [], {}
        for row in self._rows:
            pair = Pair(row.wish.subscription_id, row.wish.holder)
            if row.verdict is Verdict.REFUSED:
                troubles[pair] = row.reason
            elif seen.saved:
                done.append(pair)
        self._pending.settle(done, troubles)

    async def _check(self) -> Reviewed:
        return self._took(await self._desk.plan(self._wishes))

    async def _save(self) -> Reviewed:
        """Save what the plan allows; what it refused stays where it is."""
        refused = [row for row in self._rows if row.verdict is Verdict.REFUSED]
        wishes = [row.wish for row in self._rows if row.verdict is not Verdict.REFUSED]
        report = await self._desk.save(wishes)
        return self._took(report, refused)

    def _took(self, report: AssignReport, refused: Sequence[AssignRow] = ()) -> Reviewed:
        self._rows = [*refused, *report.rows]
        rows = [
            ReportRow(
                place,
                row.wish.give,
                row.name or row.address,
                row.app.label,
                row.verdict,
                row.reason,
            )
            for place, row in enumerate(self._rows, 1)
        ]
        told = _("Betroffene Mitglieder erhalten eine E-Mail.")
        return Reviewed(rows, told, saved=report.saved)


def saved_text(seen: Reviewed) -> str:
    """„3 Lizenzen zugewiesen, 1 zurückgenommen.“."""
    changed = [row for row in seen.rows if row.verdict is Verdict.CHANGED]
    given = sum(row.give for row in changed)
    withdrawn = len(changed) - given
    if not given:
        pattern = ngettext("{n} Lizenz zurückgenommen.", "{n} Lizenzen zurückgenommen.", withdrawn)
        return pattern.format(n=number(withdrawn))
    pattern = ngettext("{n} Lizenz zugewiesen", "{n} Lizenzen zugewiesen", given)
    text = pattern.format(n=number(given))
    if not withdrawn:
        return f"{text}."
    return _("{given}, {n} zurückgenommen.").format(given=text, n=number(withdrawn))
