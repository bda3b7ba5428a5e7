"""Mailed codes: random, hashed, found in whatever is pasted (SECURITY.md B3, C5, G5)."""

from __future__ import annotations

import base64
import hashlib
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.codes import LIVES, TokenPurpose, find_code, hash_code, new_code

CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567"


def test_c5_a_code_has_160_random_bits_in_groups_of_four() -> None:
    """A thousand are all different."""
    codes = {new_code().text for _number in range(1_000)}
    assert len(codes) == 1_000
    for text in codes:
        groups = text.split("-")
        assert [len(group) for group in groups] == [4] * 8
        assert len(base64.b32decode(text.replace("-", ""))) * 8 == 160
        assert find_code(text) == text


def test_c5_only_the_hash_shows() -> None:
    """In logs and messages the code itself never appears."""
    code = new_code()
    assert code.text not in repr(code)
    letters = code.text.replace("-", "")
    assert code.hash == hashlib.sha256(letters.encode()).hexdigest()


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", "–"),
        CODE.replace("O", "0").replace("I", "1").replace("B", "8"),
        f"  {CODE}\n",
        f"Ihr Code:\n\n    {CODE}\n\nGeben Sie ihn ein.",
        f"> {CODE}",
        f"<b>{CODE}</b>.",
        f"tcm-tui open {CODE}",
    ],
)
def test_b3_a_code_is_found_however_it_is_typed_or_pasted(typed: str) -> None:
    """Case, groups, look-alikes and what stands around it do not matter."""
    assert find_code(typed) == CODE
    assert hash_code(find_code(typed) or "") == hash_code(CODE)


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "8", "X" + CODE, CODE.replace("A", "9"), "Guten Tag", "\ud800"]
)
def test_what_is_no_code_is_not_found(typed: str) -> None:
    """Too short, too long, or with a figure that no code has."""
    assert find_code(typed) is None


def test_b3_a_message_id_is_not_taken_for_the_code() -> None:
    """A whole mail with its headers: the 32 letters of its id often look like a code."""
    number = "a0b1c2d3e4f5a6b7c8d0e1f2a3b4c5d6"
    assert len(number) == len(uuid.uuid4().hex)
    mail = f"Message-ID: <{number}@tcm-tui.invalid>\nX-Trace: {number}\n\nIhr Code: {CODE}\n"
    assert find_code(mail) == CODE
    assert find_code(f"<{number}@tcm-tui.invalid>") is None


@given(st.text())
def test_any_text_can_be_searched_and_hashed(text: str) -> None:
    """Nothing pasted crashes."""
    assert len(hash_code(text)) == 64
    found = find_code(text)
    assert found is None or find_code(found) == found


def test_every_purpose_has_a_life() -> None:
    """In the order of PRODUCT.md: the reset is the shortest, the invitation the longest."""
    assert set(LIVES) == set(TokenPurpose)
    assert sorted(LIVES, key=lambda purpose: LIVES[purpose]) == [
        TokenPurpose.PASSWORD_RESET,
        TokenPurpose.ADDRESS,
        TokenPurpose.REGISTRATION,
        TokenPurpose.INVITATION,
    ]
