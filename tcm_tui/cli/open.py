"""`tcm-tui open`: the portal at the form for a mailed code."""

from __future__ import annotations

import click

from tcm_tui.bootstrap import StartPortal
from tcm_tui.cli.options import Command, settings
from tcm_tui.domain.codes import find_code
from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import _


@click.command(
    "open",
    cls=Command,
    help=_(
        "Öffnet das Portal mit dem Code aus einer E-Mail. Ohne CODE wird danach gefragt: Was hier"
        " steht, können andere auf diesem Rechner sehen."
    ),
)
@click.argument("code", required=False, metavar="[CODE]")
def open_code(code: str | None) -> StartPortal:
    """Say how the portal opens."""
    from tcm_tui.cli.demo import sign_in_of  # noqa: PLC0415 - as late as possible

    found = find_code(code) if code else ""
    if found is None:
        raise Invalid(_("Das ist kein Code. Er hat acht Gruppen aus vier Zeichen."), "code")
    chosen = settings()
    return StartPortal(chosen, demo=sign_in_of(chosen), code=found)
