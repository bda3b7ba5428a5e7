"""„Erste Schritte“: facts tick them off, and they go when they are done or dismissed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import Membership, SecondFactor
from tcm_tui.domain.first_steps import FirstStep
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.permissions import Role
from tcm_tui.services.company_profile import edit, profile
from tcm_tui.services.first_steps import dismiss, first_steps
from tcm_tui.services.invitations import invite
from tcm_tui.services.registration import finish
from tests.builders import add_member
from tests.market import add_product, add_subscription
from tests.services.registering import APPLICANT, begun
from tests.services.sealing import add_payment_method
from tests.services.watching import signed

if TYPE_CHECKING:
    from tcm_tui.services.context import Context


@pytest.fixture
def founder(nobody: Context) -> Context:
    """Ole, who has just registered his company."""
    return signed(nobody, finish(nobody, begun(nobody), APPLICANT))


def done(ctx: Context) -> list[FirstStep]:
    """The steps ticked off."""
    return [state.step for state in first_steps(ctx) if state.done]


def set_member(ctx: Context, **values: object) -> None:
    """Change the actor's membership."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(Membership).where(Membership.user_id == ctx.actor.user_id).values(**values)
        )


def set_up_factor(ctx: Context) -> None:
    """The actor has a second factor."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=True) as session:
        session.add(
            SecondFactor(user_id=ctx.actor.user_id, secret=b"secret", set_up_at=ctx.clock())
        )


def test_whoever_registers_is_shown_all_steps(founder: Context) -> None:
    """None of them done yet."""
    assert [state.step for state in first_steps(founder)] == list(FirstStep)
    assert done(founder) == []


def test_members_of_a_company_that_stands_see_none(ctx: Context) -> None:
    """Nobody is told to begin who was there before."""
    assert first_steps(ctx) == ()


def test_an_invitation_ticks_inviting_off(founder: Context) -> None:
    """As soon as it is sent."""
    invite(founder, InvitationDraft("neu@hafen-logistik.example"))
    assert done(founder) == [FirstStep.INVITE]


def test_a_colleague_ticks_inviting_off(founder: Context) -> None:
    """By whatever road they came."""
    assert founder.actor is not None
    add_member(founder.database, founder.actor.company_id, "lea@hafen-logistik.example")
    assert done(founder) == [FirstStep.INVITE]


def test_own_data_are_complete_with_all_three(founder: Context) -> None:
    """The telephone number is known from registering."""
    set_member(founder, title="Geschäftsführer")
    assert done(founder) == []
    set_member(founder, department="Leitung")
    assert done(founder) == [FirstStep.OWN_DATA]


def tell_of_the_company(ctx: Context) -> None:
    """Line of business and address."""
    found = profile(ctx)
    values = replace(found.profile, industry="transport", street="Am Kai 7", postcode="20457")
    edit(ctx, replace(values, city="Hamburg", country="DE"), found.version)


def test_the_profile_is_complete_with_line_of_business_and_address(founder: Context) -> None:
    """Bills need an address; what else there is to tell may stay empty."""
    tell_of_the_company(founder)
    assert done(founder) == [FirstStep.COMPANY_PROFILE]
    found = profile(founder)
    edit(founder, replace(found.profile, street=""), found.version)
    assert done(founder) == []


def pay(ctx: Context) -> None:
    """The company has a way to pay."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=True) as session:
        add_payment_method(session, ctx.vault, ctx.actor.company_id)


def test_a_way_to_pay_ticks_its_step_off(founder: Context) -> None:
    """Whichever of them."""
    pay(founder)
    assert done(founder) == [FirstStep.PAYMENT]


def book(ctx: Context) -> None:
    """The company has booked something."""
    assert ctx.actor is not None
    add_subscription(
        ctx.database,
        ctx.actor.company_id,
        add_product(ctx.database),
        owner_id=ctx.actor.user_id,
    )


def test_a_booking_ticks_its_step_off(founder: Context) -> None:
    """Whatever it was."""
    book(founder)
    assert done(founder) == [FirstStep.BOOK]


def test_a_second_factor_ticks_its_step_off(founder: Context) -> None:
    """Whatever company it was set up in: it is the person's."""
    set_up_factor(founder)
    assert done(founder) == [FirstStep.SECOND_FACTOR]


def test_when_all_are_done_they_go(founder: Context) -> None:
    """Without anybody dismissing them."""
    invite(founder, InvitationDraft("neu@hafen-logistik.example"))
    set_member(founder, title="Geschäftsführer", department="Leitung")
    set_up_factor(founder)
    tell_of_the_company(founder)
    pay(founder)
    book(founder)
    assert first_steps(founder) == ()


def test_dismissed_they_stay_away(founder: Context) -> None:
    """For whoever dismissed them; the form in which somebody edits them stays good."""
    with founder.database.transaction(writing=False) as session:
        before = session.scalar(select(Membership.version))
    dismiss(founder)
    assert first_steps(founder) == ()
    with founder.database.transaction(writing=False) as session:
        assert session.scalar(select(Membership.version)) == before


def test_a_founder_who_is_no_administrator_any_more_invites_nobody(founder: Context) -> None:
    """What the role may not do is not told as a step."""
    set_member(founder, role=Role.USER)
    assert [state.step for state in first_steps(founder)] == [
        FirstStep.OWN_DATA,
        FirstStep.SECOND_FACTOR,
    ]
