"""„Anfragen“: who may not buy asks those who may, who approve or decline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.orders import Receipt, RequestRow
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.PRODUCT_BOOK)
def request(tx: Transaction, order_id: int, reason: str) -> None:
    """Ask for what the actor began; those who decide are told by mail.

    Raises:
        NotFound: It is not there, somebody else's, or not open any more.
        Invalid: `reason` is too long, a rule is broken, or the actor may decide themselves.
    """
    raise NotImplementedError


@reading(Permission.PRODUCT_BOOK)
def requests(tx: Transaction) -> list[RequestRow]:
    """Requests that wait or were declined, the newest first: of everybody for those who decide."""
    raise NotImplementedError


@use_case(Permission.PRODUCT_BOOK)
def withdraw(tx: Transaction, order_id: int) -> None:
    """Take back an own request, or put away a declined one; once more changes nothing.

    Raises:
        NotFound: It is not there, somebody else's, or placed.
    """
    raise NotImplementedError


@use_case(Permission.ORDER_DECIDE)
def approve(
    tx: Transaction, order_id: int, seen: Quote, *, business_use: bool, terms: bool
) -> Receipt:
    """Buy what somebody asked for: it is theirs then. Otherwise as `ordering.place`.

    Raises:
        NotFound: It is not there, or does not wait any more.
        Invalid: A tick is missing, or a rule is broken.
        NoPaymentMethod: There is nothing to pay it by.
        QuoteMoved: It would not cost what was `seen`.
    """
    raise NotImplementedError


@use_case(Permission.ORDER_DECIDE)
def decline(tx: Transaction, order_id: int, answer: str) -> None:
    """Say no to what somebody asked for; they are told by mail.

    Raises:
        NotFound: It is not there, or does not wait any more.
        Invalid: `answer` is too long.
    """
    raise NotImplementedError
