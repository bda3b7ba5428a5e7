"""Five tries, then a pause: however they come, and whatever asks for the password."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.mail import VALUES, MailKind
from tcm_tui.domain.sign_in import (
    FAILURE_WINDOW,
    FAILURES_ALLOWED,
    FIRST_PAUSE,
    FORGOTTEN_AFTER,
    LONGEST_PAUSE,
    PasswordRefused,
    SignInRefused,
    without_steps,
)
from tcm_tui.services.sign_in import lock, sign_in, unlock
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_member,
)
from tests.processes import at_once, context_of
from tests.services.watching import (
    WRONG,
    CountingHasher,
    actions,
    fail,
    mails,
    signed,
    user,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.services.context import Context


SOAK = os.environ.get("TCM_SOAK") == "1"
TRIES = 1_000 if SOAK else 100
"""In a row, at one account."""


def test_c2_five_failures_pause_and_the_right_password_gets_the_same_text(
    counted: Context, counting: CountingHasher, anna: Person
) -> None:
    """During the pause the stored hash is not even looked at."""
    fail(counted, anna.email, FAILURES_ALLOWED)
    assert all(counting.checked)
    with pytest.raises(SignInRefused) as refused:
        sign_in(counted, anna.email, PASSWORD)
    assert refused.value.message == SignInRefused().message
    assert counting.checked[FAILURES_ALLOWED:] == [None]


@pytest.mark.soak
def test_c2_a_thousand_tries_in_a_row_evaluate_five(
    counted: Context, counting: CountingHasher, anna: Person
) -> None:
    """The clock stands still, so no pause ends."""
    fail(counted, anna.email, TRIES)
    assert sum(stored is not None for stored in counting.checked) == FAILURES_ALLOWED
    assert len(counting.checked) == TRIES


def test_the_pause_is_over_after_thirty_seconds(
    nobody: Context, clock: Clock, anna: Person
) -> None:
    """Not a second earlier; then everything is forgiven."""
    fail(nobody, anna.email, FAILURES_ALLOWED)
    clock.now += FIRST_PAUSE - timedelta(seconds=1)
    with pytest.raises(SignInRefused):
        sign_in(nobody, anna.email, PASSWORD)
    clock.forward(seconds=1)
    assert sign_in(nobody, anna.email, PASSWORD)
    found = user(nobody, anna)
    assert (found.attempts, found.pauses, found.paused_until) == (0, 0, None)


def paused_until(ctx: Context, person: Person) -> datetime:
    """When the pause ends."""
    until = user(ctx, person).paused_until
    assert until is not None
    return until


def test_c4_pauses_double_up_to_a_quarter_of_an_hour_and_never_last(
    nobody: Context, clock: Clock, anna: Person
) -> None:
    """After nine pauses the right password still signs in once the pause is over."""
    lengths = []
    for _pause in range(9):
        fail(nobody, anna.email, FAILURES_ALLOWED)
        lengths.append(paused_until(nobody, anna) - clock.now)
        clock.now = paused_until(nobody, anna)
    assert lengths[:6] == [timedelta(seconds=30 * 2**n) for n in range(5)] + [LONGEST_PAUSE]
    assert set(lengths[5:]) == {LONGEST_PAUSE}
    assert sign_in(nobody, anna.email, PASSWORD)


def test_failures_are_forgotten_after_the_window(
    nobody: Context, clock: Clock, anna: Person
) -> None:
    """Four failures, five minutes, four failures: no pause."""
    fail(nobody, anna.email, FAILURES_ALLOWED - 1)
    clock.now += FAILURE_WINDOW
    fail(nobody, anna.email, FAILURES_ALLOWED - 1)
    assert user(nobody, anna).paused_until is None
    fail(nobody, anna.email)
    assert user(nobody, anna).paused_until is not None


def test_pauses_are_forgotten_after_twelve_hours(
    nobody: Context, clock: Clock, anna: Person
) -> None:
    """The next pause is the shortest again; before that it is the second."""
    fail(nobody, anna.email, FAILURES_ALLOWED)
    clock.now += FORGOTTEN_AFTER - timedelta(minutes=1)
    fail(nobody, anna.email, FAILURES_ALLOWED)
    assert paused_until(nobody, anna) - clock.now == 2 * FIRST_PAUSE
    clock.now += FORGOTTEN_AFTER
    fail(nobody, anna.email, FAILURES_ALLOWED)
    assert paused_until(nobody, anna) - clock.now == FIRST_PAUSE


def test_a_success_clears_the_failures(nobody: Context, anna: Person) -> None:
    """Four failures before and after it do not add up."""
    fail(nobody, anna.email, FAILURES_ALLOWED - 1)
    sign_in(nobody, anna.email, PASSWORD)
    fail(nobody, anna.email, FAILURES_ALLOWED - 1)
    assert sign_in(nobody, anna.email, PASSWORD)


def test_the_fifth_try_may_still_be_right(nobody: Context, anna: Person) -> None:
    """Nobody is told of a pause that never was."""
    fail(nobody, anna.email, FAILURES_ALLOWED - 1)
    assert sign_in(nobody, anna.email, PASSWORD)
    assert mails(nobody) == []
    assert AuditAction.ACCOUNT_PAUSED not in actions(nobody)


def test_the_owner_is_told_once_per_pause(nobody: Context, clock: Clock, anna: Person) -> None:
    """By mail to the primary address, in the owner's language, and in the journal."""
    woken: list[int] = []
    with_worker = replace(nobody, on_mail=lambda: woken.append(1))
    fail(with_worker, anna.email, FAILURES_ALLOWED + 3)
    mail = mails(nobody)[0]
    assert len(mails(nobody)) == len(woken) == 1
    assert (mail.kind, mail.recipient) == (MailKind.ACCOUNT_PAUSED, anna.email)
    assert mail.language == "de"
    assert mail.values.keys() == VALUES[MailKind.ACCOUNT_PAUSED]
    assert mail.values["paused_until"] == (clock.now + FIRST_PAUSE).isoformat()
    assert actions(nobody).count(AuditAction.ACCOUNT_PAUSED) == 1
    assert actions(nobody).count(AuditAction.SIGN_IN_FAILED) == FAILURES_ALLOWED + 3


def test_failures_of_one_person_do_not_touch_another(
    nobody: Context, anna: Person, password_hash: str
) -> None:
    """The counter is the account's."""
    other = add_member(
        nobody.database, anna.company_id, "b@muster.example", password_hash=password_hash
    )
    fail(nobody, anna.email, FAILURES_ALLOWED)
    assert sign_in(nobody, other.email, PASSWORD)


TRIES_A_PROCESS = 1 if SOAK else 4


def _try_wrong(url: str, email: str) -> int:
    """Wrong tries in several threads of a process; how many stored hashes they checked."""
    counting = CountingHasher(1, 8, 1)
    ctx = context_of(url, counting)
    with ThreadPoolExecutor(TRIES_A_PROCESS) as pool:
        for _try in range(TRIES_A_PROCESS):
            pool.submit(fail, ctx, email)
    ctx.database.dispose()
    assert len(counting.checked) == TRIES_A_PROCESS
    return sum(stored is not None for stored in counting.checked)


@pytest.mark.soak
def test_c3_thirty_two_tries_at_once_evaluate_five(
    nobody: Context, anna: Person, database_url: str
) -> None:
    """Eight processes of four threads each, or 32, begin together; five see the stored hash."""
    evaluated = at_once(_try_wrong, [(database_url, anna.email)] * (32 // TRIES_A_PROCESS))
    assert sum(evaluated) == FAILURES_ALLOWED
    assert len(mails(nobody)) == 1


def test_c2_unlocking_counts_in_the_same_limit(nobody: Context, anna: Person) -> None:
    """Three wrong there and two at sign-in: the account rests for both."""
    ctx = signed(nobody, without_steps(sign_in(nobody, anna.email, PASSWORD)))
    lock(ctx)
    for _try in range(3):
        with pytest.raises(PasswordRefused):
            unlock(ctx, WRONG)
    fail(nobody, anna.email, 2)
    with pytest.raises(PasswordRefused) as refused:
        unlock(ctx, PASSWORD)
    assert refused.value.message == PasswordRefused().message
    assert "Adresse" not in refused.value.message
    with pytest.raises(SignInRefused):
        sign_in(nobody, anna.email, PASSWORD)


def test_c2_too_many_failures_of_all_people_let_nobody_in(
    counted: Context, counting: CountingHasher, clock: Clock, anna: Person, password_hash: str
) -> None:
    """Over many accounts, where each has its own limit; the same text, one check, and an end."""
    limited = replace(counted, sign_in_limit=8)
    addresses = ["niemand@m.example", "keiner@m.example"]
    for number in range(3):
        addresses.append(f"b{number}@m.example")
        add_member(counted.database, anna.company_id, addresses[-1], password_hash=password_hash)
    for number in range(8):
        assert sign_in(limited, anna.email, PASSWORD)
        fail(limited, addresses[number % len(addresses)])
    session = signed(limited, without_steps(sign_in(counted, anna.email, PASSWORD)))
    lock(session)
    before = len(counting.checked)
    clock.forward(minutes=4)
    for _time in range(20):
        with pytest.raises(SignInRefused) as refused:
            sign_in(limited, anna.email, PASSWORD)
        assert refused.value.message == SignInRefused().message
    assert counting.checked[before:] == [None] * 20
    unlock(session, PASSWORD)  # who is signed in goes on
    assert actions(counted).count(AuditAction.SIGN_IN_LIMITED) == 20
    clock.forward(minutes=1)  # those 20 do not count
    assert sign_in(limited, anna.email, PASSWORD)
