"""„Unternehmenseinstellungen“: their rules, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcm_tui.domain.company_settings import (
    Affected,
    Buyers,
    CompanySettings,
    parse_idle_minutes,
)
from tcm_tui.domain.company_settings_words import (
    SETTING_LABELS,
    factors_text,
    level_text,
    passwords_text,
    setting_texts,
)
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role

SETTINGS = CompanySettings(
    "Muster GmbH",
    PasswordLevel.STANDARD,
    frozenset(),
    15,
    default_role=Role.USER,
    buyers=Buyers.ADMINS,
)


@pytest.mark.parametrize(("typed", "minutes"), [("1", 1), (" 60 ", 60), ("05", 5)])
def test_minutes_as_they_are_typed(typed: str, minutes: int) -> None:
    """Blanks around them are none of the rule."""
    assert parse_idle_minutes(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "0", "61", "-5", "1.5", "5 0", "١٥", "１５", "²", "x", "9" * 5000]
)
def test_what_is_no_number_of_minutes(typed: str) -> None:
    """Nor are digits of other scripts one, nor thousands of them."""
    with pytest.raises(Invalid) as refused:
        parse_idle_minutes(typed)
    assert refused.value.field == "idle_minutes"
    assert refused.value.message == "Die Sperre greift nach 1 bis 60 Minuten."


def test_a_name_is_cleaned_and_must_be_legible() -> None:
    """The rule of registering, at the field `name`."""
    assert replace(SETTINGS, name="  Muster   SE ").checked().name == "Muster SE"
    with pytest.raises(Invalid) as refused:
        replace(SETTINGS, name="…").checked()
    assert refused.value.field == "name"


def test_what_differs_is_told_with_its_value() -> None:
    """And nothing else."""
    other = replace(SETTINGS, idle_minutes=5, buyers=Buyers.EVERYBODY)
    assert other.differing(SETTINGS) == {"idle_minutes": 5, "buyers": Buyers.EVERYBODY}
    assert SETTINGS.differing(SETTINGS) == {}


def test_every_setting_has_a_name_and_a_value_in_words() -> None:
    """Roles in their order, whatever a set has."""
    roles = frozenset({Role.COMPANY_ADMIN, Role.BILLING_ADMIN})
    told = setting_texts(replace(SETTINGS, second_factor_roles=roles))
    assert told == {
        "name": "Muster GmbH",
        "password_level": "Standard",
        "second_factor_roles": "Rechnungsadministrator, Unternehmensadministrator",
        "idle_minutes": "15",
        "default_role": "Benutzer",
        "buyers": "nur Administratoren",
    }
    assert told.keys() == SETTING_LABELS.keys()


def test_levels_say_what_they_ask_for() -> None:
    """By the figures that are in force; „Lang“ is recommended."""
    assert [level_text(level) for level in PasswordLevel] == [
        "Standard – 8 Zeichen, Buchstabe und Ziffer oder Sonderzeichen",
        "Mittel – wie Standard, alle 90 Tage neu",
        "Streng – 10 Zeichen, Groß- und Kleinbuchstabe, Ziffer oder Sonderzeichen,"
        " alle 90 Tage neu",
        "Lang – 15 beliebige Zeichen, läuft nicht ab (empfohlen)",
    ]


@pytest.mark.parametrize(
    ("members", "passwords", "sentence"),
    [
        (1, 0, "Betrifft 1 Person; niemand muss etwas tun."),
        (1, 1, "Betrifft 1 Person; 1 wählt bei der nächsten Anmeldung ein neues Passwort."),
        (
            248,
            31,
            "Betrifft 248 Personen; 31 wählen bei der nächsten Anmeldung ein neues Passwort.",
        ),
        (
            1_234_567,
            54_321,
            "Betrifft 1.234.567 Personen; 54.321 wählen bei der nächsten Anmeldung ein neues"
            " Passwort.",
        ),
    ],
)
def test_whom_a_level_affects(members: int, passwords: int, sentence: str) -> None:
    """One and many, and who has nothing to do."""
    assert passwords_text(Affected(members, passwords, 0, 0)) == sentence


@pytest.mark.parametrize(
    ("asked", "factors", "sentence"),
    [
        (0, 0, "Betrifft niemanden."),
        (3, 0, "Betrifft 3 Personen; niemand muss etwas tun."),
        (
            3,
            1,
            "Betrifft 3 Personen; 1 richtet bei der nächsten Anmeldung einen zweiten Faktor ein.",
        ),
        (
            3,
            2,
            "Betrifft 3 Personen; 2 richten bei der nächsten Anmeldung einen zweiten Faktor ein.",
        ),
    ],
)
def test_whom_roles_with_a_second_factor_affect(asked: int, factors: int, sentence: str) -> None:
    """No role, and whoever has one set up already."""
    assert factors_text(Affected(9, 0, asked, factors)) == sentence
