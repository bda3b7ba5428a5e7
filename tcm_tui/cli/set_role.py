"""`tcm-tui members set-role`: roles changed by a list, without a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.filters import FileName
from tcm_tui.cli.lists import read_people
from tcm_tui.cli.options import Command, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.domain.role_list import (
    COLUMNS,
    RoleVerdict,
    settled,
    steps,
    verdict_label,
    wanted_roles,
)
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.role_list import RoleRow
    from tcm_tui.services.context import Context

INVITED: Final = "invited"
LABELS: Final = {
    "row": _("Zeile"),
    "email": _("E-Mail"),
    "name": _("Name"),
    "old_role": _("Rolle bisher"),
    "role": _("Rolle"),
    "result": _("Ergebnis"),
    "reason": _("Grund"),
}
WORDS: Final = {
    "old_role": lambda value: role_label(Role(value)),
    "role": lambda value: role_label(Role(value)),
    "result": lambda value: (
        _("eingeladen") if value == INVITED else verdict_label(RoleVerdict(value))
    ),
}
_GOOD: Final = frozenset({RoleVerdict.CHANGED, RoleVerdict.DONE, RoleVerdict.UNCHANGED})


@dataclass
class _Outcome:
    """What became of the list; `trouble` is why it ended early, "" when it did not.

    Args:
        rows: With what became of those that were changed.
        invited: Numbers of new ones that were invited.
        refused: Numbers of new ones that could not be invited, with the reason.
    """

    rows: Sequence[RoleRow]
    trouble: str = ""
    invited: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)


@click.command(
    "set-role",
    cls=Command,
    short_help=_("Ändert Rollen nach einer Liste."),
    help=_(
        "Ändert die Rollen, die DATEI (xlsx, csv, txt) oder die Standardeingabe (-) nennen, von"
        " Mitgliedern und offenen Einladungen. Wer neu ist, wird genannt und nicht eingeladen."
        " Bleibt eine Zeile offen, ist der Rückgabewert 1."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui members set-role rollen.xlsx --dry-run --as anna@firma.example\n"
        "  tcm-tui members set-role - --json --as anna@firma.example"
    ),
)
@click.argument("target", type=FileName(), metavar=_("DATEI|-"))
@click.option("--dry-run", is_flag=True, help=_("Zeigt nur, was geschehen würde."))
@click.option(
    "--invite-new", is_flag=True, help=_("Lädt ein, wer weder Mitglied noch eingeladen ist.")
)
@with_formats
@with_credentials
def set_role(target: str, *, dry_run: bool, invite_new: bool) -> int:
    """Change what differs, write what became of each row."""
    from tcm_tui.services.role_lists import compare  # noqa: PLC0415 - as late as possible

    chosen = settings()
    parsed = read_people(target, chosen, COLUMNS)
    wanted = wanted_roles(parsed.rows)
    for note in parsed.notes:
        say(note)
    with acting(chosen) as ctx:
        outcome = _Outcome(compare(ctx, wanted))
        if not dry_run:
            _change(ctx, outcome)
            if invite_new and not outcome.trouble:
                _invite(ctx, outcome)
    write([_as_row(row, outcome) for row in outcome.rows], LABELS, WORDS)
    _talk(outcome, dry_run=dry_run, invite_new=invite_new)
    return 0 if not outcome.trouble and _all_good(outcome, ready=dry_run and invite_new) else 1


def _change(ctx: Context, outcome: _Outcome) -> None:
    """Change roles step by step; what was changed before a refusal stays, and is told."""
    from tcm_tui.services.member_changes import change  # noqa: PLC0415 - as late as possible

    reports = []
    try:
        for step in steps(outcome.rows):
            reports.append(change(ctx, step.change, step.rows))
    except SessionEnded:
        raise
    except DomainError as refusal:
        outcome.trouble = refusal.message
    outcome.rows = settled(outcome.rows, reports)


def _invite(ctx: Context, outcome: _Outcome) -> None:
    from tcm_tui.services.invitations import invite_many  # noqa: PLC0415 - as late as possible

    new = [row for row in outcome.rows if row.verdict is RoleVerdict.NEW and row.role]
    if not new:
        return
    drafts = [InvitationDraft(row.email, row.role) for row in new if row.role]
    result = invite_many(ctx, drafts)
    outcome.refused = {new[one.position].number: one.error for one in result.refused}
    outcome.invited = {row.number for row in new} - outcome.refused.keys()


def _as_row(row: RoleRow, outcome: _Outcome) -> Row:
    invited = row.number in outcome.invited
    return {
        "row": row.number,
        "email": row.email,
        "name": row.found.name if row.found else "",
        "old_role": row.found.role.value if row.found else None,
        "role": row.role.value if row.role else None,
        "result": INVITED if invited else row.verdict.value,
        "reason": "" if invited else outcome.refused.get(row.number, row.reason),
    }


def _all_good(outcome: _Outcome, *, ready: bool) -> bool:
    """Whether no row is left open; with `ready` those who are new would be invited."""
    return all(
        row.verdict in _GOOD
        or row.number in outcome.invited
        or (ready and row.verdict is RoleVerdict.NEW)
        for row in outcome.rows
    )


def _talk(outcome: _Outcome, *, dry_run: bool, invite_new: bool) -> None:
    wanted = RoleVerdict.CHANGED if dry_run else RoleVerdict.DONE
    changed = sum(row.verdict is wanted for row in outcome.rows)
    if dry_run:
        pattern = ngettext(
            "{n} Rolle würde geändert. Es wurde nichts geändert.",
            "{n} Rollen würden geändert. Es wurde nichts geändert.",
            changed,
        )
    else:
        pattern = ngettext("{n} Rolle geändert.", "{n} Rollen geändert.", changed)
    say(pattern.format(n=changed))
    if outcome.invited:
        n = len(outcome.invited)
        say(ngettext("{n} Einladung versendet.", "{n} Einladungen versendet.", n).format(n=n))
    if not invite_new:
        _name_new([row.email for row in outcome.rows if row.verdict is RoleVerdict.NEW])
    if outcome.trouble:
        say(f"tcm-tui: {outcome.trouble}")


def _name_new(addresses: Sequence[str]) -> None:
    if not addresses:
        return
    n = len(addresses)
    pattern = ngettext(
        "{n} Adresse ist weder Mitglied noch eingeladen (--invite-new lädt sie ein):",
        "{n} Adressen sind weder Mitglied noch eingeladen (--invite-new lädt sie ein):",
        n,
    )
    say(pattern.format(n=n))
    for address in addresses:
        say(f"  {address}")
