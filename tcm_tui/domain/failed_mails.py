"""Mails that could not be delivered: what they were, and what can be done about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tcm_tui.domain.mail import MailKind
from tcm_tui.i18n import N_, _

SHOWN_FOR: Final = timedelta(days=14)
"""How long a failed mail stands under „Zu erledigen“: as long as an invitation can be used."""
PRIVATE: Final = frozenset(
    {
        MailKind.ADDRESS_ADDED,
        MailKind.ADDRESS_REMOVED,
        MailKind.PRIMARY_CHANGED,
        MailKind.VERIFY_ADDRESS,
    }
)
"""Mails about addresses that are not (yet) known in the company: nobody else's business."""
INVITATIONS: Final = frozenset({MailKind.INVITATION, MailKind.INVITATION_FURTHER})
LABELS: Final = {
    MailKind.ACCOUNT_DELETED: N_("Konto gelöscht"),
    MailKind.ACCOUNT_PAUSED: N_("Konto pausiert"),
    MailKind.ADDRESS_ADDED: N_("Adresse hinzugefügt"),
    MailKind.ADDRESS_REMOVED: N_("Adresse gelöscht"),
    MailKind.ALREADY_REGISTERED: N_("Registrierung"),
    MailKind.DISABLED: N_("Konto deaktiviert"),
    MailKind.FORGOTTEN: N_("Passwort zurücksetzen"),
    MailKind.HELP_REQUEST: N_("Frage an die Hilfe"),
    MailKind.INVITATION: N_("Einladung"),
    MailKind.INVITATION_FURTHER: N_("Einladung"),
    MailKind.JOINED: N_("Registrierung abgeschlossen"),
    MailKind.LICENCE_ASSIGNED: N_("Lizenz zugewiesen"),
    MailKind.LICENCE_WITHDRAWN: N_("Lizenz zurückgenommen"),
    MailKind.ORDER_DECLINED: N_("Anfrage abgelehnt"),
    MailKind.ORDER_RECEIPT: N_("Bestellung"),
    MailKind.ORDER_REQUESTED: N_("Anfrage"),
    MailKind.PASSWORD_CHANGED: N_("Passwort geändert"),
    MailKind.PAYMENT_METHOD_CHANGED: N_("Bezahlverfahren geändert"),
    MailKind.PRIMARY_CHANGED: N_("Primäre Adresse geändert"),
    MailKind.RECOVERY_CODES_RENEWED: N_("Neue Wiederherstellungscodes"),
    MailKind.RECOVERY_CODE_USED: N_("Wiederherstellungscode verwendet"),
    MailKind.REGISTRATION: N_("Registrierung"),
    MailKind.REMINDER: N_("Registrierung"),
    MailKind.RESELLER_LINKED: N_("Zugriff für Vertriebspartner"),
    MailKind.RESELLER_UNLINKED: N_("Zugriff für Vertriebspartner"),
    MailKind.RESET: N_("Passwort zurücksetzen"),
    MailKind.ROLE_CHANGED: N_("Rolle geändert"),
    MailKind.SECOND_FACTOR_REMOVED: N_("Zweiter Faktor entfernt"),
    MailKind.SECOND_FACTOR_RESET: N_("Zweiter Faktor zurückgesetzt"),
    MailKind.SECOND_FACTOR_SET_UP: N_("Zweiter Faktor eingerichtet"),
    MailKind.SUBSCRIPTION_CANCELLED: N_("Abonnement gekündigt"),
    MailKind.SUBSCRIPTION_CHANGED: N_("Abonnement geändert"),
    MailKind.SUBSCRIPTION_GOES_ON: N_("Kündigung zurückgenommen"),
    MailKind.SUBSCRIPTION_HANDED_OVER: N_("Inhaberschaft geändert"),
    MailKind.VERIFY_ADDRESS: N_("Adresse bestätigen"),
}
"""What people call a kind; German sources."""


class Remedy(StrEnum):
    """What can be done about a failed mail."""

    AGAIN = "again"
    CLOSED = "closed"
    NEW_CODE = "new_code"
    OWNER = "owner"
    RESET = "reset"


@dataclass(frozen=True)
class FailedMail:
    """A mail that could not be delivered.

    Args:
        id: Its number.
        kind: What it was.
        recipient: Whom it was for.
        promised_at: When it was to leave.
        reason: Why it could not, in the server's words.
        remedy: What can be done.
    """

    id: int
    kind: MailKind
    recipient: str
    promised_at: datetime
    reason: str
    remedy: Remedy

    @property
    def can_resend(self) -> bool:
        """Whether „erneut senden“ does something."""
        return self.remedy in {Remedy.AGAIN, Remedy.NEW_CODE}

    @property
    def advice(self) -> str:
        """What happens when it is sent again, or why it cannot be."""
        return {
            Remedy.AGAIN: _("Dieselbe E-Mail wird noch einmal gesendet."),
            Remedy.CLOSED: _("Diese E-Mail ist überholt: Hier ist nichts mehr zu tun."),
            Remedy.NEW_CODE: _("Die Einladung wird mit einem neuen Code gesendet."),
            Remedy.OWNER: _("Den Code darin fordert die Person selbst neu an."),
            Remedy.RESET: _(
                "Der Code darin gilt nicht mehr. Senden Sie unter „Benutzer“ einen neuen."
            ),
        }[self.remedy]


@dataclass(frozen=True)
class Resent:
    """What sending again did.

    Args:
        sent: How many leave once more.
        left: Number of a mail → why it does not, as a sentence.
    """

    sent: int
    left: dict[int, str]


def kind_label(kind: MailKind) -> str:
    """What people call a mail of this kind."""
    return _(LABELS[kind])
