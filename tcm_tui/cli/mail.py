"""`tcm-tui mail`: what became of promised mail, and delivering it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from tcm_tui.bootstrap import post
from tcm_tui.cli.options import Commands, WholeNumber, settings
from tcm_tui.cli.output import with_formats, write
from tcm_tui.cli.support import opened, say
from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.mail import MailState
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.cli.output import Row
    from tcm_tui.domain.mail import MailRow
    from tcm_tui.services.mail import Round

LOOK_AGAIN: Final = timedelta(seconds=15)
"""While watching: how soon the mail of other processes is found."""
LABELS: Final = {
    "id": _("Nr."),
    "state": _("Status"),
    "created_at": _("Zugesagt"),
    "kind": _("Art"),
    "recipient": _("An"),
    "attempts": _("Versuche"),
    "sent_at": _("Zugestellt"),
    "next_attempt_at": _("Nächster Versuch"),
    "last_error": _("Fehler"),
}
"""What JSON and CSV call a field, and what people call it."""


@click.group(
    "mail", cls=Commands, help=_("E-Mails, die zugesagt, zugestellt oder gescheitert sind.")
)
def mail() -> None:
    """Everything is done by the commands."""


@mail.command("list", help=_("Listet E-Mails ohne ihren Inhalt, die neuesten zuerst."))
@click.option(
    "--state",
    type=click.Choice([state.value for state in MailState]),
    help=_("Nur wartende, zugestellte oder gescheiterte."),
)
@click.option(
    "--limit",
    metavar="N",
    type=WholeNumber(1),
    default=100,
    show_default=True,
    help=_("Höchstens so viele."),
)
@click.option(
    "--before",
    metavar=_("NR"),
    type=WholeNumber(1),
    help=_("Nur ältere als die mit dieser Nummer."),
)
@with_formats
def list_mails(state: str | None, limit: int, before: int | None) -> None:
    """Write mails of all companies."""
    from tcm_tui.services.mail import messages  # noqa: PLC0415 - as late as possible

    wanted = MailState(state) if state else None
    with opened(settings(), operator=True) as ctx:
        rows = messages(ctx, state=wanted, before=before, limit=limit)
    write([_as_row(row) for row in rows], LABELS)


@mail.command("deliver", help=_("Stellt zu, was fällig ist."))
@click.option("--watch", is_flag=True, help=_("Weiter zustellen, bis Strg+C gedrückt wird."))
def deliver(*, watch: bool) -> None:
    """Deliver what is due, once or for as long as the command runs."""
    from tcm_tui.services.mail import deliver_as_operator  # noqa: PLC0415 - as late as possible
    from tcm_tui.services.mail_worker import Worker  # noqa: PLC0415

    given = settings()
    with opened(given, operator=True) as ctx:
        deliverer, letterhead = post(given)
        say(_summary(deliver_as_operator(ctx, deliverer, letterhead)))
        if not watch:
            return
        worker = Worker(
            ctx, deliverer, letterhead, deliver=deliver_as_operator, look_again=LOOK_AGAIN
        )
        worker.start()
        try:
            worker.wait()
        finally:
            worker.stop()
    # Only a fault of ours gets here: Ctrl+C leaves by an exception.
    raise Unavailable(_("Die Zustellung ist unerwartet beendet; das Protokoll nennt die Stelle."))


def _as_row(row: MailRow) -> Row:
    """`row` in stable words: the values of kind and state, and instants in UTC."""
    return {
        "id": row.id,
        "state": row.state.value,
        "created_at": _instant(row.created_at),
        "kind": row.kind.value,
        "recipient": row.recipient,
        "attempts": row.attempts,
        "sent_at": _instant(row.sent_at),
        "next_attempt_at": _instant(row.next_attempt_at),
        "last_error": row.last_error,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _summary(result: Round) -> str:
    """„3 zugestellt, 0 gescheitert, 1 noch offen“."""
    return _("{sent} zugestellt, {failed} gescheitert, {waiting} noch offen").format(
        sent=result.sent, failed=result.failed, waiting=result.waiting
    )
