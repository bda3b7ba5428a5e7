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
        ("DE123456789", "DE123456789"),
        ("de 123 456 789", "DE123456789"),
        ("DE-123.456.789", "DE123456789"),
        ("ATU12345678", "ATU12345678"),
        ("ESX1234567X", "ESX1234567X"),
    ],
)
def test_vat_numbers(typed: str, stored: str) -> None:
    """Stored without blanks."""
    assert check_vat_id(typed) == stored


@pytest.mark.parametrize(
    "typed", ["123456789", "DE12345678", "DE1234567890", "DEX12345678", "D", "DE１２３４５６７８９"]
)
def test_what_is_no_vat_number(typed: str) -> None:
    """The country first; Germany has nine digits of the plain kind."""
    with pytest.raises(Invalid) as refused:
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
