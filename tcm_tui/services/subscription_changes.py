"""Changing a running subscription: its name, its licences, its edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.subscription_changes import Preview
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.SUBSCRIPTION_CHANGE)
def rename(tx: Transaction, seen: SubscriptionRow, name: str) -> SubscriptionRow:
    """Give one its „Abonnement-Name“, or take it away with "".

    Raises:
        Invalid: It is too long; the field is `name`.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: Somebody else renamed it since it was `seen`.
    """
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_CHANGE)
def preview_licences(tx: Transaction, subscription_id: int, licences: int) -> Preview:
    """What so many licences in all would come to.

    Raises:
        Invalid: Fewer than are assigned, or more than there can be; the field is `licences`.
        NotFound: The company has no such subscription, or the actor may not see it.
    """
    raise NotImplementedError


@use_case(Permission.SUBSCRIPTION_CHANGE)
def set_licences(tx: Transaction, seen: Preview) -> SubscriptionRow:
    """Have as many licences as was `seen` in a preview, at once.

    Raises:
        Invalid: Fewer than are assigned, or more than there can be; the field is `licences`.
        NotFound: The company has no such subscription, or the actor may not see it.
        PreviewMoved: It would come to something else than was `seen`.
    """
    raise NotImplementedError


@reading(Permission.SUBSCRIPTION_CHANGE)
def preview_edition(tx: Transaction, subscription_id: int, edition_id: int) -> Preview:
    """What going over to an edition would come to: at once, or with the next term if it is cheaper.

    Raises:
        Invalid: The edition cannot be chosen; the field is `edition`.
        NotFound: There is no such subscription of the company's, or no such edition of its product.
    """
    raise NotImplementedError


@use_case(Permission.SUBSCRIPTION_CHANGE)
def set_edition(tx: Transaction, seen: Preview) -> SubscriptionRow:
    """Go over to the edition that was `seen` in a preview, or plan it for the next term.

    Raises:
        Invalid: The edition cannot be chosen; the field is `edition`.
        NotFound: There is no such subscription of the company's, or no such edition of its product.
        PreviewMoved: It would come to something else than was `seen`.
    """
    raise NotImplementedError


@use_case(Permission.SUBSCRIPTION_CHANGE)
def keep_edition(tx: Transaction, seen: SubscriptionRow) -> SubscriptionRow:
    """Give up the edition that is planned for the next term.

    Raises:
        Invalid: Nothing is planned.
        NotFound: The company has no such subscription, or the actor may not see it.
        SubscriptionChanged: Something else is planned than was `seen`.
    """
    raise NotImplementedError
