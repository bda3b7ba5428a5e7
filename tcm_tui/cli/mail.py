"""`tcm-tui mail`: what became of promised mail, and delivering it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from tcm_tui.bootstrap import open_context, post
from tcm_tui.domain.dates import long_moment
from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.mail import MailState
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _
from tcm_tui.services.mail import deliver_as_operator, messages
from tcm_tui.services.mail_worker import Worker

if TYPE_CHECKING:
    from tcm_tui.domain.mail import MailRow
    from tcm_tui.services.context import Context
    from tcm_tui.services.mail import Round

LOOK_AGAIN: Final = timedelta(seconds=15)
"""While watching: how soon the mail of other processes is found."""
_STATES: Final = {
    MailState.FAILED: N_("fehlgeschlagen"),
    MailState.PENDING: N_("wartet"),
    MailState.SENT: N_("zugestellt"),
}


@click.group()
def mail() -> None:
    """Show and deliver promised mail."""


@mail.command("list")
@click.option("--state", type=click.Choice([state.value for state in MailState]))
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.option("--before", type=int, metavar="ID", help="Only mails older than this one.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def list_mails(
    command: click.Context, state: str | None, limit: int, before: int | None, *, as_json: bool
) -> None:
    """List mails without their content, the newest first.

    Example: tcm-tui mail list --state failed
    """
    rows = messages(
        _operator(command), state=MailState(state) if state else None, before=before, limit=limit
    )
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], default=str, indent=2))
        return
    zone = ZoneInfo(command.obj.timezone)
    for row in rows:
        click.echo(_line(row, zone))


@mail.command()
@click.option("--watch", is_flag=True, help="Keep delivering until Ctrl+C.")
@click.pass_context
def deliver(command: click.Context, *, watch: bool) -> None:
    """Deliver what is due.

    Example: tcm-tui mail deliver --watch
    """
    operator = _operator(command)
    deliverer, letterhead = post(command.obj)
    click.echo(_summary(deliver_as_operator(operator, deliverer, letterhead)), err=True)
    if not watch:
        return
    worker = Worker(
        operator, deliverer, letterhead, deliver=deliver_as_operator, look_again=LOOK_AGAIN
    )
    worker.start()
    try:
        worker.wait()
    finally:
        worker.stop()
    raise Unavailable(_("Die Zustellung ist unerwartet beendet; das Protokoll nennt die Stelle."))


def _operator(command: click.Context) -> Context:
    """The context of whoever looks after this machine, closed with the command."""
    context = open_context(command.obj, operator=True)
    command.call_on_close(context.database.dispose)
    return context


def _line(row: MailRow, zone: ZoneInfo) -> str:
    """One mail as a line: number, state, when, kind, to whom, why not."""
    cells = [
        f"{row.id:>6}",
        f"{_(_STATES[row.state]):<14}",
        long_moment(row.created_at, zone),
        f"{row.kind.value:<18}",
        shown(row.recipient),
    ]
    if row.last_error:
        cells.append(shown(row.last_error))
    return "  ".join(cells)


def _summary(result: Round) -> str:
    """„3 zugestellt, 0 fehlgeschlagen, 1 wartet“."""
    return _("{sent} zugestellt, {failed} fehlgeschlagen, {waiting} noch offen").format(
        sent=result.sent, failed=result.failed, waiting=result.waiting
    )
