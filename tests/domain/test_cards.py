"""Card numbers: whose they are, which are taken, and what else a card must have (SECURITY.md I2).

The numbers are those that providers publish for tests; nobody's money is behind them.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcm_tui.domain.cards import (
    Brand,
    brand_label,
    brand_of,
    check_card_number,
    check_check_digits,
    check_expiry,
    last_day,
    look_at_card,
)
from tcm_tui.domain.errors import Invalid

TODAY: Final = date(2026, 11, 23)
TAKEN: Final = {
    Brand.VISA: [
        "4111111111111111",
        "4012888888881881",
        "4222222222222",
        "4242424242424242",
        "4000056655665556",
        "4917610000000000",
        "4988438843884305",
        "4035501000000008",
    ],
    Brand.MASTERCARD: [
        "5105105105105100",
        "5200828282828210",
        "5424000000000015",
        "5555555555554444",
        "5577000055770004",
        "2221000000000009",
        "2223003122003222",
        "2223000048410010",
        "2720992593319364",
    ],
    Brand.DINERS_CLUB: [
        "30569309025904",
        "36227206271667",
        "36006666333344",
        "38520000023237",
        "3056930009020004",
    ],
    Brand.DISCOVER: [
        "6011111111111117",
        "6011000990139424",
        "6011601160116611",
        "6445644564456445",
        "6510000000001248",
    ],
    Brand.JCB: [
        "3530111333300000",
        "3566002020360505",
        "3569990010095841",
        "3528000700000000",
    ],
}
REFUSED: Final = {
    "American Express": ["378282246310005", "371449635398431", "341111111111111"],
    "Bancontact": ["6703444444444449"],
    "Dankort": ["5019717010103742"],
    "Elo": ["6362970000457013", "5066991111111118", "4389350000000000"],
    "Hipercard": ["6062828888666688", "6370950000000005"],
    "InstaPayment": ["6379000000000000"],
    "InterPayment": ["6360000000000000"],
    "Maestro": [
        "6759649826438453",
        "6304000000000000",
        "501800000009",
        "6799990100000000019",
        "5000550000000029",
        "6771798021000008",
    ],
    "Mir": ["2200000000000004", "2204120100000010"],
    "RuPay": ["5085000000000000", "6069850000000000", "6527658900001005", "8172000000000000"],
    "Troy": ["9792030394440796"],
    "UATP": ["135410014004955"],
    "UnionPay": ["6200000000000005", "6250941006528599", "8171999927660000"],
    "Verve": ["5060990580000217499", "6500020000000000"],
}


@dataclass(frozen=True)
class Known:
    """A number, and whose it is."""

    number: str
    brand: Brand


GOOD: Final = [Known(number, brand) for brand, numbers in TAKEN.items() for number in numbers]
BAD: Final = [(number, name) for name, numbers in REFUSED.items() for number in numbers]


@pytest.mark.parametrize("known", GOOD, ids=lambda known: known.number)
def test_i2_the_test_numbers_of_every_brand_are_taken(known: Known) -> None:
    """With their brand told."""
    assert check_card_number(known.number) == known.number
    assert brand_of(known.number) is known.brand
    look = look_at_card(known.number)
    assert (look.brand, look.valid, look.refused) == (known.brand, True, "")


@pytest.mark.parametrize(("number", "name"), BAD)
def test_i2_every_other_brand_is_refused_by_name(number: str, name: str) -> None:
    """As soon as the digits tell it, whether complete or not."""
    with pytest.raises(Invalid) as refused:
        check_card_number(number)
    assert refused.value.message.startswith(f"{name} wird nicht angenommen.")
    assert refused.value.field == "number"
    look = look_at_card(number[:8])
    assert look.refused.startswith(name)
    assert (look.brand, look.valid) == (None, False)


@pytest.mark.parametrize("known", GOOD, ids=lambda known: known.number)
def test_i2_one_wrong_digit_is_found(known: Known) -> None:
    """Whichever it is, and whatever stands in its place."""
    for place in range(8, len(known.number)):
        for digit in string.digits.replace(known.number[place], ""):
            with pytest.raises(Invalid):
                check_card_number(known.number[:place] + digit + known.number[place + 1 :])


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "Geben Sie die Kartennummer ein"),
        ("   ", "Geben Sie die Kartennummer ein"),
        ("411111111111111", "nicht vollständig"),
        ("41111111111111111", "zu lang"),
        ("4" * 5_000, "zu lang"),
        ("4111111111111111" + " " * 100 + "9", "zu lang"),
        ("4111 1111 1111 111l", "nur aus Ziffern"),
        ("4111\x001111\x1b[2J1111", "nur aus Ziffern"),
        ("٤١١١١١١١١١١١١١١١", "nur aus Ziffern"),
        ("४१११११११११११११११", "nur aus Ziffern"),
        ("①②③④⑤⑥⑦⑧⑨①②③④⑤⑥⑦", "nur aus Ziffern"),
        ("4¹¹¹111111111111", "nur aus Ziffern"),
        ("7000000000000000", "kennen wir nicht"),
        ("0000000000000000", "kennen wir nicht"),
    ],
)
def test_i2_anything_else_is_refused_with_its_reason(number: str, says: str) -> None:
    """ASCII digits only: other scripts' are no card's."""
    with pytest.raises(Invalid, match=says):
        check_card_number(number)
    assert not look_at_card(number).valid


def test_i2_full_width_digits_become_ascii() -> None:
    """What an East Asian keyboard types; nothing but ASCII comes out."""
    assert check_card_number("４１１１－１１１１－１１１１－１１１１") == "4111111111111111"


@pytest.mark.parametrize(
    ("typed", "grouped", "brand", "refused"),
    [
        ("", "", None, False),
        ("4", "4", Brand.VISA, False),
        ("41111", "4111 1", Brand.VISA, False),
        ("222", "222", None, False),
        ("2223", "2223", Brand.MASTERCARD, False),
        ("22", "22", None, False),
        ("2200", "2200", None, True),
        ("36227206271667", "3622 720627 1667", Brand.DINERS_CLUB, False),
        ("3056930009020004", "3056 9300 0902 0004", Brand.DINERS_CLUB, False),
        ("37", "37", None, True),
        ("6", "6", None, False),
        ("62", "62", None, True),
        ("4111111111111112", "4111 1111 1111 1112", Brand.VISA, True),
        ("7000", "7000", None, False),
        ("7000000000000000", "7000 0000 0000 0000", None, True),
    ],
)
def test_while_typing(typed: str, grouped: str, brand: Brand | None, refused: bool) -> None:
    """Nothing is called wrong that may still become right."""
    look = look_at_card(typed)
    assert (look.grouped, look.brand, bool(look.refused)) == (grouped, brand, refused)


def test_the_number_stands_in_no_repr() -> None:
    """Where a look ends up in a log."""
    assert "4111" not in repr(look_at_card("4111111111111111"))


@pytest.mark.parametrize(
    ("typed", "expiry", "ends"),
    [
        ("09/28", "09/28", date(2028, 9, 30)),
        ("9/28", "09/28", date(2028, 9, 30)),
        ("0928", "09/28", date(2028, 9, 30)),
        (" 09 / 28 ", "09/28", date(2028, 9, 30)),
        ("09-2028", "09/28", date(2028, 9, 30)),
        ("02/28", "02/28", date(2028, 2, 29)),
        ("11/26", "11/26", date(2026, 11, 30)),
        ("12/46", "12/46", date(2046, 12, 31)),
    ],
)
def test_a_card_is_good_until_its_month_is_over(typed: str, expiry: str, ends: date) -> None:
    """In whatever writing."""
    assert check_expiry(typed, TODAY) == expiry
    assert last_day(expiry) == ends
    assert check_expiry(typed, ends) == expiry


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Monat und Jahr"),
        ("13/28", "Monat und Jahr"),
        ("00/28", "Monat und Jahr"),
        ("1328", "Monat und Jahr"),
        ("09/2", "Monat und Jahr"),
        ("2028-09", "Monat und Jahr"),
        ("０９/２８", "Monat und Jahr"),
        ("heute", "Monat und Jahr"),
        ("10/26", "abgelaufen"),
        ("12/25", "abgelaufen"),
        ("01/47", "So lange"),
        ("09/99", "So lange"),
    ],
)
def test_i2_what_is_no_month_or_over_is_refused(typed: str, says: str) -> None:
    """At its field."""
    with pytest.raises(Invalid, match=says) as refused:
        check_expiry(typed, TODAY)
    assert refused.value.field == "expiry"


@pytest.mark.parametrize("typed", ["", "12", "1234", "12a", "１２", "٧٣٧"])
def test_i2_check_digits_are_three(typed: str) -> None:
    """Of every brand that is taken."""
    with pytest.raises(Invalid) as refused:
        check_check_digits(typed)
    assert refused.value.field == "check_digits"
    assert check_check_digits(" 737 ") == "737"


def test_every_brand_has_a_name() -> None:
    """As it stands on the card."""
    assert [brand_label(brand) for brand in Brand] == [
        "Visa",
        "MasterCard",
        "Diners Club",
        "Discover",
        "JCB",
    ]


@given(st.text())
@example("4111 1111 1111 1111")
@example("４１１１１１１１１１１１１１１１")
def test_i2_whatever_is_typed_is_refused_or_clean(text: str) -> None:
    """Never another error; what passes is made of ASCII digits and passes again."""
    try:
        number = check_card_number(text)
    except Invalid:
        assert not look_at_card(text).valid
    else:
        assert number.isascii()
        assert number.isdigit()
        assert check_card_number(number) == number


@given(st.text(alphabet="0123456789/.- ", max_size=9))
def test_i2_whatever_is_typed_as_a_month_is_refused_or_clean(text: str) -> None:
    """The same for „gültig bis“."""
    try:
        expiry = check_expiry(text, TODAY)
    except Invalid:
        return
    assert last_day(expiry) >= TODAY
    assert check_expiry(expiry, TODAY) == expiry


@given(st.from_regex(r"[0-9]{1,19}", fullmatch=True))
def test_typing_on_never_makes_a_refused_brand_a_taken_one(number: str) -> None:
    """Once told that a brand is refused, one need not go on; and looks are grouped, not changed."""
    refused = False
    for length in range(1, len(number) + 1):
        look = look_at_card(number[:length])
        assert look.grouped.replace(" ", "") == number[:length]
        assert not (refused and look.brand)
        refused = refused or "wird nicht angenommen" in look.refused
