"""„Produkte“: the subscriptions of a company as they stand today.

Whoever has the role USER sees those they own; everybody else who may read any sees all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading

if TYPE_CHECKING:
    from tcm_tui.domain.subscription_history import SubscriptionEvent
    from tcm_tui.domain.subscription_rows import Attention, SubscriptionPage, SubscriptionRow, Sums
    from tcm_tui.services.transaction import Transaction


@reading(Permission.SUBSCRIPTION_READ)
def subscriptions(tx: Transaction) -> list[SubscriptionRow]:
    """All of them, also those that ended: by title, then by name."""
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_READ)
def subscription(tx: Transaction, subscription_id: int) -> SubscriptionPage:
    """Everything about one.

    Raises:
        NotFound: The company has no such subscription, or the actor may not see it.
    """
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_READ)
def history(
    tx: Transaction, subscription_id: int, *, before: int | None = None, limit: int = 50
) -> list[SubscriptionEvent]:
    """What happened to one, the newest first.

    Args:
        tx: The transaction.
        subscription_id: Which one.
        before: The id of the line to continue behind, None for the newest.
        limit: Lines at most.

    Raises:
        NotFound: The company has no such subscription, or the actor may not see it.
    """
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_READ)
def due_within(tx: Transaction, days: int) -> list[SubscriptionRow]:
    """Those whose last day of all comes within so many days, the soonest first."""
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_READ)
def unused(tx: Transaction) -> Sums:
    """What the running ones cost a month, and what of that nobody uses."""
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_READ)
def attention(tx: Transaction) -> Attention:
    """What of them somebody should look at, for „Übersicht“."""
    raise NotImplementedError
