"""What is asked before people are changed: which role, and which of two things for mixed rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.member_changes import ChangeKind
from tcm_tui.domain.numbers import number
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.administration.members.pick import Pick, PickDialog

if TYPE_CHECKING:
    from tcm_tui.domain.members import MemberRow

_MAY: Final = {
    Role.USER: N_("nutzt zugewiesene Anwendungen und sieht die eigenen Neuigkeiten"),
    Role.BILLING_ADMIN: N_("sieht außerdem alle Mitglieder, Rechnungen und Bezahlverfahren"),
    Role.COMPANY_ADMIN: N_("lädt außerdem ein, ändert Rollen, Mitglieder und Einstellungen"),
}


def role_dialog(count: int, seen: MemberRow | None) -> PickDialog[Role]:
    """Which role `count` people get; `seen` is the only one of them, where it is known."""
    picks = [Pick(role, _role_label(role, seen), _(_MAY[role])) for role in Role]
    return PickDialog(
        picks,
        title=_("Rolle ändern"),
        asked=_("für {who}").format(who=who_text(count, seen)),
        verb=_("Rolle ändern") if count == 1 else _("Weiter"),
        chosen=seen.role.rank if seen is not None else 0,
    )


def who_text(count: int, seen: MemberRow | None) -> str:
    """„Derya Çelik“ or „12 Personen“."""
    if seen is None:
        return ngettext("{n} Person", "{n} Personen", count).format(n=number(count))
    return f"{seen.first_name} {seen.last_name}".strip() or seen.address


def turn_dialog(active: int, disabled: int) -> PickDialog[ChangeKind]:
    """Whether to disable or to enable, where both are among the marked."""
    disable = ngettext("{n} Person deaktivieren", "{n} Personen deaktivieren", active)
    enable = ngettext("{n} Person aktivieren", "{n} Personen aktivieren", disabled)
    picks = [
        Pick(
            ChangeKind.DISABLE,
            disable.format(n=number(active)),
            _("Wer deaktiviert ist, kann sich nicht anmelden; offene Sitzungen enden."),
        ),
        Pick(
            ChangeKind.ENABLE,
            enable.format(n=number(disabled)),
            _("Wer aktiviert wird, kann sich sofort wieder anmelden."),
        ),
    ]
    asked = _("Markiert sind aktive und deaktivierte Mitglieder.")
    return PickDialog(picks, title=_("Deaktivieren oder aktivieren"), asked=asked, verb=_("Weiter"))


def remove_dialog(members: int, invitations: int) -> PickDialog[ChangeKind]:
    """Whether to remove members or to revoke invitations, where both are among the marked."""
    remove = ngettext("{n} Mitglied entfernen", "{n} Mitglieder entfernen", members)
    revoke = ngettext("{n} Einladung zurückziehen", "{n} Einladungen zurückziehen", invitations)
    picks = [
        Pick(
            ChangeKind.REVOKE,
            revoke.format(n=number(invitations)),
            _("Die Codes in den E-Mails gelten dann nicht mehr."),
        ),
        Pick(
            ChangeKind.REMOVE,
            remove.format(n=number(members)),
            _("Sie verlieren sofort jeden Zugriff. Das lässt sich nicht zurücknehmen."),
        ),
    ]
    asked = _("Markiert sind Mitglieder und Einladungen.")
    title = _("Entfernen oder zurückziehen")
    return PickDialog(picks, title=title, asked=asked, verb=_("Weiter"))


def _role_label(role: Role, seen: MemberRow | None) -> str:
    label = role_label(role)
    return _("{role} (jetzt)").format(role=label) if seen and seen.role is role else label
