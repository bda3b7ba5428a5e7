"""What the finding side of „Benutzer“ asks, through the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tcm_tui.domain.members import MemberKind
from tcm_tui.screens.administration.members.facts import Facts, invitation_facts, member_facts
from tcm_tui.services import belongings, member_history, member_marks, members

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.belongings import Belongings
    from tcm_tui.domain.history import HistoryEntry, MemberSession
    from tcm_tui.domain.member_marks import Marks
    from tcm_tui.domain.members import MemberCounts, MemberFilter, MemberRow, RowKey


@dataclass(frozen=True)
class Finding:
    """Runs the use cases that find people and tell about them.

    Each raises the DomainError of its use case.

    Args:
        ask: Runs a use case with the context of the session.
        zone: In which times are told.
    """

    ask: Callable[..., Awaitable[Any]]
    zone: ZoneInfo

    async def page(
        self,
        wanted: MemberFilter,
        **cut: Any,  # noqa: ANN401 - what `Source` is called with
    ) -> Sequence[MemberRow]:
        """A page of the list."""
        page: Sequence[MemberRow] = await self.ask(members.page, wanted, **cut)
        return page

    async def everybody(self) -> MemberCounts:
        """How many there are of each state."""
        counts: MemberCounts = await self.ask(members.counts)
        return counts

    async def hits(self, wanted: MemberFilter) -> int:
        """How many match."""
        count: int = await self.ask(members.count, wanted)
        return count

    async def keys(self, wanted: MemberFilter, limit: int) -> list[RowKey]:
        """What identifies those that match."""
        keys: list[RowKey] = await self.ask(members.keys, wanted, limit=limit)
        return keys

    async def look_after(self, keys: Collection[RowKey], wanted: MemberFilter) -> Marks:
        """What became of rows that are marked."""
        marks: Marks = await self.ask(member_marks.look_after, keys, wanted)
        return marks

    async def facts(self, key: RowKey) -> Facts:
        """Somebody in detail."""
        held: Belongings = await self.ask(belongings.belongings, key)
        if key.kind is MemberKind.INVITATION:
            return invitation_facts(await self.ask(members.invitation, key.id), held, self.zone)
        return member_facts(await self.ask(members.member, key.id), held, self.zone)

    async def sessions(self, membership_id: int) -> list[MemberSession]:
        """A member's sessions."""
        found: list[MemberSession] = await self.ask(member_history.sessions, membership_id)
        return found

    async def history(
        self, membership_id: int, before: int | None, limit: int
    ) -> list[HistoryEntry]:
        """What was done to a member, newest first."""
        found: list[HistoryEntry] = await self.ask(
            member_history.history, membership_id, before=before, limit=limit
        )
        return found
