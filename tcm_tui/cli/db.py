"""`tcm-tui db`: the shape of the database."""

from __future__ import annotations

import click

from tcm_tui.bootstrap import upgrade_data
from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.support import say
from tcm_tui.i18n import _


@click.group("db", cls=Commands, help=_("Datenbank anlegen und auf den neuesten Stand bringen."))
def db() -> None:
    """Everything is done by the commands."""


@db.command(
    "upgrade",
    help=_(
        "Bringt die Datenbank auf den Stand dieser Version. Eine SQLite-Datei wird vorher kopiert;"
        " PostgreSQL braucht diesen Befehl vor dem ersten Start und nach jedem Update."
    ),
)
def upgrade() -> None:
    """Make or migrate the database."""
    changed = upgrade_data(settings())
    say(
        _("Die Datenbank ist jetzt auf dem neuesten Stand.")
        if changed
        else _("Die Datenbank war schon auf dem neuesten Stand.")
    )
