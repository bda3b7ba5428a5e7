"""„Mitarbeitende“: everybody finds everybody who is active, and nothing beyond that."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.models import Membership
from tcm_tui.domain.directory import Colleague, first_at
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.directory import page
from tcm_tui.services.invitations import invite
from tests.builders import Person, add_company, add_member, signed_in

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

PEOPLE = (("Derya", "Çelik"), ("Ümit", "Groß"), ("Jonas", "Becker"), ("Sophie", "Zimmermann"))


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Context:
    """A user; with her three colleagues, somebody disabled, somebody invited, and a stranger."""
    people = [
        add_member(
            ctx.database,
            anna.company_id,
            f"{last}@m.example".replace("Ç", "c").replace("ß", "ss"),
            first_name=first,
            last_name=last,
        )
        for first, last in PEOPLE
    ]
    add_member(ctx.database, anna.company_id, "weg@m.example", state=MembershipState.DISABLED)
    invite(ctx, InvitationDraft("neu@m.example"))
    add_member(ctx.database, add_company(ctx.database, "Nebenan GmbH"), "fremd@n.example")
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(Membership)
            .where(Membership.id == people[0].membership_id)
            .values(phone="+49 228 12345", department="Konstruktion")
        )
    return signed_in(ctx, people[0])


def names(rows: list[Colleague]) -> list[str]:
    """As the list shows them."""
    return [row.name for row in rows]


def test_everybody_finds_the_active_members_by_name(derya: Context) -> None:
    """With address, telephone number and department; not who is invited, disabled or elsewhere."""
    rows = page(derya)
    assert names(rows) == [
        "Becker, Jonas",
        "Çelik, Derya",
        "Groß, Ümit",
        "Muster, Anna",
        "Zimmermann, Sophie",
    ]
    found = rows[1]
    assert (found.address, found.phone, found.department) == (
        "celik@m.example",
        "+49 228 12345",
        "Konstruktion",
    )


def test_a_row_tells_nothing_that_is_no_business_of_everybody() -> None:
    """Neither role nor state nor last sign-in."""
    assert [one.name for one in fields(Colleague)] == [
        "membership_id",
        "first_name",
        "last_name",
        "address",
        "phone",
        "department",
        "sort_name",
    ]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may(ctx: Context, anna: Person, role: Role) -> None:
    """It is how colleagues are reached."""
    person = add_member(ctx.database, anna.company_id, "x@m.example", role=role)
    assert len(page(signed_in(ctx, person))) == 2


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("gross", ["Groß, Ümit"]),
        ("UEMIT", ["Groß, Ümit"]),
        ("celik@m", ["Çelik, Derya"]),
        ("becker jonas", ["Becker, Jonas"]),
        ("niemand", []),
        ("weg@", []),
    ],
)
def test_searching(derya: Context, search: str, found: list[str]) -> None:
    """In names and addresses, without marks and case."""
    assert names(page(derya, search)) == found


def test_a_search_is_limited(derya: Context) -> None:
    """Every word of it is a condition of the question."""
    with pytest.raises(Invalid):
        page(derya, "x" * 201)


def test_pages_both_ways(derya: Context) -> None:
    """No row is told twice or left out, whatever the size."""
    whole = page(derya)
    for size in range(1, 5):
        down: list[Colleague] = []
        while more := page(derya, after=down[-1] if down else None, limit=size):
            down += more
        assert down == whole
        up: list[Colleague] = []
        while more := page(derya, after=up[0] if up else None, backwards=True, limit=size):
            up = more + up
        assert up == whole


@pytest.mark.parametrize(
    ("typed", "first"), [("c", "Çelik, Derya"), ("h", "Muster, Anna"), ("Gro", "Groß, Ümit")]
)
def test_going_to_a_letter(derya: Context, typed: str, first: str) -> None:
    """To the first whose name begins with it, or who follows."""
    assert page(derya, after=first_at(typed))[0].name == first
