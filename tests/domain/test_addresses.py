"""What may be done with which address, and how often a code may be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tcm_tui.domain.account_deletion import DeletionPlan, OwnMembership, check_typed
from tcm_tui.domain.addresses import (
    AddressTaken,
    MailedAddress,
    OpenAddress,
    OwnAddress,
    too_many,
)
from tcm_tui.domain.errors import Invalid
from tests.builders import START

PRIMARY = OwnAddress(1, "a@m.example", is_primary=True, added_at=START, verified_at=START)
VERIFIED = replace(PRIMARY, id=2, is_primary=False)
WAITING = replace(VERIFIED, id=3, verified_at=None)
OPEN = OpenAddress("a@m.example", "Anna Muster", 1, START + timedelta(hours=24))
MAILED = MailedAddress(OPEN, address_id=3, token_id=4, spent=False, taken=False)


@pytest.mark.parametrize(
    ("address", "verified", "primary", "resend", "remove"),
    [
        (PRIMARY, 1, False, False, False),
        (PRIMARY, 2, False, False, False),
        (VERIFIED, 2, True, False, True),
        (WAITING, 1, False, True, True),
    ],
)
def test_what_an_address_allows(
    address: OwnAddress, verified: int, primary: bool, resend: bool, remove: bool
) -> None:
    """Primary, verified, waiting; with a sentence for each no."""
    allowed = (not address.why_not_primary(), not address.why_not_resend())
    assert (*allowed, not address.why_not_remove(verified)) == (primary, resend, remove)


@pytest.mark.parametrize(
    ("last_hour", "last_day", "of_person", "words"),
    [
        (2, 5, 11, ""),
        (3, 3, 3, "in einer Stunde"),
        (3, 6, 6, "morgen"),
        (0, 0, 12, "heute schon 12 Codes"),
    ],
)
def test_g7_codes_are_counted(last_hour: int, last_day: int, of_person: int, words: str) -> None:
    """Three an hour and six a day to an address, twelve a day by a person."""
    refusal = too_many(last_hour=last_hour, last_day=last_day, of_person=of_person)
    assert words in refusal
    assert bool(refusal) == bool(words)


def test_a_code_is_good_until_its_end() -> None:
    """To the second; then, used, or for somebody else's address it is refused."""
    assert MAILED.check(START + timedelta(hours=24, seconds=-1)) == OPEN
    for mailed, now in ((MAILED, OPEN.expires_at), (replace(MAILED, spent=True), START)):
        with pytest.raises(Invalid):
            mailed.check(now)
    with pytest.raises(AddressTaken):
        replace(MAILED, taken=True).check(START)


def test_a_plan_names_the_companies_in_the_way() -> None:
    """Of several, those that would lose their last administrator."""
    mine = OwnMembership(1, 1, 1, "Alt AG", last_admin=True, contact=False)
    other = replace(mine, company_id=2, company="Neu AG", last_admin=False)
    assert "Alt AG." in DeletionPlan("a@m.example", [mine, other]).refusal()
    assert DeletionPlan("a@m.example", [other]).refusal() == ""


@pytest.mark.parametrize("typed", ["a@m.example", " A@M.example "])
def test_the_address_may_be_typed_in_any_case(typed: str) -> None:
    """As at sign-in."""
    check_typed(typed, "a@m.example")


def test_another_address_confirms_nothing() -> None:
    """Nor does nothing."""
    for typed in ("", "b@m.example"):
        with pytest.raises(Invalid):
            check_typed(typed, "a@m.example")
