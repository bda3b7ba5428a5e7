"""„Kreditkarte“: whose brand a number is of, and whether number, end and check digits fit.

The ranges are those the brands publish (ISO/IEC 7812). Where two brands claim a range, the one that
we do not take stands first: better a card refused by name than charged by nobody.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.payment_checks import compact, is_digits
from tcm_tui.i18n import _

CHECK_DIGITS: Final = 3
"""As many as every brand that we take prints."""
YEARS_AHEAD: Final = 20
"""No card is good for longer; a year beyond is a slip of the fingers."""
_GROUP: Final = 4
_USUAL_LENGTH: Final = 16
_DINERS_LENGTH: Final = 14
_CENTURY: Final = 2000
_EXPIRY: Final = re.compile(r"(0?[1-9]|1[0-2]) ?[/.-] ?(?:20)?([0-9]{2})|([0-9]{2})([0-9]{2})")


class Brand(StrEnum):
    """The brands that are taken."""

    VISA = "visa"
    MASTERCARD = "mastercard"
    DINERS_CLUB = "diners_club"
    DISCOVER = "discover"
    JCB = "jcb"


BRAND_LABELS: Final = {
    Brand.VISA: "Visa",
    Brand.MASTERCARD: "MasterCard",
    Brand.DINERS_CLUB: "Diners Club",
    Brand.DISCOVER: "Discover",
    Brand.JCB: "JCB",
}
_LENGTHS: Final = {
    Brand.VISA: (13, 16, 19),
    Brand.MASTERCARD: (16,),
    Brand.DINERS_CLUB: (14, 16, 17, 18, 19),
    Brand.DISCOVER: (16, 17, 18, 19),
    Brand.JCB: (16, 17, 18, 19),
}
_REFUSED: Final = {
    "American Express": "34 37",
    "Bancontact": "6703",
    "Dankort": "5019",
    "Elo": (
        "401178-401179 431274 438935 451416 457393 457631-457632 504175 506699-506778"
        " 509000-509999 627780 636297 636368 650031-650033 650035-650051 650405-650439"
        " 650485-650538 650541-650598 650700-650718 650720-650727 650901-650920 651652-651679"
        " 655000-655019 655021-655058"
    ),
    "Hipercard": "384100 384140 384160 606282 637095 637568 637599 637609 637612",
    "InstaPayment": "637-639",
    "InterPayment": "636",
    "Mir": "2200-2204",
    "RuPay": "508500-508999 606985-607984 608001-608500 652150-653149 817200-820199",
    "Troy": "9792",
    "UATP": "1",
    "UnionPay": "62 8100-8171",
    "Verve": "506099-506198 507865-507964 650002-650027",
}
_MAESTRO: Final = "0604 50 56-58 6304 6390 6759 6761-6763 67"
_TAKEN: Final = {
    Brand.VISA: "4",
    Brand.MASTERCARD: "51-55 2221-2720",
    Brand.DINERS_CLUB: "300-305 3095 36 38-39",
    Brand.DISCOVER: "6011 644-649 65",
    Brand.JCB: "3528-3589",
}


@dataclass(frozen=True)
class _Range:
    """Numbers that begin like anything from `first` to `last`, which are of equal length."""

    first: str
    last: str

    def holds(self, number: str) -> bool:
        """Whether `number`, of which more may follow, is known to be one of them."""
        length = len(self.first)
        return len(number) >= length and self.first <= number[:length] <= self.last


def _ranges(text: str) -> tuple[_Range, ...]:
    pairs = (part.partition("-") for part in text.split())
    return tuple(_Range(first, last or first) for first, _dash, last in pairs)


_REFUSED_RANGES: Final = [
    (found, name)
    for name, text in (*_REFUSED.items(), ("Maestro", _MAESTRO))  # the widest ranges last
    for found in _ranges(text)
]
_TAKEN_RANGES: Final = [(found, brand) for brand, text in _TAKEN.items() for found in _ranges(text)]


@dataclass(frozen=True)
class CardLook:
    """A card number while it is being typed.

    Args:
        grouped: As it is printed on the card; what is no digit stays.
        brand: As far as the first digits tell it.
        refused: Why it cannot be taken, as a sentence; "" before it has the usual length, unless
            its brand alone says so.
        valid: Whether it is complete and its digits fit.
    """

    grouped: str = field(repr=False)
    brand: Brand | None
    refused: str
    valid: bool


def brand_label(brand: Brand) -> str:
    """„Visa“: its name in every language."""
    return BRAND_LABELS[brand]


def look_at_card(text: str) -> CardLook:
    """What there is to say of `text` so far."""
    number = compact(text)
    brand = _brand(number)
    try:
        check_card_number(text)
    except Invalid as refusal:
        settled = bool(_refused_name(number)) or len(number) >= _full_length(brand)
        return CardLook(_grouped(number), brand, refusal.message if settled else "", valid=False)
    return CardLook(_grouped(number), brand, "", valid=True)


def brand_of(number: str) -> Brand:
    """The brand of a checked card number.

    Raises:
        Invalid: It is of none that we take.
    """
    if name := _refused_name(number):
        raise _not_taken(_("{brand} wird nicht angenommen.").format(brand=name))
    if (brand := _brand(number)) is None:
        raise _not_taken(_("Diese Kartenart kennen wir nicht."))
    return brand


def check_card_number(value: str) -> str:
    """`value` as the digits of a card that we take.

    Raises:
        Invalid: It is none; its field is `number`.
    """
    number = compact(value)
    if not number:
        raise Invalid(_("Geben Sie die Kartennummer ein."), "number")
    if not is_digits(number):
        raise Invalid(_("Eine Kartennummer besteht nur aus Ziffern."), "number")
    if len(number) not in _LENGTHS[brand_of(number)]:
        raise Invalid(_("Die Kartennummer ist nicht vollständig oder zu lang."), "number")
    if not _luhn(number):
        raise Invalid(_("Die Kartennummer stimmt nicht. Prüfen Sie die Ziffern."), "number")
    return number


def check_expiry(value: str, today: date) -> str:
    """`value` as „MM/JJ“ of a card that is still good; it is until the last day of its month.

    Raises:
        Invalid: It is no such month, it is over, or too far away; its field is `expiry`.
    """
    found = _EXPIRY.fullmatch(value.strip()) if value.isascii() else None
    month, year = (found[1] or found[3], found[2] or found[4]) if found else ("", "")
    if not (month.isdigit() and 1 <= int(month) <= 12):  # noqa: PLR2004 - months
        raise Invalid(_("Geben Sie Monat und Jahr ein, etwa 09/28."), "expiry")
    expiry = f"{int(month):02}/{year}"
    ends = last_day(expiry)
    if ends < today:
        raise Invalid(_("Diese Karte ist abgelaufen."), "expiry")
    if ends.year > today.year + YEARS_AHEAD:
        raise Invalid(_("Prüfen Sie das Jahr: So lange gilt keine Karte."), "expiry")
    return expiry


def last_day(expiry: str) -> date:
    """The last day on which a card is good, of a checked „MM/JJ“."""
    month, _slash, year = expiry.partition("/")
    full = _CENTURY + int(year)
    return date(full, int(month), calendar.monthrange(full, int(month))[1])


def check_check_digits(value: str) -> str:
    """`value` as „Prüfziffer“.

    Raises:
        Invalid: It is not made of three digits; its field is `check_digits`.
    """
    digits = compact(value)
    if len(digits) != CHECK_DIGITS or not is_digits(digits):
        raise Invalid(
            _("Die Prüfziffer hat drei Ziffern. Sie steht auf der Rückseite."), "check_digits"
        )
    return digits


def _not_taken(reason: str) -> Invalid:
    taken = _("Möglich sind Visa, MasterCard, Diners Club/Discover und JCB.")
    return Invalid(f"{reason} {taken}", "number")


def _refused_name(number: str) -> str:
    """The name of a brand that we do not take, "" for any other."""
    return next((name for found, name in _REFUSED_RANGES if found.holds(number)), "")


def _brand(number: str) -> Brand | None:
    if _refused_name(number):
        return None
    return next((brand for found, brand in _TAKEN_RANGES if found.holds(number)), None)


def _full_length(brand: Brand | None) -> int:
    """How many digits there usually are: before, nothing is said to be missing or wrong."""
    return _DINERS_LENGTH if brand is Brand.DINERS_CLUB else _USUAL_LENGTH


def _grouped(number: str) -> str:
    if _brand(number) is Brand.DINERS_CLUB and len(number) <= _DINERS_LENGTH:
        parts = [number[:4], number[4:10], number[10:]]
    else:
        parts = [number[start : start + _GROUP] for start in range(0, len(number), _GROUP)]
    return " ".join(part for part in parts if part)


def _luhn(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1, annex B)."""
    from stdnum import luhn  # noqa: PLC0415 - only where a card is typed

    return bool(luhn.is_valid(number))
