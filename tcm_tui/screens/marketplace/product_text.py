"""The texts around the editions of a product, on its page and beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tcm_tui.i18n import _
from tcm_tui.navigation import Destination, entry
from tcm_tui.screens.marketplace.wording import (
    cap_text,
    example_text,
    licences_text,
    price_text,
    provider_text,
    trial_text,
)
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.catalogue import Charging, EditionOffer, PriceOffer, ProductPage

Way = tuple[int, "Charging"]
"""A term in months, and how it is charged."""
_MUTED = "$text-muted"


def trail(page: ProductPage) -> str:
    """„Marktplatz › Katalog › Microsoft 365 Business“."""
    return " › ".join((_(entry(Destination.MARKETPLACE).label), _("Katalog"), page.name))


def heading_text(page: ProductPage) -> Content:
    """What it is, of whom, and what for."""
    first = _spread(page.name, provider_text(page))
    return Content("\n").join([first, txt(page.summary), txt(""), _muted(page.description)])


def facts_text(page: ProductPage, way: Way | None) -> Content:
    """Add-ons, how many licences one may have, the trial, and that prices are examples.

    Args:
        page: The product.
        way: For which term, charged how, prices are told; None for a product offered no longer.
    """
    lines: list[Content] = []
    if way is None:
        lines.append(txt(_("Dieses Produkt wird nicht mehr angeboten.")))
    elif page.add_ons:
        lines.append(_bold(_("Dazu buchbar")))
        lines += [_add_on(offer, offer.price(*way)) for offer in page.add_ons]
    facts = [one for one in (trial_text(page), cap_text(page), example_text()) if one]
    return Content("\n").join([*lines, *map(_muted, facts)])


def preview_text(page: ProductPage) -> Content:
    """The product in short, for the pane beside the list."""
    lines = [txt(page.summary), _muted(provider_text(page)), txt(""), txt(page.description)]
    for offer in page.bookable:
        lines += [txt(""), _bold(offer.name or page.name), txt(price_text(cheapest(offer)))]
        lines += [_muted(f"✓ {feature}") for feature in offer.features]
    lines += [txt(""), facts_text(page, _way(page))]
    return Content("\n").join(lines)


def cheapest(offer: EditionOffer) -> PriceOffer:
    """The price that comes to the least in a month; monthly before yearly where that is equal."""
    return min(offer.prices, key=lambda one: (one.month_cents, one.charging, one.term_months))


def _way(page: ProductPage) -> Way | None:
    if not page.bookable:
        return None
    price = cheapest(page.bookable[0])
    return (price.term_months, price.charging)


def _add_on(offer: EditionOffer, price: PriceOffer | None) -> Content:
    told = price_text(price) if price else _("nicht mit dieser Laufzeit")
    more = [*offer.features, licences_text(offer)]
    features = ", ".join(one for one in more if one)
    return Content("\n").join([txt(f"+ {offer.name}: {told}"), _muted(f"  {features}")])


def _spread(name: str, told: str) -> Content:
    return Content.assemble(_bold(name), "  ", _muted(told))


def _bold(text: str) -> Content:
    return txt(text).stylize("bold")


def _muted(text: str) -> Content:
    return txt(text).stylize(_MUTED)
