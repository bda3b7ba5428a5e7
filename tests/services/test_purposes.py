"""Every mailed code at every door but its own: worth nothing there, and untouched (C6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tcm_tui.domain.codes import TokenPurpose
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import NewPerson
from tcm_tui.domain.mail import MailKind
from tcm_tui.services import accepting, addresses, passwords, registration
from tcm_tui.services.codes import open_code
from tests.builders import add_invitation, everything, signed_in
from tests.services.registering import APPLICANT, DETAILS, begun, mailed_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Person

GOOD: Final = "Rote-Ampel-19-Uhr"
DERYA: Final = NewPerson("Derya", "Çelik", GOOD, assured=True)
Door = tuple[str, "Callable[[Context, str], object]"]

DOORS: Final[dict[TokenPurpose, tuple[Door, ...]]] = {
    TokenPurpose.ADDRESS: (
        ("open", addresses.open_address),
        ("verify", addresses.verify),
    ),
    TokenPurpose.INVITATION: (
        ("open", accepting.open_invitation),
        ("as_new", lambda ctx, code: accepting.accept_as_new(ctx, code, DERYA)),
        ("as_known", lambda ctx, code: accepting.accept_as_known(ctx, code, GOOD, assured=True)),
    ),
    TokenPurpose.PASSWORD_RESET: (
        ("open", passwords.open_reset),
        ("reset", lambda ctx, code: passwords.reset_password(ctx, code, GOOD)),
    ),
    TokenPurpose.REGISTRATION: (
        ("open", registration.open_registration),
        ("keep", lambda ctx, code: registration.keep(ctx, code, DETAILS)),
        ("finish", lambda ctx, code: registration.finish(ctx, code, APPLICANT)),
    ),
}
"""Everything that takes the code of a purpose."""
FOREIGN: Final = [
    pytest.param(made_for, door, id=f"{made_for.value} at {at.value} {name}")
    for made_for in TokenPurpose
    for at in TokenPurpose
    if at is not made_for
    for name, door in DOORS[at]
]


def code_of(purpose: TokenPurpose, nobody: Context, anna: Person) -> str:
    """A code as it is mailed, still good for its own purpose."""
    match purpose:
        case TokenPurpose.ADDRESS:
            addresses.add(signed_in(nobody, anna), "anna.m@neu.example")
            return mailed_code(nobody, MailKind.VERIFY_ADDRESS)
        case TokenPurpose.INVITATION:
            return add_invitation(nobody.database, anna, "derya@muster.example")[1].text
        case TokenPurpose.PASSWORD_RESET:
            passwords.send_reset(signed_in(nobody, anna), anna.membership_id)
            return mailed_code(nobody, MailKind.RESET)
        case TokenPurpose.REGISTRATION:
            return begun(nobody)


@pytest.mark.parametrize(("made_for", "door"), FOREIGN)
def test_c6_a_code_is_good_at_no_other_door(
    nobody: Context,
    anna: Person,
    made_for: TokenPurpose,
    door: Callable[[Context, str], object],
) -> None:
    """It is called a code that does not exist, and still opens what it is for."""
    code = code_of(made_for, nobody, anna)
    before = everything(nobody)
    with pytest.raises(Invalid, match="Diesen Code gibt es nicht") as refused:
        door(nobody, code)
    assert refused.value.field == "code"
    assert everything(nobody) == before
    assert open_code(nobody, code)


@pytest.mark.parametrize("purpose", TokenPurpose)
def test_every_purpose_is_opened_by_the_one_field(
    nobody: Context, anna: Person, purpose: TokenPurpose
) -> None:
    """„Code eingeben“ finds out what a code is for: the same as its own door says."""
    code = code_of(purpose, nobody, anna)
    (_name, own), *_rest = DOORS[purpose]
    assert open_code(nobody, code) == own(nobody, code)
