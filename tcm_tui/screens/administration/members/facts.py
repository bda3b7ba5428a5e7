"""What is told of one person: facts, each a label and a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.dates import long_day, long_moment
from tcm_tui.domain.members import InvitationDetails, MemberDetails, MemberRow, state_text
from tcm_tui.domain.people import display_name
from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from tcm_tui.domain.assignments import App
    from tcm_tui.domain.belongings import Belongings

_NOTHING = "–"


@dataclass(frozen=True)
class Facts:
    """A person on „Benutzer“ in detail.

    `row` is what the list shows of them, `lines` are labels with values.
    """

    row: MemberRow
    heading: str
    lines: tuple[tuple[str, str], ...]


def member_facts(details: MemberDetails, held: Belongings, zone: ZoneInfo) -> Facts:
    """A member, with what they own and use."""
    row = details.row
    seen = row.last_sign_in_at
    lines = (
        *_common(row),
        (_("Abteilung"), details.department or _NOTHING),
        (_("Position"), details.title or _NOTHING),
        (_("Telefon"), details.phone or _NOTHING),
        (_("Dabei seit"), long_day(details.joined_at, zone)),
        (_("Angemeldet"), long_moment(seen, zone) if seen else _("noch nie")),
        (_("Zweiter Faktor"), _("eingerichtet") if details.second_factor else _NOTHING),
        (_("Besitzt"), _apps(held.owns)),
        (_("Nutzt"), _apps(held.uses)),
    )
    return Facts(row, details.name, lines)


def invitation_facts(details: InvitationDetails, held: Belongings, zone: ZoneInfo) -> Facts:
    """An open invitation, with the licences that wait for it."""
    row = details.row
    sent = ngettext("{n}-mal", "{n}-mal", details.times_sent).format(n=details.times_sent)
    lines = (
        *_common(row),
        (_("Eingeladen von"), details.invited_by or _NOTHING),
        (_("Eingeladen am"), long_moment(details.invited_at, zone)),
        (_("Gültig bis"), long_moment(details.expires_at, zone)),
        (_("Gesendet"), sent),
        (_("Bekommt"), _apps(held.uses)),
    )
    return Facts(row, display_name(row.first_name, row.last_name) or _("Einladung"), lines)


def _apps(apps: Sequence[App]) -> str:
    """Subscriptions by what they are called."""
    return ", ".join(app.label for app in apps) or _NOTHING


def _common(row: MemberRow) -> tuple[tuple[str, str], ...]:
    return (
        (_("E-Mail"), row.address),
        (_("Rolle"), role_label(row.role)),
        (_("Status"), state_text(row.state)),
    )
