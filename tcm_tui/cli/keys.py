"""`tcm-tui keys`: the keys of what the database holds encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.support import opened, say
from tcm_tui.i18n import _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.keys import KeyReport


@click.group(
    "keys", cls=Commands, help=_("Schlüssel der verschlüsselten Daten anlegen und erneuern.")
)
def keys() -> None:
    """Everything is done by the commands."""


@keys.command(
    "init",
    help=_(
        "Legt die Schlüsseldatei an, wenn es noch keine gibt. Ohne diesen Befehl geschieht das,"
        " sobald zum ersten Mal etwas verschlüsselt wird."
    ),
)
def init() -> None:
    """Make the key."""
    from tcm_tui.services import keys as use_cases  # noqa: PLC0415 - as late as possible

    with opened(settings(), operator=True) as ctx:
        report = use_cases.init(ctx)
        path = ctx.vault.path
    say(
        _("Die Schlüsseldatei ist angelegt: {path}").format(path=path)
        if report.made
        else _("Es gibt schon eine Schlüsseldatei: {path}").format(path=path)
    )
    if report.made:
        _advise_copy()
    _tell_losses(report)


@keys.command(
    "rotate",
    help=_(
        "Verschlüsselt alles mit einem neuen Schlüssel. Der alte wird vergessen. Nach einem"
        " Abbruch bringt ein neuer Aufruf es zu Ende."
    ),
)
def rotate() -> None:
    """Let a new key take the place of the old one."""
    from tcm_tui.services import keys as use_cases  # noqa: PLC0415 - as late as possible

    with opened(settings(), operator=True) as ctx:
        report = use_cases.rotate(ctx)
    say(
        ngettext(
            "Der Schlüssel ist neu; {n} Angabe wurde neu verschlüsselt.",
            "Der Schlüssel ist neu; {n} Angaben wurden neu verschlüsselt.",
            report.sealed_again,
        ).format(n=report.sealed_again)
    )
    say(_("Sicherungen von vorher lassen sich nur mit der alten Schlüsseldatei lesen."))
    _advise_copy()
    _tell_losses(report)


def _advise_copy() -> None:
    say(_("Bewahren Sie eine Kopie der Schlüsseldatei auf, getrennt von den Sicherungen."))


def _tell_losses(report: KeyReport) -> None:
    for sentence in report.losses():
        say(sentence)
