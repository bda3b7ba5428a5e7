"""`tcm-tui open`: the portal at the form for a mailed code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tcm_tui.bootstrap import start_code
from tcm_tui.cli.options import Command, settings
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.bootstrap import StartPortal


@click.command(
    "open",
    cls=Command,
    help=_(
        "Öffnet das Portal mit einem Code. Ohne CODE wird danach gefragt: Was hier steht, können"
        " andere auf diesem Rechner sehen."
    ),
)
@click.argument("code", required=False, metavar="[CODE]")
def open_code(code: str | None) -> StartPortal:
    """Say how the portal opens."""
    return start_code(settings(), code)
