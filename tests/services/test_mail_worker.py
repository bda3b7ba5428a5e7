"""The worker of a process: woken by a commit, retrying by itself, gone when the program ends."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.mail import MailState
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.invitations import invite
from tcm_tui.services.mail import deliver_as_operator, deliver_round
from tcm_tui.services.mail_worker import CALM, Worker

from .post import Tray, draft, full, many, promised
from .watching import actions, mails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.mail.outcome import FinishedMail
    from tcm_tui.services.context import Context

    from ..builders import Clock

HEAD = Letterhead()
SOON = 20
"""Seconds after which a test gives up waiting."""


@dataclass
class Signalling(Tray):
    """A tray that tells when a mail has arrived."""

    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def deliver(self, mail: FinishedMail) -> None:
        """Keep, then tell."""
        super().deliver(mail)
        self.arrived.release()

    def wait(self, times: int = 1) -> None:
        """Until so many mails are there."""
        for _time in range(times):
            assert self.arrived.acquire(timeout=SOON)


@pytest.fixture
def tray() -> Signalling:
    """Where the mails arrive."""
    return Signalling()


@pytest.fixture
def worker(ctx: Context, tray: Signalling) -> Iterator[Worker]:
    """Not yet started; stopped in any case."""
    made = Worker(ctx, tray, HEAD)
    yield made
    made.stop()
    assert not made.running


def test_it_begins_with_what_was_left(ctx: Context, worker: Worker, tray: Signalling) -> None:
    """An earlier process ended before its mail was delivered."""
    promised(ctx, *many(3))
    worker.start()
    tray.wait(3)
    worker.stop()
    assert {mail.state for mail in mails(ctx)} == {MailState.SENT}


def test_a_commit_that_promised_mail_wakes_it(
    ctx: Context, worker: Worker, tray: Signalling
) -> None:
    """Nobody waits for the next round."""
    worker.start()
    invite(replace(ctx, on_mail=worker.wake), InvitationDraft("derya@muster.example"))
    tray.wait()
    assert tray.recipients == ["derya"]


def test_it_tries_again_when_due(
    ctx: Context, clock: Clock, worker: Worker, tray: Signalling
) -> None:
    """What is not due yet waits, and holds up nothing else."""
    promised(ctx, draft("spaeter@muster.example"))
    deliver_round(ctx, Tray(before=full), HEAD)
    promised(ctx, draft("jetzt@muster.example"))
    worker.start()
    tray.wait()
    assert tray.recipients == ["jetzt"]
    clock.forward(minutes=2)
    worker.wake()
    tray.wait()
    assert tray.recipients == ["jetzt", "spaeter"]


@pytest.mark.parametrize("busy", [False, True])
def test_it_stops_within_two_seconds(
    ctx: Context, worker: Worker, tray: Signalling, busy: bool
) -> None:
    """Asleep or in the middle of a thousand mails; the rest waits, free for the next start."""
    promised(ctx, *many(1000 if busy else 1))
    worker.start()
    tray.wait()
    before = time.monotonic()
    worker.stop()
    assert time.monotonic() - before < 2.0
    assert not worker.running
    rows = mails(ctx)
    assert sum(row.state is MailState.SENT for row in rows) == len(tray.mails)
    assert not [row for row in rows if row.leased_by]


def test_a_fault_of_our_own_ends_it_visibly(
    worker: Worker, tray: Signalling, caplog: pytest.LogCaptureFixture, ctx: Context
) -> None:
    """Not silently, and not with a traceback over the screen."""

    def broken() -> None:
        raise ZeroDivisionError

    tray.settling = broken
    promised(ctx, draft())
    worker.start()
    tray.wait()
    worker.stop()
    assert isinstance(worker.failure, ZeroDivisionError)
    assert "the mail worker ended: ZeroDivisionError" in caplog.text


def test_a_commands_rounds_are_written_down(nobody: Context, tray: Signalling) -> None:
    """Watching the outbox for the operator, it looks again by itself."""
    operator = replace(nobody, operator=True)
    worker = Worker(
        operator, tray, HEAD, deliver=deliver_as_operator, look_again=timedelta(milliseconds=20)
    )
    worker.start()
    promised(operator, draft())  # and nobody wakes it
    tray.wait()
    worker.stop()
    worker.wait()
    assert actions(operator) == [AuditAction.MAIL_DELIVERED]


def test_stopping_one_that_never_started_is_fine(worker: Worker) -> None:
    """The program may end before its data is open."""
    worker.stop()
    assert not worker.running


def test_a_server_that_is_away_is_left_in_peace(ctx: Context, clock: Clock) -> None:
    """Mails become due one by one, with some chance; not each of them is a reason to ask again."""
    promised(ctx, *many(20))
    away = Worker(ctx, Tray(before=full), HEAD)
    slept: list[timedelta] = []
    for _round in range(5):
        slept.append(away._work())
        clock.now += slept[-1]
    assert min(slept) >= CALM
    assert {mail.state for mail in mails(ctx)} == {MailState.PENDING}
