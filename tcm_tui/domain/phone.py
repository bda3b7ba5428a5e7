"""Telephone numbers: one rule for companies, members and whoever registers."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

PHONE_MAX: Final = 40
HOME: Final = "DE"
"""Where a number belongs that names no country."""
_SIGNS: Final = re.compile(r"\+?[0-9(][0-9 ()/.-]*(?: ?(?:ext\.?|x|#) ?[0-9]{1,7})?", re.ASCII)
"""What people write; the library would look for a number in any text."""


def check_phone(value: str, country: str = HOME, field: str = "phone") -> str:
    """`value` as an international telephone number, or nothing.

    Args:
        value: As people write it.
        country: Where it is dialled when it begins with no country, as ISO 3166 names it; empty
            for Germany.
        field: Named by a refusal.

    Raises:
        Invalid: It holds something else, is too long, or nobody can have it.
    """
    text = unicodedata.normalize("NFKC", clean_text(value, max_len=PHONE_MAX, field=field))
    if not text:
        return ""
    number = _parsed(text, country or HOME)
    if number is None:
        raise Invalid(_("Geben Sie eine Telefonnummer ein, etwa +49 228 12345."), field)
    return _international(number, field)


def _parsed(text: str, country: str) -> PhoneNumber | None:
    from phonenumbers import NumberParseException, parse  # noqa: PLC0415 - costs 60 ms

    if not _SIGNS.fullmatch(text.lower()):
        return None
    try:
        return parse(text, country)
    except NumberParseException:
        return None


def _international(number: PhoneNumber, field: str) -> str:
    """„+49 228 12345“, of a number that somebody can have."""
    from phonenumbers import (  # noqa: PLC0415 - costs 60 ms
        PhoneNumberFormat,
        ValidationResult,
        format_number,
        is_possible_number_with_reason,
        is_valid_number,
    )

    reasons = {
        ValidationResult.TOO_LONG: _("Diese Nummer hat zu viele Ziffern."),
        ValidationResult.TOO_SHORT: _("Dieser Nummer fehlen Ziffern."),
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: _("Dieser Nummer fehlt die Vorwahl."),
        ValidationResult.INVALID_COUNTRY_CODE: _("Diese Vorwahl eines Landes gibt es nicht."),
    }
    if sentence := reasons.get(is_possible_number_with_reason(number)):
        raise Invalid(sentence, field)
    if not is_valid_number(number):
        raise Invalid(_("Diese Nummer kann es nicht geben. Prüfen Sie die Vorwahl."), field)
    return format_number(number, PhoneNumberFormat.INTERNATIONAL)
