"""Vertriebspartner: their numbers, who let them in, and what they did there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.activity import FEED_ACTIONS, Event
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

FIRST_NUMBER: Final = 10_001
NUMBER_MAX: Final = 20
"""As typed, with blanks."""
_DIGITS: Final = 5
_NUMBER: Final = re.compile(rf"P?([0-9]{{{_DIGITS}}})", re.ASCII)
_SEPARATORS: Final = re.compile(r"[\s–-]+")


def partner_number(number: int) -> str:
    """„P-10001“."""
    return f"P-{number:0{_DIGITS}}"


def check_partner_number(text: str) -> str:
    """A partner number as it is stored, from what somebody typed or pasted.

    Raises:
        Invalid: It is none; the field is `number`.
    """
    found = _NUMBER.fullmatch(_SEPARATORS.sub("", text).upper())
    if found is None:
        raise Invalid(
            _("Eine Partnernummer hat fünf Ziffern, zum Beispiel {example}.").format(
                example=partner_number(FIRST_NUMBER)
            ),
            "number",
        )
    return partner_number(int(found[1]))


@dataclass(frozen=True)
class Reseller:
    """A company that is a Vertriebspartner."""

    company_id: int
    number: str
    name: str


@dataclass(frozen=True)
class LinkedReseller:
    """A Vertriebspartner that a company lets in, or did.

    Args:
        link_id: The number of its newest link.
        number: Its partner number, "" when it has none any more.
        name: Of the company it is.
        linked_at: Since when it is let in.
        ended_at: Since when it is not any more, None while it is.
        deeds: How many lines there are of what its staff did.
    """

    link_id: int
    number: str
    name: str
    linked_at: datetime
    ended_at: datetime | None
    deeds: int = 0

    @property
    def is_open(self) -> bool:
        """Whether its staff may come in."""
        return self.ended_at is None


@dataclass(frozen=True)
class Customer:
    """A company that lets a Vertriebspartner in.

    Args:
        company_id: Its number.
        name: What it is called.
        city: Where it is, "" when it does not say.
        linked_at: Since when.
        asks_factor: Whether it asks for a second factor.
    """

    company_id: int
    name: str
    city: str
    linked_at: datetime
    asks_factor: bool


class UnknownReseller(Invalid):
    """There is no Vertriebspartner with this number."""

    def __init__(self, number: str) -> None:
        sentence = _("Die Partnernummer {number} ist nicht vergeben. Prüfen Sie die Ziffern.")
        super().__init__(sentence.format(number=number), "number")


class OwnNumber(Invalid):
    """A company cannot be its own Vertriebspartner."""

    def __init__(self) -> None:
        super().__init__(_("Das ist die Partnernummer Ihres eigenen Unternehmens."), "number")


class AlreadyLinked(Invalid):
    """The company lets this Vertriebspartner in already."""

    def __init__(self, name: str) -> None:
        super().__init__(_("{name} hat bereits Zugriff.").format(name=name), "number")


_SENTENCES: Final = {
    AuditAction.ACCESS_REFUSED: N_("{actor} wurde etwas verweigert, das nicht erlaubt ist"),
    AuditAction.ACCOUNT_PAUSED: N_("Das Konto von {actor} macht nach falschen Eingaben Pause"),
    AuditAction.PASSWORD_PROVED: N_("{actor} hat das eigene Passwort bestätigt"),
    AuditAction.SESSION_ENDED: N_("{actor} hat den Zugriff beendet"),
    AuditAction.SESSION_LOCKED: N_("{actor} hat den Bildschirm gesperrt"),
    AuditAction.SESSION_STARTED: N_("{actor} hat den Zugriff begonnen"),
    AuditAction.SESSION_UNLOCKED: N_("{actor} hat den Bildschirm entsperrt"),
    AuditAction.SIGN_IN_FAILED: N_("{actor} hat ein falsches Passwort eingegeben"),
}
"""What is told of guests beyond what „Neuigkeiten“ tell."""
DEED_ACTIONS: Final = (*_SENTENCES, *FEED_ACTIONS)


@dataclass(frozen=True)
class Deed:
    """One thing that the staff of a Vertriebspartner did in the company."""

    event: Event

    @property
    def id(self) -> int:
        """What the next page continues from."""
        return self.event.id

    @property
    def at(self) -> datetime:
        """When."""
        return self.event.at

    def sentence(self) -> str:
        """„Nora Nord hat den Zugriff begonnen“; for whom is known where it stands."""
        pattern = _SENTENCES.get(self.event.action)
        if pattern is None:
            return replace(self.event, reseller="").sentence()
        return _(pattern).format(actor=self.event.actor)
