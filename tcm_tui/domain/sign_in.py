"""Signing in: the limits, and the one sentence for every refusal (PRODUCT.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from tcm_tui.domain.errors import NotPermitted
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from tcm_tui.domain.permissions import Role

FAILURES_ALLOWED: Final = 5
FAILURE_WINDOW: Final = timedelta(minutes=5)
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=12)
SESSION_SILENCE: Final = timedelta(hours=8)
"""A session silent for longer counts as ended."""
SEEN_EVERY: Final = timedelta(minutes=1)
"""„Last seen“ is written at most this often."""


def pause_after(pauses: int) -> timedelta:
    """How long the account rests at its `pauses`-th pause (from 1): 30 s, doubling to 15 min."""
    doublings = min(max(0, pauses - 1), 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


@dataclass(frozen=True)
class SignedIn:
    """Who has signed in where."""

    user_id: int
    session_id: int
    company_id: int
    company_name: str
    first_name: str
    last_name: str
    email: str
    role: Role
    language: str
    idle_minutes: int

    @property
    def name(self) -> str:
        """„Anna Muster“."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class CountedTry:
    """A try of a password, counted before the password is looked at.

    Args:
        password_hash: What to check it against, None where no password was ever set.
        last: No further try is allowed: the account rests unless this one is right.
    """

    password_hash: str | None = field(repr=False)
    last: bool


class SignInRefused(NotPermitted):
    """Wrong address, wrong password, paused, disabled, without a company: all the same."""

    sentence: ClassVar[str] = N_(
        "E-Mail-Adresse oder Passwort stimmen nicht, oder das Konto macht gerade Pause."
        " Prüfen Sie die Eingabe, oder versuchen Sie es in ein paar Minuten erneut."
    )

    def __init__(self) -> None:
        super().__init__(_(self.sentence), "password")


class PasswordRefused(SignInRefused):
    """The same for somebody whose address is known: unlocking, accepting with an account."""

    sentence: ClassVar[str] = N_(
        "Das Passwort stimmt nicht, oder das Konto macht gerade Pause."
        " Prüfen Sie die Eingabe, oder versuchen Sie es in ein paar Minuten erneut."
    )
