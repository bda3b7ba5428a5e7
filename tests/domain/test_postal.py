"""Postcodes, as each country writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tcm_tui.domain.countries import check_country, countries, country_name
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.postal import POSTCODE_MAX, check_postcode
from tcm_tui.i18n import set_language

EEA_AND_NEIGHBOURS = (
    ("AT", "1010", "1010"),
    ("BE", "B-1000", "1000"),
    ("BG", "1000", "1000"),
    ("CH", "CH-8001", "8001"),
    ("CY", "1010", "1010"),
    ("CZ", "11000", "110 00"),
    ("DE", "D-53113", "53113"),
    ("DK", "1050", "1050"),
    ("EE", "10111", "10111"),
    ("ES", "28001", "28001"),
    ("FI", "FI-00100", "00100"),
    ("FR", "75001", "75001"),
    ("GB", "sw1a1aa", "SW1A 1AA"),
    ("GB", "M1 1AE", "M1 1AE"),
    ("GB", "EC1A1BB", "EC1A 1BB"),
    ("GR", "10431", "104 31"),
    ("HR", "HR-10000", "10000"),
    ("HU", "1011", "1011"),
    ("IE", "d02x285", "D02 X285"),
    ("IE", "D6W XY00", "D6W XY00"),
    ("IS", "101", "101"),
    ("IT", "00184", "00184"),
    ("LI", "9490", "9490"),
    ("LT", "01100", "LT-01100"),
    ("LU", "L-1009", "1009"),
    ("LV", "lv 1010", "LV-1010"),
    ("MT", "vlt1117", "VLT 1117"),
    ("NL", "1012ab", "1012 AB"),
    ("NO", "0150", "0150"),
    ("PL", "00001", "00-001"),
    ("PT", "1000205", "1000-205"),
    ("RO", "010011", "010011"),
    ("SE", "11122", "111 22"),
    ("SI", "SI-1000", "1000"),
    ("SK", "81101", "811 01"),
    ("US", "94103-1234", "94103-1234"),
    ("JP", "１００-０００１", "100-0001"),
)


@pytest.mark.parametrize(("country", "typed", "stored"), EEA_AND_NEIGHBOURS)
def test_postcodes_are_written_as_in_their_country(country: str, typed: str, stored: str) -> None:
    """However they are typed; what is stored is taken again."""
    assert check_postcode(typed, country) == stored
    assert check_postcode(stored, country) == stored


def test_every_country_of_the_eea_is_known() -> None:
    """And Switzerland and the United Kingdom; none of them takes anything."""
    eea = (
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
    )
    for country in [*eea.split(), "CH", "GB"]:
        assert country in {one for one, _typed, _stored in EEA_AND_NEIGHBOURS}
        with pytest.raises(Invalid, match=r"sieht eine Postleitzahl so aus: .+"):
            check_postcode("12-34567890", country)


@pytest.mark.parametrize(("typed", "country"), [("x", "US"), ("##", "US"), ("1" * 13, "US")])
def test_elsewhere_a_few_letters_and_digits_are_taken(typed: str, country: str) -> None:
    """Nothing shorter, longer or stranger."""
    with pytest.raises(Invalid) as refused:
        check_postcode(typed, country)
    assert refused.value.field == "postcode"


@given(some.text(max_size=POSTCODE_MAX), some.sampled_from(["DE", "GB", "NL", "LT", "US", ""]))
def test_whatever_is_typed_is_taken_or_refused(typed: str, country: str) -> None:
    """And what is taken stays as it is."""
    try:
        stored = check_postcode(typed, country)
    except Invalid:
        stored = ""
    assert check_postcode(stored, country) == stored
    assert stored.isascii()


def test_countries_by_name() -> None:
    """In the language in use, Austria beside Oman; unions are none."""
    names = [name for _code, name in countries()]
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    assert "EU" not in dict(countries())
    set_language("en")
    assert country_name("AT") == "Austria"


@pytest.mark.parametrize(("typed", "stored"), [("", ""), ("at", "AT"), (" DE ", "DE")])
def test_a_country_is_a_code(typed: str, stored: str) -> None:
    """Of those there are."""
    assert check_country(typed) == stored
    with pytest.raises(Invalid):
        check_country("ZZ")
