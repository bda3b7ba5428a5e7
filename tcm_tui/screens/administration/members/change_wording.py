"""The sentences of changing people: what will happen, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tcm_tui.domain.member_changes import ChangeKind, Verdict
from tcm_tui.domain.numbers import number
from tcm_tui.domain.people import display_name
from tcm_tui.domain.permissions import role_label
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.administration.members.handover_wording import assigned_text

if TYPE_CHECKING:
    from tcm_tui.domain.member_changes import Change, ChangeReport, ChangeRow


def title_of(change: Change) -> str:
    """What stands in the border of its dialogs."""
    return {
        ChangeKind.ROLE: _("Rolle ändern"),
        ChangeKind.DISABLE: _("Deaktivieren"),
        ChangeKind.ENABLE: _("Aktivieren"),
        ChangeKind.REMOVE: _("Entfernen"),
        ChangeKind.RESEND: _("Erneut senden"),
        ChangeKind.REVOKE: _("Zurückziehen"),
    }[change.kind]


def called(row: ChangeRow) -> str:
    """„Derya Çelik“, or the address of somebody without a name."""
    last_name, _comma, first_name = row.name.partition(", ")
    return display_name(first_name, last_name) or row.address


# -- what will happen


def plan_line(plan: ChangeReport) -> str:
    """„9 werden Rechnungsadministrator · 2 sind es schon · 1 nicht möglich“."""
    changed, same, refused = _numbers(plan)
    parts = [_will(plan.change, changed).format(n=number(changed), role=_role(plan.change))]
    if same:
        already = ngettext("{n} ist es schon", "{n} sind es schon", same)
        parts.append(already.format(n=number(same)))
    if refused:
        parts.append(_("{n} nicht möglich").format(n=number(refused)))
    if changed and plan.change.kind is ChangeKind.REMOVE:
        parts.append(_("nicht rückgängig zu machen"))
    return " · ".join(parts)


def _will(change: Change, n: int) -> str:
    return {
        ChangeKind.ROLE: ngettext("{n} wird {role}", "{n} werden {role}", n),
        ChangeKind.DISABLE: ngettext("{n} wird deaktiviert", "{n} werden deaktiviert", n),
        ChangeKind.ENABLE: ngettext("{n} wird aktiviert", "{n} werden aktiviert", n),
        ChangeKind.REMOVE: ngettext("{n} wird entfernt", "{n} werden entfernt", n),
        ChangeKind.RESEND: ngettext("{n} wird erneut gesendet", "{n} werden erneut gesendet", n),
        ChangeKind.REVOKE: ngettext("{n} wird zurückgezogen", "{n} werden zurückgezogen", n),
    }[change.kind]


def verb_for(change: Change, n: int) -> str:
    """What the button says that does it: „9 Rollen ändern“."""
    pattern = {
        ChangeKind.ROLE: ngettext("{n} Rolle ändern", "{n} Rollen ändern", n),
        ChangeKind.DISABLE: ngettext("{n} Person deaktivieren", "{n} Personen deaktivieren", n),
        ChangeKind.ENABLE: ngettext("{n} Person aktivieren", "{n} Personen aktivieren", n),
        ChangeKind.REMOVE: ngettext("{n} Person entfernen", "{n} Personen entfernen", n),
        ChangeKind.RESEND: ngettext(
            "{n} Einladung erneut senden", "{n} Einladungen erneut senden", n
        ),
        ChangeKind.REVOKE: ngettext(
            "{n} Einladung zurückziehen", "{n} Einladungen zurückziehen", n
        ),
    }[change.kind]
    return pattern.format(n=number(n))


def will_word(change: Change) -> str:
    """What a plan says of a row that will be changed."""
    return {
        ChangeKind.ROLE: _("wird {role}").format(role=_role(change)),
        ChangeKind.DISABLE: _("wird deaktiviert"),
        ChangeKind.ENABLE: _("wird aktiviert"),
        ChangeKind.REMOVE: _("wird entfernt"),
        ChangeKind.RESEND: _("wird erneut gesendet"),
        ChangeKind.REVOKE: _("wird zurückgezogen"),
    }[change.kind]


def checking_text(count: int) -> str:
    """While the plan is made."""
    pattern = ngettext("{n} Zeile wird geprüft …", "{n} Zeilen werden geprüft …", count)
    return pattern.format(n=number(count))


# -- what is asked about one


@dataclass(frozen=True)
class Question:
    """What `Confirm` asks."""

    text: str
    title: str
    yes: str


def question(change: Change, row: ChangeRow) -> Question:
    """What is asked before one row is changed for good, or against one's own interest."""
    if change.kind is ChangeKind.REVOKE:
        asked = _("Möchten Sie die Einladung an {email} zurückziehen?").format(email=row.address)
        void = _("Der Code in der E-Mail gilt dann nicht mehr.")
        text = f"{asked} {void} {assigned_text(row.holds.uses)}".rstrip()
        return Question(text, _("Einladung zurückziehen"), _("Einladung zurückziehen"))
    if change.kind is ChangeKind.REMOVE:
        asked = _("Möchten Sie {name} aus dem Unternehmen entfernen?").format(name=called(row))
        over = _("Die Person verliert sofort jeden Zugriff. Das lässt sich nicht zurücknehmen.")
        return Question(f"{asked} {over}", _("Benutzer entfernen"), _("Benutzer entfernen"))
    return Question(row.reason, title_of(change), title_of(change))


# -- how far it is


@dataclass(frozen=True)
class Progress:
    """How far it is: `done` of `count`, and whether it goes on."""

    done: int
    count: int
    taken_back: bool = False
    stopping: bool = False


def progress_text(change: Change, far: Progress) -> str:
    """„Rollen werden geändert … 400 von 9.800 · Esc hält an“."""
    doing = _("Wird zurückgenommen …") if far.taken_back else _doing(change)
    of = _("{done} von {n}").format(done=number(far.done), n=number(far.count))
    end = _("wird angehalten …") if far.stopping else _("Esc hält an")
    return f"{doing} {of} · {end}"


def _doing(change: Change) -> str:
    return {
        ChangeKind.ROLE: _("Rollen werden geändert …"),
        ChangeKind.DISABLE: _("Wird deaktiviert …"),
        ChangeKind.ENABLE: _("Wird aktiviert …"),
        ChangeKind.REMOVE: _("Wird entfernt …"),
        ChangeKind.RESEND: _("Wird erneut gesendet …"),
        ChangeKind.REVOKE: _("Wird zurückgezogen …"),
    }[change.kind]


# -- what came of it


def result_line(result: ChangeReport, left: int, *, taken_back: bool) -> str:
    """„9 Rollen geändert · 2 waren es schon · 1 nicht möglich · 40 nicht mehr ausgeführt“."""
    changed, same, refused = _numbers(result)
    parts = [done_text(result.change, changed, taken_back=taken_back)]
    if same:
        already = ngettext("{n} war es schon", "{n} waren es schon", same)
        parts.append(already.format(n=number(same)))
    if refused > left:
        parts.append(_("{n} nicht möglich").format(n=number(refused - left)))
    if left:
        parts.append(_("{n} nicht mehr ausgeführt").format(n=number(left)))
    return " · ".join(parts)


def done_text(change: Change, n: int, *, taken_back: bool = False) -> str:
    """„9 Rollen geändert“."""
    if taken_back:
        return _("{n} zurückgenommen").format(n=number(n))
    pattern = {
        ChangeKind.ROLE: ngettext("{n} Rolle geändert", "{n} Rollen geändert", n),
        ChangeKind.DISABLE: ngettext("{n} Person deaktiviert", "{n} Personen deaktiviert", n),
        ChangeKind.ENABLE: ngettext("{n} Person aktiviert", "{n} Personen aktiviert", n),
        ChangeKind.REMOVE: ngettext("{n} Person entfernt", "{n} Personen entfernt", n),
        ChangeKind.RESEND: ngettext(
            "{n} Einladung erneut gesendet", "{n} Einladungen erneut gesendet", n
        ),
        ChangeKind.REVOKE: ngettext(
            "{n} Einladung zurückgezogen", "{n} Einladungen zurückgezogen", n
        ),
    }[change.kind]
    return pattern.format(n=number(n))


def done_to(change: Change, row: ChangeRow) -> str:
    """„Rolle von Derya Çelik geändert“."""
    pattern = {
        ChangeKind.ROLE: _("Rolle von {name} geändert"),
        ChangeKind.DISABLE: _("{name} deaktiviert"),
        ChangeKind.ENABLE: _("{name} aktiviert"),
        ChangeKind.REMOVE: _("{name} entfernt"),
        ChangeKind.RESEND: _("Einladung an {email} erneut gesendet"),
        ChangeKind.REVOKE: _("Einladung an {email} zurückgezogen"),
    }[change.kind]
    return pattern.format(name=called(row), email=row.address)


def done_summary(report: ChangeReport) -> str:
    """What was done, in short: to whom it was done, or to how many."""
    rows = report.having(Verdict.CHANGED)
    return (
        done_to(report.change, rows[0]) if len(rows) == 1 else done_text(report.change, len(rows))
    )


def undone_text(report: ChangeReport) -> str:
    """„Zurückgenommen: Rolle von Derya Çelik geändert“; and what that does not bring back."""
    done = _("Zurückgenommen: {what}").format(what=done_summary(report))
    return ". ".join([done, *kept_undone(report)])


def kept_undone(report: ChangeReport) -> list[str]:
    """What stays as the change of a report made it, even when that is taken back: sentences."""
    rows = report.having(Verdict.CHANGED)
    told = []
    if report.change.takes_licences and any(row.holds.uses for row in rows):
        told.append(_("Freigegebene Lizenzen bleiben frei."))
    if report.change.heir is not None and any(row.holds.owns for row in rows):
        told.append(_("Übergebene Abonnements bleiben übergeben."))
    return told


def not_undone(report: ChangeReport, row: ChangeRow) -> str:
    """„Nicht zurückgenommen: Rolle von Derya Çelik geändert. Inzwischen …“."""
    what = done_summary(report)
    return _("Nicht zurückgenommen: {what}. {reason}").format(what=what, reason=row.reason)


def with_undo(sentence: str, key: str) -> str:
    """„… · Strg+Z nimmt es zurück“."""
    return _("{what} · {key} nimmt es zurück").format(what=sentence, key=key)


def _numbers(report: ChangeReport) -> tuple[int, int, int]:
    changed, same, refused = (len(report.having(verdict)) for verdict in Verdict)
    return changed, same, refused


def _role(change: Change) -> str:
    return role_label(change.role) if change.role is not None else ""
