"""The sheet about a subscription: facts at once, holders and past as soon as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.errors import DomainError
from tcm_tui.domain.subscription_history import SubscriptionEvent
from tcm_tui.domain.subscription_rows import SubscriptionPage
from tcm_tui.screens.administration.past_sheet import PAGE, PastSheet
from tcm_tui.screens.administration.products.facts import facts
from tcm_tui.screens.administration.products.sheet_lines import (
    fact_lines,
    history_lines,
    holder_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from tcm_tui.domain.assignments import PersonRow
    from tcm_tui.screens.administration.products.reading import Reading


class Sheet(PastSheet[SubscriptionPage, SubscriptionEvent]):
    """Facts, holders, past.

    Args:
        reading: What is asked.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__(id="subscription-sheet")
        self._reading = reading
        self._holders: list[PersonRow] | None = None

    async def show(self, told: SubscriptionPage) -> None:
        """Tell of a subscription; of the same one again, where one has scrolled to."""
        same = self.told is not None and self.told.row.id == told.row.id
        self.told, self.error = told, ""
        self.entries, self.whole = list(told.history), len(told.history) < PAGE
        if not same:
            self._holders = None
            self.to_the_top()
        self.draw()
        if told.row.running:
            await self._read_holders(told.row.id)

    async def _read_holders(self, subscription_id: int) -> None:
        try:
            self._holders = await self._reading.holders(subscription_id)
        except DomainError as refusal:
            self.error = refusal.message
        self.draw()

    async def older(self, told: SubscriptionPage, last: int) -> Sequence[SubscriptionEvent]:
        """What was done to it before."""
        return await self._reading.history(told.row.id, last, PAGE)

    def lines(self, told: SubscriptionPage, width: int) -> Iterator[Content]:
        """Facts, who has a licence once that is read, the past."""
        yield from fact_lines(facts(told), width)
        if self._holders is not None:
            yield from holder_lines(self._holders, told.row.used, width)
        yield from history_lines(self.entries, width, self._reading.zone, whole=self.whole)
