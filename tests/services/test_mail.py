"""Promised mail is delivered, each once; one that cannot be is visible and holds up no other."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data import failed_mails
from tcm_tui.data.models import OutboxMessage
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import NotPermitted
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.mail import LEASE, MailKind, MailState
from tcm_tui.mail.deliverers import BATCH, MaildirDeliverer
from tcm_tui.mail.outcome import Undeliverable
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.invitations import invite
from tcm_tui.services.mail import (
    Round,
    deliver_as_operator,
    deliver_round,
    messages,
    next_due,
    waiting,
)

from ..builders import START, everything
from .post import CODE, Tray, draft, full, many, promised
from .watching import actions, mails

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.mail.outcome import FinishedMail
    from tcm_tui.services.context import Context

    from ..builders import Clock

HEAD = Letterhead()
ROUNDS = 40 if os.environ.get("TCM_SOAK") == "1" else 1
"""Kills at each of the five steps; 200 in all for `make soak`."""


@pytest.fixture
def operator(nobody: Context) -> Context:
    """Whoever looks after this machine."""
    return replace(nobody, operator=True)


def states(ctx: Context) -> list[MailState]:
    """The states of all mails, oldest first."""
    return [mail.state for mail in mails(ctx)]


def test_mail_leaves_in_the_order_it_was_promised(ctx: Context, clock: Clock) -> None:
    """Everything due goes out in one round; a second one has nothing to do."""
    promised(ctx, *many(2))
    clock.forward(seconds=1)
    promised(ctx, draft("spaeter@muster.example"))
    tray = Tray()
    assert deliver_round(ctx, tray, HEAD) == Round(sent=3, failed=0, waiting=0)
    assert tray.recipients == ["person0", "person1", "spaeter"]
    (row, *_rest) = mails(ctx)
    assert (row.state, row.sent_at, row.attempts) == (MailState.SENT, clock(), 1)
    assert deliver_round(ctx, tray, HEAD) == Round(sent=0, failed=0, waiting=0)
    assert len(tray.mails) == 3


def test_more_than_a_batch_leaves_in_one_round(ctx: Context) -> None:
    """Nobody has to start a second round for the rest."""
    promised(ctx, *many(2 * BATCH + 5))
    tray = Tray()
    assert deliver_round(ctx, tray, HEAD).sent == 2 * BATCH + 5
    assert len({mail.message_id for mail in tray.mails}) == 2 * BATCH + 5


def test_a_round_can_be_limited(ctx: Context) -> None:
    """What is left waits and is free for others."""
    promised(ctx, *many(5))
    assert deliver_round(ctx, Tray(), HEAD, limit=2) == Round(sent=2, failed=0, waiting=3)
    assert deliver_round(ctx, Tray(), HEAD) == Round(sent=3, failed=0, waiting=0)


def test_a_round_can_be_stopped_between_two_mails(ctx: Context) -> None:
    """The rest is given back at once, not when the lease runs out."""
    promised(ctx, *many(5))
    tray = Tray()
    assert deliver_round(ctx, tray, HEAD, stop=lambda: len(tray.mails) == 2) == Round(2, 0, 3)
    assert deliver_round(ctx, tray, HEAD) == Round(3, 0, 0)
    assert tray.recipients == [f"person{n}" for n in range(5)]


def test_a_slow_server_does_not_outlast_the_lease(ctx: Context, clock: Clock) -> None:
    """Mails taken and not reached in time are given back before another may take them."""
    promised(ctx, *many(4))

    def slow(_mail: FinishedMail) -> None:
        held = [row.leased_until for row in mails(ctx) if row.leased_until]
        assert min(held) > clock()
        clock.forward(seconds=LEASE.total_seconds() * 0.4)

    tray = Tray(before=slow)
    assert deliver_round(ctx, tray, HEAD) == Round(4, 0, 0)
    assert tray.recipients == [f"person{n}" for n in range(4)]


def test_a_failure_is_tried_again_later_and_later(ctx: Context, clock: Clock) -> None:
    """After 1, 2, 4 … minutes, and a little by chance; a sentence says why, without paths."""
    promised(ctx, draft())
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        assert deliver_round(ctx, Tray(before=full), HEAD) == Round(0, 0, 1)
        (row,) = mails(ctx)
        delay = row.next_attempt_at - clock()
        assert timedelta(minutes=minutes) <= delay <= timedelta(minutes=minutes) * 1.2
        assert row.last_error == "Zustellung noch nicht möglich: No space left on device"
        assert next_due(ctx) == row.next_attempt_at
        early = Tray()
        clock.now = row.next_attempt_at - timedelta(seconds=1)
        deliver_round(ctx, early, HEAD)
        assert not early.mails
        clock.now = row.next_attempt_at
    tray = Tray()
    assert deliver_round(ctx, tray, HEAD) == Round(1, 0, 0)
    (row,) = mails(ctx)
    assert (row.state, row.attempts, row.last_error) == (MailState.SENT, 9, None)
    assert next_due(ctx) is None


def test_after_a_day_a_mail_has_failed(ctx: Context, clock: Clock) -> None:
    """It is shown as failed, without the code, and counted for the company."""
    promised(ctx, draft())
    deliver_round(ctx, Tray(before=full), HEAD)
    clock.forward(hours=24)
    assert deliver_round(ctx, Tray(before=full), HEAD) == Round(0, 1, 0)
    (row,) = mails(ctx)
    assert (row.state, row.values) == (MailState.FAILED, {})
    assert ctx.actor is not None
    with ctx.database.transaction(writing=False) as session:
        assert failed_mails.count(session, ctx.actor.company_id, START - timedelta(days=1)) == 1
        assert failed_mails.count(session, ctx.actor.company_id + 1, START) == 0


def test_a_later_mail_takes_the_place_of_a_failed_one(ctx: Context, clock: Clock) -> None:
    """What was sent again is nothing to do any more; another address is."""
    promised(ctx, *many(2))
    deliver_round(ctx, Tray(before=full), HEAD)
    clock.forward(hours=24)
    deliver_round(ctx, Tray(before=full), HEAD)
    assert ctx.actor is not None
    with ctx.database.transaction(writing=False) as session:
        assert failed_mails.count(session, ctx.actor.company_id, START - timedelta(days=1)) == 2
    promised(ctx, many(1)[0])
    with ctx.database.transaction(writing=False) as session:
        assert failed_mails.count(session, ctx.actor.company_id, START - timedelta(days=1)) == 1


def test_one_bad_mail_holds_up_no_other(ctx: Context, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong with it; the fault of our own is logged without what it says."""
    promised(ctx, *many(5))

    def picky(mail: FinishedMail) -> None:
        match mail.recipient.partition("@")[0]:
            case "person0":
                full()
            case "person1":
                raise Undeliverable("refused for good")
            case "person2":
                raise KeyError(CODE)

    tray = Tray(before=picky)
    assert deliver_round(ctx, tray, HEAD) == Round(sent=2, failed=2, waiting=1)
    assert tray.recipients == ["person3", "person4"]
    assert [row.last_error for row in mails(ctx)[1:3]] == [
        "Nicht zustellbar: refused for good",
        "Unerwarteter Fehler: KeyError",
    ]
    assert "KeyError" in caplog.text
    assert CODE not in caplog.text


def test_a_mail_that_can_never_be_sent_fails_at_once(ctx: Context) -> None:
    """Its address was changed past the services."""
    promised(ctx, draft())
    with ctx.database.transaction(writing=True) as session:
        session.scalars(select(OutboxMessage)).one().recipient = "a@b.example, c@d.example"
    assert deliver_round(ctx, Tray(), HEAD) == Round(0, 1, 0)
    assert states(ctx) == [MailState.FAILED]


def test_g6_an_expired_code_is_not_mailed(ctx: Context, clock: Clock) -> None:
    """It fails with a sentence, and the code goes."""
    promised(ctx, draft(expires_at=START + timedelta(hours=1)), draft("b@muster.example"))
    deliver_round(ctx, Tray(before=full), HEAD)
    clock.forward(hours=1)
    tray = Tray()
    assert deliver_round(ctx, tray, HEAD) == Round(1, 1, 0)
    assert tray.recipients == ["b"]
    expired = mails(ctx)[0]
    assert (expired.state, expired.values) == (MailState.FAILED, {})
    assert expired.last_error is not None
    assert expired.last_error.startswith("Der Code in dieser E-Mail ist abgelaufen")


def test_what_was_not_made_safe_is_not_sent(ctx: Context, clock: Clock) -> None:
    """The disk took the mails and not their names."""
    promised(ctx, *many(2))
    assert deliver_round(ctx, Tray(settling=full), HEAD) == Round(0, 0, 2)
    clock.forward(minutes=2)
    assert deliver_round(ctx, Tray(), HEAD) == Round(2, 0, 0)


def test_g3_four_workers_send_each_mail_once(ctx: Context) -> None:
    """All at once, on the same outbox."""
    promised(ctx, *many(300))
    trays = [Tray() for _worker in range(4)]
    threads = [
        threading.Thread(target=deliver_round, args=(ctx, tray, HEAD), kwargs={"limit": 300})
        for tray in trays
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [mail.recipient for tray in trays for mail in tray.mails]
    assert sorted(sent) == sorted(f"person{n}@muster.example" for n in range(300))
    assert set(states(ctx)) == {MailState.SENT}


def test_g3_a_lost_lease_delivers_the_same_mail_again(ctx: Context, clock: Clock) -> None:
    """A worker that slept too long: the second one sends it too, under the same Message-ID."""
    promised(ctx, draft())
    other = Tray()

    def sleepy(_mail: FinishedMail) -> None:
        clock.now += LEASE
        deliver_round(ctx, other, HEAD)

    slow = Tray(before=sleepy)
    deliver_round(ctx, slow, HEAD)
    assert slow.mails == other.mails
    assert states(ctx) == [MailState.SENT]


KILLED = """
import sys
from pathlib import Path
from tcm_tui.data.database import open_database
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.context import Context
from tcm_tui.services.mail import deliver_round
from tcm_tui.services.transaction import Transaction
from tests.builders import ORIGIN, Clock
from tests.services.post import many

url, folder, wanted = sys.argv[1:]

def reached(step):
    if step == wanted:
        print(step, flush=True)
        sys.stdin.read()  # until the kill

class Watched(MaildirDeliverer):
    def deliver(self, mail):
        reached("claimed")
        super().deliver(mail)
        reached("delivered")
    def settle(self):
        super().settle()
        reached("settled")

ctx = Context(database=open_database(url), origin=ORIGIN, clock=Clock())
with ctx.database.transaction(writing=True) as session:
    Transaction(session, ctx.clock(), ORIGIN).mail_many(many(3))
    reached("promised")
reached("committed")
deliver_round(ctx, Watched(Path(folder)), Letterhead())
"""


@pytest.mark.soak
@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize(
    ("step", "mailed"),
    [("promised", 0), ("committed", 3), ("claimed", 3), ("delivered", 3), ("settled", 3)],
)
def test_g1_a_kill_loses_no_mail_and_invents_none(  # noqa: PLR0917 - fixtures
    nobody: Context,
    clock: Clock,
    database_url: str,
    tmp_path: Path,
    step: str,
    mailed: int,
    _round: int,
) -> None:
    """Before the commit: nothing is ever sent. After it: every mail, once."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, database_url, str(tmp_path / "mail"), step],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{step}\n"
        process.kill()
    clock.now += LEASE
    deliver_round(nobody, MaildirDeliverer(tmp_path / "mail"), HEAD)
    assert len(list((tmp_path / "mail").glob("*/*"))) == mailed
    assert states(nobody) == [MailState.SENT] * mailed


def test_c5_g6_the_code_is_nowhere_but_in_the_mail(
    ctx: Context, tmp_path: Path, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Before delivery it stands in the outbox alone, afterwards in the Maildir alone."""
    caplog.set_level("DEBUG")
    invite(ctx, InvitationDraft("derya.celik@muster.example"))
    before = everything(ctx)
    (row,) = mails(ctx)
    code = row.values["code"]
    assert [name for name, rows in before.items() if code in repr(rows)] == ["outbox_messages"]
    box = tmp_path / "mail"
    assert deliver_round(ctx, MaildirDeliverer(box), HEAD).sent == 1
    (file,) = box.glob("new/*")
    assert code in file.read_text("utf-8")
    assert code not in repr(everything(ctx))
    assert code not in caplog.text
    if database_url.startswith("sqlite"):
        ctx.database.dispose()  # closing the last connection empties the write-ahead log
        for path in tmp_path.glob("tcm.db*"):
            assert code.encode() not in path.read_bytes()


def test_only_the_operator_lists_and_delivers(ctx: Context) -> None:
    """An administrator of a company sees nobody else's mail."""
    promised(ctx, draft())
    tray = Tray()
    with pytest.raises(NotPermitted):
        deliver_as_operator(ctx, tray, HEAD)
    with pytest.raises(NotPermitted):
        messages(ctx)
    assert not tray.mails
    assert waiting(ctx) == 1


def test_the_operators_round_is_written_down(operator: Context) -> None:
    """Once, and only when it did something."""
    promised(operator, *many(2))
    assert deliver_as_operator(operator, Tray(), HEAD).sent == 2
    deliver_as_operator(operator, Tray(), HEAD)
    assert actions(operator) == [AuditAction.MAIL_DELIVERED]


def test_the_list_is_newest_first_and_holds_no_content(operator: Context) -> None:
    """Page by page, or by state."""
    promised(operator, *many(5))
    deliver_round(operator, Tray(), HEAD, limit=2)
    first = messages(operator, limit=3)
    rest = messages(operator, before=first[-1].id, limit=3)
    assert [row.recipient.partition("@")[0] for row in first + rest] == [
        f"person{n}" for n in (4, 3, 2, 1, 0)
    ]
    assert [row.state for row in messages(operator, state=MailState.SENT)] == [MailState.SENT] * 2
    assert {row.kind for row in first} == {MailKind.INVITATION}
    assert [row.next_attempt_at for row in first + rest] == [START] * 3 + [None] * 2
    assert CODE not in repr(first + rest)
