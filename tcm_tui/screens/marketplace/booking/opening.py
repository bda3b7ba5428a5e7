"""Into a booking: one that begins, one that goes on, a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tcm_tui.domain.booking_wish import BookingWish, ShowReceipt
from tcm_tui.domain.errors import DomainError, SessionEnded, Unavailable
from tcm_tui.domain.orders import Receipt
from tcm_tui.i18n import _
from tcm_tui.screens.marketplace.booking.booking import BookingScreen
from tcm_tui.screens.marketplace.booking.offers import editions
from tcm_tui.screens.marketplace.booking.receipt import ReceiptScreen
from tcm_tui.services import booking as bookings
from tcm_tui.services import ordering
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    from tcm_tui.domain.booking import Booking
    from tcm_tui.screens.host import Ask


Item: TypeAlias = BookingWish | Receipt | ShowReceipt | int
"""What there is to show: a wish, what was just ordered, a receipt, the number of what was begun."""


async def screen_for(node: Widget, ask: Ask, item: Item) -> Screen[None] | None:
    """What shows `item`; None where that was refused, which is told in a corner of `node`."""
    try:
        return await _screen(node, ask, item)
    except SessionEnded:
        return None  # the sign-in screen says so
    except DomainError as refusal:
        toast(node, refusal.message, severity="error")
        return None


async def _screen(node: Widget, ask: Ask, item: Item) -> Screen[None]:
    match item:
        case Receipt():
            return ReceiptScreen(item, fresh=True)
        case ShowReceipt():
            return ReceiptScreen(await ask(ordering.receipt, item.order_id))
        case BookingWish():
            booking: Booking = await ask(bookings.begin, item)
        case _:
            booking = await ask(bookings.booking, item)
    if not editions(booking):
        raise Unavailable(
            _("{product} wird nicht mehr angeboten.").format(product=booking.page.name)
        )
    if booking.continued:
        toast(node, _("Das hatten Sie schon begonnen. Es geht dort weiter."))
    return BookingScreen(booking)
