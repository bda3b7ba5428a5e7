"""The sentences about what members leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.member_changes import ChangeKind
from tcm_tui.domain.members import MemberKind
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.belongings import Belongings
    from tcm_tui.domain.member_changes import ChangeRow


def holdings_text(kind: ChangeKind, people: int, owns: int, uses: int) -> str:
    """What all of them own and use, and what becomes of their licences."""
    if kind is ChangeKind.REVOKE:
        return assigned_text(uses)
    who = ngettext("{n} Person", "{n} Personen", people).format(n=number(people))
    sentence = {
        (True, True): ngettext(
            "{who} besitzt {owned} und nutzt {used}.",
            "{who} besitzen {owned} und nutzen {used}.",
            people,
        ),
        (True, False): ngettext("{who} besitzt {owned}.", "{who} besitzen {owned}.", people),
        (False, True): ngettext("{who} nutzt {used}.", "{who} nutzen {used}.", people),
    }.get((owns > 0, uses > 0), "")
    told = sentence.format(who=who, owned=_owned(owns), used=_used(uses))
    if uses and kind is ChangeKind.REMOVE:
        return f"{told} {_('Die Lizenzen werden frei.')}"
    return told


def assigned_text(uses: int) -> str:
    """What becomes of licences that are assigned to invitations, "" where none is."""
    if not uses:
        return ""
    return ngettext(
        "{n} zugewiesene Lizenz wird frei.", "{n} zugewiesene Lizenzen werden frei.", uses
    ).format(n=number(uses))


def nobody_text(kind: ChangeKind) -> str:
    """While nobody was chosen: a removed owner needs an heir, a disabled one may stay it."""
    return _("auswählen …") if kind is ChangeKind.REMOVE else _("niemand – auswählen …")


def short_text(row: ChangeRow) -> str:
    """„besitzt 3 · nutzt 5“; of an invitation „3 Lizenzen“, which nobody uses yet."""
    holds = row.holds
    if row.key.kind is MemberKind.INVITATION:
        return _used(holds.uses)
    parts = []
    if holds.owns:
        parts.append(_("besitzt {n}").format(n=number(holds.owns)))
    if holds.uses:
        parts.append(_("nutzt {n}").format(n=number(holds.uses)))
    return " · ".join(parts)


def names_text(belongings: Belongings) -> str:
    """„Besitzt: Vertrieb Nord, … Nutzt: …“, for the person under the cursor."""
    parts = []
    if belongings.owns:
        owned = ", ".join(app.label for app in belongings.owns)
        parts.append(_("Besitzt: {apps}.").format(apps=owned))
    if belongings.uses:
        used = ", ".join(app.label for app in belongings.uses)
        parts.append(_("Nutzt: {apps}.").format(apps=used))
    return " ".join(parts)


def _owned(count: int) -> str:
    return ngettext("{n} Abonnement", "{n} Abonnements", count).format(n=number(count))


def _used(count: int) -> str:
    return ngettext("{n} Lizenz", "{n} Lizenzen", count).format(n=number(count))
