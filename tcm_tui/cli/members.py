"""`tcm-tui members`: „Benutzer“ without a screen."""

from __future__ import annotations

import click

from tcm_tui.cli.listing import LABELS, WORDS, as_row, every_row
from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, with_credentials
from tcm_tui.domain.members import MemberKind
from tcm_tui.i18n import _


@click.group("members", cls=Commands, help=_("Benutzer des Unternehmens."))
def members() -> None:
    """Everything is done by the commands."""


@members.command("list", help=_("Listet die Benutzer des Unternehmens, nach Namen sortiert."))
@click.option("--search", metavar=_("WÖRTER"), default="", help=_("Nur wo alle Wörter vorkommen."))
@with_formats
@with_credentials
def list_members(search: str) -> None:
    """Write every member."""
    with acting(settings()) as ctx:
        rows = [as_row(row) for row in every_row(ctx, search) if row.key.kind is MemberKind.MEMBER]
    write(rows, LABELS, WORDS)
