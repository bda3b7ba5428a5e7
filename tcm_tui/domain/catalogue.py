"""What the catalogue knows: products, their editions, and the ways a price is charged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from tcm_tui.domain.money import part_of
from tcm_tui.i18n import N_, _, ngettext


class Category(StrEnum):
    """What a product is for; every product has one."""

    BACKUP = "backup"
    BUSINESS = "business"
    COLLABORATION = "collaboration"
    COMMUNICATION = "communication"
    CREATIVE = "creative"
    DEVELOPMENT = "development"
    INFRASTRUCTURE = "infrastructure"
    OFFICE = "office"
    SECURITY = "security"


class Charging(StrEnum):
    """How often a price falls due, in advance."""

    MONTHLY = "monthly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """How long one charge lasts."""
        return 1 if self is Charging.MONTHLY else 12


class TermMonths(IntEnum):
    """For how long a subscription is booked; it goes on for as long again unless it is ended."""

    ONE = 1
    TWELVE = 12
    TWENTY_FOUR = 24


_CATEGORIES: Final = {
    Category.BACKUP: N_("Datensicherung"),
    Category.BUSINESS: N_("Organisation"),
    Category.COLLABORATION: N_("Zusammenarbeit"),
    Category.COMMUNICATION: N_("Kommunikation"),
    Category.CREATIVE: N_("Gestaltung"),
    Category.DEVELOPMENT: N_("Entwicklung"),
    Category.INFRASTRUCTURE: N_("Infrastruktur"),
    Category.OFFICE: N_("Büro"),
    Category.SECURITY: N_("Sicherheit"),
}
_CHARGING: Final = {Charging.MONTHLY: N_("monatlich"), Charging.YEARLY: N_("jährlich")}


def category_label(category: Category) -> str:
    """The portal's word for `category`."""
    return _(_CATEGORIES[category])


def category_source(category: Category) -> str:
    """Its German word, whatever the language in use."""
    return _CATEGORIES[category]


def charging_label(charging: Charging) -> str:
    """„monatlich“, „jährlich“."""
    return _(_CHARGING[charging])


def term_label(months: int) -> str:
    """„12 Monate“."""
    return ngettext("{n} Monat", "{n} Monate", months).format(n=months)


def edition_name(product: str, edition: str) -> str:
    """An edition with its product: „Microsoft 365 Business Basic“; one may be all there is."""
    return f"{product} {edition}".strip()


@dataclass(frozen=True)
class PriceOffer:
    """What a licence of an edition costs, net, each time that it falls due."""

    term_months: int
    charging: Charging
    cents: int

    @property
    def month_cents(self) -> int:
        """A month's share of it."""
        return part_of(self.cents, 1, self.charging.months)


@dataclass(frozen=True)
class EditionOffer:
    """An edition as it can be booked.

    Args:
        id: Its number.
        name: „Basic“; "" where the product has only one.
        features: What it contains, a line each.
        prices: By term, then monthly before yearly; at least one.
        min_licences: Of one subscription.
        max_licences: Of one subscription; None for any number.
        is_add_on: Booked to another edition of the product, never by itself.
    """

    id: int
    name: str
    features: tuple[str, ...]
    prices: tuple[PriceOffer, ...]
    min_licences: int = 1
    max_licences: int | None = None
    is_add_on: bool = False

    def price(self, term_months: int, charging: Charging) -> PriceOffer | None:
        """What it costs for that term, charged that way; None where it is not offered so."""
        wanted = (term_months, charging)
        return next((one for one in self.prices if (one.term_months, one.charging) == wanted), None)


@dataclass(frozen=True)
class ProductRow:
    """A product in the list; `from_cents` is the least that a licence costs in a month, net."""

    id: int
    key: str
    name: str
    provider: str
    category: Category
    summary: str
    description: str
    editions: tuple[str, ...]
    """The names of what can be booked by itself, the least first."""
    add_ons: tuple[str, ...]
    from_cents: int
    trial_days: int = 0
    licence_cap: int | None = None


@dataclass(frozen=True)
class ProductPage:
    """Everything about a product, as the company of whoever asks may book it.

    Args:
        id: Its number.
        key: What files and commands know it by.
        name: What it is called.
        provider: Who offers it.
        category: What it is for.
        summary: One line.
        description: Paragraphs.
        editions: What can be booked, add-ons last; none when it is offered no longer.
        trial_days: How long it is free at first; 0: it is not.
        trial_open: Whether the company may still try it: it never did.
        licence_cap: Licences that the company may have of all editions together, add-ons aside.
        licences_had: How many it has of them.
        offered: Whether it can be booked still.
    """

    id: int
    key: str
    name: str
    provider: str
    category: Category
    summary: str
    description: str
    editions: tuple[EditionOffer, ...]
    trial_days: int = 0
    trial_open: bool = False
    licence_cap: int | None = None
    licences_had: int = 0
    offered: bool = True

    @property
    def bookable(self) -> tuple[EditionOffer, ...]:
        """What can be booked by itself, the least first."""
        return tuple(one for one in self.editions if not one.is_add_on)

    @property
    def add_ons(self) -> tuple[EditionOffer, ...]:
        """What can be booked to one of them."""
        return tuple(one for one in self.editions if one.is_add_on)

    @property
    def licences_left(self) -> int | None:
        """How many more the company may have; None for any number."""
        if self.licence_cap is None:
            return None
        return max(0, self.licence_cap - self.licences_had)
