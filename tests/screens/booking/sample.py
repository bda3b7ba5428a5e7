"""A booking that no database holds, and its screens, for tests of what every place does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.booking import Booking, PaysBy
from tcm_tui.domain.catalogue import Category, Charging, EditionOffer, PriceOffer, ProductPage
from tcm_tui.domain.order_drafts import OrderDraft
from tcm_tui.domain.orders import OrderState, Receipt, RequestRow
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.screens.marketplace.booking.booking import BookingScreen
from tcm_tui.screens.marketplace.booking.receipt import ReceiptScreen
from tcm_tui.screens.marketplace.orders.decline_dialog import DeclineDialog
from tests.builders import START

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from tcm_tui.app import MarketplaceApp

_MONTHLY: Final = (PriceOffer(1, Charging.MONTHLY, 620), PriceOffer(12, Charging.MONTHLY, 560))
PAGE: Final = ProductPage(
    id=1,
    key="microsoft-365-business",
    name="Microsoft 365 Business",
    provider="Microsoft",
    category=Category.OFFICE,
    summary="Büroprogramme und Postfach",
    description="Word, Excel, PowerPoint, Outlook.",
    editions=(
        EditionOffer(1, "Basic", ("Postfach",), _MONTHLY),
        EditionOffer(2, "Copilot", ("Hilft beim Schreiben",), _MONTHLY, is_add_on=True),
    ),
    trial_days=30,
    trial_open=True,
    licence_cap=300,
)
BOOKING: Final = Booking(
    id=1,
    version=1,
    state=OrderState.OPEN,
    draft=OrderDraft(edition_id=1, licences=25, name="Vertrieb Nord", add_ons=((2, 5),)),
    page=PAGE,
    today=date(2026, 11, 22),
    method=PaysBy(1, PaymentKind.DIRECT_DEBIT, "DE89 … 3000 · Commerzbank"),
    may_place=True,
    may_pay=True,
)
REQUEST: Final = RequestRow(
    id=1,
    state=OrderState.REQUESTED,
    reachable=True,
    requester="Derya Celik",
    own=False,
    title="Microsoft 365 Business Basic",
    name="Vertrieb Nord",
    licences=25,
    term_months=12,
    charging=Charging.MONTHLY,
    total=None,
    hindrance="",
    reason="Für die Messe",
    requested_at=START,
    answer="",
    decided_by="",
    version=1,
)
RECEIPT: Final = Receipt(
    order_id=1,
    placed_at=START,
    product_id=1,
    name="Vertrieb Nord",
    buyer="Anna Muster",
    requester="",
    address=BillingAddress("Muster Maschinenbau GmbH", "Musterstraße 1", "12345", "Ort", "DE"),
    kind=PaymentKind.DIRECT_DEBIT,
    masked="DE89 … 3000 · Commerzbank",
    quote=BOOKING.quote,
    subscription_ids=(1, 2),
)


async def _declined(_answer: str) -> bool:
    """It was said."""
    return True


SCREENS: Final[dict[str, Callable[[MarketplaceApp], Screen[Any]]]] = {
    "booking": lambda _app: BookingScreen(BOOKING),
    "booking_request": lambda _app: BookingScreen(replace(BOOKING, may_place=False)),
    "booking_paying": lambda _app: BookingScreen(replace(BOOKING, state=OrderState.REQUESTED)),
    "receipt": lambda _app: ReceiptScreen(RECEIPT, fresh=True),
    "declining": lambda _app: DeclineDialog(REQUEST, _declined),
}
"""By the names that `places` calls them."""
