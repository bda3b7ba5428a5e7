"""The sheet about somebody: facts at once, sessions and history as soon as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.history import HistoryEntry
from tcm_tui.domain.members import MemberKind
from tcm_tui.screens.administration.members.facts import Facts
from tcm_tui.screens.administration.members.sheet_lines import (
    facts_lines,
    history_lines,
    session_lines,
)
from tcm_tui.screens.administration.past_sheet import PAGE, PastSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from tcm_tui.domain.history import MemberSession
    from tcm_tui.screens.administration.members.finding import Finding


class Sheet(PastSheet[Facts, HistoryEntry]):
    """Facts, sessions, history.

    Args:
        finding: What is asked.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(id="sheet")
        self._finding = finding
        self._sessions: list[MemberSession] | None = None

    async def show(self, told: Facts) -> None:
        """Tell of somebody; of the same person again, as much as was told."""
        same = self.told is not None and self.told.row.key == told.row.key
        self.told, self.error = told, ""
        if not same:
            self._sessions, self.entries, self.whole = None, [], False
            self.to_the_top()
        self.draw()
        if told.row.key.kind is MemberKind.MEMBER:
            await self._read_past(told.row.key.id)

    async def _read_past(self, member: int) -> None:
        wanted = max(PAGE, len(self.entries))
        try:
            sessions = await self._finding.sessions(member)
            entries = await self._finding.history(member, None, wanted)
        except DomainError as refusal:
            self.error = refusal.message
        else:
            self._sessions, self.entries = sessions, entries
            self.whole = len(entries) < wanted
        self.draw()

    async def older(self, told: Facts, last: int) -> Sequence[HistoryEntry]:
        """What was done to them before."""
        return await self._finding.history(told.row.key.id, last, PAGE)

    def lines(self, told: Facts, width: int) -> Iterator[Content]:
        """Facts, and once they are read sessions and history."""
        yield from facts_lines(told, width)
        if self._sessions is not None:
            zone = self._finding.zone
            yield from session_lines(self._sessions, width, zone)
            yield from history_lines(self.entries, width, zone, whole=self.whole)
