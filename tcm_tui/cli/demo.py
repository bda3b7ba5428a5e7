"""`tcm-tui demo`: the portal with the sample company, in a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tcm_tui.bootstrap import StartPortal, demo_settings, demo_sign_in, post
from tcm_tui.cli.options import Command, WholeNumber, given, settings
from tcm_tui.cli.support import opened, say
from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.bootstrap import Settings
    from tcm_tui.services.context import Context

MEMBERS_MAX: Final = 1_000_000


@click.command(
    "demo",
    cls=Command,
    short_help=_("Portal mit Beispieldaten, ohne Konto und Netz."),
    help=_(
        "Öffnet das Portal mit dem Beispiel-Unternehmen „Muster Maschinenbau GmbH“. Die Daten"
        " liegen in einem eigenen Ordner; echte Daten bleiben unberührt."
    ),
    epilog="\b\n"  # click keeps the lines as they are
    + _(
        "Beispiele:\n"
        "  tcm-tui demo\n"
        "  tcm-tui demo --fresh --members 10000\n"
        "  tcm-tui demo --at /tmp/meine-demo"
    ),
)
@click.option("--fresh", is_flag=True, help=_("Löscht die alten Beispieldaten und beginnt neu."))
@click.option(
    "--members",
    metavar="N",
    type=WholeNumber(0, MEMBERS_MAX),
    default=0,
    help=_("Legt so viele Benutzer zusätzlich an."),
)
@click.option("--at", "folder", metavar=_("ORDNER"), help=_("Ordner der Beispieldaten."))
@click.pass_obj
def demo(
    before_opening: Callable[[], None], *, fresh: bool, members: int, folder: str | None
) -> StartPortal:
    """Make the demo when it is not there, and say how the portal opens."""
    before_opening()  # making it takes seconds: for nothing when it cannot be shown
    from tcm_tui.services import demo_folder  # noqa: PLC0415 - as late as possible
    from tcm_tui.services.installation import is_empty  # noqa: PLC0415

    chosen = demo_settings(settings(), folder, given().get("database_url"))
    demo_folder.refuse_foreign(chosen.data_dir)
    with opened(chosen, demo=True) as ctx:  # refuses real data, before anything is deleted
        empty = is_empty(ctx.database)
    if fresh or empty or not demo_folder.is_demo(chosen.data_dir):
        if chosen.database_url and not empty:
            raise Unavailable(
                _("In dieser Datenbank stehen schon Beispieldaten. Nehmen Sie eine leere.")
            )
        demo_folder.clear(chosen.data_dir)
        _build(chosen, members)
    return StartPortal(chosen, demo=demo_sign_in(chosen))


def _build(chosen: Settings, members: int) -> None:
    """Tell the story, saying how far it is."""
    from tcm_tui.services.demo import build  # noqa: PLC0415 - as late as possible
    from tcm_tui.services.demo_folder import mark  # noqa: PLC0415
    from tcm_tui.services.mail import deliver_round  # noqa: PLC0415

    deliverer, letterhead = post(chosen)

    def deliver(ctx: Context) -> None:
        deliver_round(ctx, deliverer, letterhead)

    with opened(chosen, demo=True, operator=True) as ctx:
        build(ctx, members=members, progress=_progress, deliver=deliver)
    say("")
    mark(chosen.data_dir)


def _progress(done: int, total: int) -> None:
    """„7/24“, in place."""
    click.echo(
        "\r" + _("Beispieldaten werden angelegt: {n}/{all}").format(n=done, all=total),
        nl=False,
        err=True,
    )
