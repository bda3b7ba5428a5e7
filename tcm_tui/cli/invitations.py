"""`tcm-tui invitations`: what is still open."""

from __future__ import annotations

from typing import Final

import click

from tcm_tui.cli.listing import LABELS, WORDS, as_row, every_row
from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import acting, with_credentials
from tcm_tui.domain.member_export import Listing
from tcm_tui.domain.members import MemberFilter, MemberKind
from tcm_tui.i18n import _

_LABELS: Final = {name: label for name, label in LABELS.items() if name != "last_sign_in_at"}


@click.group("invitations", cls=Commands, help=_("Einladungen, die noch niemand angenommen hat."))
def invitations() -> None:
    """Everything is done by the commands."""


@invitations.command(
    "list", help=_("Listet offene und abgelaufene Einladungen, nach Namen sortiert.")
)
@click.option("--search", metavar=_("WÖRTER"), default="", help=_("Nur wo alle Wörter vorkommen."))
@with_formats
@with_credentials
def list_invitations(search: str) -> None:
    """Write every open invitation."""
    with acting(settings()) as ctx:
        from tcm_tui.services.invitations import look_up  # noqa: PLC0415 - as late as possible

        look_up(ctx, ())  # who may not see invitations is told so, and does not get an empty list
        found = every_row(ctx, Listing(MemberFilter(search)))
        rows = [as_row(row) for row in found if row.key.kind is MemberKind.INVITATION]
    write(rows, _LABELS, WORDS)
