"""What is far too long is refused or finds nobody, whatever a form has let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tcm_tui.domain.errors import DomainError, Invalid
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.members import MemberFilter
from tcm_tui.domain.permissions import Role
from tcm_tui.services.accepting import accept_as_new, open_invitation
from tcm_tui.services.invitations import invite, invite_many
from tcm_tui.services.member_profile import edit
from tcm_tui.services.members import SEARCH_MAX, count, keys, page
from tcm_tui.services.passwords import open_reset, reset_password
from tcm_tui.services.sign_in import sign_in
from tests.builders import (
    PASSWORD,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context

HUGE: Final = 1_000_000
PIECES: Final = ("x", "\u0301", "\u754c")


def ways_in(
    ctx: Context, nobody: Context, anna: Person, code: str, huge: str
) -> dict[str, Callable[[], object]]:
    """Every text that somebody can hand to a use case."""
    known = PASSWORD + "-Lang"
    return {
        "address": lambda: invite(ctx, InvitationDraft(f"{huge}@m.example")),
        "domain": lambda: invite(ctx, InvitationDraft(f"a@{huge}.example")),
        "first name": lambda: invite(ctx, InvitationDraft("a@m.example", first_name=huge)),
        "last name": lambda: invite(ctx, InvitationDraft("a@m.example", last_name=huge)),
        "title": lambda: edit(ctx, anna.membership_id, ProfileValues(title=huge), 1),
        "phone": lambda: edit(ctx, anna.membership_id, ProfileValues(phone=f"+49{huge}"), 1),
        "department": lambda: edit(ctx, anna.membership_id, ProfileValues(department=huge), 1),
        "who signs in": lambda: sign_in(nobody, huge, PASSWORD),
        "password": lambda: sign_in(nobody, anna.email, huge),
        "code": lambda: open_invitation(nobody, huge),
        "reset code": lambda: open_reset(nobody, huge),
        "reset password": lambda: reset_password(nobody, code, huge),
        "own name": lambda: accept_as_new(nobody, code, NewPerson(huge, "B", known, assured=True)),
        "new password": lambda: accept_as_new(
            nobody, code, NewPerson("A", "B", huge, assured=True)
        ),
    }


@pytest.fixture
def anna(nobody: Context, password_hash: str) -> Person:
    """The administrator."""
    return add_member(
        nobody.database,
        add_company(nobody.database),
        "anna.muster@m.example",
        role=Role.COMPANY_ADMIN,
        password_hash=password_hash,
    )


@pytest.mark.parametrize("piece", PIECES, ids=["plain", "combining", "wide"])
def test_b2_what_is_far_too_long_is_refused_and_not_stored(
    nobody: Context, anna: Person, piece: str
) -> None:
    """By every use case, in words, and no table holds a piece of it."""
    ctx = signed_in(nobody, anna)
    code = add_invitation(nobody.database, anna, "neu@m.example")[1].text
    for name, way in ways_in(
        ctx, nobody, anna, code, piece * (HUGE // len(piece.encode()))
    ).items():
        with pytest.raises(DomainError) as refused:
            way()
        assert len(refused.value.message) < 500, name
    assert len(repr(everything(nobody))) < 100_000


def test_b2_of_many_only_the_one_that_is_too_long_is_refused(nobody: Context, anna: Person) -> None:
    """The others go out."""
    drafts = [InvitationDraft("a@m.example"), InvitationDraft("b@m.example", first_name="x" * HUGE)]
    result = invite_many(signed_in(nobody, anna), drafts)
    assert [one.email for one in result.sent] == ["a@m.example"]
    assert [one.position for one in result.refused] == [1]


@pytest.mark.parametrize("piece", ["x", "x ", "%_\\ ", "\u00fc"])
def test_b2_a_search_that_is_too_long_is_refused(nobody: Context, anna: Person, piece: str) -> None:
    """Before it is asked: every word would be a condition. The longest one is answered."""
    ctx = signed_in(nobody, anna)
    wanted = MemberFilter(search=piece * 100_000)
    for ask in (page, count, keys):
        with pytest.raises(Invalid, match=str(SEARCH_MAX)):
            ask(ctx, wanted)
    longest = MemberFilter(search=(piece * SEARCH_MAX)[:SEARCH_MAX])
    assert len(page(ctx, longest)) == count(ctx, longest)
