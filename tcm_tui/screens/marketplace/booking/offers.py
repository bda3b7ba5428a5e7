"""What the first step of a booking offers: editions, terms with their prices, add-ons."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tcm_tui.domain.catalogue import Charging, edition_name
from tcm_tui.i18n import _
from tcm_tui.screens.marketplace.booking.wording import terms_text
from tcm_tui.screens.marketplace.wording import price_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.catalogue import EditionOffer, PriceOffer

Term: TypeAlias = tuple[int, Charging]
"""For how many months, charged how often."""


def editions(booking: Booking) -> tuple[EditionOffer, ...]:
    """What can be chosen: to a subscription its add-ons, else what is booked by itself."""
    return booking.page.add_ons if booking.base else booking.page.bookable


def chosen_edition(booking: Booking) -> EditionOffer:
    """The edition that is being booked; the first one when that is offered no more.

    Raises:
        IndexError: The product is offered no more.
    """
    offered = editions(booking)
    return next((one for one in offered if one.id == booking.draft.edition_id), offered[0])


def edition_options(booking: Booking) -> list[tuple[int, str]]:
    """The editions by their names."""
    product = booking.page.name
    return [(one.id, edition_name(product, one.name)) for one in editions(booking)]


def add_ons_of(booking: Booking) -> tuple[EditionOffer, ...]:
    """What can be booked with it; an add-on has none of its own."""
    return () if booking.base else booking.page.add_ons


def term_options(booking: Booking, edition: EditionOffer) -> list[tuple[Term, str]]:
    """Its terms with what a licence costs; an add-on has that of what it is booked to."""
    prices = [one for one in edition.prices if _fits(booking, one)]
    names = [terms_text(one.term_months, one.charging) for one in prices]
    widest = max(map(len, names), default=0)
    return [
        (
            (one.term_months, one.charging),
            f"{name:<{widest}}   {price_text(one)}",
        )
        for one, name in zip(prices, names, strict=True)
    ]


def _fits(booking: Booking, price: PriceOffer) -> bool:
    base = booking.base
    return base is None or (price.term_months, price.charging) == (base.term_months, base.charging)


def fitting_term(options: Sequence[tuple[Term, str]], wanted: Term) -> Term:
    """`wanted` where it is offered, else the first there is."""
    offered = [term for term, _called in options]
    return wanted if wanted in offered else offered[0]


def add_on_prices(offers: Sequence[EditionOffer], term: Term) -> str:
    """What a licence of each add-on costs with that term, a line each."""
    return "\n".join(_add_on_price(one, term) for one in offers)


def _add_on_price(offer: EditionOffer, term: Term) -> str:
    price = offer.price(*term)
    if price is None:
        return _("{name}: nicht mit dieser Laufzeit").format(name=offer.name)
    return f"{offer.name}: {price_text(price)}"
