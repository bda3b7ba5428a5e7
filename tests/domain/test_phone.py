"""Telephone numbers: one rule wherever they are typed."""

from __future__ import annotations

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.phone import PHONE_MAX, check_phone


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("", "DE", ""),
        ("   ", "DE", ""),
        ("0228 12345", "DE", "+49 228 12345"),
        ("(0228) 123-45", "DE", "+49 228 12345"),
        ("0228/123.45", "DE", "+49 228 12345"),
        ("0049 228 12345", "DE", "+49 228 12345"),
        ("+49 (0)228 12345", "DE", "+49 228 12345"),
        ("0151 23456789", "", "+49 1512 3456789"),
        ("01 234567", "AT", "+43 1 234567"),
        ("044 668 18 00", "CH", "+41 44 668 18 00"),
        ("+41 44 668 18 00", "DE", "+41 44 668 18 00"),
        ("0228 12345 x12", "DE", "+49 228 12345 ext. 12"),
        ("０２２８ １２３４５", "DE", "+49 228 12345"),
    ],
)
def test_numbers_are_stored_in_international_form(typed: str, country: str, stored: str) -> None:
    """What names no country is dialled where the company is; what is stored is taken again."""
    assert check_phone(typed, country) == stored
    assert check_phone(stored, "US") == stored


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Anna", "Geben Sie eine Telefonnummer ein"),
        ("+", "Geben Sie eine Telefonnummer ein"),
        ("0228 12345 x", "Geben Sie eine Telefonnummer ein"),
        ("=1+1", "Geben Sie eine Telefonnummer ein"),
        ("-1234", "Geben Sie eine Telefonnummer ein"),
        ("١٢٣٤", "Geben Sie eine Telefonnummer ein"),
        ("110", "fehlt die Vorwahl"),
        ("4711", "kann es nicht geben"),
        ("0" + "1" * 17, "zu viele Ziffern|Geben Sie"),
        ("1" * (PHONE_MAX + 1), "Höchstens"),
    ],
)
def test_what_is_no_number_is_refused(typed: str, said: str) -> None:
    """At its field, in a sentence; F9: nothing that a sheet would take for a formula."""
    with pytest.raises(Invalid, match=said) as refused:
        check_phone(typed)
    assert refused.value.field == "phone"
