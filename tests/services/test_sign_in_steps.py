"""The steps after the password: in their order, each only for who is asked, none for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import Company, Membership, User, UserSession
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound, SessionEnded
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.second_factor import STEP, new_secret
from tcm_tui.domain.sign_in import (
    FAILURES_ALLOWED,
    PROOF_LIFE,
    CodeRefused,
    NextStep,
    SignedIn,
    SignInExpired,
    SignInRefused,
    Step,
    without_steps,
)
from tcm_tui.services.activity import overview
from tcm_tui.services.sign_in import sign_in
from tcm_tui.services.sign_in_steps import (
    choose_company,
    give_code,
    renew_password,
    set_up_factor_first,
)
from tests.builders import PASSWORD, Clock, Person, add_company, add_member, everything, signed_in

from .factors import code_of, set_up
from .watching import CountingHasher, actions, fail, mails, signed, user

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

NEW = "Rote-Ampel-19-Uhr"


def due(ctx: Context, person: Person, password: str = PASSWORD) -> NextStep:
    """What is asked for after the password."""
    answer = sign_in(ctx, person.email, password)
    assert isinstance(answer, NextStep)
    return answer


def next_due(answer: SignedIn | NextStep) -> NextStep:
    """The next step."""
    assert isinstance(answer, NextStep)
    return answer


def change_company(ctx: Context, company_id: int, **values: object) -> None:
    """Let a company ask for more."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Company).where(Company.id == company_id).values(**values))


def sessions(ctx: Context) -> list[UserSession]:
    """Every session there ever was."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(UserSession)))


@pytest.fixture
def second(nobody: Context, anna: Person) -> Person:
    """Anna in a second company, as a user."""
    further = add_company(nobody.database, "Älteste GmbH")
    return add_member(nobody.database, further, anna.email)


@pytest.fixture
def secret(nobody: Context, anna: Person) -> str:
    """Anna's second factor; the code of now is used up."""
    return set_up(signed_in(nobody, anna))[0]


# --- several companies


def test_of_several_companies_one_is_chosen(
    nobody: Context, clock: Clock, anna: Person, second: Person
) -> None:
    """By name, the last one marked; nobody is signed in before, one session begins then."""
    asked = due(nobody, anna)
    assert asked.step is Step.COMPANY
    assert [one.name for one in asked.companies] == ["Älteste GmbH", "Muster Maschinenbau GmbH"]
    assert [one.role for one in asked.companies] == [Role.USER, Role.COMPANY_ADMIN]
    assert sessions(nobody) == []
    who = without_steps(choose_company(nobody, asked.proved, second.company_id))
    assert (who.company_id, who.role) == (second.company_id, Role.USER)
    clock.forward(minutes=1)
    (last,) = [one for one in due(nobody, anna).companies if one.last]
    assert last.company_id == second.company_id


def test_a_company_that_one_does_not_belong_to_is_not_found(
    nobody: Context, anna: Person, second: Person
) -> None:
    """Nor one that one was disabled in between."""
    foreign = add_company(nobody.database, "Fremd GmbH")
    add_member(nobody.database, add_company(nobody.database, "Dritte GmbH"), anna.email)
    asked = due(nobody, anna)
    with nobody.database.transaction(writing=True) as session:
        session.get_one(Membership, second.membership_id).state = MembershipState.DISABLED
    for company_id in (foreign, second.company_id, 999_999):
        with pytest.raises(NotFound):
            choose_company(nobody, asked.proved, company_id)
    assert sessions(nobody) == []


def test_where_only_one_is_left_nothing_is_asked(
    nobody: Context, anna: Person, second: Person
) -> None:
    """A disabled membership is no choice."""
    with nobody.database.transaction(writing=True) as session:
        session.get_one(Membership, second.membership_id).state = MembershipState.DISABLED
    assert without_steps(sign_in(nobody, anna.email, PASSWORD)).company_id == anna.company_id


# --- the steps do not wait for ever, and only for who is asked


def test_after_five_minutes_one_begins_anew(
    nobody: Context, clock: Clock, anna: Person, second: Person
) -> None:
    """To the second."""
    asked = due(nobody, anna)
    clock.now += PROOF_LIFE
    assert choose_company(nobody, asked.proved, second.company_id)
    asked = due(nobody, anna)
    clock.now += PROOF_LIFE + timedelta(seconds=1)
    with pytest.raises(SignInExpired):
        choose_company(nobody, asked.proved, second.company_id)


def test_a_password_changed_meanwhile_ends_the_steps(
    nobody: Context, anna: Person, second: Person
) -> None:
    """A reset that comes in between wins."""
    asked = due(nobody, anna)
    with nobody.database.transaction(writing=True) as session:
        session.execute(
            update(User).where(User.id == anna.user_id).values(password_hash="$argon2id$other")
        )
    with pytest.raises(SignInExpired):
        choose_company(nobody, asked.proved, second.company_id)


def test_no_step_is_taken_by_who_is_asked_for_another(
    nobody: Context, anna: Person, second: Person, secret: str
) -> None:
    """The second factor cannot be passed by going to the next step, nor by setting one up anew."""
    asked = due(nobody, anna)
    before = everything(nobody)
    other = new_secret(anna.email).secret
    for step in (
        lambda: choose_company(nobody, asked.proved, second.company_id),
        lambda: choose_company(nobody, replace(asked.proved, company_id=1), second.company_id),
        lambda: renew_password(nobody, asked.proved, NEW),
        lambda: set_up_factor_first(nobody, asked.proved, other, code_of(nobody, other)),
    ):
        with pytest.raises(SignInExpired):
            step()
    assert everything(nobody) == before
    assert secret


# --- the second factor


def test_a_code_of_the_authenticator_signs_in(
    nobody: Context, clock: Clock, anna: Person, secret: str
) -> None:
    """Once: the same code does not a second time."""
    clock.forward(minutes=1)
    code = code_of(nobody, secret)
    asked = due(nobody, anna)
    assert (asked.step, asked.email, asked.reason) == (Step.SECOND_FACTOR, anna.email, "")
    assert without_steps(give_code(nobody, asked.proved, code)).user_id == anna.user_id
    with pytest.raises(CodeRefused) as refused:
        give_code(nobody, due(nobody, anna).proved, code)
    assert refused.value.field == "code"
    assert actions(nobody)[-1] is AuditAction.SIGN_IN_FAILED


def test_then_comes_the_company(
    nobody: Context, clock: Clock, anna: Person, second: Person, secret: str
) -> None:
    """The code is not asked for twice."""
    clock.forward(minutes=1)
    asked = next_due(give_code(nobody, due(nobody, anna).proved, code_of(nobody, secret)))
    assert asked.step is Step.COMPANY
    assert without_steps(choose_company(nobody, asked.proved, second.company_id))


def test_c2_wrong_codes_and_wrong_passwords_are_counted_together(
    nobody: Context, clock: Clock, anna: Person, secret: str
) -> None:
    """Three and two make a pause; even the right code waits for its end then."""
    clock.forward(minutes=1)
    asked = due(nobody, anna)
    for _try in range(3):
        with pytest.raises(CodeRefused):
            give_code(nobody, asked.proved, "000000")
    fail(nobody, anna.email, 2)
    with pytest.raises(CodeRefused):
        give_code(nobody, asked.proved, code_of(nobody, secret))
    with pytest.raises(SignInRefused):
        sign_in(nobody, anna.email, PASSWORD)
    assert mails(nobody)[-1].kind is MailKind.ACCOUNT_PAUSED


def test_c2_the_password_in_between_gives_no_further_tries_of_the_code(
    nobody: Context, clock: Clock, anna: Person, secret: str
) -> None:
    """Whoever knows it and guesses codes has five, too; a right code clears them."""
    clock.forward(minutes=1)
    for _try in range(FAILURES_ALLOWED - 1):
        asked = due(nobody, anna)
        with pytest.raises(CodeRefused):
            give_code(nobody, asked.proved, "000000")
    assert user(nobody, anna).attempts == FAILURES_ALLOWED - 1
    asked = due(nobody, anna)
    assert user(nobody, anna).paused_until is None
    with pytest.raises(CodeRefused):
        give_code(nobody, asked.proved, "000000")
    with pytest.raises(SignInRefused):
        sign_in(nobody, anna.email, PASSWORD)
    clock.forward(seconds=31)
    assert give_code(nobody, due(nobody, anna).proved, code_of(nobody, secret))
    assert user(nobody, anna).attempts == 0


def test_c1_each_step_of_a_sign_in_checks_one_hash_in_all(
    counted: Context, clock: Clock, anna: Person, second: Person, secret: str
) -> None:
    """With a second factor and several companies, right or wrong."""
    clock.forward(minutes=1)
    asked = due(counted, anna)
    with pytest.raises(CodeRefused):
        give_code(counted, asked.proved, "000000")
    asked = next_due(give_code(counted, asked.proved, code_of(counted, secret)))
    choose_company(counted, asked.proved, second.company_id)
    assert isinstance(counted.hasher, CountingHasher)
    assert len(counted.hasher.checked) == 1


def test_a_company_may_ask_for_a_second_factor(nobody: Context, anna: Person) -> None:
    """Of those with the role: it is set up before the session begins, and the codes are given."""
    change_company(nobody, anna.company_id, second_factor_roles={Role.COMPANY_ADMIN})
    asked = due(nobody, anna)
    assert asked.step is Step.SET_UP_FACTOR
    assert [one.name for one in asked.companies] == ["Muster Maschinenbau GmbH"]
    secret = new_secret(asked.email).secret
    with pytest.raises(Invalid) as refused:
        set_up_factor_first(nobody, asked.proved, secret, code_of(nobody, secret, 9 * STEP))
    assert refused.value.field == "code"
    assert sessions(nobody) == []
    codes, who = set_up_factor_first(nobody, asked.proved, secret, code_of(nobody, secret))
    assert len(codes) == 10
    assert overview(signed(nobody, who))
    assert due(nobody, anna).step is Step.SECOND_FACTOR


def test_a_company_that_asks_another_role_asks_nothing(nobody: Context, anna: Person) -> None:
    """Anna is no user."""
    change_company(nobody, anna.company_id, second_factor_roles={Role.USER})
    assert without_steps(sign_in(nobody, anna.email, PASSWORD))


# --- a password that is right, but too old or too weak


def test_c10_a_stricter_level_asks_for_a_new_password_at_the_next_sign_in(
    nobody: Context, anna: Person
) -> None:
    """Not in the session that is open; the new one signs in at once, the old sessions end."""
    elsewhere = signed(nobody, without_steps(sign_in(nobody, anna.email, PASSWORD)))
    change_company(nobody, anna.company_id, password_level=PasswordLevel.LONG)
    assert overview(elsewhere)
    assert without_steps(sign_in(nobody, anna.email, PASSWORD))  # 18 characters are long enough
    change_company(nobody, anna.company_id, password_level=PasswordLevel.STANDARD)
    assert renewed(nobody, anna, "hhkd-7391")
    change_company(nobody, anna.company_id, password_level=PasswordLevel.LONG)
    asked = due(nobody, anna, "hhkd-7391")
    assert (asked.step, asked.levels) == (Step.NEW_PASSWORD, (PasswordLevel.LONG,))
    assert "Passwortvorgaben" in asked.reason
    assert "Muster" in asked.words
    with pytest.raises(Invalid, match="mindestens 15") as refused:
        renew_password(nobody, asked.proved, "kurz-1234")
    assert refused.value.field == "password"
    who = without_steps(renew_password(nobody, asked.proved, NEW))
    with pytest.raises(SessionEnded):
        overview(elsewhere)
    assert overview(signed(nobody, who))
    assert AuditAction.PASSWORD_CHANGED in actions(nobody)
    assert mails(nobody)[-1].kind is MailKind.PASSWORD_CHANGED
    fail(nobody, anna.email)
    assert without_steps(sign_in(nobody, anna.email, NEW))


def renewed(ctx: Context, person: Person, password: str) -> bool:
    """Store another password, as if it had been chosen."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(User)
            .where(User.id == person.user_id)
            .values(password_hash=ctx.hasher.hash(password), password_set_at=ctx.clock())
        )
    return True


@pytest.mark.parametrize("level", [PasswordLevel.MEDIUM, PasswordLevel.STRICT])
def test_a_password_expires_after_ninety_days(
    nobody: Context, clock: Clock, anna: Person, level: PasswordLevel
) -> None:
    """To the second, and counts anew from the next one on."""
    change_company(nobody, anna.company_id, password_level=level)
    clock.forward(days=90, seconds=-1)
    assert without_steps(sign_in(nobody, anna.email, PASSWORD))
    clock.forward(seconds=1)
    asked = due(nobody, anna)
    assert (asked.step, asked.reason) == (
        Step.NEW_PASSWORD,
        "Ihr Passwort ist abgelaufen: Es gilt 90 Tage.",
    )
    assert without_steps(renew_password(nobody, asked.proved, NEW))
    clock.forward(days=90, seconds=-1)
    assert without_steps(sign_in(nobody, anna.email, NEW))


def test_the_levels_of_every_company_count_and_the_shortest_life(
    nobody: Context, clock: Clock, anna: Person, second: Person
) -> None:
    """„Mittel“ over there expires the password here, too; before the company is chosen."""
    change_company(nobody, second.company_id, password_level=PasswordLevel.MEDIUM)
    clock.forward(days=91)
    asked = due(nobody, anna)
    assert asked.levels == (PasswordLevel.STANDARD, PasswordLevel.MEDIUM)
    asked = next_due(renew_password(nobody, asked.proved, NEW))
    assert asked.step is Step.COMPANY


def test_none_of_the_last_five_is_taken_again(nobody: Context, clock: Clock, anna: Person) -> None:
    """The present one and the four before it; the one before those is free again."""
    change_company(nobody, anna.company_id, password_level=PasswordLevel.MEDIUM)
    used = [PASSWORD]
    for number in range(5):
        clock.forward(days=91)
        asked = due(nobody, anna, used[-1])
        for old in used[-5:]:
            with pytest.raises(Invalid, match=r"bisheriges|letzten 5"):
                renew_password(nobody, asked.proved, old)
        used.append(f"Kupfer-Anker-{number}-Lila")
        assert without_steps(renew_password(nobody, asked.proved, used[-1]))
    clock.forward(days=91)
    asked = due(nobody, anna, used[-1])
    with pytest.raises(Invalid, match="letzten 5"):
        renew_password(nobody, asked.proved, used[1])
    assert without_steps(renew_password(nobody, asked.proved, used[0]))


def test_the_levels_a_password_meets_are_kept_with_it(nobody: Context, anna: Person) -> None:
    """So it can be told whom a stricter one would ask for another."""
    assert user(nobody, anna).password_levels == frozenset()
    sign_in(nobody, anna.email, PASSWORD)
    assert user(nobody, anna).password_levels == frozenset(PasswordLevel)
    renewed(nobody, anna, "hhkd-7391")
    sign_in(nobody, anna.email, "hhkd-7391")
    assert user(nobody, anna).password_levels == {PasswordLevel.STANDARD, PasswordLevel.MEDIUM}
