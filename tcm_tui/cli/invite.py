"""`tcm-tui invite`: „Mehrere einladen“ without a screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.lists import STANDARD_INPUT, read_people
from tcm_tui.cli.options import Command, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.invite_import import ParsedRows
from tcm_tui.domain.invite_list import InviteList
from tcm_tui.domain.invite_rows import SIGNS, NewRow, Verdict, list_is_full
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.domain.role_words import role_of
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tcm_tui.bootstrap import Settings
    from tcm_tui.cli.output import Row
    from tcm_tui.domain.invite_rows import ReadyInvitation
    from tcm_tui.services.context import Context

SENT: Final = "sent"
LABELS: Final = {
    "row": _("Zeile"),
    "email": _("E-Mail"),
    "role": _("Rolle"),
    "result": _("Ergebnis"),
    "reason": _("Grund"),
}

WORDS: Final = {
    "role": lambda value: role_label(Role(value)),
    "result": lambda value: SIGNS[Verdict.READY if value == SENT else Verdict(value)],
}


@dataclass(frozen=True)
class _Outcome:
    """What became of the ready rows: the ids of those sent, and why the others were not."""

    sent: frozenset[int]
    refused: dict[int, str]


@click.command(
    "invite",
    cls=Command,
    short_help=_("Lädt eine oder viele Personen ein."),
    help=_(
        "Lädt ein, wen eine Datei (xlsx, csv, txt), ADRESSEN oder die Standardeingabe (-) nennen."
        " Zeilen, die nicht versendet werden können, werden mit Grund gezeigt und halten die"
        " anderen nicht auf; dann ist der Rückgabewert 1."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui invite team.xlsx --dry-run --as anna@firma.example\n"
        "  tcm-tui invite eva@firma.example --role Rechnungsadministrator --as …\n"
        "  pbpaste | tcm-tui invite - --json --as …"
    ),
)
@click.argument("targets", nargs=-1, required=True, metavar=_("DATEI|ADRESSE…|-"))
@click.option("--role", metavar=_("ROLLE"), default="", help=_("Wo die Liste keine Rolle nennt."))
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@click.option(
    "--anyway", is_flag=True, help=_("Lädt auch Adressen ein, die anderen zum Verwechseln ähneln.")
)
@with_formats
@with_credentials
def invite(targets: tuple[str, ...], *, role: str, dry_run: bool, anyway: bool) -> int:
    """Send what can be sent, write what became of each row."""
    wanted = role_of(role)
    chosen = settings()
    parsed = [_read(target, chosen) for target in targets]
    for note in (note for one in parsed for note in one.notes):
        say(note)
    with acting(chosen) as ctx:
        listed = _judged(ctx, [row for one in parsed for row in one.rows], wanted)
        ready = () if dry_run else listed.ready(doubtful=anyway)
        outcome = _send(ctx, ready) if ready else _Outcome(frozenset(), {})
    rows = list(_rows(listed, outcome))
    write(rows, LABELS, WORDS)
    good = sum(row["result"] in {SENT, Verdict.READY} for row in rows)
    say(_summary(good, len(rows), dry_run=dry_run))
    if any(row["result"] == Verdict.DOUBTFUL for row in rows) and not anyway:
        say(_("Auffällige Adressen lädt nur --anyway ein."))
    return 0 if good == len(rows) else 1


def _read(target: str, chosen: Settings) -> ParsedRows:
    """The rows of one argument: standard input, an address, or a file."""
    named = target == STANDARD_INPUT or "@" not in target
    if named or (chosen.import_jail is None and Path(target).is_file()):
        return read_people(target, chosen)
    return ParsedRows((NewRow(target),))


def _judged(ctx: Context, rows: Sequence[NewRow], role: Role | None) -> InviteList:
    """The list with a verdict on every row."""
    from tcm_tui.services.invitations import default_role, look_up  # noqa: PLC0415 - as above

    listed = InviteList(role or default_role(ctx))
    if listed.add(rows):
        raise Invalid(list_is_full())
    asked = listed.unknown_canonicals()
    known = look_up(ctx, asked, listed.names(asked))
    listed.learn(asked, members=known.members, invited=known.invited, cautions=known.cautions)
    return listed


def _send(ctx: Context, ready: Sequence[ReadyInvitation]) -> _Outcome:
    from tcm_tui.services.invitations import invite_many  # noqa: PLC0415 - as above

    drafts = [InvitationDraft(one.email, one.role, one.first_name, one.last_name) for one in ready]
    result = invite_many(ctx, drafts)
    refused = {ready[one.position].row_id: one.error for one in result.refused}
    return _Outcome(frozenset(one.row_id for one in ready) - refused.keys(), refused)


def _rows(listed: InviteList, outcome: _Outcome) -> Iterable[Row]:
    for row in listed.rows:
        if row.empty:
            continue
        verdict = listed.verdict(row.id)
        result, reason = verdict.kind.value, verdict.reason
        if row.id in outcome.sent:
            result, reason = SENT, _("versendet")
        elif row.id in outcome.refused:
            result, reason = Verdict.FAULTY.value, outcome.refused[row.id]
        yield {
            "row": row.source or listed.number(row.id),
            "email": row.email,
            "role": row.role.value,
            "result": result,
            "reason": reason,
        }


def _summary(good: int, total: int, *, dry_run: bool) -> str:
    pattern = (
        ngettext(
            "{good} von {n} Einladung ist bereit. Es wurde nichts versendet.",
            "{good} von {n} Einladungen sind bereit. Es wurde nichts versendet.",
            total,
        )
        if dry_run
        else ngettext(
            "{good} von {n} Einladung versendet.", "{good} von {n} Einladungen versendet.", total
        )
    )
    return pattern.format(good=good, n=total)
