"""IBANs: which can be debited, and whose bank they name (SECURITY.md I2)."""

from __future__ import annotations

import string
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcm_tui.domain.bank_accounts import (
    SEPA,
    Bank,
    bank_of,
    check_iban,
    grouped_iban,
    look_at_iban,
)
from tcm_tui.domain.errors import Invalid

_EXAMPLES: Final = """
AD1200012030200359100100 AL47212110090000000235698741 AT611904300234573201 BE68539007547034
BG80BNBG96611020345678 CH9300762011623852957 CY17002001280000001200527600
CZ6508000000192000145399 DE89370400440532013000 DK5000400440116243 EE382200221020145685
ES9121000418450200051332 FI2112345600000785 FR1420041010050500013M02606 GB29NWBK60161331926819
GI75NWBK000000007099453 GR1601101250000000012300695 HR1210010051863000160
HU42117730161111101800000000 IE29AIBK93115212345678 IS140159260076545510730339
IT60X0542811101000000123456 LI21088100002324013AA LT121000011101001000 LU280019400644750000
LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168
ME25505000012345678951 MK07250120000058984 MT84MALT011000012345MTLCAST001S NL91ABNA0417164300
NO9386011117947 PL61109010140000071219812874 PT50000201231234567890154 RO49AAAA1B31007593840000
RS35260005601001611379 SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541
SM86U0322509800000000270100 VA59001123000012345678
"""
EXAMPLES: Final = _EXAMPLES.split()
"""The examples of the registry of IBANs, one for each country that SEPA reaches."""
_ELSEWHERE: Final = """
AE070331234567890123456 BR1800360305000010009795493C1 IL620108000000099999999
SA0380000000608010167519 TR330006100519786457841326 UA213223130000026007233566001
XK051212012345678906
"""
ELSEWHERE: Final = _ELSEWHERE.split()
"""Right as they are, but of no account that SEPA reaches."""


def test_i2_there_is_an_example_of_every_sepa_country() -> None:
    """Forty-two, without one left out."""
    assert {iban[:2] for iban in EXAMPLES} == SEPA
    assert len(EXAMPLES) == len(SEPA)


@pytest.mark.parametrize("iban", EXAMPLES)
def test_i2_every_sepa_country_can_be_debited(iban: str) -> None:
    """In any writing; stored in one."""
    assert check_iban(iban) == iban
    assert check_iban(f" {grouped_iban(iban).lower()} ") == iban
    assert check_iban("-".join(grouped_iban(iban).split())) == iban
    look = look_at_iban(iban)
    assert look.valid
    assert look.grouped == grouped_iban(iban)


@pytest.mark.parametrize("iban", EXAMPLES)
def test_i2_one_wrong_digit_is_found(iban: str) -> None:
    """Whichever it is: nothing that is mistyped once is debited."""
    for place in range(2, len(iban)):
        wrong = next(digit for digit in string.digits if digit != iban[place])
        with pytest.raises(Invalid):
            check_iban(iban[:place] + wrong + iban[place + 1 :])


@pytest.mark.parametrize("iban", EXAMPLES)
def test_i2_another_length_is_refused_with_the_right_one(iban: str) -> None:
    """One more, or one less."""
    for wrong in (iban[:-1], f"{iban}0"):
        with pytest.raises(Invalid, match=rf"hat {len(iban)} Stellen, nicht {len(wrong)}"):
            check_iban(wrong)


@pytest.mark.parametrize("iban", ELSEWHERE)
def test_i2_from_elsewhere_nothing_is_debited(iban: str) -> None:
    """Right as they are, SEPA does not reach them; two letters are enough to say so."""
    with pytest.raises(Invalid, match=f"mit {iban[:2]} "):
        check_iban(iban)
    assert look_at_iban(iban[:2]).hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Geben Sie die IBAN ein"),
        ("37040044", "beginnt mit zwei Buchstaben"),
        ("D", "beginnt mit zwei Buchstaben|nicht mit SEPA"),
        ("DE89 3704 0044 0532 0130 0O", "stimmt nicht"),
        ("DE00 3704 0044 0532 0130 00", "stimmt nicht"),
        ("DE01 3704 0044 0532 0130 00", "stimmt nicht"),
        ("DE98 3704 0044 0532 0130 00", "stimmt nicht"),
        ("DE٨٩370400440532013000", "beginnt mit zwei Buchstaben"),
        ("ДE89370400440532013000", "beginnt mit zwei Buchstaben"),
        ("DE89\u202e370400440532013000", "beginnt mit zwei Buchstaben"),
        ("DE89\x1b[31m370400440532013000", "beginnt mit zwei Buchstaben"),
        ("DE8937040044053201300000000000000000000000", "Stellen"),
        ("DE" + "8" * 10_000, "Stellen"),
        ("DE89370400440532013000" + " " * 100 + "9", "Stellen"),
    ],
)
def test_i2_anything_else_is_refused_with_its_reason(text: str, says: str) -> None:
    """ASCII only, the check digits too."""
    with pytest.raises(Invalid, match=says) as refused:
        check_iban(text)
    assert refused.value.field == "iban"


def test_i2_full_width_signs_become_ascii() -> None:
    """What an East Asian keyboard types."""
    typed = "ＤＥ８９　３７０４　００４４　０５３２　０１３０　００"
    assert check_iban(typed) == "DE89370400440532013000"


@pytest.mark.parametrize(
    ("typed", "grouped", "valid", "hinted"),
    [
        ("", "", False, False),
        ("d", "D", False, False),
        ("de8", "DE8", False, False),
        ("DE893704004405320130", "DE89 3704 0044 0532 0130", False, False),
        ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00", True, False),
        ("DE89370400440532013001", "DE89 3704 0044 0532 0130 01", False, True),
        ("DE893704004405320130000", "DE89 3704 0044 0532 0130 000", False, True),
        ("TR", "TR", False, True),
        ("3704", "3704", False, True),
    ],
)
def test_while_typing(typed: str, grouped: str, valid: bool, hinted: bool) -> None:
    """Nothing is called wrong that may still become right."""
    look = look_at_iban(typed)
    assert (look.grouped, look.valid, bool(look.hint)) == (grouped, valid, hinted)


def test_the_bank_is_named() -> None:
    """With its place while typing, and its BIC."""
    look = look_at_iban("DE89370400440532013000")
    assert (look.bank, look.bic, look.hint) == ("Commerzbank Köln", "COBADEFFXXX", "")
    assert bank_of("DE89370400440532013000") == Bank("Commerzbank", "COBADEFFXXX")


@pytest.mark.parametrize("iban", ["DE66999999991234567890", "DE36000000000000000000"])
def test_i2_a_german_bank_that_there_is_not_is_refused(iban: str) -> None:
    """Right as its check digits are: every bank there is is published."""
    with pytest.raises(Invalid, match="Diese Bank kennen wir nicht") as refused:
        check_iban(iban)
    assert refused.value.field == "iban"
    look = look_at_iban(iban)
    assert (look.valid, look.bank) == (False, "")
    assert look.hint == refused.value.message


def test_a_bank_elsewhere_that_is_not_known_is_a_warning() -> None:
    """Of most countries the list of banks is not complete."""
    look = look_at_iban("GI75NWBK000000007099453")
    assert (look.valid, look.bank, look.bic) == (True, "", "")
    assert "kennen wir nicht" in look.hint
    assert bank_of("GI75NWBK000000007099453") == Bank("", "")


def test_the_iban_stands_in_no_repr() -> None:
    """Where a look ends up in a log."""
    assert "3704" not in repr(look_at_iban("DE89370400440532013000"))


@given(st.one_of(st.text(), st.from_regex(r"[A-Z]{2}[0-9A-Z]{0,40}", fullmatch=True)))
@example("DE")
@example("XX00")
@example("de89 3704 0044 0532 0130 00")
def test_i2_whatever_is_typed_is_refused_or_clean(text: str) -> None:
    """Never another error; what passes is ASCII and passes again."""
    look = look_at_iban(text)
    try:
        iban = check_iban(text)
    except Invalid:
        assert not look.valid
    else:
        assert look.valid
        assert iban.isascii()
        assert check_iban(iban) == iban
