"""What can be wished for somebody on „Benutzer“, from the list and from the details."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.members import MemberRow


class Wish(StrEnum):
    """What is to be done; each is the name of the action of its key."""

    ROLE = "role"
    TURN = "turn"
    """Disable, or enable again."""
    EDIT = "edit"
    RESET = "reset_password"
    RESEND = "resend"
    REMOVE = "remove"
    """Members are removed, invitations revoked."""


BOTH: Final = frozenset(MemberKind)
FIT: Final = {
    Wish.ROLE: BOTH,
    Wish.TURN: frozenset({MemberKind.MEMBER}),
    Wish.EDIT: frozenset({MemberKind.MEMBER}),
    Wish.RESET: frozenset({MemberKind.MEMBER}),
    Wish.RESEND: frozenset({MemberKind.INVITATION}),
    Wish.REMOVE: BOTH,
}
"""Which rows each is for."""
ON_BUTTONS: Final = {
    MemberKind.MEMBER: (Wish.ROLE, Wish.EDIT, Wish.RESET),
    MemberKind.INVITATION: (Wish.ROLE, Wish.RESEND, Wish.REMOVE),
}
"""What the details have room for, beside the keys."""
ALONE: Final = frozenset({Wish.EDIT, Wish.RESET})
"""What is for one person at a time."""


def wish_label(wish: Wish, row: MemberRow) -> str:
    """What `wish` means for `row`."""
    invited = row.key.kind is MemberKind.INVITATION
    return {
        Wish.ROLE: _("Rolle ändern"),
        Wish.TURN: _("Aktivieren") if row.state is MemberState.DISABLED else _("Deaktivieren"),
        Wish.EDIT: _("Bearbeiten"),
        Wish.RESET: _("Passwort zurücksetzen"),
        Wish.RESEND: _("Erneut senden"),
        Wish.REMOVE: _("Zurückziehen") if invited else _("Entfernen"),
    }[wish]
