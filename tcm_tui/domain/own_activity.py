"""What people are told of their own account: what they did, and what was tried with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tcm_tui.domain.activity import FEED_ACTIONS, Event
from tcm_tui.domain.audit import AuditAction
from tcm_tui.i18n import N_, _

TITLES: Final = {
    AuditAction.ACCOUNT_PAUSED: N_("Anmeldung nach falschen Eingaben pausiert"),
    AuditAction.ADDRESS_ADDED: N_("E-Mail-Adresse hinzugefügt"),
    AuditAction.ADDRESS_MADE_PRIMARY: N_("Primäre E-Mail-Adresse geändert"),
    AuditAction.ADDRESS_REMOVED: N_("E-Mail-Adresse gelöscht"),
    AuditAction.ADDRESS_VERIFIED: N_("E-Mail-Adresse bestätigt"),
    AuditAction.CHARGES_EXPORTED: N_("Kosten exportiert"),
    AuditAction.HELP_REQUESTED: N_("Anfrage an die Hilfe gesendet"),
    AuditAction.MAIL_RESENT: N_("Nicht zugestellte E-Mails erneut gesendet"),
    AuditAction.MANDATE_REVEALED: N_("SEPA-Mandat mit voller IBAN geöffnet"),
    AuditAction.OWN_DATA_EDITED: N_("Eigene Angaben geändert"),
    AuditAction.OWN_DATA_EXPORTED: N_("Eigene Daten exportiert"),
    AuditAction.PASSWORD_CHANGED: N_("Passwort geändert"),
    AuditAction.PASSWORD_FORGOTTEN: N_("Neues Passwort angefordert"),
    AuditAction.PASSWORD_RESET: N_("Passwort zurückgesetzt"),
    AuditAction.PASSWORD_RESET_SENT: N_("Zurücksetzen eines Passworts angeboten"),
    AuditAction.PAYMENT_REFUSED: N_("Bezahlverfahren abgelehnt"),
    AuditAction.RECOVERY_CODES_RENEWED: N_("Wiederherstellungscodes erneuert"),
    AuditAction.RECOVERY_CODE_USED: N_("Wiederherstellungscode verwendet"),
    AuditAction.SECOND_FACTOR_REMOVED: N_("Zweiten Faktor entfernt"),
    AuditAction.SECOND_FACTOR_RESET: N_("Zweiten Faktor einer Person zurückgesetzt"),
    AuditAction.SECOND_FACTOR_SET_UP: N_("Zweiten Faktor eingerichtet"),
    AuditAction.SESSION_ENDED: N_("Sitzung beendet"),
    AuditAction.SESSION_STARTED: N_("Angemeldet"),
    AuditAction.SIGN_IN_FAILED: N_("Anmeldung fehlgeschlagen"),
}
"""What concerns the account itself; the rest is told as in „Neuigkeiten“."""
OWN_ACTIONS: Final = (*TITLES, *FEED_ACTIONS)
SUSPICIOUS: Final = frozenset({AuditAction.ACCOUNT_PAUSED, AuditAction.SIGN_IN_FAILED})
"""What somebody else may have done: it stands out."""


@dataclass(frozen=True)
class OwnPage:
    """Where a page of these lines begins.

    Args:
        beside: The id of the line it continues at, itself left out; None is the end of the list.
        newer: Whether it goes on to newer lines; without `beside` that is from the oldest on.
    """

    beside: int | None = None
    newer: bool = False


THE_NEWEST: Final = OwnPage()


@dataclass(frozen=True)
class OwnDeed:
    """A line about one's own account. `client` is where an SSH connection came from, or ""."""

    event: Event
    client: str

    @property
    def id(self) -> int:
        """What the next page continues from."""
        return self.event.id

    @property
    def suspicious(self) -> bool:
        """Whether somebody else may have done it."""
        return self.event.action in SUSPICIOUS

    def sentence(self) -> str:
        """„Angemeldet“; what was done in the company as „Neuigkeiten“ tell it."""
        title = TITLES.get(self.event.action)
        return self.event.sentence() if title is None else _(title)
