"""What „Übersicht“ reads for its cards and for „Zu erledigen“."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services import activity, order_requests, payment_methods, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.activity import Overview
    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.subscription_rows import Attention
    from tcm_tui.screens.asks import Asks


@dataclass(frozen=True)
class Standing:
    """How things stand.

    Args:
        overview: What is known of people and mails.
        cards: Credit cards that end soon, or have ended.
        attention: What is known of subscriptions, None for those who see none.
        requests: How many bookings wait to be decided about by whoever looks.
    """

    overview: Overview
    cards: Sequence[PaymentRow] = ()
    attention: Attention | None = None
    requests: int = 0


async def standing(pane: Asks) -> Standing:
    """Read as much as the role may.

    Raises:
        DomainError: Something cannot be read.
    """
    overview = await pane.ask(activity.overview)
    cards: Sequence[PaymentRow] = ()
    attention: Attention | None = None
    if pane.may(Permission.PAYMENT_MANAGE):
        cards = await pane.ask(payment_methods.expiring_cards)
    if pane.may(Permission.SUBSCRIPTION_READ):
        attention = await pane.ask(subscriptions.attention)
    requests = 0
    if pane.may(Permission.ORDER_DECIDE):
        requests = await pane.ask(order_requests.waiting)
    return Standing(overview, cards, attention, requests)
