"""The line below the list of „Benutzer“: what is marked, and what the keys are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.members import MemberKind
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.domain.members import MemberRow, RowKey


def foot_text(row: MemberRow | None, marked: Collection[RowKey], *, may_invite: bool) -> str:
    """What is marked and what can be done with it, or why nothing can."""
    if not may_invite:
        reason = _("Details und Einladungen sieht die Rolle „Unternehmensadministrator“.")
        return f"{_marked_text(marked)} · {_unmark()}" if marked else reason
    chosen = marked or ([row.key] if row else [])
    if not chosen:
        return ""
    deeds = _deeds(len(chosen), len(invitations_of(chosen)))
    return f"{_marked_text(marked)} · {deeds} · {_unmark()}" if marked else deeds


def _deeds(chosen: int, invitations: int) -> str:
    """What the keys are for, and which of them are off."""
    if not invitations:
        return _("r Rolle · d deaktivieren · Entf entfernen · v gilt nur für Einladungen")
    if invitations == chosen:
        return _("v erneut senden · Entf zurückziehen · d und e gelten nur für Mitglieder")
    return _("r Rolle · d deaktivieren · v erneut senden · Entf entfernen oder zurückziehen")


def invitations_of(keys: Collection[RowKey]) -> list[RowKey]:
    """Those of `keys` that are invitations, oldest first."""
    found = (key for key in keys if key.kind is MemberKind.INVITATION)
    return sorted(found, key=lambda key: key.id)


def _marked_text(marked: Collection[RowKey]) -> str:
    text = ngettext("{n} markiert", "{n} markiert", len(marked)).format(n=len(marked))
    invitations = len(invitations_of(marked))
    if invitations in {0, len(marked)}:
        return text
    of_them = ngettext(", davon {n} Einladung", ", davon {n} Einladungen", invitations)
    return text + of_them.format(n=invitations)


def _unmark() -> str:
    return _("Esc Markierung aufheben")
