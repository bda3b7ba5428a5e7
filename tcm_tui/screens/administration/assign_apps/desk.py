"""What „Apps zuweisen“ asks, through the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.pending_assignments import MOST_PENDING, Pair
from tcm_tui.services import assign_lists, assignments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from tcm_tui.domain.assign_lines import AssignLine
    from tcm_tui.domain.assign_list import AssignListRow
    from tcm_tui.domain.assignments import (
        AssignReport,
        Holder,
        LicenceRow,
        Person,
        PersonRow,
    )
    from tcm_tui.domain.members import MemberFilter


@dataclass(frozen=True)
class Desk:
    """Runs the use cases of assigning; each raises the DomainError of its use case.

    Args:
        ask: Runs a use case with the context of the session.
    """

    ask: Callable[..., Awaitable[Any]]

    async def people(
        self,
        subscription_id: int | None,
        wanted: MemberFilter,
        **cut: Any,  # noqa: ANN401 - what `Source` is called with
    ) -> Sequence[PersonRow]:
        """A page of those whom licences may be given to."""
        page: Sequence[PersonRow] = await self.ask(
            assignments.people, subscription_id, wanted, **cut
        )
        return page

    async def people_of(self, holders: Sequence[Holder]) -> list[Person]:
        """Those of them that are still there."""
        found: list[Person] = await self.ask(assignments.people_of, holders)
        return found

    async def people_without(self, subscription_id: int, wanted: MemberFilter) -> list[PersonRow]:
        """Those who match, have no licence yet and could get one."""
        found: list[PersonRow] = await self.ask(
            assignments.people_without, subscription_id, wanted, limit=MOST_PENDING
        )
        return found

    async def first_people(self, wanted: MemberFilter, limit: int) -> Sequence[PersonRow]:
        """The first of those who match."""
        return await self.people(None, wanted, limit=limit)

    async def licences(self, holders: Collection[Holder] = ()) -> list[LicenceRow]:
        """The subscriptions, and how many of `holders` have a licence of each."""
        found: list[LicenceRow] = await self.ask(assignments.licences_of, holders)
        return found

    async def having(self, pairs: Collection[Pair]) -> set[Pair]:
        """Those of `pairs` where somebody has a licence."""
        wishes = [Wish(pair.subscription_id, pair.holder, give=False) for pair in pairs]
        plan = await self.plan(wishes)
        return {
            Pair(row.wish.subscription_id, row.wish.holder)
            for row in plan.rows
            if row.verdict is Verdict.CHANGED
        }

    async def compare(self, lines: Sequence[AssignLine]) -> list[AssignListRow]:
        """What each row of a list would change."""
        rows: list[AssignListRow] = await self.ask(assign_lists.compare, lines)
        return rows

    async def plan(self, wishes: Sequence[Wish]) -> AssignReport:
        """What would become of them."""
        report: AssignReport = await self.ask(assignments.plan, wishes)
        return report

    async def save(self, wishes: Sequence[Wish]) -> AssignReport:
        """Make them come true, all or none."""
        report: AssignReport = await self.ask(assignments.apply, wishes)
        return report
