"""What the details of „Produkte“ ask, through the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tcm_tui.screens.administration.products.sheet_lines import HOLDERS
from tcm_tui.services import assignments, subscriptions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.assignments import PersonRow
    from tcm_tui.domain.subscription_history import SubscriptionEvent
    from tcm_tui.domain.subscription_rows import SubscriptionPage


@dataclass(frozen=True)
class Reading:
    """Runs the use cases that tell about one subscription.

    Each raises the DomainError of its use case.

    Args:
        ask: Runs a use case with the context of the session.
        zone: In which times are told.
    """

    ask: Callable[..., Awaitable[Any]]
    zone: ZoneInfo

    async def page(self, subscription_id: int) -> SubscriptionPage:
        """Everything about one."""
        page: SubscriptionPage = await self.ask(subscriptions.subscription, subscription_id)
        return page

    async def holders(self, subscription_id: int) -> list[PersonRow]:
        """The first of those who have a licence of it."""
        found: list[PersonRow] = await self.ask(assignments.holders, subscription_id, limit=HOLDERS)
        return found

    async def history(
        self, subscription_id: int, before: int, limit: int
    ) -> list[SubscriptionEvent]:
        """What happened to it before that."""
        found: list[SubscriptionEvent] = await self.ask(
            subscriptions.history, subscription_id, before=before, limit=limit
        )
        return found
