"""What the catalogue knows: categories, and the ways in which a price is charged."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from tcm_tui.i18n import N_, _


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
    Category.BUSINESS: N_("Unternehmenssteuerung"),
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


def charging_label(charging: Charging) -> str:
    """„monatlich“, „jährlich“."""
    return _(_CHARGING[charging])


def edition_name(product: str, edition: str) -> str:
    """An edition with its product: „Microsoft 365 Business Basic“; one may be all there is."""
    return f"{product} {edition}".strip()
