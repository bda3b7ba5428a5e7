"""What the sample company has booked over the months, and who uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.demo import DOMAIN

ADMIN: Final = "anna.muster"
"""Whose deed it is where nobody else is named."""


@dataclass(frozen=True, kw_only=True)
class _By:
    """Who does it: an administrator, by the first part of the address."""

    by: str = ADMIN


@dataclass(frozen=True)
class Book(_By):
    """Somebody books an edition, for a year; `key` is what later deeds call the subscription.

    Args:
        days_ago: When.
        key: Names it in this story.
        edition: Of the catalogue.
        licences: How many.
        name: The „Abonnement-Name“.
        charging: How it falls due.
        trial: Whether it begins with free days.
        base: The key of what it extends; then `edition` is an add-on.
    """

    days_ago: int
    key: str
    edition: str
    licences: int
    name: str = ""
    charging: Charging = Charging.MONTHLY
    trial: bool = False
    base: str = ""


@dataclass(frozen=True)
class Rename(_By):
    """It gets another „Abonnement-Name“."""

    days_ago: int
    key: str
    name: str


@dataclass(frozen=True)
class Resize(_By):
    """It has so many licences from then on."""

    days_ago: int
    key: str
    licences: int


@dataclass(frozen=True)
class Upgrade(_By):
    """It becomes another edition."""

    days_ago: int
    key: str
    edition: str


@dataclass(frozen=True)
class Cancel(_By):
    """It ends with its term."""

    days_ago: int
    key: str


@dataclass(frozen=True)
class Lapse(_By):
    """It does not renew itself."""

    days_ago: int
    key: str


@dataclass(frozen=True)
class HandOver(_By):
    """Somebody else looks after it."""

    days_ago: int
    key: str
    to: str


@dataclass(frozen=True)
class Give(_By):
    """People get a licence, by the first part of their address."""

    days_ago: int
    key: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Begin(_By):
    """Somebody begins a booking, and asks for it if there is a reason to."""

    days_ago: int
    edition: str
    licences: int
    name: str
    reason: str = ""


Deed: TypeAlias = Book | Rename | Resize | Upgrade | Cancel | Lapse | HandOver | Give | Begin

_LENA, _LAURA, _IDA = "lena.hoffmann", "laura.moeller", "ida.winter"
DEEDS: Final[tuple[Deed, ...]] = (
    Book(395, "office", "microsoft-365-business-basic", 10, "Büro"),
    Give(395, "office", (ADMIN,)),
    Book(340, "files", "magentacloud-business-m", 8, "Zeichnungen"),
    Give(339, "files", ("derya.celik", "uemit.gross", "anna.muster")),
    Book(310, "meetings", "cisco-webex-meet", 10, "Besprechungen", by="jonas.becker"),
    Rename(300, "office", "Büroarbeitsplätze"),
    Give(300, "meetings", ("anna.muster", "paul.wagner", _LENA, "jonas.becker")),
    Book(250, "design", "adobe-creative-cloud-alle", 3, charging=Charging.YEARLY),
    Give(249, "design", (_LENA,)),
    Resize(221, "office", 20),
    Give(215, "files", ("elif.yildiz",)),
    Upgrade(150, "office", "microsoft-365-business-standard"),
    Give(128, "design", (_LAURA,)),
    Give(128, "meetings", (_LAURA, "felix.brandt")),
    Rename(59, "design", "Katalog und Messe"),
    HandOver(59, "design", _IDA),
    Give(58, "design", (_IDA,)),
    Book(45, "copilot", "microsoft-365-business-copilot", 3, base="office", by="paul.wagner"),
    Give(44, "copilot", ("anna.muster", "paul.wagner")),
    Lapse(30, "files"),
    Resize(25, "office", 25),
    Cancel(20, "meetings"),
    Book(9, "guard", "microsoft-defender-business-person", 24, trial=True, by="paul.wagner"),
    Give(8, "guard", ("paul.wagner", "marek.novak")),
    Begin(
        *(3, "microsoft-teams-phone-standard", 4, "Telefonie Vertrieb"),
        by=_LENA,
        reason="Vier von uns telefonieren im Außendienst bisher nur mobil.",
    ),
    Begin(1, "power-bi-pro", 5, "Auswertungen"),
)
"""Six subscriptions, one of them an add-on and one on trial, in the order in which it happened.

One is owned by a Benutzer, one cancelled, one ends within thirty days; a request waits, and a
booking was begun. Whoever joins gets a licence of „office“, see `EVERYBODYS`.
"""
EVERYBODYS: Final = "office"
"""The key of what whoever joins gets, and one who was invited."""
EXPECTED: Final = f"praktikum@{DOMAIN}"
"""Who has a licence of it before they have accepted their invitation."""
