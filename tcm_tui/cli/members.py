"""`tcm-tui members`: „Benutzer“ without a screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from tcm_tui.cli.filters import FileName, with_filters
from tcm_tui.cli.listing import LABELS, WORDS, as_row, every_row
from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.set_role import set_role
from tcm_tui.cli.support import acting, say, with_credentials
from tcm_tui.domain.members import MemberKind, MemberState
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.member_export import Listing

FORMATS: Final = ("csv", "xlsx")


@click.group("members", cls=Commands, help=_("Benutzer des Unternehmens."))
def members() -> None:
    """Everything is done by the commands."""


members.add_command(set_role)


@members.command("list", help=_("Listet die Benutzer des Unternehmens."))
@with_filters((MemberState.ACTIVE, MemberState.DISABLED))
@with_formats
@with_credentials
def list_members(listing: Listing) -> None:
    """Write every member."""
    with acting(settings()) as ctx:
        found = every_row(ctx, listing)
        rows = [as_row(row) for row in found if row.key.kind is MemberKind.MEMBER]
    write(rows, LABELS, WORDS)


@members.command(
    "export",
    short_help=_("Speichert die Benutzer als Excel oder CSV."),
    help=_(
        "Speichert Benutzer und offene Einladungen in DATEI, als Excel oder CSV nach ihrer Endung;"
        " ohne DATEI als CSV in die Standardausgabe. Eine Datei, die es schon gibt, bleibt."
    ),
)
@click.argument("file", type=FileName(), required=False, metavar=_("[DATEI]"))
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help=_("Format; ohne Angabe nach der Endung der Datei."),
)
@with_filters(MemberState)
@with_credentials
def export_members(listing: Listing, *, file: str | None, kind: str | None) -> None:
    """Write what „Benutzer“ lists, and say how many they are."""
    if file is None and kind == "xlsx":
        raise click.UsageError(_("Excel braucht eine DATEI."))
    chosen = settings()
    with acting(chosen) as ctx:
        from tcm_tui.services import member_export  # noqa: PLC0415 - as late as possible
        from tcm_tui.services.exporting import Target  # noqa: PLC0415 - as late as possible

        zone = ZoneInfo(chosen.timezone)
        if file is None:
            out = sys.stdout.buffer
            exported = member_export.export_to_stream(ctx, listing, out, zone=zone)
        else:
            target = Target(Path(file), kind=kind, jail=chosen.export_jail)
            exported = member_export.export_to_file(ctx, listing, target, zone=zone)
    pattern = ngettext("{n} Zeile exportiert.", "{n} Zeilen exportiert.", exported.rows)
    where = f" {exported.path}" if exported.path else ""
    say(f"{pattern.format(n=exported.rows)}{where}")
