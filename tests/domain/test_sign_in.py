"""The limits of signing in."""

from __future__ import annotations

from datetime import timedelta

from tcm_tui.domain.sign_in import (
    FAILURE_WINDOW,
    FAILURES_ALLOWED,
    FIRST_PAUSE,
    CountedTry,
    PasswordRefused,
    SignInRefused,
    pause_after,
)


def test_the_limits_are_those_of_the_house() -> None:
    """Five in five minutes, then 30 seconds."""
    assert (5, timedelta(minutes=5)) == (FAILURES_ALLOWED, FAILURE_WINDOW)
    assert timedelta(seconds=30) == FIRST_PAUSE


def test_c4_pauses_double_to_a_quarter_of_an_hour_and_stay_there() -> None:
    """However many there were."""
    seconds = [pause_after(n).total_seconds() for n in (1, 2, 3, 4, 5, 6, 7, 50, 10**9)]
    assert seconds == [30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_a_refusal_does_not_say_why() -> None:
    """Each is one sentence for all reasons, at the password."""
    assert SignInRefused().message == SignInRefused().message
    assert SignInRefused().field == PasswordRefused().field == "password"
    assert isinstance(PasswordRefused(), SignInRefused)


def test_a_hash_is_in_no_message() -> None:
    """Neither in a log nor in a traceback."""
    assert "argon2" not in repr(CountedTry("$argon2id$v=19$…", last=False))
