"""Signing in: the limits, and the one sentence for every refusal (PRODUCT.md section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import NotPermitted
from tcm_tui.i18n import _

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


class SignInRefused(NotPermitted):
    """Wrong address, wrong password, paused, disabled, without a company: all the same."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "E-Mail-Adresse oder Passwort stimmen nicht, oder das Konto macht gerade Pause."
                " Prüfen Sie die Eingabe, oder versuchen Sie es in ein paar Minuten erneut."
            ),
            "password",
        )
