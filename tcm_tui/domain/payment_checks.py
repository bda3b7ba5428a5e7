"""What the five kinds of paying share: numbers as people type them, and names that hold none."""

from __future__ import annotations

import re
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.phone import HOME, check_phone
from tcm_tui.domain.text import clean_text
from tcm_tui.i18n import _

HOLDER_MAX: Final = 70
"""Characters of a name on an account, as SEPA allows (EPC130-08, AT-D001)."""
NUMBER_MAX: Final = 64
"""Characters of a number that can be typed, with blanks."""

_FULL_WIDTH: Final = {0xFF01 + n: 0x21 + n for n in range(94)}
"""What an East Asian keyboard types for ASCII; no other script's digits are taken for ours."""
_BETWEEN: Final = re.compile(r"[\s.\-–/]+")
_NUMBERS: Final = re.compile(
    r"\d(?:[\W_]*\d){11,}"
    r"|[A-Z]{2}(?:[\W_]*\d){2}(?:[\W_]*[A-Z0-9]){4}(?:[\W_]*\d){7,}",
    re.IGNORECASE,
)
"""Twelve digits of any script in a row, or an IBAN with fewer, whatever groups them.

Part of no name and of no street.
"""


def compact(value: str) -> str:
    """`value` as numbers are compared: in capitals, without what groups it for the eye.

    Full-width characters become ASCII; anything else stays, for the rule of the field to refuse.
    """
    return _BETWEEN.sub("", value.translate(_FULL_WIDTH)).upper()


def is_digits(text: str) -> bool:
    """Whether `text` is made of 0 to 9 alone; `str.isdigit` knows those of every script."""
    return text.isascii() and text.isdigit()


def check_number(value: str, length: int, field: str) -> str:
    """`value` as a number of exactly `length` digits.

    Raises:
        Invalid: It has other signs, or more or fewer of them.
    """
    number = compact(value)
    if not number:
        raise Invalid(_("Bitte ausfüllen."), field)
    if not is_digits(number):
        raise Invalid(_("Nur Ziffern sind erlaubt."), field)
    if len(number) != length:
        raise Invalid(
            _("Die Nummer hat {length} Ziffern, nicht {count}.").format(
                length=length, count=len(number)
            ),
            field,
        )
    return number


def check_line(value: str, field: str, *, max_len: int = HOLDER_MAX) -> str:
    """`value` as a name or a line of an address, stored and shown in clear.

    Raises:
        Invalid: Nothing of it can be read, it is too long, or it holds the number of an account
            or of a card, which belongs elsewhere.
    """
    text = clean_text(value, max_len=max_len, field=field)
    if not any(sign.isalnum() for sign in text):
        raise Invalid(_("Bitte ausfüllen."), field)
    if _NUMBERS.search(text.translate(_FULL_WIDTH)):
        raise Invalid(_("Hier darf keine Konto- oder Kartennummer stehen."), field)
    return text


def check_consent(given: bool, sentence: str, field: str) -> None:
    """Refuse what was not ticked.

    Raises:
        Invalid: With `sentence`, at `field`.
    """
    if not given:
        raise Invalid(sentence, field)


def check_mobile(value: str, field: str = "phone") -> str:
    """`value` as a German mobile number in international form, „+49 1512 3456789“.

    Raises:
        Invalid: It is none.
    """
    number = check_phone(value, HOME, field)
    if not number:
        raise Invalid(_("Bitte ausfüllen."), field)
    if not _is_german_mobile(number):
        raise Invalid(_("Geben Sie eine deutsche Mobilfunknummer ein, etwa 0151 23456789."), field)
    return number


def _is_german_mobile(number: str) -> bool:
    import phonenumbers  # noqa: PLC0415 - costs 60 ms

    found = phonenumbers.parse(number)
    return (
        phonenumbers.region_code_for_number(found) == HOME
        and phonenumbers.number_type(found) == phonenumbers.PhoneNumberType.MOBILE
        and not found.extension
    )
