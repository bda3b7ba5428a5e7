"""What the first step of a booking offers: editions, terms with their prices, add-ons."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.money import euros
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
    """The editions by their names; one without is called as its product."""
    return [(one.id, one.name or booking.page.name) for one in editions(booking)]


def add_ons_of(booking: Booking) -> tuple[EditionOffer, ...]:
    """What can be booked with it; an add-on has none of its own."""
    return () if booking.base else booking.page.add_ons


def term_options(booking: Booking, edition: EditionOffer) -> list[tuple[Term, str]]:
    """Its terms with what a licence costs; an add-on has that of what it is booked to."""
    prices = [one for one in edition.prices if _fits(booking, one)]
    names = [terms_text(one.term_months, one.charging) for one in prices]
    amounts = [euros(one.cents) for one in prices]
    name, amount = _widest(names), _widest(amounts)
    return [
        ((one.term_months, one.charging), f"{called:<{name}}   {cents:>{amount}} {_period(one)}")
        for one, called, cents in zip(prices, names, amounts, strict=True)
    ]


def _widest(texts: Sequence[str]) -> int:
    return max(map(len, texts), default=0)


def _period(price: PriceOffer) -> str:
    """What a price is for; of a year's one also what that is a month."""
    if price.charging is Charging.MONTHLY:
        return _("im Monat")
    return _("im Jahr ({cents} im Monat)").format(cents=euros(price.month_cents))


def _fits(booking: Booking, price: PriceOffer) -> bool:
    base = booking.base
    return base is None or (price.term_months, price.charging) == (base.term_months, base.charging)


def fitting_term(options: Sequence[tuple[Term, str]], wanted: Term) -> Term:
    """`wanted` where it is offered, else the first there is."""
    offered = [term for term, _called in options]
    return wanted if wanted in offered else offered[0]


def add_on_label(offer: EditionOffer, term: Term) -> str:
    """„Copilot (28,00 € je Lizenz im Monat)“."""
    price = offer.price(*term)
    told = _("nicht mit dieser Laufzeit") if price is None else price_text(price)
    return f"{offer.name} ({told})"
