"""The sentences of changing roles by a file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.invite_rows import grouped
from tcm_tui.domain.permissions import role_short_label
from tcm_tui.domain.role_list import RoleVerdict, verdict_label
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.members.change_wording import with_undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.role_list import RoleRow

SIGNS: Final = {
    RoleVerdict.CHANGED: "✓",
    RoleVerdict.DONE: "✓",
    RoleVerdict.NEW: "!",
    RoleVerdict.REFUSED: "✗",
    RoleVerdict.UNCHANGED: "–",
    RoleVerdict.UNKNOWN: "✗",
}
_TOLD_FIRST: Final = (
    RoleVerdict.DONE,
    RoleVerdict.CHANGED,
    RoleVerdict.NEW,
    RoleVerdict.UNCHANGED,
    RoleVerdict.UNKNOWN,
    RoleVerdict.REFUSED,
)


def count(rows: Sequence[RoleRow], verdict: RoleVerdict) -> int:
    """How many rows have this verdict."""
    return sum(row.verdict is verdict for row in rows)


def counts_line(rows: Sequence[RoleRow]) -> str:
    """„2 werden geändert · 1 neu · 5 unverändert · 1 unbekannt“."""
    found = Counter(row.verdict for row in rows)
    told = [(found[verdict], verdict) for verdict in _TOLD_FIRST if found[verdict]]
    return " · ".join(_counted(n, verdict) for n, verdict in told)


def _counted(n: int, verdict: RoleVerdict) -> str:
    if verdict is RoleVerdict.CHANGED:
        pattern = ngettext("{n} wird geändert", "{n} werden geändert", n)
        return pattern.format(n=grouped(n))
    return f"{grouped(n)} {verdict_label(verdict)}"


def verdict_text(row: RoleRow) -> str:
    """„✓ Benutzer → Rechnungsadmin.“, „! neu“, „✗ doppelt (Zeile 3)“."""
    sign = SIGNS[row.verdict]
    if row.verdict in {RoleVerdict.CHANGED, RoleVerdict.DONE} and row.found and row.role:
        return f"{sign} {role_short_label(row.found.role)} → {role_short_label(row.role)}"
    if row.verdict in {RoleVerdict.UNKNOWN, RoleVerdict.REFUSED}:
        return f"{sign} {row.reason}"
    if row.verdict is RoleVerdict.NEW:
        return f"{sign} {verdict_label(row.verdict)}: {row.reason}"
    return f"{sign} {verdict_label(row.verdict)}"


def go_label(n: int) -> str:
    """What the button says that changes them."""
    return ngettext("{n} Rolle ändern", "{n} Rollen ändern", n).format(n=grouped(n))


def invite_label(n: int) -> str:
    """What the button says that opens „Mehrere einladen“ with those who are new."""
    return ngettext("{n} neue einladen", "{n} neue einladen", n).format(n=grouped(n))


def working_line(done: int, of: int, *, stopping: bool = False) -> str:
    """How far it is."""
    pattern = (
        _("Es wird angehalten … {done} von {n} Rollen geändert.")
        if stopping
        else _("Rollen werden geändert … {done} von {n}")
    )
    return pattern.format(done=grouped(done), n=grouped(of))


def changed_text(n: int, roles: int, key: str) -> str:
    """How many roles were changed, and which key takes them back, one of `roles` at a time."""
    changed = ngettext("{n} Rolle geändert.", "{n} Rollen geändert.", n).format(n=grouped(n))
    if roles == 1:
        return with_undo(changed, key)
    return _("{changed} {key} nimmt sie Rolle für Rolle zurück.").format(changed=changed, key=key)
