"""Registering: the mail that is asked for; two answers that nobody can tell apart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from tcm_tui.data.models import (
    OutboxMessage,
    Registration,
    Token,
)
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import LIVES, TokenPurpose, hash_code
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.mail import MailKind, MailState
from tcm_tui.domain.registration import (
    FORGOTTEN_AFTER,
    REMINDED_AFTER,
    TooManyVerifications,
)
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.mail import deliver_round, waiting
from tcm_tui.services.registration import finish, keep, open_registration, start
from tests.builders import Person, add_member, everything
from tests.processes import at_once, context_of
from tests.services.post import Tray
from tests.services.registering import APPLICANT, DETAILS, EMAIL, begun, mailed_code, rows
from tests.services.watching import CountingHasher, actions, mails

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Clock

LIFE = LIVES[TokenPurpose.REGISTRATION]
HEAD = Letterhead()


def kinds(ctx: Context) -> list[MailKind]:
    """What was promised, oldest first."""
    return [mail.kind for mail in mails(ctx)]


def test_an_address_gets_a_code_and_later_a_reminder(nobody: Context, clock: Clock) -> None:
    """The reminder has the same code, and is due in two days; only the code's hash is stored."""
    assert start(nobody, f"  {EMAIL} ") == EMAIL
    first, reminder = mails(nobody)
    assert (first.kind, reminder.kind) == (MailKind.REGISTRATION, MailKind.REMINDER)
    assert first.recipient == reminder.recipient == EMAIL
    assert first.values == reminder.values
    assert first.next_attempt_at == clock()
    assert reminder.next_attempt_at == reminder.created_at == clock() + REMINDED_AFTER
    assert first.expires_at == reminder.expires_at == clock() + LIFE
    (token,) = rows(nobody, Token)
    assert token.code_hash == hash_code(first.values["code"])
    assert (token.purpose, token.expires_at) == (TokenPurpose.REGISTRATION, clock() + LIFE)
    assert actions(nobody) == [AuditAction.REGISTRATION_STARTED]


def test_c1_a_known_address_gets_the_same_answer_and_another_mail(
    nobody: Context, anna: Person
) -> None:
    """To its owner, in their language and by their name; no code opens anything."""
    assert start(nobody, anna.email) == anna.email
    (mail,) = mails(nobody)
    assert mail.kind is MailKind.ALREADY_REGISTERED
    assert (mail.recipient, mail.values) == (anna.email, {"name": anna.name})
    assert [token.voided_at for token in rows(nobody, Token)] == [nobody.clock()]
    assert actions(nobody) == [AuditAction.REGISTRATION_STARTED]


def test_c1_an_address_nobody_verified_is_nobodys(nobody: Context, anna: Person) -> None:
    """Who typed it into an account without owning it does not keep its owner away."""
    add_member(nobody.database, anna.company_id, EMAIL, verified=False)
    start(nobody, EMAIL)
    assert kinds(nobody) == [MailKind.REGISTRATION, MailKind.REMINDER]


def statements_of(ctx: Context, act: Callable[[], object]) -> list[str]:
    """What `act` sends to the database, by the first word."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement.split(maxsplit=1)[0].upper())

    event.listen(ctx.database.engine, "before_cursor_execute", note)
    act()
    event.remove(ctx.database.engine, "before_cursor_execute", note)
    return sent


def test_c1_both_answers_cost_the_same(
    nobody: Context, anna: Person, counted: Context, counting: CountingHasher
) -> None:
    """The same statements one after the other, and no password is looked at."""
    start(nobody, "aufwaermen@m.example")  # what is asked only once per connection has been asked
    unknown = statements_of(nobody, lambda: start(counted, EMAIL))
    assert statements_of(nobody, lambda: start(counted, anna.email)) == unknown
    assert counting.checked == []


@pytest.mark.parametrize("known", [False, True])
def test_g7_three_mails_an_hour_and_six_a_day(
    nobody: Context, anna: Person, clock: Clock, known: bool
) -> None:
    """The refusal is the same for both and writes nothing."""
    email = anna.email if known else EMAIL
    for _mail in range(3):
        start(nobody, email)
    before = everything(nobody)
    with pytest.raises(TooManyVerifications, match="in einer Stunde") as refused:
        start(nobody, email)
    assert refused.value.field == "email"
    assert refused.value.message.startswith("An diese Adresse gingen gerade schon 3 E-Mails.")
    assert everything(nobody) == before
    clock.forward(hours=1)
    for _mail in range(3):
        start(nobody, email)
    clock.forward(hours=1)
    with pytest.raises(TooManyVerifications, match="heute schon 6 E-Mails"):
        start(nobody, email)
    clock.forward(hours=23)
    assert start(nobody, email)


def test_g7_a_reminder_counts_for_nothing(nobody: Context, clock: Clock) -> None:
    """It is the program's, not somebody's who asks."""
    start(nobody, EMAIL)
    clock.now += REMINDED_AFTER
    for _mail in range(3):
        start(nobody, EMAIL)


def test_once_more_makes_the_code_before_worthless(nobody: Context) -> None:
    """What was typed stays, one reminder is left, with the new code."""
    old = begun(nobody)
    keep(nobody, old, DETAILS)
    new = begun(nobody)
    with pytest.raises(Invalid, match="aus der neuesten E-Mail"):
        open_registration(nobody, old)
    assert open_registration(nobody, new).details == DETAILS
    assert kinds(nobody) == [MailKind.REGISTRATION, MailKind.REGISTRATION, MailKind.REMINDER]
    assert mailed_code(nobody, MailKind.REMINDER) == new


def test_whoever_does_not_finish_is_reminded_once(nobody: Context, clock: Clock) -> None:
    """After two days, with a code that still works; until then nothing waits."""
    code = begun(nobody)
    tray = Tray()
    deliver_round(nobody, tray, HEAD)
    assert waiting(nobody) == 0
    clock.now += REMINDED_AFTER - timedelta(seconds=1)
    assert deliver_round(nobody, tray, HEAD).sent == 0
    clock.forward(seconds=1)
    assert deliver_round(nobody, tray, HEAD).sent == 1
    assert code in tray.mails[1].content.decode()
    assert b"Date: Tue, 24 Nov 2026" in tray.mails[1].content
    assert finish(nobody, code, APPLICANT)


def test_whoever_has_finished_is_not_reminded(nobody: Context, clock: Clock) -> None:
    """Nothing is left of the promise."""
    tray = Tray()
    code = begun(nobody)
    deliver_round(nobody, tray, HEAD)
    finish(nobody, code, APPLICANT)
    clock.now += REMINDED_AFTER
    assert deliver_round(nobody, tray, HEAD).sent == 0
    assert MailKind.REMINDER not in kinds(nobody)


def test_a_registration_nobody_finishes_is_forgotten(nobody: Context, clock: Clock) -> None:
    """After thirty days, when somebody else begins one: with its codes and what was typed."""
    keep(nobody, begun(nobody), DETAILS)
    clock.now += FORGOTTEN_AFTER
    start(nobody, "andere@m.example")
    assert len(rows(nobody, Registration)) == 2
    clock.forward(seconds=1)
    start(nobody, "dritte@m.example")
    assert [one.email for one in rows(nobody, Registration)] == [
        "andere@m.example",
        "dritte@m.example",
    ]
    assert len(rows(nobody, Token)) == 2


def test_g6_no_code_is_left_when_it_has_run_out(nobody: Context, clock: Clock) -> None:
    """Mail that never left goes with its code, the reminder too."""
    code = begun(nobody)
    clock.now += LIFE
    deliver_round(nobody, Tray(), HEAD)
    assert {mail.state for mail in mails(nobody)} == {MailState.FAILED}
    assert code not in str(everything(nobody))


def _start_often(url: str, times: int) -> int:
    """Ask for a mail again and again in a process of its own; how many were promised."""
    ctx = context_of(url, Hasher(1, 8, 1))
    promised = 0
    for _time in range(times):
        try:
            start(ctx, EMAIL)
        except TooManyVerifications:
            continue
        promised += 1
    ctx.database.dispose()
    return promised


def test_g7_processes_at_once_do_not_beat_the_limit(nobody: Context, database_url: str) -> None:
    """Three mails in all, and one registration."""
    promised = at_once(_start_often, [(database_url, 5), (database_url, 5)])
    assert sum(promised) == 3
    assert len(rows(nobody, Registration)) == 1
    with nobody.database.transaction(writing=False) as session:
        sent = session.scalars(
            select(OutboxMessage).where(OutboxMessage.kind == MailKind.REGISTRATION)
        ).all()
    assert len(sent) == 3
