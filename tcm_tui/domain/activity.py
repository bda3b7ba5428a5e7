"""„Neuigkeiten“: audit entries as lines for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tcm_tui.domain.audit import AuditAction
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
    things were touched, `subject` names the thing when there is just one. `good` marks what one
    is glad to read.
    """

    id: int
    at: datetime
    action: AuditAction
    actor: str
    subject: str
    count: int

    @property
    def good(self) -> bool:
        """Whether the line is good news."""
        return self.action is AuditAction.INVITATION_ACCEPTED

    def sentence(self) -> str:
        """The line in the user's language."""
        return _sentence(self)


FEED_ACTIONS = (
    AuditAction.COMPANY_FOUNDED,
    AuditAction.INVITATION_ACCEPTED,
    AuditAction.INVITATION_RESENT,
    AuditAction.INVITATION_REVOKED,
    AuditAction.INVITATION_SENT,
)
"""What makes a line of the feed; everything else is only in the audit log."""


def _sentence(event: Event) -> str:
    n = event.count
    match event.action:
        case AuditAction.COMPANY_FOUNDED:
            pattern = _("{actor} hat das Konto eingerichtet")
        case AuditAction.INVITATION_ACCEPTED:
            pattern = _("{actor} hat die Registrierung abgeschlossen")
        case AuditAction.INVITATION_SENT:
            pattern = ngettext(
                "{actor} hat {subject} eingeladen", "{actor} hat {n} Personen eingeladen", n
            )
        case AuditAction.INVITATION_RESENT:
            pattern = ngettext(
                "{actor} hat {subject} erneut eingeladen",
                "{actor} hat {n} Personen erneut eingeladen",
                n,
            )
        case AuditAction.INVITATION_REVOKED:
            pattern = ngettext(
                "{actor} hat die Einladung an {subject} zurückgezogen",
                "{actor} hat {n} Einladungen zurückgezogen",
                n,
            )
        case _:
            raise ValueError(event.action)
    return pattern.format(actor=event.actor, subject=event.subject, n=n)


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
