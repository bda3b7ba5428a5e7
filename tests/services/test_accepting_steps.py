"""Accepting with an account: what signing in asks of its owner is asked here, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import Company, Invitation, Membership, Token, User
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationState, InviterMayNotInvite, NewPerson
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.second_factor import new_secret
from tcm_tui.domain.sign_in import CodeRefused, NextStep, Step, without_steps
from tcm_tui.services.accepting import accept_as_known, accept_as_new
from tcm_tui.services.invitations import revoke
from tcm_tui.services.sign_in_steps import give_code, renew_password, set_up_factor_first
from tests.builders import PASSWORD, add_company, add_invitation, add_member, signed_in

from .factors import code_of, set_up
from .watching import CountingHasher, actions

if TYPE_CHECKING:
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

BERT = "bert.known@anderswo.example"
NEW = "Rote-Ampel-19-Uhr"


@pytest.fixture
def bert(nobody: Context, password_hash: str) -> Person:
    """Somebody who signs in already, for another company."""
    other = add_company(nobody.database, "Anderswo GmbH")
    return add_member(nobody.database, other, BERT, password_hash=password_hash)


@pytest.fixture
def invited(nobody: Context, anna: Person, bert: Person) -> tuple[int, str]:
    """Bert's invitation into Anna's company: number and code."""
    number, code = add_invitation(nobody.database, anna, bert.email)
    return number, code.text


@pytest.fixture
def secret(nobody: Context, clock: Clock, bert: Person) -> str:
    """Bert's second factor; a minute has passed since."""
    made = set_up(signed_in(nobody, bert))[0]
    clock.forward(minutes=1)
    return made


def due(answer: SignedIn | NextStep) -> NextStep:
    """What is asked for."""
    assert isinstance(answer, NextStep)
    return answer


def left_open(ctx: Context) -> bool:
    """Whether the invitation can still be accepted."""
    with ctx.database.transaction(writing=False) as session:
        return (
            session.scalars(select(Invitation.state)).one() is InvitationState.PENDING
            and session.scalars(select(Token.used_at).where(Token.invitation_id == 1)).one() is None
        )


def members(ctx: Context, company_id: int) -> int:
    """How many the company has."""
    with ctx.database.transaction(writing=False) as session:
        return len(
            session.scalars(select(Membership.id).where(Membership.company_id == company_id)).all()
        )


def test_whoever_has_a_second_factor_gives_it_before_anything_is_added(
    nobody: Context, anna: Person, invited: tuple[int, str], secret: str
) -> None:
    """The password alone changes nothing; the code of the authenticator joins and signs in."""
    asked = due(accept_as_known(nobody, invited[1], PASSWORD, assured=True))
    assert (asked.step, asked.email) == (Step.SECOND_FACTOR, BERT)
    assert left_open(nobody)
    assert members(nobody, anna.company_id) == 1
    with pytest.raises(CodeRefused):
        give_code(nobody, asked.proved, "000000")
    assert left_open(nobody)
    who = without_steps(give_code(nobody, asked.proved, code_of(nobody, secret)))
    assert (who.company_id, who.email) == (anna.company_id, BERT)
    assert members(nobody, anna.company_id) == 2
    assert actions(nobody).count(AuditAction.INVITATION_ACCEPTED) == 1


def test_c1_one_hash_is_checked_for_all_of_it(
    counted: Context, invited: tuple[int, str], secret: str
) -> None:
    """As for every way in."""
    asked = due(accept_as_known(counted, invited[1], PASSWORD, assured=True))
    give_code(counted, asked.proved, code_of(counted, secret))
    assert isinstance(counted.hasher, CountingHasher)
    assert len(counted.hasher.checked) == 1


def test_c14_an_invitation_revoked_between_the_steps_adds_nothing(
    nobody: Context, anna: Person, invited: tuple[int, str], secret: str
) -> None:
    """The sentence is that of the invitation; nobody is signed in."""
    asked = due(accept_as_known(nobody, invited[1], PASSWORD, assured=True))
    revoke(signed_in(nobody, anna), invited[0])
    with pytest.raises(Invalid, match="zurückgezogen"):
        give_code(nobody, asked.proved, code_of(nobody, secret))
    assert members(nobody, anna.company_id) == 1
    assert AuditAction.SESSION_STARTED not in actions(nobody)


def test_c14_an_inviter_who_lost_the_role_is_on_record(
    nobody: Context, anna: Person, invited: tuple[int, str], secret: str
) -> None:
    """As without a second factor."""
    asked = due(accept_as_known(nobody, invited[1], PASSWORD, assured=True))
    with nobody.database.transaction(writing=True) as session:
        session.get_one(Membership, anna.membership_id).role = Role.USER
    with pytest.raises(InviterMayNotInvite):
        give_code(nobody, asked.proved, code_of(nobody, secret))
    assert actions(nobody)[-1] is AuditAction.INVITATION_REFUSED


def test_the_new_company_may_ask_for_a_better_password(
    nobody: Context, anna: Person, bert: Person, invited: tuple[int, str]
) -> None:
    """One is a member then, and signed in with a password that both companies take."""
    with nobody.database.transaction(writing=True) as session:
        session.get_one(Company, anna.company_id).password_level = PasswordLevel.LONG
        session.execute(
            update(User)
            .where(User.id == bert.user_id)
            .values(password_hash=nobody.hasher.hash("hhkd-7391"))
        )
    asked = due(accept_as_known(nobody, invited[1], "hhkd-7391", assured=True))
    assert (asked.step, asked.levels) == (
        Step.NEW_PASSWORD,
        (PasswordLevel.STANDARD, PasswordLevel.LONG),
    )
    who = without_steps(renew_password(nobody, asked.proved, NEW))
    assert who.company_id == anna.company_id  # without being asked which


def test_the_new_company_may_ask_for_a_second_factor(
    nobody: Context, anna: Person, invited: tuple[int, str]
) -> None:
    """It is set up before the session begins, for somebody new as well."""
    with nobody.database.transaction(writing=True) as session:
        session.get_one(Company, anna.company_id).second_factor_roles = frozenset({Role.USER})
    lea = add_invitation(nobody.database, anna, "lea@muster.example")[1].text
    for answer in (
        accept_as_known(nobody, invited[1], PASSWORD, assured=True),
        accept_as_new(nobody, lea, NewPerson("Lea", "Neu", NEW, assured=True)),
    ):
        asked = due(answer)
        assert asked.step is Step.SET_UP_FACTOR
        made = new_secret(asked.email).secret
        _codes, who = set_up_factor_first(nobody, asked.proved, made, code_of(nobody, made))
        assert who.company_id == anna.company_id


def test_the_levels_of_a_new_password_are_kept_with_it(nobody: Context, anna: Person) -> None:
    """From the first day on."""
    code = add_invitation(nobody.database, anna, "lea@muster.example")[1].text
    who = without_steps(accept_as_new(nobody, code, NewPerson("Lea", "Neu", NEW, assured=True)))
    with nobody.database.transaction(writing=False) as session:
        assert session.get_one(User, who.user_id).password_levels == frozenset(PasswordLevel)
