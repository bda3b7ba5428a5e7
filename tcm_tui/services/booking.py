"""Booking: begun, gone on with in as many windows as one likes, placed once (PRODUCT.md section 8).

What is being booked is an open order. A USER may place it while the company lets everybody buy,
guests always; whoever may not sends it as a request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.booking_wish import BookingWish
    from tcm_tui.domain.order_drafts import OrderDraft
    from tcm_tui.domain.orders import BegunRow
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.PRODUCT_BOOK)
def begin(tx: Transaction, wish: BookingWish) -> Booking:
    """Begin a booking, or go on with the one of that product which the actor began already.

    What was chosen now holds; licences, name and add-ons of before stay where they still fit.

    Raises:
        NotFound: There is no such product, or no such subscription to book an add-on to.
        Invalid: It cannot be booked so.
    """
    raise NotImplementedError


@reading(Permission.PRODUCT_BOOK)
def booking(tx: Transaction, order_id: int) -> Booking:
    """What the actor began, to go on with it; of whoever decides about requests, a request, too.

    Raises:
        NotFound: It is not there, somebody else's, or not open any more.
    """
    raise NotImplementedError


@use_case(Permission.PRODUCT_BOOK)
def revise(tx: Transaction, order_id: int, draft: OrderDraft, version: int) -> Booking:
    """Keep what was typed.

    Raises:
        NotFound: It is not there, somebody else's, or not open any more.
        Stale: It was changed in another window since `version`.
        Invalid: A rule is broken, as `OrderDraft.checked` says.
    """
    raise NotImplementedError


@reading(Permission.PRODUCT_BOOK)
def begun(tx: Transaction) -> list[BegunRow]:
    """What the actor began and may go on with, the newest first."""
    raise NotImplementedError


@use_case(Permission.PRODUCT_BOOK)
def discard(tx: Transaction, order_id: int) -> None:
    """Give up what the actor began; once more changes nothing.

    Raises:
        NotFound: It is not there, somebody else's, or placed.
    """
    raise NotImplementedError
