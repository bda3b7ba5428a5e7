"""Addresses and names that look like others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.look_alikes import Colleague, address_caution, look, twin_caution
from tcm_tui.domain.people import check_email

ANNA = Colleague("Muster, Anna", "anna@firma.de", "anna@firma.de")
CYRILLIC_A, CYRILLIC_E, CYRILLIC_PE, CYRILLIC_EF = "\u0430", "\u0435", "\u043f", "\u0444"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (f"admin@firm{CYRILLIC_A}.de", "Sieht aus wie firma.de, ist aber xn--firm-83d.de."),
        ("admin@xn--firm-83d.de", "Sieht aus wie firma.de, ist aber xn--firm-83d.de."),
        ("x@\u0430\u0440\u0440.de", "Sieht aus wie app.de, ist aber xn--80a6aa.de."),
        ("x@m\u03bfl.de", "Sieht aus wie mol.de, ist aber xn--ml-jbc.de."),
        (f"x@{CYRILLIC_EF}irma.de", "Gemischte Schriften: xn--irma-z6d.de."),
        (f"x@sub.{CYRILLIC_EF}irma.de", "Gemischte Schriften: sub.xn--irma-z6d.de."),
        (f"{CYRILLIC_A}dmin@firma.de", "Gemischte Schriften vor dem @: U+0430."),
    ],
)
def test_a8_a_deceiving_address_is_told(typed: str, told: str) -> None:
    """In letters that cannot deceive; it stays an address that mail can go to."""
    sentence = address_caution(check_email(typed).address)
    assert sentence == told
    assert sentence.isascii()


@pytest.mark.parametrize(
    "typed",
    [
        "anna@firma.de",
        "anna.müller@münchen.de",
        "x@straße.de",
        f"x@{CYRILLIC_PE}\u0440\u0438\u043c\u0435\u0440.com",
        "x@\u65e5\u672cabc.jp",
        "x@\uff26\uff29\uff32\uff2d\uff21.de",
    ],
)
def test_a8_honest_addresses_are_left_alone(typed: str) -> None:
    """Umlauts, a whole word in another script, wide letters that become plain ones."""
    assert address_caution(check_email(typed).address) == ""


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u034f", "\ufeff", "\u202e", "\u200f"],
)
def test_a8_an_address_with_something_invisible_is_refused(invisible: str) -> None:
    """With a sentence, wherever it stands."""
    for typed in (f"ad{invisible}min@firma.de", f"admin@fir{invisible}ma.de"):
        with pytest.raises(Invalid, match="unsichtbare"):
            check_email(typed)


@pytest.mark.parametrize(
    "typed",
    [
        f"ann{CYRILLIC_A}@firma.de",
        f"anna@firm{CYRILLIC_A}.de",
        f"\u0410nn{CYRILLIC_A}@Firm{CYRILLIC_A}.de",
    ],
)
def test_a8_the_twin_of_an_address_names_its_owner(typed: str) -> None:
    """The owner's own address is none."""
    told = twin_caution(check_email(typed).canonical, "", [ANNA])
    assert told == "Zum Verwechseln ähnlich: anna@firma.de von Muster, Anna."
    assert twin_caution(ANNA.canonical, "", [ANNA]) == ""
    assert twin_caution("hanna@firma.de", "", [ANNA]) == ""


def test_a8_domains_that_only_a_sharp_s_tells_apart_are_twins() -> None:
    """Both ways: anybody may own the other one."""
    own = Colleague("Muster, Anna", "x@straße.de", "x@straße.de")
    assert "x@straße.de" in twin_caution("x@strasse.de", "", [own])


@pytest.mark.parametrize(
    "name",
    ["Mus\u200bter, Anna", f"Must{CYRILLIC_E}r, Anna", "Muster,\u2060 Ann\u00ada"],
)
def test_a8_the_twin_of_a_name_is_told(name: str) -> None:
    """The same name in the same letters is only a namesake."""
    told = twin_caution("fremd@anderswo.de", name, [ANNA])
    assert told == "Zum Verwechseln ähnlich: Muster, Anna (anna@firma.de)."
    for namesake in ("Muster, Anna", "MUSTER, anna", ""):
        assert twin_caution("fremd@anderswo.de", namesake, [ANNA]) == ""


@given(st.text(max_size=60))
def test_a8_looking_twice_changes_nothing(text: str) -> None:
    """So both sides of a comparison may be stored or fresh."""
    assert look(look(text)) == look(text)
