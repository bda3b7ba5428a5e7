"""`tcm-tui` itself: the options of every command, and the table of commands."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

from tcm_tui import __version__
from tcm_tui.cli.options import Commands
from tcm_tui.i18n import _

COMMANDS: Final = {
    "assign": "tcm_tui.cli.assign:assign",
    "catalogue": "tcm_tui.cli.catalogue:catalogue",
    "company": "tcm_tui.cli.company:company",
    "db": "tcm_tui.cli.db:db",
    "demo": "tcm_tui.cli.demo:demo",
    "invitations": "tcm_tui.cli.invitations:invitations",
    "invite": "tcm_tui.cli.invite:invite",
    "keys": "tcm_tui.cli.keys:keys",
    "locate": "tcm_tui.cli.locate:locate",
    "mail": "tcm_tui.cli.mail:mail",
    "members": "tcm_tui.cli.members:members",
    "open": "tcm_tui.cli.open:open_code",
    "payment": "tcm_tui.cli.payment:payment",
    "products": "tcm_tui.cli.products:products",
    "resellers": "tcm_tui.cli.resellers:resellers",
    "subscriptions": "tcm_tui.cli.subscriptions:subscriptions",
    "unassign": "tcm_tui.cli.assign:unassign",
}
"""Where each command is; a module is imported only when its command is asked for."""


class _Main(Commands):
    """Finds a command in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command called `cmd_name`."""
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found


@click.command(
    cls=_Main,
    help=_(
        "Kontoverwaltung des Cloud Marketplace im Terminal. Ohne Befehl öffnet sich das Portal."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui demo                          Portal mit Beispieldaten\n"
        "  tcm-tui open                          Code aus einer E-Mail eingeben\n"
        "  tcm-tui invite team.xlsx --dry-run --as anna@firma.example\n"
        "  tcm-tui members list --json --as anna@firma.example"
    ),
)
@click.version_option(__version__, message="tcm-tui %(version)s")
def main() -> None:
    """Everything is done by the commands."""
