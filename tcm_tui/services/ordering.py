"""„Kostenpflichtig bestellen“: once, at what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.orders import OrderRow, Receipt
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.PRODUCT_BOOK)
def place(
    tx: Transaction, order_id: int, seen: Quote, *, business_use: bool, terms: bool
) -> Receipt:
    """Buy what the actor began, for what was `seen`; again answers with the same receipt.

    Raises:
        NotFound: It is not there, somebody else's, or given up.
        NotPermitted: The company lets administrators buy only.
        Invalid: A tick is missing, at `business_use` or `terms`, or a rule is broken.
        NoPaymentMethod: There is nothing to pay it by.
        QuoteMoved: It would not cost what was `seen`.
    """
    raise NotImplementedError


@reading(Permission.PRODUCT_BOOK)
def orders(tx: Transaction) -> list[OrderRow]:
    """What was bought, the newest first: of everybody for those who pay, else the actor's own."""
    raise NotImplementedError


@reading(Permission.PRODUCT_BOOK)
def receipt(tx: Transaction, order_id: int) -> Receipt:
    """The receipt of what was bought.

    Raises:
        NotFound: It is not there, not bought, or somebody else's and the actor pays no bills.
    """
    raise NotImplementedError
