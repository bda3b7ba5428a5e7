"""A change of many rows in chunks, which can be stopped between two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import CHUNK, ChangeReport, Verdict
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tcm_tui.domain.member_changes import ChangeRow
    from tcm_tui.domain.members import RowKey


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Args:
        report: What became of the rows that were tried.
        left: The rows that were not tried.
        trouble: Why it ended early, "" when the person stopped it or it did not.
    """

    report: ChangeReport
    left: Sequence[ChangeRow] = ()
    trouble: str = ""

    @property
    def changed(self) -> set[RowKey]:
        """What was done."""
        return {row.key for row in self.report.having(Verdict.CHANGED)}

    @property
    def whole(self) -> bool:
        """Whether there is nothing to tell beyond how many it were."""
        return not self.left and not self.trouble and not self.report.having(Verdict.REFUSED)

    def beside(self, plan: ChangeReport) -> ChangeReport:
        """`plan` with what became of its rows; those not tried say so."""
        became = {row.key: row for row in self.report.rows}
        why = self.trouble or _("Nicht mehr ausgeführt: Es wurde angehalten.")
        for row in self.left:
            became[row.key] = replace(row, verdict=Verdict.REFUSED, reason=why)
        return ChangeReport(plan.change, [became.get(row.key, row) for row in plan.rows])


class Run:
    """Does `act` to chunk after chunk.

    Args:
        plan: Its rows with the verdict CHANGED are done, in their order.
        act: Changes up to `CHUNK` rows in one transaction.
        told: Called with how many rows are finished, before each chunk.
    """

    def __init__(
        self,
        plan: ChangeReport,
        act: Callable[[Sequence[ChangeRow]], Awaitable[ChangeReport]],
        told: Callable[[int], None],
    ) -> None:
        self.rows = plan.having(Verdict.CHANGED)
        self._change = plan.change
        self._act = act
        self._told = told
        self._stopped = False

    def stop(self) -> None:
        """Do not begin a further chunk."""
        self._stopped = True

    async def go(self) -> Outcome:
        """All chunks, or as many as it got to.

        Raises:
            SessionEnded: Nobody is signed in any more.
        """
        done: list[ChangeRow] = []
        trouble = ""
        while len(done) < len(self.rows) and not self._stopped:
            self._told(len(done))
            try:
                report = await self._act(self.rows[len(done) : len(done) + CHUNK])
            except SessionEnded:
                raise
            except DomainError as refusal:
                trouble = refusal.message
                break
            done += report.rows
        return Outcome(ChangeReport(self._change, done), self.rows[len(done) :], trouble)
