"""Sessions: how long one lasts, and what it asks for on the way (PRODUCT.md section 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import _

SESSION_LIFE: Final = timedelta(hours=8)
"""A session ends so long after signing in, however busy it is."""
ENDS_SOON: Final = timedelta(minutes=10)
"""So long before its end a session says so."""
SESSIONS_MAX: Final = 100
"""Open sessions of one's own shown at once, the newest."""
PROOF_LASTS: Final = timedelta(minutes=5)
"""How long a typed password counts for what asks for a fresh one."""


class ProofNeeded(DomainError):
    """The password was not typed for a while: whoever acts has to type it once more."""

    def __init__(self) -> None:
        super().__init__(_("Bitte bestätigen Sie das mit Ihrem Passwort."))


class SessionLocked(DomainError):
    """The screen of this session is locked: only unlocking and signing out go on."""

    def __init__(self) -> None:
        super().__init__(_("Die Sitzung ist gesperrt. Entsperren Sie sie mit Ihrem Passwort."))


def life_over_text() -> str:
    """Why a session is over that nobody ended."""
    hours = SESSION_LIFE // timedelta(hours=1)
    return _("Nach {n} Stunden endet jede Sitzung. Melden Sie sich neu an.").format(n=hours)


@dataclass(frozen=True)
class OwnSession:
    """A session of one's own that is still open.

    `client` is where an SSH connection came from, "" for none. `is_this` marks the one that asks.
    """

    id: int
    company: str
    started_at: datetime
    last_seen_at: datetime
    host: str
    client: str
    is_locked: bool
    is_this: bool


def client_of(ssh_connection: str | None) -> str:
    """Where an SSH connection came from, "" for none.

    It says „client port server port“: the rest says nothing about the person.
    """
    return (ssh_connection or "").partition(" ")[0]
