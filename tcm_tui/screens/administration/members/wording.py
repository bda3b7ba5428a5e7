"""The sentences of „Benutzer“: the line below the list, questions, and what came of an action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.members import MemberKind
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.members.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.domain.members import MemberRow, RowKey
    from tcm_tui.screens.administration.members.in_turn import Outcome


@dataclass(frozen=True)
class Question:
    """What `Confirm` asks."""

    text: str
    title: str
    yes: str


def foot_text(row: MemberRow | None, marked: Collection[RowKey], *, may_invite: bool) -> str:
    """What is marked and what can be done with it, or why nothing can."""
    if not may_invite:
        reason = _("Details und Einladungen sieht die Rolle „Unternehmensadministrator“.")
        return f"{_marked_text(marked)} · {_unmark()}" if marked else reason
    chosen = marked or ([row.key] if row else [])
    if not chosen:
        return ""
    deeds = (
        _("v erneut senden · Entf zurückziehen")
        if invitations_of(chosen)
        else _("v und Entf gelten nur für Einladungen")
    )
    return f"{_marked_text(marked)} · {deeds} · {_unmark()}" if marked else deeds


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


def revoking(count: int, address: str) -> Question:
    """What is asked before invitations are taken back; `address` when it is one."""
    void = ngettext(
        "Der Code in der E-Mail gilt dann nicht mehr.",
        "Die Codes in den E-Mails gelten dann nicht mehr.",
        count,
    )
    if count == 1:
        asked = (
            _("Möchten Sie die Einladung an {email} zurückziehen?").format(email=address)
            if address
            else _("Möchten Sie die markierte Einladung zurückziehen?")
        )
    else:
        asked = _("Möchten Sie {n} Einladungen zurückziehen?").format(n=count)
    verb = ngettext("Einladung zurückziehen", "{n} Einladungen zurückziehen", count)
    return Question(f"{asked} {void}", _("Einladungen zurückziehen"), verb.format(n=count))


def progress_text(wish: Wish, finished: int, count: int) -> str:
    """How far it is, and how to end it."""
    pattern = {
        Wish.RESEND: _("Wird erneut gesendet … {done} von {n} · Esc beendet"),
        Wish.REVOKE: _("Wird zurückgezogen … {done} von {n} · Esc beendet"),
    }[wish]
    return pattern.format(done=finished, n=count)


def done_text(wish: Wish, count: int) -> str:
    """„3 Einladungen erneut gesendet.“."""
    if wish is Wish.RESEND:
        pattern = ngettext(
            "{n} Einladung erneut gesendet.", "{n} Einladungen erneut gesendet.", count
        )
    else:
        pattern = ngettext("{n} Einladung zurückgezogen.", "{n} Einladungen zurückgezogen.", count)
    return pattern.format(n=count)


def summary_lines(wish: Wish, outcome: Outcome) -> list[str]:
    """What went, and why the rest did not."""
    lines = [done_text(wish, len(outcome.done))]
    refused = outcome.refusals.total()
    if refused:
        pattern = ngettext("{n} nicht:", "{n} nicht:", refused)
        lines += ["", pattern.format(n=refused)]
    for sentence, times in outcome.refusals.items():
        lines.append(f"✗ {sentence}" if times == 1 else f"✗ {times} × {sentence}")
    if outcome.left:
        pattern = ngettext("{n} nicht mehr versucht.", "{n} nicht mehr versucht.", outcome.left)
        lines += ["", pattern.format(n=outcome.left)]
    return lines
