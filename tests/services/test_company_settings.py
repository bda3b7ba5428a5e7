"""„Unternehmenseinstellungen“: who may, what they do at the next sign-in, whom they affect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Company, User
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.company_settings import Buyers, CompanySettings, SettingsChanged
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import NextStep, SignedIn, Step
from tcm_tui.domain.text import skeleton
from tcm_tui.services.company_settings import affected, change, configured
from tcm_tui.services.second_factor import status
from tcm_tui.services.sign_in import sign_in
from tests.builders import PASSWORD, START, add_company, add_member, everything, signed_in

from .factors import set_up
from .inviting import journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Person

NAME = "Muster Maschinenbau GmbH"
AT_FIRST = CompanySettings(
    NAME, PasswordLevel.STANDARD, frozenset(), 15, default_role=Role.USER, buyers=Buyers.ADMINS
)
SHORT = "Ampel-19"
BOTH = frozenset({PasswordLevel.STANDARD, PasswordLevel.MEDIUM})


def with_password(ctx: Context, person: Person, levels: frozenset[PasswordLevel]) -> None:
    """Let a person have a password that met `levels` when it was typed."""
    with ctx.database.transaction(writing=True) as session:
        user = session.get_one(User, person.user_id)
        user.password_hash = user.password_hash or "stored"
        user.password_levels = levels
        user.password_set_at = START
        session.flush()


def test_a_company_begins_with_the_portals_settings(ctx: Context) -> None:
    """„Standard“, no second factor, 15 minutes, invitations as „Benutzer“."""
    found = configured(ctx)
    assert found.settings == AT_FIRST


def test_a_change_is_stored_and_written_down(ctx: Context, anna: Person) -> None:
    """Old and new value of what changed, and of nothing else."""
    wanted = CompanySettings(
        "Muster Werke AG",
        PasswordLevel.STANDARD,
        frozenset({Role.COMPANY_ADMIN, Role.BILLING_ADMIN}),
        5,
        default_role=Role.BILLING_ADMIN,
        buyers=Buyers.EVERYBODY,
    )
    answer = change(ctx, wanted, configured(ctx))
    assert answer == configured(ctx)
    assert answer.settings == wanted
    (entry,) = journal(ctx, AuditAction.COMPANY_CONFIGURED)
    assert (entry.subject_id, entry.actor_id) == (anna.company_id, anna.user_id)
    assert entry.changes == {
        "name": [NAME, "Muster Werke AG"],
        "second_factor_roles": ["", "billing_admin company_admin"],
        "idle_minutes": ["15", "5"],
        "default_role": ["user", "billing_admin"],
        "buyers": ["admins", "everybody"],
    }


def test_no_change_leaves_no_trace(ctx: Context) -> None:
    """No entry, no new version."""
    before = everything(ctx)
    change(ctx, AT_FIRST, configured(ctx))
    assert everything(ctx) == before


@pytest.mark.parametrize("minutes", [0, -1, 61, 10_000])
def test_minutes_have_bounds(ctx: Context, minutes: int) -> None:
    """An hour at most: what stays open for longer is nobody's screen."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        change(ctx, replace(AT_FIRST, idle_minutes=minutes), configured(ctx))
    assert refused.value.field == "idle_minutes"
    assert everything(ctx) == before


@pytest.fixture
def other(ctx: Context, anna: Person) -> Context:
    """Another administrator of the same company."""
    bert = add_member(
        ctx.database,
        anna.company_id,
        "bert@m.example",
        first_name="Bert",
        last_name="Weber",
        role=Role.COMPANY_ADMIN,
    )
    return signed_in(ctx, bert)


def test_h1_two_who_change_the_same_lose_nothing(ctx: Context, other: Context) -> None:
    """The second one is told who was faster, when, and what stands there now."""
    seen = configured(other)
    change(ctx, replace(AT_FIRST, idle_minutes=5), seen)
    before = everything(ctx)
    with pytest.raises(SettingsChanged) as refused:
        change(other, replace(AT_FIRST, idle_minutes=7, buyers=Buyers.EVERYBODY), seen)
    assert refused.value.theirs == configured(ctx)
    assert (refused.value.who, refused.value.at) == ("Anna Muster", START)
    assert everything(ctx) == before
    change(other, replace(AT_FIRST, idle_minutes=7), refused.value.theirs)
    assert configured(ctx).settings.idle_minutes == 7


def test_what_another_changed_beside_it_stays(ctx: Context, other: Context) -> None:
    """Settings that nobody else touched are stored over a newer version without a question."""
    seen = configured(other)
    change(ctx, replace(AT_FIRST, idle_minutes=5), seen)
    answer = change(other, replace(AT_FIRST, default_role=Role.BILLING_ADMIN), seen)
    both = replace(AT_FIRST, idle_minutes=5, default_role=Role.BILLING_ADMIN)
    assert answer.settings == configured(ctx).settings == both


def test_h1_four_at_once_lose_nothing_and_are_asked_nothing(ctx: Context, other: Context) -> None:
    """Each changes a setting of their own, again and again, beside the others."""
    rounds = 10
    settings: dict[str, Callable[[int], object]] = {
        "name": lambda turn: f"Muster {turn} GmbH",
        "idle_minutes": lambda turn: 20 + turn,
        "buyers": lambda turn: list(Buyers)[turn % 2],
        "password_level": lambda turn: list(PasswordLevel)[turn % 4],
    }

    def work(name: str) -> None:
        actor = ctx if name in {"name", "buyers"} else other
        for turn in range(1, rounds + 1):
            seen = configured(actor)
            change(actor, replace(seen.settings, **{name: settings[name](turn)}), seen)  # type: ignore[arg-type]  # each has a value of its kind

    with ThreadPoolExecutor(len(settings)) as pool:
        for done in [pool.submit(work, name) for name in settings]:
            done.result()
    found = configured(ctx).settings
    assert {name: getattr(found, name) for name in settings} == {
        name: value(rounds) for name, value in settings.items()
    }
    assert len(journal(ctx, AuditAction.COMPANY_CONFIGURED)) == rounds * len(settings)


def test_two_of_the_same_mind_agree(ctx: Context, other: Context) -> None:
    """Nothing is asked, and only the first is written down."""
    seen = configured(other)
    wanted = replace(AT_FIRST, password_level=PasswordLevel.LONG)
    change(ctx, wanted, seen)
    assert change(other, wanted, seen).settings == wanted
    assert len(journal(ctx, AuditAction.COMPANY_CONFIGURED)) == 1


def test_the_last_change_of_the_same_setting_is_named(ctx: Context, other: Context) -> None:
    """Not whoever changed something else after that."""
    seen = configured(other)
    change(other, replace(AT_FIRST, name="Muster SE"), seen)
    change(ctx, replace(AT_FIRST, idle_minutes=5), seen)
    with pytest.raises(SettingsChanged) as refused:
        change(ctx, replace(AT_FIRST, name="Muster KG"), seen)
    assert refused.value.who == "Bert Weber"


@pytest.mark.parametrize("name", ["", "  ", "–", "x" * 121])
def test_a_company_has_a_name(ctx: Context, name: str) -> None:
    """The rule of registering."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        change(ctx, replace(AT_FIRST, name=name), configured(ctx))
    assert refused.value.field == "name"
    assert everything(ctx) == before


def test_a_new_name_is_told_apart_by_its_skeleton(ctx: Context, anna: Person) -> None:
    """What names are compared by follows the name."""
    change(ctx, replace(AT_FIRST, name="  Müster   SE "), configured(ctx))
    with ctx.database.transaction(writing=False) as session:
        company = session.get_one(Company, anna.company_id)
    assert (company.name, company.skeleton) == ("Müster SE", skeleton("Müster SE"))


def test_how_many_passwords_a_level_asks_for_anew(ctx: Context, anna: Person) -> None:
    """Of active members of this company, by the levels that were met; unknown ones count."""
    people = [add_member(ctx.database, anna.company_id, f"p{n}@m.example") for n in range(4)]
    for person in (anna, people[0]):
        with_password(ctx, person, BOTH)
    with_password(ctx, people[1], frozenset(PasswordLevel))
    with_password(ctx, people[2], frozenset())
    disabled = add_member(
        ctx.database, anna.company_id, "aus@m.example", state=MembershipState.DISABLED
    )
    stranger = add_member(ctx.database, add_company(ctx.database, "Fremd GmbH"), "f@f.example")
    for person in (disabled, stranger):
        with_password(ctx, person, BOTH)
    found = {
        level: affected(ctx, replace(AT_FIRST, password_level=level)).passwords
        for level in PasswordLevel
    }
    assert found == {
        PasswordLevel.STANDARD: 1,
        PasswordLevel.MEDIUM: 1,
        PasswordLevel.STRICT: 3,
        PasswordLevel.LONG: 3,
    }


def test_passwords_that_are_too_old_are_counted(ctx: Context, anna: Person) -> None:
    """„Mittel“ wants another one every 90 days."""
    with_password(ctx, anna, frozenset(PasswordLevel))
    medium = replace(AT_FIRST, password_level=PasswordLevel.MEDIUM)
    assert affected(ctx, medium).passwords == 0
    later = replace(ctx, clock=lambda: START + timedelta(days=90))
    later = signed_in(later, anna)
    assert affected(later, medium).passwords == 1
    assert affected(later, AT_FIRST).passwords == 0


def test_how_many_have_to_set_a_second_factor_up(ctx: Context, anna: Person) -> None:
    """Of those roles, active, without one."""
    add_member(ctx.database, anna.company_id, "a@m.example")
    add_member(ctx.database, anna.company_id, "b@m.example", state=MembershipState.DISABLED)
    everybody = replace(AT_FIRST, second_factor_roles=frozenset(Role))
    assert affected(ctx, everybody).factors == 2
    set_up(ctx)
    assert affected(ctx, everybody).factors == 1
    assert affected(ctx, AT_FIRST).factors == 0


def test_a_required_second_factor_is_asked_for_at_the_next_sign_in(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """Of the roles named, and of nobody else."""
    assert isinstance(sign_in(nobody, anna.email, PASSWORD), SignedIn)
    change(
        ctx,
        replace(AT_FIRST, second_factor_roles=frozenset({Role.COMPANY_ADMIN})),
        configured(ctx),
    )
    step = sign_in(nobody, anna.email, PASSWORD)
    assert isinstance(step, NextStep)
    assert step.step is Step.SET_UP_FACTOR


def test_a_stricter_level_is_asked_for_at_the_next_sign_in(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """Nobody is signed out by it; whose password meets it all the same notices nothing."""
    short = add_member(
        ctx.database,
        anna.company_id,
        "kurz@m.example",
        password_hash=nobody.hasher.hash(SHORT),
    )
    at_work = signed_in(ctx, short)
    change(ctx, replace(AT_FIRST, password_level=PasswordLevel.LONG), configured(ctx))
    assert status(at_work).set_up_at is None
    assert isinstance(sign_in(nobody, anna.email, PASSWORD), SignedIn)
    step = sign_in(nobody, short.email, SHORT)
    assert isinstance(step, NextStep)
    assert step.step is Step.NEW_PASSWORD


def test_the_screen_locks_after_the_minutes_set(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """From the next sign-in on."""
    change(ctx, replace(AT_FIRST, idle_minutes=7), configured(ctx))
    step = sign_in(nobody, anna.email, PASSWORD)
    assert isinstance(step, SignedIn)
    assert step.idle_minutes == 7
