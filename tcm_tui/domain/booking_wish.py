"""What one area asks „Marktplatz“ for: a product shown, a booking begun."""

from __future__ import annotations

from dataclasses import dataclass

from tcm_tui.domain.catalogue import Charging, TermMonths


@dataclass(frozen=True)
class BookingWish:
    """What somebody chose on the page of a product, for the booking to begin with.

    Args:
        product_id: The product.
        edition_id: One of its editions; with `base_id` an add-on, else none.
        term_months: For how long, as `TermMonths`.
        charging: How its price falls due.
        trial: Whether it shall begin with the free days that the product offers.
        base_id: The subscription that an add-on is booked to; it has the term of that one.
    """

    product_id: int
    edition_id: int
    term_months: int = TermMonths.TWELVE
    charging: Charging = Charging.MONTHLY
    trial: bool = False
    base_id: int | None = None


@dataclass(frozen=True)
class ShowProduct:
    """What `Navigate(Destination.MARKETPLACE, …)` carries for the page of a product."""

    product_id: int


@dataclass(frozen=True)
class ShowReceipt:
    """What `Navigate(Destination.BOOKING, …)` carries for the receipt of something ordered."""

    order_id: int
