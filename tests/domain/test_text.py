"""Text from outside: harmless on a terminal, comparable in a list (SECURITY.md A1, A7, A8)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import clean_text, drawable, invisible_in, shown, skeleton, sort_key

DANGEROUS = [
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff",
    "\ud800",
    "\udfff",
]
ANYTHING = st.text(alphabet=st.characters() | st.sampled_from([*DANGEROUS, " ", "̈"]))


@given(ANYTHING, st.booleans())
def test_a1_nothing_dangerous_is_left_and_cleaning_twice_changes_nothing(
    text: str, multiline: bool
) -> None:
    """Of whatever is typed, pasted, imported or read back."""
    cleaned = clean_text(text, max_len=10_000, multiline=multiline)
    left = set(cleaned) & set(DANGEROUS)
    assert left <= ({"\n"} if multiline else set())
    assert clean_text(cleaned, max_len=10_000, multiline=multiline) == cleaned
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Muster\t GmbH\u00a0& Co. ", "Muster GmbH & Co."),
        ("a \x00 b", "a b"),
        ("Zeile\r\nzwei", "Zeile zwei"),
        ("\x1b]52;c;eA==\x07", "]52;c;eA=="),
        ("exe.xlsx\u202e", "exe.xlsx"),
        ("[Sales] [@click=app.quit]", "[Sales] [@click=app.quit]"),
    ],
)
def test_what_remains_is_what_people_read(typed: str, cleaned: str) -> None:
    """Words stay apart; markup is text like any other."""
    assert clean_text(typed, max_len=100) == cleaned


def test_lines_stay_where_lines_are_wanted() -> None:
    """As one kind of line end."""
    assert clean_text("a\r\nb\rc\x85d\u2028e", max_len=99, multiline=True) == "a\nb\nc\nd\ne"


def test_b2_too_long_is_refused_at_its_field_not_cut() -> None:
    """The limit itself is fine; it counts what is left."""
    assert clean_text("x" * 10 + "\x00", max_len=10, field="name")
    with pytest.raises(Invalid, match="Höchstens 10 Zeichen") as refused:
        clean_text("x" * 11, max_len=10, field="name")
    assert refused.value.field == "name"


@given(ANYTHING)
def test_a1_what_is_shown_keeps_its_length(text: str) -> None:
    """A dangerous character becomes visible instead of vanishing."""
    drawn = shown(text)
    assert len(drawn) == len(text)
    assert not set(drawn) & set(DANGEROUS)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("Çelik", "celik"),
        ("Größe", "grosse"),
        ("ÅNGSTRÖM", "angstrom"),
        ("Łukasz", "lukasz"),
        ("Øre", "ore"),
        ("İstanbul", "istanbul"),
        ("ﬁnal", "final"),
    ],
)
def test_lists_sort_without_marks_and_case(value: str, key: str) -> None:
    """DIN 5007-1: ä is a, ß is ss."""
    assert sort_key(value) == key
    assert sort_key(unicodedata.normalize("NFD", value)) == key


@pytest.mark.parametrize(
    ("one", "other"), [("Admin", "ad\u200bmin"), ("ﬁrma", "FIRMA"), ("Ｍuster", "muster")]
)
def test_a8_twins_have_one_skeleton(one: str, other: str) -> None:
    """Width, case, ligatures and hidden characters make nobody somebody else."""
    assert skeleton(one) == skeleton(other)
    assert skeleton("Anna") != skeleton("Hanna")


def test_hidden_characters_are_seen() -> None:
    """Zero width, soft hyphen, tag."""
    assert all(invisible_in(f"a{c}b") for c in "\u200b\u200d\u00ad\u2060\U000e0041")
    assert not invisible_in("Grüße, 你好")


@pytest.mark.parametrize(
    ("stored", "drawn"),
    [
        ("Anna Müller", "Anna Müller"),
        ("\U0001f1e9\U0001f1ea Anna", "DE Anna"),
        ("\U0001f469\u200d\U0001f680 Anna", "\U0001f469 Anna"),
        ("\U0001f44d\U0001f3fd", "\U0001f44d"),
        ("1\ufe0f\u20e3 \u2764\ufe0f", "1 \u2764"),
        ("a\u200db\u00adc\u200bd", "abcd"),
        ("e\u0301\x1b\n", "e\u0301\ufffd\ufffd"),
    ],
)
def test_a9_what_is_drawn_is_as_wide_everywhere(stored: str, drawn: str) -> None:
    """One picture of several characters is the first of them, a flag its letters."""
    assert drawable(stored) == drawn
