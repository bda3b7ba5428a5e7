"""The texts around the editions of a product, on its page and beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tcm_tui.domain.catalogue import TermMonths
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
    return Content("\n").join([_spread(page.name, provider_text(page)), txt(page.summary)])


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
        lines.append(txt(""))
    facts = [one for one in (trial_text(page), cap_text(page), example_text()) if one]
    return Content("\n").join([*lines, *map(_muted, facts)])


def preview_text(page: ProductPage) -> Content:
    """The product in short, for the pane beside the list."""
    lines = [txt(page.summary), _muted(provider_text(page)), txt(""), txt(page.description)]
    way = default_way(page)
    for offer in page.bookable:
        lines += [txt(""), _priced(offer.name or page.name, offer, way)]
        lines += [_muted(f"✓ {feature}") for feature in offer.features]
    return Content("\n").join([*lines, txt(""), facts_text(page, way)])


def default_way(page: ProductPage) -> Way | None:
    """What is shown at first: a year, paid by the month, or what comes next to it."""
    prices = [price for offer in page.bookable for price in offer.prices]
    nearest = min(
        prices,
        key=lambda one: (abs(one.term_months - TermMonths.TWELVE), one.charging),
        default=None,
    )
    return None if nearest is None else (nearest.term_months, nearest.charging)


def _priced(name: str, offer: EditionOffer, way: Way | None) -> Content:
    price = offer.price(*way) if way else None
    return _spread(name, price_text(price) if price else "–")


def _add_on(offer: EditionOffer, price: PriceOffer | None) -> Content:
    told = price_text(price) if price else _("nicht mit dieser Laufzeit")
    more = [*offer.features, licences_text(offer)]
    features = " · ".join(one for one in more if one)
    return Content("\n").join([txt(f"+ {offer.name}: {told}"), _muted(f"  {features}")])


def _spread(name: str, told: str) -> Content:
    return Content.assemble(_bold(name), "  ", _muted(told))


def _bold(text: str) -> Content:
    return txt(text).stylize("bold")


def _muted(text: str) -> Content:
    return txt(text).stylize(_MUTED)
