"""Ending a subscription with its term, and thinking better of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import use_case

if TYPE_CHECKING:
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.SUBSCRIPTION_CHANGE)
def cancel(tx: Transaction, seen: SubscriptionRow) -> SubscriptionRow:
    """Let one end with its term, its add-ons with it.

    Raises:
        Invalid: It is cancelled already, or ended.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    raise NotImplementedError


@use_case(Permission.SUBSCRIPTION_CHANGE)
def take_back(tx: Transaction, seen: SubscriptionRow) -> SubscriptionRow:
    """Let a cancelled one go on, with the add-ons that were cancelled with it.

    Raises:
        Invalid: It is not cancelled, or ended, or what it extends ends.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    raise NotImplementedError


@use_case(Permission.SUBSCRIPTION_CHANGE)
def set_renewal(tx: Transaction, seen: SubscriptionRow, *, on: bool) -> SubscriptionRow:
    """Let one renew itself at the end of its term, or not; its add-ons with it.

    Raises:
        Invalid: It is cancelled, or ended, or what it extends ends.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: It is to end on another day than was `seen`.
    """
    raise NotImplementedError
