"""Passwords: levels, and the rules that always hold (SECURITY.md C9, C10)."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.known_words import _common
from tcm_tui.domain.passwords import (
    PASSWORD_MAX,
    PasswordLevel,
    check_password,
    levels_met,
    rules,
    why_renew,
)
from tests.builders import START

STANDARD, MEDIUM, STRICT, LONG = (
    PasswordLevel.STANDARD,
    PasswordLevel.MEDIUM,
    PasswordLevel.STRICT,
    PasswordLevel.LONG,
)
OWNER = ("Anna", "Muster", "anna.muster@maschinenbau.example", "Muster Maschinenbau GmbH")


@pytest.mark.parametrize(
    ("password", "level"),
    [
        ("hhkdjsw1", STANDARD),
        ("hhkdjsw!", MEDIUM),
        ("Kd83hd72hs", STRICT),
        ("Kdhdwxqhs!", STRICT),
        ("correct horse battery staple", LONG),
        ("kdwqxvbtzrplmnf", LONG),
        ("пароляднядля7", STANDARD),
        ("Rote-Ampel-19-Uhr", STRICT),
        ("Demo-Passwort-2026", STANDARD),
    ],
)
def test_a_password_that_keeps_the_level_passes(password: str, level: PasswordLevel) -> None:
    """Also for somebody with a name."""
    assert check_password(password, [level], OWNER) == password


@pytest.mark.parametrize(
    ("password", "level", "says"),
    [
        ("hhkdjs1", STANDARD, "mindestens 8 Zeichen"),
        ("hhkdjswq", STANDARD, "eine Ziffer oder ein Sonderzeichen"),
        ("73920461", STANDARD, "ein Buchstabe"),
        ("kd 83hd", MEDIUM, "mindestens 8 Zeichen"),
        ("kdhdwxq s", STANDARD, "eine Ziffer"),
        ("Kd83hd72h", STRICT, "mindestens 10 Zeichen"),
        ("kd83hd72hs", STRICT, "Groß- und Kleinbuchstaben"),
        ("KD83HD72HS", STRICT, "Groß- und Kleinbuchstaben"),
        ("Kdhwjxhdhs", STRICT, "eine Ziffer"),
        ("Kd83hd72hs!!xy", LONG, "mindestens 15 Zeichen"),
    ],
)
def test_a_password_below_the_level_is_refused_in_words(
    password: str, level: PasswordLevel, says: str
) -> None:
    """The sentence names what is missing."""
    with pytest.raises(Invalid, match=says) as refused:
        check_password(password, [level], OWNER, "new_password")
    assert refused.value.field == "new_password"


def test_all_levels_of_a_person_must_be_met() -> None:
    """„Streng“ here and „Lang“ there: 15 characters of all kinds."""
    assert check_password("Kdhwjxhdhs-7391", [STRICT, LONG])
    for password in ("Kdhwjxhd-7391", "kdhwjxhdhs-7391"):
        with pytest.raises(Invalid):
            check_password(password, [STRICT, LONG])


KNOWN = """
    12345678a password1 Password1! Passw0rd! P@ssw0rd1 qwertz123 qwerty12 Passwort2026!! iloveyou2
    Schatz123 hallo1234 Fussball1! sommer2026 Sommer-2026 abc12345 letmein1! dragon123 monkey123!
    aaaaaaa1 1a1a1a1a admin123 welcome1 trustno1 Willkommen1 geheim123 Köln-2026 München1! März2026
"""


@pytest.mark.parametrize("password", KNOWN.split())
def test_c9_a_widely_known_password_is_refused(password: str) -> None:
    """Also with the figures and signs that people put around it."""
    with pytest.raises(Invalid, match="kein bekanntes Passwort"):
        check_password(password, [STANDARD])


@pytest.mark.parametrize(
    "password",
    [
        "MusterGmbH2026!!",
        "Anna-Muster-1",
        "anna.muster@maschinenbau.example",
        "Maschinenbau#1",
        "mUsTeR-2026-aNNa",
        "Telekom-2026!",
        "Marketplace-77",
        "TelekomCloud1",
    ],
)
def test_c9_name_address_and_company_are_refused(password: str) -> None:
    """Whatever is around them, as long as little else is left."""
    with pytest.raises(Invalid, match="nicht Name, Adresse oder Unternehmen"):
        check_password(password, [STANDARD], OWNER)


def test_c9_a_name_inside_a_good_password_is_no_fault() -> None:
    """Enough is left without it."""
    assert check_password("Anna-trinkt-7-Liter-Tee", [STANDARD], OWNER)


def test_c9_decomposed_and_composed_are_the_same() -> None:
    """NFC is what is hashed, and what is counted."""
    typed = "Grüße-aus-Köln-7"
    assert check_password(unicodedata.normalize("NFD", typed), [STANDARD]) == typed
    with pytest.raises(Invalid, match="mindestens 8"):
        check_password(unicodedata.normalize("NFD", "äöüxyz1"), [STANDARD])


def test_c9_1024_characters_pass_and_more_are_refused_never_cut() -> None:
    """Also a megabyte, pasted by mistake."""
    longest = "Xk4-" * (PASSWORD_MAX // 4)
    assert check_password(longest, [STANDARD]) == longest
    for password in (longest + "x", "x" * 1_000_000):
        with pytest.raises(Invalid, match="Höchstens 1024 Zeichen"):
            check_password(password, [STANDARD])


@pytest.mark.parametrize("c", ["\x00", "\n", "\r", "\t", "\x1b", "\x9b", "\u202e", "\ud800"])
def test_b3_control_characters_are_refused_not_dropped(c: str) -> None:
    """A pasted second line must not silently be lost from a password."""
    with pytest.raises(Invalid, match="Steuerzeichen"):
        check_password(f"hhkd{c}jsw-17x", [STANDARD])


def test_c10_levels_are_closed() -> None:
    """There are no free numbers to loosen."""
    with pytest.raises(ValueError, match="none"):
        PasswordLevel("none")


def test_the_rules_tick_off_one_by_one() -> None:
    """While typing: nothing is met at first, and no rule stands twice."""
    assert not any(rule.met for rule in rules("", [STANDARD, MEDIUM, STRICT, LONG]))
    sentences = [rule.sentence for rule in rules("", [STANDARD, MEDIUM, STRICT, LONG])]
    assert len(sentences) == len(set(sentences))
    met = [sum(rule.met for rule in rules("hhkdjsw1"[:n], [STANDARD], OWNER)) for n in range(9)]
    assert met[0] == 0
    assert met[-1] == len(rules("", [STANDARD]))


def test_c9_the_list_of_known_passwords_is_long_and_none_of_it_is_taken() -> None:
    """Ten thousand and more, each refused at every level, also with a year behind it."""
    known = sorted(_common())
    assert len(known) >= 10_000
    for word in known[:: len(known) // 1_000]:
        for password in (word, f"{word}2026!"):
            with pytest.raises(Invalid):
                check_password(password, [STANDARD])
            with pytest.raises(Invalid):
                check_password(password, [LONG])


@pytest.mark.parametrize(
    ("password", "met"),
    [
        ("hhkdjsw", set()),
        ("hhkdjswq", set()),
        ("hhkdjsw1", {STANDARD, MEDIUM}),
        ("Kd83hd72hs", {STANDARD, MEDIUM, STRICT}),
        ("kdwqxvbtzrplmnf", {LONG}),
        ("Kd83hd72hs-Kd83hd", {STANDARD, MEDIUM, STRICT, LONG}),
        (unicodedata.normalize("NFD", "äöüxyz1"), set()),
    ],
)
def test_the_levels_a_password_meets(password: str, met: set[PasswordLevel]) -> None:
    """By length and characters: the other rules hold at every level."""
    assert levels_met(password) == met


ALL = frozenset(PasswordLevel)
DAYS_90 = timedelta(days=90)


@pytest.mark.parametrize(
    ("asked", "met", "age", "says"),
    [
        ([STANDARD], ALL, timedelta(days=9_999), ""),
        ([LONG], ALL, timedelta(days=9_999), ""),
        ([MEDIUM], ALL, DAYS_90 - timedelta(seconds=1), ""),
        ([MEDIUM], ALL, DAYS_90, "abgelaufen: Es gilt 90 Tage"),
        ([STANDARD, STRICT], ALL, DAYS_90, "abgelaufen"),
        ([STRICT], frozenset({STANDARD, MEDIUM}), timedelta(0), "Passwortvorgaben"),
        ([STANDARD, LONG], frozenset({LONG}), timedelta(0), "Passwortvorgaben"),
        ([STANDARD], frozenset(), timedelta(0), "Passwortvorgaben"),
    ],
)
def test_c10_why_a_right_password_is_renewed(
    asked: list[PasswordLevel], met: frozenset[PasswordLevel], age: timedelta, says: str
) -> None:
    """Every company's level must be met, and the shortest life counts."""
    said = why_renew(asked, met, START - age, START)
    assert says in said
    assert bool(said) is bool(says)


def test_a_password_of_unknown_age_does_not_expire() -> None:
    """What was stored before ages were kept is not thrown away."""
    assert why_renew([MEDIUM], ALL, None, START) == ""
