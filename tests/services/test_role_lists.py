"""A list of roles against a company: who is meant, what is changed. On both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import EmailAddress, Invitation, Membership
from tcm_tui.domain.errors import NotPermitted
from tcm_tui.domain.invite_import import parse_pasted
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.role_list import COLUMNS, RoleVerdict, settled, steps, wanted_roles
from tcm_tui.services.invitations import revoke
from tcm_tui.services.member_changes import change
from tcm_tui.services.role_lists import compare
from tests.builders import (
    START,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)

if TYPE_CHECKING:
    from tcm_tui.domain.role_list import RoleRow
    from tcm_tui.services.context import Context


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """A member with two addresses; beside her another company's member and invitation."""
    foreign = add_company(ctx.database, "Fremd GmbH")
    chief = add_member(ctx.database, foreign, "chefin@fremd.example", role=Role.COMPANY_ADMIN)
    add_invitation(ctx.database, chief, "gast@fremd.example")
    found = add_member(ctx.database, anna.company_id, "derya@kunde.example")
    with ctx.database.transaction(writing=True) as session:
        session.add(
            EmailAddress(
                user_id=found.user_id,
                address="Zweite@kunde.example",
                canonical="zweite@kunde.example",
                is_primary=False,
                verified_at=START,
            )
        )
    return found


def looked_at(ctx: Context, *lines: str) -> list[RoleRow]:
    """What these lines would change."""
    text = "\n".join(("E-Mail;Rolle", *lines))
    return compare(ctx, wanted_roles(parse_pasted(text, COLUMNS).rows))


def verdicts(rows: list[RoleRow]) -> list[RoleVerdict]:
    """What becomes of each."""
    return [row.verdict for row in rows]


def test_members_are_found_by_any_address_and_invitations_by_theirs(
    ctx: Context, anna: Person, derya: Person
) -> None:
    """Those of another company are new, and so is a revoked invitation; nothing is changed."""
    number, _code = add_invitation(ctx.database, anna, "offen@kunde.example")
    gone, _code = add_invitation(ctx.database, anna, "weg@kunde.example")
    revoke(ctx, gone)
    before = everything(ctx)
    rows = looked_at(
        ctx,
        "ZWEITE@kunde.example;Rechnungsadministrator",
        "offen@kunde.example;Rechnungsadministrator",
        "weg@kunde.example;Benutzer",
        "chefin@fremd.example;Benutzer",
        "gast@fremd.example;Benutzer",
    )
    assert verdicts(rows) == [*[RoleVerdict.CHANGED] * 2, *[RoleVerdict.NEW] * 3]
    assert [row.found.key.id for row in rows if row.found] == [derya.membership_id, number]
    assert everything(ctx) == before


def test_an_administrator_hands_over_by_one_list(ctx: Context, anna: Person, derya: Person) -> None:
    """The own role goes last, after which nothing more may be changed."""
    number, _code = add_invitation(ctx.database, anna, "offen@kunde.example")
    rows = looked_at(
        ctx,
        f"{anna.email};Benutzer",
        "derya@kunde.example;Unternehmensadministrator",
        "offen@kunde.example;Rechnungsadministrator",
    )
    after = settled(rows, [change(ctx, step.change, step.rows) for step in steps(rows)])
    assert verdicts(after) == [RoleVerdict.DONE] * 3
    with ctx.database.transaction(writing=False) as session:
        members = dict(session.execute(select(Membership.id, Membership.role)).all())
        invited = session.get_one(Invitation, number).role
    assert members[anna.membership_id] is Role.USER
    assert members[derya.membership_id] is Role.COMPANY_ADMIN
    assert invited is Role.BILLING_ADMIN
    with pytest.raises(NotPermitted):
        looked_at(ctx, "derya@kunde.example;Benutzer")


def test_d4_the_last_administrator_is_refused(ctx: Context, anna: Person) -> None:
    """Before anything is tried."""
    assert verdicts(looked_at(ctx, f"{anna.email};Benutzer")) == [RoleVerdict.REFUSED]


def test_only_administrators_look(ctx: Context, anna: Person) -> None:
    """A list must not tell others who belongs to the company."""
    other = add_member(ctx.database, anna.company_id, "b@kunde.example", role=Role.BILLING_ADMIN)
    with pytest.raises(NotPermitted):
        looked_at(signed_in(ctx, other), f"{anna.email};Benutzer")
