"""What can be wished for somebody on „Benutzer“, from the list and from the details."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.domain.members import MemberRow


class Wish(StrEnum):
    """What is to be done; each is the name of the action of its key."""

    ROLE = "role"
    TURN = "turn"
    """Disable, or enable again."""
    EDIT = "edit"
    RESET = "reset_password"
    RESET_FACTOR = "reset_factor"
    RESEND = "resend"
    REMOVE = "remove"
    """Members are removed, invitations revoked."""


BOTH: Final = frozenset(MemberKind)
FIT: Final = {
    Wish.ROLE: BOTH,
    Wish.TURN: frozenset({MemberKind.MEMBER}),
    Wish.EDIT: frozenset({MemberKind.MEMBER}),
    Wish.RESET: frozenset({MemberKind.MEMBER}),
    Wish.RESET_FACTOR: frozenset({MemberKind.MEMBER}),
    Wish.RESEND: frozenset({MemberKind.INVITATION}),
    Wish.REMOVE: BOTH,
}
"""Which rows each is for."""
ON_BUTTONS: Final = {
    MemberKind.MEMBER: (Wish.ROLE, Wish.EDIT, Wish.RESET),
    MemberKind.INVITATION: (Wish.ROLE, Wish.RESEND, Wish.REMOVE),
}
"""What the details have room for, beside the keys."""
ALONE: Final = {
    Wish.EDIT: N_("Bearbeiten lässt sich nur eine Person auf einmal."),
    Wish.RESET: N_("Das Passwort lässt sich nur für eine Person auf einmal zurücksetzen."),
    Wish.RESET_FACTOR: N_("Der zweite Faktor lässt sich nur für eine Person zurücksetzen."),
}
"""What is for one person at a time, in words."""
_UNFIT: Final = {
    Wish.TURN: N_("Nur Mitglieder lassen sich deaktivieren oder aktivieren."),
    Wish.EDIT: N_("Nur Mitglieder lassen sich bearbeiten."),
    Wish.RESET: N_("Nur Mitglieder haben ein Passwort."),
    Wish.RESET_FACTOR: N_("Nur Mitglieder haben einen zweiten Faktor."),
    Wish.RESEND: N_("Nur Einladungen lassen sich erneut senden."),
}


def why_unfit(wish: Wish, kinds: Collection[MemberKind], count: int) -> str:
    """Why `wish` is not for `count` rows of these `kinds`; "" when it is."""
    if not count:
        return _("Hier steht niemand, für den das geht.")
    if FIT[wish].isdisjoint(kinds):
        return _(_UNFIT[wish])
    return _(ALONE[wish]) if wish in ALONE and count > 1 else ""


def wish_label(wish: Wish, row: MemberRow) -> str:
    """What `wish` means for `row`."""
    invited = row.key.kind is MemberKind.INVITATION
    return {
        Wish.ROLE: _("Rolle ändern"),
        Wish.TURN: _("Aktivieren") if row.state is MemberState.DISABLED else _("Deaktivieren"),
        Wish.EDIT: _("Bearbeiten"),
        Wish.RESET: _("Passwort zurücksetzen"),
        Wish.RESET_FACTOR: _("Zweiten Faktor zurücksetzen"),
        Wish.RESEND: _("Erneut senden"),
        Wish.REMOVE: _("Zurückziehen") if invited else _("Entfernen"),
    }[wish]
