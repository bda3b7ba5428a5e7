"""What is known of a company: name, web page, VAT number, lists to choose from."""

from __future__ import annotations

import pytest

from tcm_tui.domain.companies import (
    COMPANY_NAME_MAX,
    CompanySize,
    Industry,
    check_company_name,
    check_industry,
    check_size,
    check_vat_id,
    check_website,
    industry_label,
    size_label,
)
from tcm_tui.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Muster   Maschinenbau GmbH ", "Muster Maschinenbau GmbH"),
        ("1&1", "1&1"),
        ("Ärzte\u202ehaus\x1b[31m", "Ärztehaus[31m"),
        ("株式会社", "株式会社"),
        ("x" * COMPANY_NAME_MAX, "x" * COMPANY_NAME_MAX),
    ],
)
def test_names_of_companies(typed: str, stored: str) -> None:
    """Cleaned, else as typed."""
    assert check_company_name(typed) == stored


@pytest.mark.parametrize("typed", ["", " ", "---", "\u200b\u200b", "x" * (COMPANY_NAME_MAX + 1)])
def test_what_is_no_name(typed: str) -> None:
    """Nothing that could be read, or too much of it."""
    with pytest.raises(Invalid) as refused:
        check_company_name(typed)
    assert refused.value.field == "company_name"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  ", ""),
        ("www.muster.example", "https://www.muster.example"),
        ("muster.example/über-uns?a=1#b", "https://muster.example/über-uns?a=1#b"),
        ("http://muster.example:8080/", "http://muster.example:8080/"),
        ("HTTPS://Muster.Example", "HTTPS://Muster.Example"),
        ("https://müller-söhne.example", "https://müller-söhne.example"),
    ],
)
def test_web_pages(typed: str, stored: str) -> None:
    """How a page is asked for may be left out."""
    assert check_website(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "muster",
        "keine Webseite",
        "https://",
        "ftp://muster.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://muster..example",
        "muster.example:123456",
        "x" * 300 + ".example",
    ],
)
def test_what_is_no_web_page(typed: str) -> None:
    """Nor anything else that a program might open."""
    with pytest.raises(Invalid) as refused:
        check_website(typed)
    assert refused.value.field == "website"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("de 136 695 976", "DE136695976"),
        ("DE-136.695.976", "DE136695976"),
        ("DE１３６６９５９７６", "DE136695976"),
        ("ATU13585627", "ATU13585627"),
        ("BE0428759497", "BE0428759497"),
        ("BG175074752", "BG175074752"),
        ("CHE-107.787.577 MWST", "CHE107787577MWST"),
        ("CY10259033P", "CY10259033P"),
        ("CZ25123891", "CZ25123891"),
        ("DK13585628", "DK13585628"),
        ("EE100931558", "EE100931558"),
        ("EL094259216", "EL094259216"),
        ("ES54362315K", "ES54362315K"),
        ("FI20774740", "FI20774740"),
        ("FR40303265045", "FR40303265045"),
        ("GB980780684", "GB980780684"),
        ("HR33392005961", "HR33392005961"),
        ("HU12892312", "HU12892312"),
        ("IE6433435F", "IE6433435F"),
        ("IT00743110157", "IT00743110157"),
        ("LT119511515", "LT119511515"),
        ("LU15027442", "LU15027442"),
        ("LV40003521600", "LV40003521600"),
        ("MT11679112", "MT11679112"),
        ("NL004495445B01", "NL004495445B01"),
        ("PL8567346215", "PL8567346215"),
        ("PT501964843", "PT501964843"),
        ("RO18547290", "RO18547290"),
        ("SE123456789701", "SE123456789701"),
        ("SI50223054", "SI50223054"),
        ("SK2022749619", "SK2022749619"),
        ("XI980780684", "XI980780684"),
    ],
)
def test_vat_numbers(typed: str, stored: str) -> None:
    """Of every country of the EU and its neighbours; stored without blanks, and taken again."""
    assert check_vat_id(typed) == stored
    assert check_vat_id(stored) == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("136695976", "beginnt mit dem Land"),
        ("D", "beginnt mit dem Land"),
        ("DE12345678", "zu kurz oder zu lang"),
        ("DE1234567890", "zu kurz oder zu lang"),
        ("DE136695977", "Prüfziffer"),
        ("ATU13585628", "Prüfziffer"),
        ("GB980780685", "Prüfziffer"),
        ("DEX12345678", "sieht eine USt-IdNr. anders aus"),
        ("US123456789", "ist keine USt-IdNr. bekannt"),
    ],
)
def test_what_is_no_vat_number(typed: str, said: str) -> None:
    """The sentence names what is wrong with it."""
    with pytest.raises(Invalid, match=said) as refused:
        check_vat_id(typed)
    assert refused.value.field == "vat_id"


def test_lists_to_choose_from() -> None:
    """Every choice is called something of its own; what is not in the list is refused."""
    assert len({industry_label(one) for one in Industry}) == len(Industry)
    assert len({size_label(one) for one in CompanySize}) == len(CompanySize)
    for check, words in ((check_industry, Industry), (check_size, CompanySize)):
        assert [check(word.value) for word in words] == list(words)
        assert check("") == ""
        with pytest.raises(Invalid):
            check("anything else")
