"""Marks: what is gone loses its mark, what search and filter leave out is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.members import EVERYBODY, MemberFilter, MemberKind, MemberState, RowKey
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.invitations import revoke
from tcm_tui.services.member_marks import look_after
from tcm_tui.services.members import keys
from tests.builders import Person, add_company, add_invitation, add_member, signed_in

if TYPE_CHECKING:
    from tcm_tui.services.context import Context


@pytest.fixture
def everybody(ctx: Context, anna: Person) -> list[RowKey]:
    """Anna, a disabled and a billing colleague, an invited person."""
    database, company = ctx.database, anna.company_id
    add_member(database, company, "uemit.gross@k.example", last_name="Groß", first_name="Ümit")
    add_member(database, company, "tim.weber@k.example", state=MembershipState.DISABLED)
    add_member(database, company, "ruth.rechner@k.example", role=Role.BILLING_ADMIN)
    add_invitation(database, anna, "gast@partner.example")
    return keys(ctx, EVERYBODY)


def test_what_is_gone_loses_its_mark(ctx: Context, everybody: list[RowKey]) -> None:
    """An invitation taken back, and rows of another company; the rest is left."""
    other = add_member(ctx.database, add_company(ctx.database, "Anderswo AG"), "x@y.example")
    invited = next(key for key in everybody if key.kind is MemberKind.INVITATION)
    revoke(ctx, invited.id)
    foreign = RowKey(MemberKind.MEMBER, other.membership_id)
    marks = look_after(ctx, [*everybody, foreign], EVERYBODY)
    assert marks.left == frozenset(everybody) - {invited}
    assert not marks.hidden


@pytest.mark.parametrize(
    "wanted",
    [
        MemberFilter("ue"),
        MemberFilter("GROSS k.ex"),
        MemberFilter("partner"),
        MemberFilter("%"),
        MemberFilter(roles=frozenset({Role.USER})),
        MemberFilter(states=frozenset({MemberState.DISABLED, MemberState.INVITED})),
        MemberFilter("example", frozenset({Role.BILLING_ADMIN}), frozenset({MemberState.ACTIVE})),
    ],
)
def test_hidden_is_what_the_list_leaves_out(
    ctx: Context, everybody: list[RowKey], wanted: MemberFilter
) -> None:
    """The same rows as the database would find: search and filter agree."""
    marks = look_after(ctx, everybody, wanted)
    assert marks.hidden == frozenset(everybody) - frozenset(keys(ctx, wanted))


def test_invitations_are_not_told_to_everybody(ctx: Context, everybody: list[RowKey]) -> None:
    """Who may not see them cannot ask whether they are there."""
    add = add_member(
        ctx.database,
        ctx.actor.company_id if ctx.actor else 0,
        "otto.rechner@k.example",
        role=Role.BILLING_ADMIN,
    )
    marks = look_after(signed_in(ctx, add), everybody, EVERYBODY)
    assert {key.kind for key in marks.left} == {MemberKind.MEMBER}


def test_more_than_one_query_takes(ctx: Context, everybody: list[RowKey]) -> None:
    """Thousands of marks, most of them gone."""
    gone = [RowKey(MemberKind.MEMBER, 1_000_000 + number) for number in range(40_000)]
    assert look_after(ctx, [*gone, *everybody], EVERYBODY).left == frozenset(everybody)
