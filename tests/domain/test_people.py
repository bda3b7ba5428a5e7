"""Addresses and names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.people import (
    NAME_MAX,
    canonical,
    check_email,
    check_name,
    display_name,
    initials,
    list_name,
)


@pytest.mark.parametrize(
    ("typed", "address", "canonical"),
    [
        ("b.kaya@firma.de", "b.kaya@firma.de", "b.kaya@firma.de"),
        ("  B.Kaya@Firma.DE ", "B.Kaya@firma.de", "b.kaya@firma.de"),
        ("a+rechnung@firma.de", "a+rechnung@firma.de", "a+rechnung@firma.de"),
        ("mike@ＦＩＲＭＡ.de", "mike@firma.de", "mike@firma.de"),
        ("\u212aarl@firma.de", "Karl@firma.de", "karl@firma.de"),
        ("ﬁrst@firma.de", "ﬁrst@firma.de", "first@firma.de"),
        ("x@xn--mnchen-3ya.de", "x@münchen.de", "x@münchen.de"),
    ],
)
def test_an_address_is_kept_as_typed_and_compared_folded(
    typed: str, address: str, canonical: str
) -> None:
    """Mail goes to the one, the other is unique."""
    found = check_email(typed)
    assert (found.address, found.canonical) == (address, canonical)


@pytest.mark.parametrize(
    "typed",
    [
        " B.Kaya@Firma.DE ",
        "a+rechnung@sub-1.firma.de",
        "mike@ＦＩＲＭＡ.de",
        "ﬁrst@firma.de",
        "x@XN--mnchen-3ya.de",
        "x@Straße.de",
        "ü@firma.de",
        "o'neill@firma.de",
    ],
)
def test_who_signs_in_is_found_by_what_was_stored(typed: str) -> None:
    """However the address is written."""
    assert canonical(typed) == check_email(typed).canonical


@pytest.mark.parametrize("typed", ["", "niemand", "a@b@firma.de", "@firma.de", "x@", "x@localhost"])
def test_what_is_no_address_is_nobodys(typed: str) -> None:
    """Nobody has to be looked for."""
    assert canonical(typed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mıke@firma.de", "mike@firma.de"),
        ("admin@firmа.de", "admin@firma.de"),
        ("x@straße.de", "x@strasse.de"),
    ],
)
def test_c8_different_owners_stay_different(one: str, other: str) -> None:
    """A dotless i, a Cyrillic а, and two domains that anybody may own."""
    assert check_email(one).canonical != check_email(other).canonical


def test_decomposed_letters_are_the_same_address() -> None:
    """„ü“ from a Mac's file list is two characters."""
    composed = check_email("müller@münchen.de")
    assert check_email(unicodedata.normalize("NFD", "müller@münchen.de")) == composed


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Geben Sie eine E-Mail-Adresse ein."),
        ("niemand", "fehlt das @"),
        ("a@b@firma.de", "Nur ein @"),
        ("@firma.de", "Vor dem @ fehlt"),
        ("x@", "Nach dem @ fehlt"),
        ("x@localhost", "unvollständig"),
        ("x@firma", "unvollständig"),
        ("x@firma..de", "Domain"),
        ("x@-firma.de", "Domain"),
        ("x@firma.test", "Domain"),
        ("x@[127.0.0.1]", "Domain"),
        ("x@1.2.3.4", "Domain"),
        ("a..b@firma.de", "keine gültige"),
        (".a@firma.de", "keine gültige"),
        ('"a"@firma.de', "keine gültige"),
        ("=1+1@firma.de", "nicht mit ="),
        ("-x@firma.de", "nicht mit -"),
        ("+x@firma.de", "nicht mit +"),
        ("a" * 65 + "@firma.de", "64 Zeichen"),
        ("ä" * 33 + "@firma.de", "64 Zeichen"),
        ("a@" + "b" * 250 + ".de", "254 Zeichen"),
        ("a b@firma.de", "Leerzeichen"),
        ("ad\u200bmin@firma.de", "unsichtbare"),
        ("admin@fir\u00adma.de", "unsichtbare"),
        ("\u202eadmin@firma.de", "unsichtbare"),
        ("a@firma.de\r\nBcc: b@firma.de", "Leerzeichen"),
        ("a\x1b[2J@firma.de", "unsichtbare"),
        ("a\x00@firma.de", "unsichtbare"),
        ("a\ud800@firma.de", "unsichtbare"),
        ("a@\ud800.de", "unsichtbare"),
    ],
)
def test_a_faulty_address_is_refused_in_words(typed: str, says: str) -> None:
    """The sentence says what is wrong, at the field."""
    with pytest.raises(Invalid, match=says) as refused:
        check_email(typed, "address")
    assert refused.value.field == "address"


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_a_refusal(text: str) -> None:
    """Nothing crashes, and what passes passes again unchanged."""
    for typed in (text, f"{text}@firma.de", f"a@{text}.de"):
        try:
            found = check_email(typed)
        except Invalid:
            continue
        assert check_email(found.address) == found
        assert not set(found.address) & set(" \r\n\t\x00\x1b")


@pytest.mark.parametrize("name", ["", "   ", "\x00", "123", "—"])
def test_a_name_has_letters(name: str) -> None:
    """Blanks, figures and signs are none."""
    with pytest.raises(Invalid) as refused:
        check_name(name, "last_name")
    assert refused.value.field == "last_name"


def test_names_are_trimmed_and_limited() -> None:
    """The longest passes, one more letter does not."""
    assert check_name("  Çelik\t", "x") == "Çelik"
    assert check_name("a" * NAME_MAX, "x")
    with pytest.raises(Invalid, match=str(NAME_MAX)):
        check_name("a" * (NAME_MAX + 1), "x")


def test_names_as_people_and_lists_show_them() -> None:
    """With what there is of them."""
    assert display_name("Derya", "Çelik") == "Derya Çelik"
    assert display_name("", "Çelik") == "Çelik"
    assert list_name("Derya", "Çelik") == "Çelik, Derya"
    assert list_name("Derya", "") == "Derya"
    assert [initials(name) for name in ("Anna Muster", "Anna", "Anna von Muster", "")] == [
        "AM",
        "A",
        "AM",
        "",
    ]
