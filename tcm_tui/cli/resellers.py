"""`tcm-tui resellers`: who has access as a Vertriebspartner, and making a company one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tcm_tui.cli.options import Commands, settings
from tcm_tui.cli.output import with_formats, write, write_record
from tcm_tui.cli.support import acting, opened, say, with_credentials
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.cli.output import Row
    from tcm_tui.domain.resellers import LinkedReseller

LABELS: Final = {
    "number": _("Partnernummer"),
    "name": _("Vertriebspartner"),
    "linked_at": _("Zugriff seit"),
    "ended_at": _("Zugriff bis"),
    "deeds": _("Aktionen"),
}
"""What JSON and CSV call a field, and what people call it."""


@click.group(
    "resellers", cls=Commands, help=_("Zugriff für Mitarbeitende eines Vertriebspartners.")
)
def resellers() -> None:
    """Everything is done by the commands."""


@resellers.command("list", help=_("Listet, wer Zugriff hat oder hatte."))
@with_formats
@with_credentials
def list_resellers() -> None:
    """Write whom the company lets in, then whom it did."""
    with acting(settings()) as ctx:
        from tcm_tui.services.resellers import linked  # noqa: PLC0415 - as late as possible

        found = linked(ctx)
    write([_as_row(one) for one in found], LABELS)


@resellers.command("link", help=_("Gibt dem Vertriebspartner mit dieser Partnernummer Zugriff."))
@click.argument("number", metavar=_("PARTNERNUMMER"))
@with_formats
@with_credentials
def link(number: str) -> None:
    """Let the staff of a Vertriebspartner in."""
    with acting(settings()) as ctx:
        from tcm_tui.services import resellers as use_cases  # noqa: PLC0415 - as late as possible

        found = use_cases.link(ctx, number)
    write_record(_as_row(found), LABELS)
    say(_("{name} hat jetzt Zugriff.").format(name=found.name))


@resellers.command("unlink", help=_("Beendet den Zugriff sofort."))
@click.argument("number", metavar=_("PARTNERNUMMER"))
@with_credentials
def unlink(number: str) -> None:
    """End the access of a Vertriebspartner."""
    with acting(settings()) as ctx:
        from tcm_tui.services import resellers as use_cases  # noqa: PLC0415 - as late as possible

        found = use_cases.unlink_number(ctx, number)
    say(_("{name} hat keinen Zugriff mehr.").format(name=found.name))


@resellers.command(
    "appoint",
    short_help=_("Macht ein Unternehmen zum Vertriebspartner."),
    help=_(
        "Macht das Unternehmen, das diese Person verwaltet, zum Vertriebspartner und nennt seine"
        " Partnernummer. Nur für die, die diesen Rechner betreuen."
    ),
)
@click.argument("address", metavar=_("ADRESSE"))
@click.option(
    "--company",
    metavar=_("NAME"),
    help=_("Welches Unternehmen; nötig, wenn die Person mehrere verwaltet."),
)
def appoint(address: str, company: str | None) -> None:
    """Give a company its partner number, and print it."""
    with opened(settings(), operator=True) as ctx:
        from tcm_tui.services import resellers as use_cases  # noqa: PLC0415 - as late as possible

        found = use_cases.appoint(ctx, address, company)
    click.echo(found.number)
    say(_("{name} ist Vertriebspartner.").format(name=found.name))


def _as_row(one: LinkedReseller) -> Row:
    return {
        "number": one.number,
        "name": one.name,
        "linked_at": one.linked_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "deeds": one.deeds,
    }
