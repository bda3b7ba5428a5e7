"""The outbox and a real mail server: outages, refusals, the rate, and workers that are killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.mail import LEASE, MailState
from tcm_tui.domain.mail_server import SmtpSecurity, SmtpServer
from tcm_tui.mail.render import Letterhead
from tcm_tui.mail.smtp import BATCH, PER_MINUTE, SmtpDeliverer
from tcm_tui.services.mail import Round, deliver_round, next_due

from ..builders import START
from ..smtp import DROP, HOST, MailServer
from .post import CODE, Tray, draft, many, promised
from .watching import mails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.services.context import Context

    from ..builders import Clock

HEAD = Letterhead()
SOAK = os.environ.get("TCM_SOAK") == "1"
MAILS = 1000 if SOAK else 100
KILLS = 50 if SOAK else 5


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A server that takes everything."""
    with MailServer() as running:
        yield running


@pytest.fixture
def deliverer(server: MailServer) -> SmtpDeliverer:
    """Speaks to it."""
    return SmtpDeliverer(SmtpServer(HOST, server.port, SmtpSecurity.NONE))


def arrived(server: MailServer) -> Counter[str]:
    """How often each mail arrived, by its Message-ID."""
    return Counter(str(letter.message["Message-ID"]) for letter in server.letters)


def pass_time(ctx: Context, clock: Clock, per_minute: int | None = PER_MINUTE) -> None:
    """Until the next mail may leave."""
    due = next_due(ctx, per_minute)
    assert due is not None
    clock.now = max(due, clock.now)


@pytest.mark.soak
def test_g2_500_mails_outlive_an_hour_without_a_server(
    ctx: Context, clock: Clock, server: MailServer, deliverer: SmtpDeliverer
) -> None:
    """None is lost, none is doubled, none is given up; and nobody asks a dead server 500 times."""
    promised(ctx, *many(MAILS // 2))
    server.stop()
    while clock() < START + timedelta(hours=1):
        assert deliver_round(ctx, deliverer, HEAD).sent == 0
        clock.forward(minutes=1)
    assert {mail.last_error for mail in mails(ctx)} == {
        "Der Mailserver ist nicht erreichbar: Connection refused"
    }
    assert max(mail.attempts for mail in mails(ctx)) <= 7
    server.start()
    while deliver_round(ctx, deliverer, HEAD).waiting:
        clock.forward(minutes=1)
    assert clock() < START + timedelta(hours=2, minutes=30)
    assert len(arrived(server)) == MAILS // 2
    assert set(arrived(server).values()) == {1}
    assert {mail.state for mail in mails(ctx)} == {MailState.SENT}


def test_a_dead_server_is_asked_once_a_round(
    ctx: Context, server: MailServer, deliverer: SmtpDeliverer
) -> None:
    """However many mails wait for it: each of them learns what the first one heard."""
    server.answers["BANNER"] = "421 4.3.2 Closing down"
    promised(ctx, *many(3 * BATCH))
    assert deliver_round(ctx, deliverer, HEAD) == Round(0, 0, 3 * BATCH)
    assert server.times("BANNER") == 1
    assert {mail.last_error for mail in mails(ctx)} == {"421 4.3.2 Closing down"}


def test_g2_a_refusal_for_good_fails_at_once_and_alone(
    ctx: Context, clock: Clock, server: MailServer, deliverer: SmtpDeliverer
) -> None:
    """With the server's words, and without the code (G6)."""
    promised(ctx, draft())
    server.answers["RCPT"] = "550 5.1.1 No such user"
    assert deliver_round(ctx, deliverer, HEAD) == Round(0, 1, 0)
    (row,) = mails(ctx)
    assert row.last_error == "550 5.1.1 No such user"
    assert (row.state, row.values) == (MailState.FAILED, {})
    server.answers.clear()
    promised(ctx, draft("b@muster.example"))
    clock.forward(minutes=1)
    assert deliver_round(ctx, deliverer, HEAD) == Round(1, 0, 0)


def test_g3_what_was_dropped_after_the_content_comes_again_under_its_name(
    ctx: Context, clock: Clock, server: MailServer, deliverer: SmtpDeliverer
) -> None:
    """Nobody knows whether the server had it: the recipient's mail program can tell."""
    promised(ctx, draft())
    server.answers["."] = DROP
    assert deliver_round(ctx, deliverer, HEAD) == Round(0, 0, 1)
    server.answers.clear()
    pass_time(ctx, clock)
    assert deliver_round(ctx, deliverer, HEAD) == Round(1, 0, 0)
    assert list(arrived(server).values()) == [2]


def test_g6_a_code_leaves_the_outbox_with_the_mail(
    ctx: Context, clock: Clock, server: MailServer, deliverer: SmtpDeliverer
) -> None:
    """And one that has expired is never sent, however long the server was away."""
    promised(ctx, draft(), draft("b@muster.example", expires_at=START + timedelta(minutes=30)))
    server.stop()
    deliver_round(ctx, deliverer, HEAD)
    assert [mail.values["code"] for mail in mails(ctx)] == [CODE, CODE]
    server.start()
    clock.forward(minutes=30)
    assert deliver_round(ctx, deliverer, HEAD) == Round(1, 1, 0)
    assert [mail.values for mail in mails(ctx)] == [{}, {}]
    assert [letter.recipients for letter in server.letters] == [("derya@muster.example",)]


def test_at_most_300_mails_leave_within_a_minute(ctx: Context, clock: Clock) -> None:
    """The rest waits, without anybody sleeping on it; and the pause ends by itself."""
    promised(ctx, *many(700))
    tray = Tray(batch=BATCH, per_minute=PER_MINUTE)
    assert deliver_round(ctx, tray, HEAD).sent == 300
    clock.forward(seconds=59)
    assert deliver_round(ctx, tray, HEAD).sent == 0
    assert next_due(ctx, PER_MINUTE) == clock() + timedelta(seconds=1)
    clock.forward(seconds=1)
    assert deliver_round(ctx, tray, HEAD).sent == 300
    clock.forward(minutes=1)
    assert deliver_round(ctx, tray, HEAD) == Round(100, 0, 0)


def test_the_rate_holds_over_any_minute(ctx: Context, clock: Clock) -> None:
    """Also where the mails of one minute leave at its end and those of the next at its start."""
    promised(ctx, *many(300))
    left: list[float] = []
    tray = Tray(batch=BATCH, per_minute=60)
    chance = random.Random(7)
    while deliver_round(ctx, tray, HEAD, limit=chance.randrange(1, 40)).waiting:
        left += [clock().timestamp()] * (len(tray.mails) - len(left))
        clock.forward(seconds=chance.randrange(20))
    left += [clock().timestamp()] * (len(tray.mails) - len(left))
    assert len(left) == 300
    for start in left:
        assert sum(start <= at < start + 60 for at in left) <= 60


def test_the_rate_is_that_of_all_processes_together(ctx: Context) -> None:
    """What another one is just sending counts; and what it held when it was killed."""
    promised(ctx, *many(400))
    ours, theirs = (Tray(batch=BATCH, per_minute=PER_MINUTE) for _each in range(2))

    def meanwhile(_mail: object) -> None:
        if not theirs.mails:
            deliver_round(ctx, theirs, HEAD)

    ours.before = meanwhile
    deliver_round(ctx, ours, HEAD)
    assert len(ours.mails) + len(theirs.mails) == PER_MINUTE


def test_files_know_no_rate(ctx: Context) -> None:
    """A Maildir is no network."""
    promised(ctx, *many(700))
    assert deliver_round(ctx, Tray(), HEAD) == Round(700, 0, 0)


WORKER = """
import sys
from tcm_tui.data.database import open_database
from tcm_tui.domain.mail_server import SmtpSecurity, SmtpServer
from tcm_tui.mail.render import Letterhead
from tcm_tui.mail.smtp import SmtpDeliverer
from tcm_tui.services.context import Context
from tcm_tui.services.mail import deliver_round
from tests.builders import ORIGIN, Clock
from datetime import datetime

url, port, now = sys.argv[1:]

class Unbound(SmtpDeliverer):
    per_minute = None

clock = Clock(datetime.fromisoformat(now))
ctx = Context(database=open_database(url), origin=ORIGIN, clock=clock)
server = SmtpServer("127.0.0.1", int(port), SmtpSecurity.NONE)
print("ready", flush=True)
deliver_round(ctx, Unbound(server), Letterhead())
"""


def worker(url: str, server: MailServer, clock: Clock) -> subprocess.Popen[str]:
    """A process that delivers what is due."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, url, str(server.port), clock().isoformat()],
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_g3_four_workers_and_random_kills_lose_nothing(
    ctx: Context, clock: Clock, server: MailServer, database_url: str
) -> None:
    """Doubles only where the server had a mail and its worker died, under the same Message-ID."""
    promised(ctx, *many(MAILS))
    promises = {f"<{mail.message_id}>" for mail in mails(ctx)}
    chance, killed = random.Random(11), 0
    while any(mail.state is MailState.PENDING for mail in mails(ctx)):
        team = [worker(database_url, server, clock) for _each in range(4)]
        for process in team:
            assert process.stdout is not None
            process.stdout.readline()
        if killed < KILLS:
            # Somewhere among the next mails, wherever that finds each of them.
            seen = len(server.letters) + chance.randrange(1, 2 * BATCH)
            while len(server.letters) < seen and any(one.poll() is None for one in team):
                pass
            victim = chance.choice(team)
            victim.kill()
            killed += 1
        for process in team:
            process.communicate()
        clock.now += LEASE  # what a killed one held becomes free
    found = arrived(server)
    assert set(found) == promises
    assert sum(found.values()) - len(promises) <= killed * BATCH
    assert {mail.state for mail in mails(ctx)} == {MailState.SENT}
