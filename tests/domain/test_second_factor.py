"""Codes of an authenticator and recovery codes: which are right, how they may be written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest

from tcm_tui.domain import second_factor
from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.domain.second_factor import (
    RECOVERY_CODES,
    STEP,
    URI_MAX,
    CodeKind,
    GivenCode,
    check_code,
    check_digits,
    check_installed,
    find_code,
    grouped,
    hash_recovery_code,
    matching_step,
    new_recovery_codes,
    new_secret,
)

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the test vectors of RFC 6238, in base 32."""
EMAIL = "anna.muster@muster-maschinenbau.example"
NOW = datetime(2026, 11, 22, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B: the last six of its eight digits."""
    at = datetime.fromtimestamp(seconds, UTC)
    assert matching_step(RFC_SECRET, code, at) == seconds // 30


@pytest.mark.parametrize(("early", "right"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_a_clock_may_be_one_step_off(early: int, right: bool) -> None:
    """In both directions, and no more."""
    for steps in (early, -early):
        code = pyotp.TOTP(RFC_SECRET).at(NOW + steps * STEP)
        expected = int(NOW.timestamp()) // 30 + steps
        assert matching_step(RFC_SECRET, code, NOW) == (expected if right else None)


@pytest.mark.parametrize("code", ["", "00000", "abcdef", "0000000", "０00000"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    """However it got here."""
    assert matching_step(RFC_SECRET, code, NOW) is None


def test_every_secret_is_another_one() -> None:
    """Of 160 bits, as letters of base 32 without padding."""
    secrets = {new_secret(EMAIL).secret for _each in range(100)}
    assert len(secrets) == 100
    assert all(re.fullmatch(r"[A-Z2-7]{32}", one) for one in secrets)


def test_an_authenticator_reads_secret_and_name() -> None:
    """What the picture says is what an authenticator computes codes with."""
    factor = new_secret(EMAIL)
    parsed = urlsplit(factor.uri)
    assert (parsed.scheme, parsed.netloc) == ("otpauth", "totp")
    assert unquote(parsed.path) == f"/Marketplace:{EMAIL}"
    assert parse_qs(parsed.query) == {"secret": [factor.secret]}
    totp = pyotp.parse_uri(factor.uri)
    assert isinstance(totp, pyotp.TOTP)
    assert matching_step(factor.secret, totp.at(NOW), NOW) is not None


@pytest.mark.parametrize(
    "email", [f"{'x' * 64}@{'y' * 60}.example", "jörg.müßig@bücher-und-söhne-gmbh.example", EMAIL]
)
def test_the_picture_never_outgrows_its_room(email: str) -> None:
    """Of a long address the end is left out; the secret never is."""
    factor = new_secret(email)
    assert len(factor.uri.encode("utf-8")) <= URI_MAX
    assert factor.uri.endswith(factor.secret)
    label = unquote(urlsplit(factor.uri).path).removeprefix("/Marketplace:")
    assert label
    assert email.startswith(label)


def test_the_secret_is_not_in_what_is_logged() -> None:
    """Neither it nor what is typed: a repr may end up in a log."""
    factor = new_secret(EMAIL)
    assert factor.secret not in repr(factor)
    assert "123456" not in repr(find_code("123456"))


def test_recovery_codes_are_ten_that_nobody_guesses() -> None:
    """Six groups of four letters of 32 each: 120 bits."""
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES == 10
    assert set(codes).isdisjoint(new_recovery_codes())
    for code in codes:
        assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", code)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("123456", CodeKind.AUTHENTICATOR, "123456"),
        (" 123 456 ", CodeKind.AUTHENTICATOR, "123456"),
        ("123-456", CodeKind.AUTHENTICATOR, "123456"),
        ("ab12-cd34-ef56-gh78-jk90-mn12", CodeKind.RECOVERY, "AB12CD34EF56GH78JK90MN12"),
        ("AB12CD34EF56GH78JK90MN12", CodeKind.RECOVERY, "AB12CD34EF56GH78JK90MN12"),
        ("abl2 cd34 ef56 gh78 jk9o mni2", CodeKind.RECOVERY, "AB12CD34EF56GH78JK90MN12"),
    ],
)
def test_a_code_may_be_written_in_many_ways(typed: str, kind: CodeKind, text: str) -> None:
    """Groups, case, and letters that look like digits do not matter."""
    assert find_code(typed) == GivenCode(kind, text)
    assert check_code(typed) == typed
    if kind is CodeKind.RECOVERY:
        assert hash_recovery_code(typed) == hash_recovery_code(text)


@pytest.mark.parametrize("typed", ["", "  ", "12345", "1234567", "١٢٣٤٥٦", "U" * 24, "AB12-CD34"])
def test_what_can_be_no_code_is_refused_at_its_field(typed: str) -> None:
    """Digits of other scripts are none either."""
    assert find_code(typed) is None
    with pytest.raises(Invalid) as refused:
        check_code(typed)
    assert refused.value.field == "code"


def test_setting_up_takes_digits_only() -> None:
    """A recovery code proves no authenticator."""
    assert check_digits("123 456") == "123456"
    with pytest.raises(Invalid) as refused:
        check_digits("AB12-CD34-EF56-GH78-JK90-MN12")
    assert refused.value.field == "code"


def test_groups_are_easily_typed() -> None:
    """Four letters each."""
    assert grouped("ABCDEFGH") == "ABCD EFGH"


def test_without_the_extra_a_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing of the program fails to import."""
    monkeypatch.setattr(second_factor, "find_spec", lambda _name: None)
    with pytest.raises(Unavailable, match=r"pip install 'tcm-tui\[mfa\]'"):
        check_installed()
    with pytest.raises(Unavailable):
        matching_step(RFC_SECRET, "123456", NOW)


def test_a_step_is_half_a_minute() -> None:
    """What every authenticator assumes when nothing is said."""
    assert timedelta(seconds=30) == STEP
