"""„Unternehmen wechseln“: one session ends, another begins, and neither lasts longer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Company, Membership, UserSession
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted, SessionEnded
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services.activity import overview
from tcm_tui.services.invitations import invite
from tcm_tui.services.switching import own_companies, switch_company
from tests.builders import Clock, Person, add_company, add_member, everything

from .factors import set_up
from .watching import actions, signed

if TYPE_CHECKING:
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context


@pytest.fixture
def second(nobody: Context, anna: Person) -> Person:
    """Anna in a second company, as a user."""
    return add_member(nobody.database, add_company(nobody.database, "Älteste GmbH"), anna.email)


def session_of(ctx: Context) -> UserSession:
    """The actor's."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(UserSession, ctx.actor.session_id)


def test_one_goes_from_one_company_to_the_other(ctx: Context, clock: Clock, second: Person) -> None:
    """The session over here ends; over there one has the role that one has there."""
    assert [one.name for one in own_companies(ctx)] == ["Älteste GmbH", "Muster Maschinenbau GmbH"]
    clock.forward(hours=2)
    who: SignedIn = switch_company(ctx, second.company_id)
    there = signed(ctx, who)
    assert (who.company_name, who.role) == ("Älteste GmbH", Role.USER)
    assert overview(there)
    with pytest.raises(SessionEnded):
        overview(ctx)
    assert actions(there)[:2] == [AuditAction.SESSION_ENDED, AuditAction.SESSION_STARTED]
    assert session_of(ctx).ended_at == clock.now


def test_b11_switching_makes_no_session_longer_and_no_password_fresher(
    ctx: Context, clock: Clock, second: Person
) -> None:
    """Eight hours count from the sign-in, five minutes from the typing."""
    before = session_of(ctx)
    clock.forward(hours=7)
    after = session_of(signed(ctx, switch_company(ctx, second.company_id)))
    assert after.id != before.id
    assert (after.started_at, after.proved_at) == (before.started_at, before.proved_at)


def test_d2_a_company_that_one_does_not_belong_to_is_not_found(
    ctx: Context, second: Person
) -> None:
    """Nor one in which one is disabled; the session goes on."""
    foreign = add_company(ctx.database, "Fremd GmbH")
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Membership, second.membership_id).state = MembershipState.DISABLED
    for company_id in (foreign, second.company_id, 999_999):
        with pytest.raises(NotFound):
            switch_company(ctx, company_id)
    assert overview(ctx)
    assert len(own_companies(ctx)) == 1


def test_a_company_that_asks_for_a_second_factor_is_entered_with_one(
    ctx: Context, second: Person
) -> None:
    """Without one the sentence says where to set it up, and nothing happens."""
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Company, second.company_id).second_factor_roles = frozenset({Role.USER})
    before = everything(ctx)
    with pytest.raises(Invalid, match="Älteste GmbH verlangt einen zweiten Faktor"):
        switch_company(ctx, second.company_id)
    assert everything(ctx) == before
    set_up(ctx)
    assert switch_company(ctx, second.company_id)


def test_what_one_may_over_there_is_asked_over_there(ctx: Context, second: Person) -> None:
    """The administrator of one company is a user of the other."""
    there = signed(ctx, switch_company(ctx, second.company_id))
    with pytest.raises(NotPermitted):
        invite(there, InvitationDraft("neu@muster.example"))
