"""What a company tells of itself, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcm_tui.domain.company_history import CompanyChange, field_rank
from tcm_tui.domain.company_profile import (
    FIELD_LABELS,
    PROFILE_FIELDS,
    CompanyProfile,
    LegalForm,
    legal_form_label,
    value_text,
)
from tcm_tui.domain.errors import Invalid
from tests.builders import START

YEAR = 2026
FULL = CompanyProfile(
    description="  Wir bauen\nMaschinen. ",
    industry="manufacturing",
    legal_form="gmbh",
    size="50-249",
    founded="1987",
    vat_id="de 136 695 976",
    register_number="Amtsgericht Bonn hrb 12345",
    phone="0228 12345",
    email="info@M.example",
    website="www.m.example",
    street="Am  Werk 7",
    address_extra="Tor 2",
    postcode="D-53113",
    city="Bonn",
    country="de",
)


def test_every_field_is_cleaned() -> None:
    """As it is stored; what is stored stays as it is."""
    checked = FULL.checked(YEAR)
    assert checked == CompanyProfile(
        description="Wir bauen Maschinen.",
        industry="manufacturing",
        legal_form="gmbh",
        size="50-249",
        founded="1987",
        vat_id="DE136695976",
        register_number="Bonn HRB 12345",
        phone="+49 228 12345",
        email="info@m.example",
        website="https://www.m.example",
        street="Am Werk 7",
        address_extra="Tor 2",
        postcode="53113",
        city="Bonn",
        country="DE",
    )
    assert checked.checked(YEAR) == checked
    assert CompanyProfile().checked(YEAR) == CompanyProfile()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("description", "x" * 501),
        ("industry", "anything"),
        ("legal_form", "anything"),
        ("size", "anything"),
        ("founded", "2027"),
        ("founded", "999"),
        ("founded", "früh"),
        ("vat_id", "DE136695977"),
        ("register_number", "HRB 12345"),
        ("register_number", "Nirgendwo HRB 1"),
        ("phone", "ruf an"),
        ("email", "info"),
        ("website", "kein Web"),
        ("street", "x" * 101),
        ("address_extra", "x" * 101),
        ("postcode", "1010"),
        ("city", "x" * 81),
        ("country", "Atlantis"),
    ],
)
def test_a_refusal_names_its_field(field: str, typed: str) -> None:
    """Whatever else is right."""
    with pytest.raises(Invalid) as refused:
        replace(FULL, **{field: typed}).checked(YEAR)
    assert refused.value.field == field
    assert refused.value.message.endswith((".", "1998.", "12345"))


def test_the_country_says_how_numbers_look() -> None:
    """An Austrian postcode, number of the register, and telephone number without +43."""
    there = replace(
        FULL, country="AT", postcode="1010", register_number="FN 12345a", phone="01 234567"
    )
    checked = there.checked(YEAR)
    assert (checked.postcode, checked.phone) == ("1010", "+43 1 234567")
    assert checked.register_number == "FN 12345a"


def test_every_field_and_every_form_is_called_something() -> None:
    """In the order of the form."""
    assert tuple(FIELD_LABELS) == PROFILE_FIELDS
    assert len({legal_form_label(form) for form in LegalForm}) == len(LegalForm)


@pytest.mark.parametrize(
    ("field", "stored", "told"),
    [
        ("legal_form", "gmbh_co_kg", "GmbH & Co. KG"),
        ("size", "50-249", "50 bis 249 Mitarbeitende"),
        ("industry", "trade", "Handel"),
        ("industry", "gone", "gone"),
        ("country", "AT", "Österreich"),
        ("city", "Bonn", "Bonn"),
        ("country", "", ""),
    ],
)
def test_values_in_words(field: str, stored: str, told: str) -> None:
    """One that is no longer known as it was stored."""
    assert value_text(field, stored) == told


@pytest.mark.parametrize(
    ("field", "old", "new", "line"),
    [
        ("name", None, "Muster AG", "Name des Unternehmens: – → Muster AG"),
        ("size", "", "1-9", "Größe: – → 1 bis 9 Mitarbeitende"),
        ("password_level", "standard", "strict", "Passwortvorgaben: Standard → Streng"),
        (
            "second_factor_roles",
            "",
            "billing_admin company_admin",
            "Zweiter Faktor für: – → Rechnungsadministrator, Unternehmensadministrator",
        ),
        ("default_role", "user", "gone", "Rolle in Einladungen: Benutzer → gone"),
        ("buyers", "admins", "everybody", "Wer buchen darf: Administratoren → Alle"),
        ("unheard_of", "a", "b", "unheard_of: a → b"),
        ("forgotten", None, None, "Kontaktdaten: – → –"),
    ],
)
def test_the_history_speaks_in_words(
    field: str, old: str | None, new: str | None, line: str
) -> None:
    """Labels and values; what is no longer known as it was stored."""
    change = CompanyChange(1, START, "Anna Muster", field, old, new)
    assert f"{change.label}: {change.before} → {change.after}" == line


def test_lines_of_one_entry_stand_in_the_order_of_the_form() -> None:
    """What nobody knows any more comes last."""
    fields = ["unheard_of", "phone", "description", "city"]
    assert sorted(fields, key=field_rank) == ["description", "phone", "city", "unheard_of"]
