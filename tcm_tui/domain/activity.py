"""„Neuigkeiten“: audit entries as lines for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.licence_news import LICENCE_NEWS, about_licences
from tcm_tui.domain.order_news import ORDER_NEWS, about_orders
from tcm_tui.domain.payment import PaymentKind, kind_label
from tcm_tui.domain.people import acting_name
from tcm_tui.domain.subscription_news import SUBSCRIPTION_NEWS, about_subscriptions
from tcm_tui.i18n import _, ngettext


class Whose(StrEnum):
    """Whose events the feed shows."""

    ALL = "all"
    MINE = "mine"


class Period(StrEnum):
    """The headings of the feed."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    OLDER = "older"


@dataclass(frozen=True)
class Event:
    """One line of the feed: one entry, or several of one unit of work taken together.

    `id` is the newest audit id in it and what the next page continues from. `count` is how many
    things were touched, `subject` names the thing when there is just one: a way to
    pay by the value of its `PaymentKind`. `reseller` names the Vertriebspartner that a guest acted
    for. `good` marks what one is glad to read.
    """

    id: int
    at: datetime
    action: AuditAction
    actor: str
    subject: str
    count: int
    reseller: str = ""

    @property
    def good(self) -> bool:
        """Whether the line is good news."""
        return self.action is AuditAction.INVITATION_ACCEPTED

    def sentence(self) -> str:
        """The line in the user's language."""
        return _sentence(self)


FEED_ACTIONS = (
    AuditAction.ACCOUNT_DELETED,
    AuditAction.COMPANY_CONFIGURED,
    AuditAction.COMPANY_FOUNDED,
    AuditAction.COMPANY_PROFILE_EDITED,
    AuditAction.INVITATION_ACCEPTED,
    AuditAction.INVITATION_RESENT,
    AuditAction.INVITATION_RESTORED,
    AuditAction.INVITATION_REVOKED,
    AuditAction.INVITATION_ROLE_CHANGED,
    AuditAction.INVITATION_SENT,
    AuditAction.MEMBERS_EXPORTED,
    AuditAction.MEMBER_DISABLED,
    AuditAction.MEMBER_EDITED,
    AuditAction.MEMBER_ENABLED,
    AuditAction.MEMBER_REMOVED,
    AuditAction.MEMBER_ROLE_CHANGED,
    AuditAction.PASSWORD_RESET_SENT,
    AuditAction.RESELLER_APPOINTED,
    AuditAction.PAYMENT_ACTIVATED,
    AuditAction.PAYMENT_REACTIVATED,
    AuditAction.RESELLER_LINKED,
    AuditAction.RESELLER_UNLINKED,
    *LICENCE_NEWS,
    *ORDER_NEWS,
    *SUBSCRIPTION_NEWS,
)
"""What makes a line of the feed; everything else is only in the audit log."""

BILLING_ACTIONS = (AuditAction.PAYMENT_ACTIVATED, AuditAction.PAYMENT_REACTIVATED)
"""What of it is about a way to pay."""

BILLING_NEWS = (*BILLING_ACTIONS, *ORDER_NEWS, *SUBSCRIPTION_NEWS)
"""What of it everybody is told of who manages how the company pays."""


def _sentence(event: Event) -> str:
    n = event.count
    pattern = (
        _about_invitations(event.action, n)
        or _about_members(event.action, n)
        or _about_access(event.action)
        or about_licences(event.action, n)
        or about_orders(event.action)
        or about_subscriptions(event.action, n)
    )
    if event.action is AuditAction.COMPANY_FOUNDED:
        pattern = _("{actor} hat das Konto eingerichtet")
    elif event.action is AuditAction.COMPANY_CONFIGURED:
        pattern = _("{actor} hat die Unternehmenseinstellungen geändert")
    elif event.action is AuditAction.COMPANY_PROFILE_EDITED:
        pattern = _("{actor} hat das Unternehmensprofil geändert")
    subject = event.subject
    if event.action in BILLING_ACTIONS:
        pattern = _about_paying(event.action)
        subject = kind_label(PaymentKind(subject)) if subject in set(PaymentKind) else subject
    if not pattern:
        raise ValueError(event.action)
    actor = acting_name(event.actor, event.reseller)
    return pattern.format(actor=actor, subject=subject, n=n)


def _about_paying(action: AuditAction) -> str:
    """What happened to how the company pays."""
    if action is AuditAction.PAYMENT_REACTIVATED:
        return _("{actor} hat das Bezahlverfahren {subject} wieder aktiviert")
    return _("{actor} hat das Bezahlverfahren {subject} aktiviert")


def _about_invitations(action: AuditAction, n: int) -> str:
    """What happened to `n` invitations, "" for anything else."""
    match action:
        case AuditAction.INVITATION_ACCEPTED:
            return _("{actor} hat die Registrierung abgeschlossen")
        case AuditAction.INVITATION_SENT:
            return ngettext(
                "{actor} hat {subject} eingeladen", "{actor} hat {n} Personen eingeladen", n
            )
        case AuditAction.INVITATION_RESENT:
            return ngettext(
                "{actor} hat {subject} erneut eingeladen",
                "{actor} hat {n} Personen erneut eingeladen",
                n,
            )
        case AuditAction.INVITATION_REVOKED:
            return ngettext(
                "{actor} hat die Einladung an {subject} zurückgezogen",
                "{actor} hat {n} Einladungen zurückgezogen",
                n,
            )
        case AuditAction.INVITATION_RESTORED:
            return ngettext(
                "{actor} hat die Einladung an {subject} wiederhergestellt",
                "{actor} hat {n} Einladungen wiederhergestellt",
                n,
            )
        case AuditAction.INVITATION_ROLE_CHANGED:
            return ngettext(
                "{actor} hat die Rolle in der Einladung an {subject} geändert",
                "{actor} hat die Rolle in {n} Einladungen geändert",
                n,
            )
        case _:
            return ""


def _about_members(action: AuditAction, n: int) -> str:
    """What happened to `n` members, "" for anything else."""
    match action:
        case AuditAction.ACCOUNT_DELETED:
            return _("Ein Mitglied hat das eigene Konto gelöscht")
        case AuditAction.MEMBERS_EXPORTED:
            return _("{actor} hat die Liste der Benutzer exportiert")
        case AuditAction.MEMBER_DISABLED:
            return ngettext(
                "{actor} hat {subject} deaktiviert", "{actor} hat {n} Personen deaktiviert", n
            )
        case AuditAction.MEMBER_EDITED:
            return ngettext(
                "{actor} hat die Angaben zu {subject} geändert",
                "{actor} hat die Angaben zu {n} Personen geändert",
                n,
            )
        case AuditAction.MEMBER_ENABLED:
            return ngettext(
                "{actor} hat {subject} aktiviert", "{actor} hat {n} Personen aktiviert", n
            )
        case AuditAction.MEMBER_REMOVED:
            return ngettext(
                "{actor} hat {subject} entfernt", "{actor} hat {n} Personen entfernt", n
            )
        case AuditAction.MEMBER_ROLE_CHANGED:
            return ngettext(
                "{actor} hat die Rolle von {subject} geändert",
                "{actor} hat die Rolle von {n} Personen geändert",
                n,
            )
        case _:
            return ""


def _about_access(action: AuditAction) -> str:
    """Who may come in, with a new password or as a Vertriebspartner; "" for anything else."""
    match action:
        case AuditAction.PASSWORD_RESET_SENT:
            return _("{actor} hat {subject} das Zurücksetzen des Passworts angeboten")
        case AuditAction.RESELLER_APPOINTED:
            return _("{subject} ist jetzt Vertriebspartner")
        case AuditAction.RESELLER_LINKED:
            return _("{actor} hat {subject} Zugriff als Vertriebspartner gegeben")
        case AuditAction.RESELLER_UNLINKED:
            return _("{actor} hat den Zugriff von {subject} als Vertriebspartner beendet")
        case _:
            return ""


def period(day: date, today: date) -> Period:
    """The heading `day` belongs under; the week starts on Monday."""
    if day == today:
        return Period.TODAY
    monday = today - timedelta(days=today.weekday())
    return Period.THIS_WEEK if day >= monday else Period.OLDER


def period_label(found: Period) -> str:
    """„Heute“, „Diese Woche“, „Älter“."""
    return {
        Period.TODAY: _("Heute"),
        Period.THIS_WEEK: _("Diese Woche"),
        Period.OLDER: _("Älter"),
    }[found]


@dataclass(frozen=True)
class Overview:
    """The cards and „Zu erledigen“. Invitation figures are None for those who may not see them."""

    company_name: str
    active: int
    invited: int | None
    disabled: int
    expiring: int | None
    expired: int | None
    failed_mails: int | None
