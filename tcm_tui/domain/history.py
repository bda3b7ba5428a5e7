"""What is told of a member's past: their sessions, and what was done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.members import member_state, state_text
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

SESSIONS_SHOWN: Final = 5
"""Sessions told of one person; the open ones are never left out for an ended one."""
_NOTHING: Final = "–"


@dataclass(frozen=True)
class MemberSession:
    """A process that somebody signed in with. `client` is where an SSH connection came from."""

    id: int
    started_at: datetime
    last_seen_at: datetime
    is_open: bool
    host: str
    client: str


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that was done to a member, or that they did to become one.

    `id` is what the next page continues from. `actor` is "" where no person did it. `changes`
    are names of fields with their old and new values, as they were written down.
    """

    id: int
    at: datetime
    action: AuditAction
    actor: str
    changes: tuple[tuple[str, str | None, str | None], ...] = ()

    def title(self) -> str:
        """„Rolle geändert“."""
        return _(HISTORY_TITLES[self.action])

    def details(self) -> list[str]:
        """„Benutzer → Rechnungsadministrator“, a line for each value that is told.

        What becomes of an invitation is told by the title alone.
        """
        told = [change for change in self.changes if _is_told(*change)]
        lines = []
        for name, old, new in told:
            label = f"{_(_FIELDS[name])}: " if old is None or name in _TEXTS or told[1:] else ""
            first = name == "role" and old is None
            values = [new] if first else [old, new]
            lines.append(label + " → ".join(_value(name, value) for value in values))
        return lines


HISTORY_TITLES: Final = {
    AuditAction.INVITATION_ACCEPTED: N_("Registrierung abgeschlossen"),
    AuditAction.INVITATION_RESENT: N_("Erneut eingeladen"),
    AuditAction.INVITATION_RESTORED: N_("Einladung wiederhergestellt"),
    AuditAction.INVITATION_REVOKED: N_("Einladung zurückgezogen"),
    AuditAction.INVITATION_ROLE_CHANGED: N_("Rolle der Einladung geändert"),
    AuditAction.INVITATION_SENT: N_("Eingeladen"),
    AuditAction.MEMBER_DISABLED: N_("Deaktiviert"),
    AuditAction.MEMBER_EDITED: N_("Angaben geändert"),
    AuditAction.MEMBER_ENABLED: N_("Aktiviert"),
    AuditAction.MEMBER_REMOVED: N_("Entfernt"),
    AuditAction.MEMBER_ROLE_CHANGED: N_("Rolle geändert"),
    AuditAction.PASSWORD_RESET: N_("Passwort zurückgesetzt"),
    AuditAction.PASSWORD_RESET_SENT: N_("Zurücksetzen des Passworts angeboten"),
    AuditAction.SECOND_FACTOR_REMOVED: N_("Zweiter Faktor entfernt"),
    AuditAction.SECOND_FACTOR_RESET: N_("Zweiter Faktor zurückgesetzt"),
    AuditAction.SECOND_FACTOR_SET_UP: N_("Zweiter Faktor eingerichtet"),
}
"""What of the audit log is told of a person, and how."""
_TEXTS: Final = {
    "title": N_("Position"),
    "phone": N_("Telefon"),
    "department": N_("Abteilung"),
}
_FIELDS: Final = {"role": N_("Rolle"), "state": N_("Status"), **_TEXTS}


def _is_told(name: str, old: str | None, new: str | None) -> bool:
    if name == "state":
        return {old, new} <= {*MembershipState, None}
    return name in _FIELDS


def _value(name: str, stored: str | None) -> str:
    """A value as it is told; one that is no longer known, as it was stored."""
    if not stored:
        return _NOTHING
    if name == "role" and stored in set(Role):
        return role_label(Role(stored))
    if name == "state" and stored in set(MembershipState):
        return state_text(member_state(MembershipState(stored)))
    return stored
