"""How long sessions last, what a locked one refuses, and one's own sessions elsewhere."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui import services
from tcm_tui.data.models import AuditEntry, UserSession
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.member_changes import Change, ChangeKind
from tcm_tui.domain.own_activity import OwnPage
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sessions import PROOF_LASTS, SESSION_LIFE, ProofNeeded, SessionLocked
from tcm_tui.domain.sign_in import FAILURES_ALLOWED, PasswordRefused, SignedIn
from tcm_tui.services import passwords, second_factor, sessions
from tcm_tui.services.activity import last_entry, own_activity
from tcm_tui.services.context import USE_CASES
from tcm_tui.services.member_changes import change, plan
from tcm_tui.services.proving import prove
from tcm_tui.services.sign_in import lock, sign_in, sign_out, unlock
from tcm_tui.services.transaction import Actor, Origin
from tests.builders import PASSWORD, Clock, Person, add_company, add_member, signed_in
from tests.processes import at_once, context_of

from .changing import member_key
from .inviting import mails
from .watching import WRONG, CountingHasher, actions, fail, signed

if TYPE_CHECKING:
    from tcm_tui.services.admitting import Demand
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher

JUMP = Origin("anna", "jump", 77, "192.0.2.1 5000 192.0.2.2 22")


# -- how long they last


def test_b11_a_session_ends_eight_hours_after_signing_in(nobody: Context, anna: Person) -> None:
    """However busy it is; until then every action goes on."""
    clock, ctx = Clock(nobody.clock()), signed_in(nobody, anna)
    ctx = replace(ctx, clock=clock)
    while clock.now + timedelta(minutes=10) < nobody.clock() + SESSION_LIFE:
        clock.forward(minutes=10)
        sessions.end_other_sessions(ctx)
    clock.now = nobody.clock() + SESSION_LIFE - timedelta(seconds=1)
    last_entry(ctx)
    clock.forward(seconds=1)
    with pytest.raises(SessionEnded) as refused:
        last_entry(ctx)
    assert refused.value.message.startswith("Nach 8 Stunden endet jede Sitzung.")


# -- what a locked one refuses


def test_a_locked_session_refuses_all_but_unlocking_and_signing_out(ctx: Context) -> None:
    """Reading and writing alike; nothing of it is a refusal on record: nobody broke a rule."""
    lock(ctx)
    for use_case in (last_entry, sessions.own_sessions, sessions.end_other_sessions):
        with pytest.raises(SessionLocked):
            use_case(ctx)
    with pytest.raises(SessionLocked):
        prove(ctx, PASSWORD)
    assert AuditAction.ACCESS_REFUSED not in actions(ctx)
    unlock(ctx, PASSWORD)
    last_entry(ctx)
    lock(ctx)
    sign_out(ctx)
    with pytest.raises(SessionEnded):
        last_entry(ctx)


def test_only_unlocking_and_signing_out_run_under_the_lock() -> None:
    """A use case added later does not, unless somebody means it to."""
    found = {
        name.rpartition(".services.")[2] for name, one in USE_CASES.items() if one.while_locked
    }
    assert found == {
        "sign_in._record_unlock",
        "sign_in._reserve_own",
        "sign_in.lock",
        "sign_in.sign_out",
    }


def demands() -> dict[str, Demand]:
    """What every use case asks for, by its short name."""
    for module in pkgutil.iter_modules(services.__path__):
        importlib.import_module(f"{services.__name__}.{module.name}")
    return {name.removeprefix(f"{services.__name__}."): one for name, one in USE_CASES.items()}


# -- ended at once


def _act(url: str, hasher: Hasher, actor: Actor) -> str:
    """In a process of its own: one action; what it was told."""
    ctx = context_of(url, hasher).as_actor(actor)
    try:
        last_entry(ctx)
    except DomainError as refused:
        return type(refused).__name__
    else:
        return "done"
    finally:
        ctx.database.dispose()


def reset(ctx: Context, chief: Context, person: Person) -> None:
    """With the mailed code."""
    passwords.send_reset(chief, person.membership_id)
    code = mails(ctx)[-1].values["code"]
    passwords.reset_password(ctx.as_actor(None), code, "Rote-Ampel-19-Uhr")


def disable(ctx: Context, chief: Context, person: Person) -> None:
    """By an administrator."""
    del ctx
    take(chief, ChangeKind.DISABLE, person)


def remove(ctx: Context, chief: Context, person: Person) -> None:
    """By an administrator."""
    del ctx
    take(chief, ChangeKind.REMOVE, person)


def take(chief: Context, kind: ChangeKind, person: Person) -> None:
    """Plan it and do it."""
    report = plan(chief, Change(kind), [member_key(person)])
    change(chief, report.change, report.rows)


@pytest.mark.parametrize("happens", [reset, disable, remove])
def test_c7_c16_a_session_of_another_process_ends_at_once(
    nobody: Context, database_url: str, hasher: Hasher, anna: Person, happens: object
) -> None:
    """By reset, disabling and removing: its very next action is refused."""
    derya = add_member(
        nobody.database,
        anna.company_id,
        "derya.celik@m.example",
        password_hash=hasher.hash(PASSWORD),
    )
    actor = signed_in(nobody, derya).actor
    assert at_once(_act, [(database_url, hasher, actor)]) == ["done"]
    assert callable(happens)
    happens(nobody, signed_in(nobody, anna), derya)
    assert at_once(_act, [(database_url, hasher, actor)]) == ["SessionEnded"]


# -- the password once more


def test_c12_five_minutes_after_typing_it_the_password_is_asked_for_again(
    ctx: Context, clock: Clock
) -> None:
    """Typing it makes the same action go on, and counts for five minutes more."""
    clock.now += PROOF_LASTS
    with pytest.raises(ProofNeeded):
        second_factor.remove(ctx)
    prove(ctx, PASSWORD)
    clock.now += PROOF_LASTS - timedelta(seconds=1)
    second_factor.remove(ctx)


def test_c12_what_asks_for_a_fresh_password() -> None:
    """Addresses, second factor, password, own data and account; a list to be looked at."""
    found = {name for name, one in demands().items() if one.fresh}
    assert {
        "addresses.add",
        "addresses.make_primary",
        "addresses.remove",
        "passwords._change",
        "second_factor.remove",
        "second_factor.renew_codes",
        "second_factor.set_up",
    } <= found


@pytest.mark.parametrize("way", [sign_in, unlock])
def test_signing_in_and_unlocking_are_proofs(nobody: Context, anna: Person, way: object) -> None:
    """Whoever has just typed it is not asked again."""
    who = sign_in(nobody, anna.email, PASSWORD)
    assert isinstance(who, SignedIn)
    ctx = signed(nobody, who)
    if way is unlock:
        forget_proof(ctx)
        lock(ctx)
        unlock(ctx, PASSWORD)
    with ctx.database.transaction(writing=False) as session:
        row = session.get_one(UserSession, who.session_id)
    assert row.proved_at == nobody.clock()


def forget_proof(ctx: Context) -> None:
    """As if the password had never been typed."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(UserSession).values(proved_at=None))


def test_c2_wrong_passwords_count_like_those_of_signing_in(
    nobody: Context, anna: Person, counting: CountingHasher
) -> None:
    """After five the account rests, and the right one is not even looked at."""
    ctx = signed_in(replace(nobody, hasher=counting), anna)
    fail(replace(nobody, hasher=counting), anna.email, 2)
    for _time in range(FAILURES_ALLOWED - 2):
        with pytest.raises(PasswordRefused):
            prove(ctx, WRONG)
    with pytest.raises(PasswordRefused):
        prove(ctx, PASSWORD)
    assert counting.checked[FAILURES_ALLOWED:] == [None]


# -- elsewhere


def test_own_sessions_tell_since_when_and_from_where(
    nobody: Context, anna: Person, clock: Clock
) -> None:
    """In every company; this one first, then the newest; ended and outlived ones are gone."""
    signed_in(nobody, anna)  # outlived when the list is read
    ended = signed_in(nobody, anna)
    sign_out(ended)
    clock.now += SESSION_LIFE - timedelta(minutes=1)
    here = signed_in(nobody, anna)
    other = add_member(nobody.database, add_company(nobody.database, "Andere AG"), anna.email)
    there = signed(nobody, started(replace(nobody, origin=JUMP), anna))
    assert here.actor is not None
    assert there.actor is not None
    lock(there)
    clock.forward(minutes=1)
    found = sessions.own_sessions(here)
    assert [row.id for row in found] == [here.actor.session_id, there.actor.session_id]
    assert [row.is_this for row in found] == [True, False]
    assert [row.is_locked for row in found] == [False, True]
    assert (found[1].host, found[1].client) == ("jump", "192.0.2.1")
    assert found[1].started_at == found[1].last_seen_at == clock() - timedelta(minutes=1)
    assert {row.company for row in found} <= {"Muster Maschinenbau GmbH", "Andere AG"}
    assert other.company_id != anna.company_id


def started(ctx: Context, person: Person) -> SignedIn:
    """A session as the portal starts it, in the company of `person`."""
    actor = signed_in(ctx, person).actor
    assert actor is not None
    with ctx.database.transaction(writing=True) as session:
        row = session.get_one(UserSession, actor.session_id)
        row.ssh_connection = ctx.origin.ssh_connection
        return SignedIn(
            user_id=row.user_id,
            session_id=row.id,
            company_id=row.company_id,
            company_name="",
            first_name="",
            last_name="",
            email="",
            role=Role.USER,
            language="de",
            idle_minutes=15,
            started_at=row.started_at,
        )


def test_ending_one_leaves_the_others(nobody: Context, anna: Person) -> None:
    """Its next action is refused; it is written down; doing it again changes nothing."""
    here, there, third = (signed_in(nobody, anna) for _session in range(3))
    assert there.actor is not None
    assert sessions.end_sessions(here, [there.actor.session_id]) == 1
    with pytest.raises(SessionEnded):
        last_entry(there)
    last_entry(third)
    assert sessions.end_sessions(here, [there.actor.session_id]) == 0
    with nobody.database.transaction(writing=False) as session:
        (entry,) = session.scalars(
            select(AuditEntry).where(AuditEntry.action == AuditAction.SESSION_ENDED)
        )
    assert (entry.subject_id, entry.actor_id) == (there.actor.session_id, anna.user_id)


def test_ending_all_others_keeps_this_one(nobody: Context, anna: Person) -> None:
    """In every company of the person."""
    other = add_member(nobody.database, add_company(nobody.database, "Andere AG"), anna.email)
    here, there = signed_in(nobody, anna), signed_in(nobody, other)
    assert sessions.end_other_sessions(here) == 1
    last_entry(here)
    with pytest.raises(SessionEnded):
        last_entry(there)
    assert sessions.end_other_sessions(here) == 0


def test_d2_somebody_elses_session_is_not_ended(nobody: Context, anna: Person) -> None:
    """Nor is one's own, by its number."""
    derya = signed_in(nobody, add_member(nobody.database, anna.company_id, "derya.celik@m.example"))
    ctx = signed_in(nobody, anna)
    assert ctx.actor is not None
    assert derya.actor is not None
    assert sessions.end_sessions(ctx, [derya.actor.session_id, ctx.actor.session_id]) == 0
    last_entry(derya)
    last_entry(ctx)


# -- what one did


def test_own_activity_tells_what_happened_to_the_account(nobody: Context, anna: Person) -> None:
    """Also what failed before it was known who it was; others' and elsewhere's stays out."""
    derya = add_member(
        nobody.database, anna.company_id, "derya.celik@m.example", role=Role.COMPANY_ADMIN
    )
    fail(nobody, anna.email)
    who = sign_in(replace(nobody, origin=JUMP), anna.email, PASSWORD)
    assert isinstance(who, SignedIn)
    ctx = signed(nobody, who)
    take(ctx, ChangeKind.DISABLE, derya)
    signed_in(nobody, derya)
    elsewhere = add_member(
        nobody.database,
        add_company(nobody.database, "Andere AG"),
        anna.email,
        role=Role.COMPANY_ADMIN,
    )
    sign_out(signed_in(nobody, elsewhere))
    found = own_activity(ctx)
    assert [deed.sentence() for deed in found] == [
        "Anna Muster hat Derya Celik deaktiviert",
        "Angemeldet",
        "Anmeldung fehlgeschlagen",
    ]
    assert [deed.client for deed in found] == ["", "192.0.2.1", ""]
    assert [deed.suspicious for deed in found] == [False, False, True]


def test_own_activity_is_read_page_by_page_in_both_directions(ctx: Context) -> None:
    """Nothing is left out and nothing comes twice."""
    for _time in range(7):
        lock(ctx)
        unlock(ctx, PASSWORD)
        sessions.end_other_sessions(ctx)
    for _time in range(7):
        fail(ctx, "anna.muster@muster-maschinenbau.example")
        ctx.clock.forward(hours=1)  # type: ignore[attr-defined]  # the test's clock
    every = own_activity(ctx)
    numbers = [deed.id for deed in every]
    assert len(numbers) >= 7
    assert numbers == sorted(numbers, reverse=True)
    down = own_activity(ctx, OwnPage(numbers[2]), limit=2)
    assert [deed.id for deed in down] == numbers[3:5]
    up = own_activity(ctx, OwnPage(numbers[4], newer=True), limit=2)
    assert [deed.id for deed in up] == numbers[2:4]
    oldest = own_activity(ctx, OwnPage(newer=True), limit=2)
    assert [deed.id for deed in oldest] == numbers[-2:]
