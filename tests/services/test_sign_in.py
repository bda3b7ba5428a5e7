"""Signing in: one sentence, one hash, at most five tries; sessions begin and end."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import (
    AuditEntry,
    EmailAddress,
    Membership,
    User,
    UserSession,
)
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import NotPermitted, SessionEnded
from tcm_tui.domain.people import MembershipState, check_email
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import (
    FAILURES_ALLOWED,
    SignInRefused,
    without_steps,
)
from tcm_tui.services.hashing import Hasher
from tcm_tui.services.sign_in import lock, sign_in, sign_out, unlock
from tcm_tui.services.transaction import Origin
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
)
from tests.services.watching import (
    WRONG,
    CountingHasher,
    MeddlingHasher,
    actions,
    fail,
    signed,
    user,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tcm_tui.services.context import Context


def test_the_right_password_signs_in(nobody: Context, anna: Person) -> None:
    """The session names process, host, Unix user and SSH connection; the journal names it."""
    remote = replace(nobody, origin=Origin("ops", "jump", 77, "192.0.2.1 5000 192.0.2.2 22"))
    found = without_steps(sign_in(remote, anna.email, PASSWORD))
    assert (found.user_id, found.company_id, found.email) == (1, anna.company_id, anna.email)
    assert (found.name, found.role) == ("Anna Muster", Role.COMPANY_ADMIN)
    assert (found.company_name, found.idle_minutes) == ("Muster Maschinenbau GmbH", 15)
    with nobody.database.transaction(writing=False) as session:
        row = session.get_one(UserSession, found.session_id)
        entry = session.scalars(select(AuditEntry)).one()
        seen = session.get_one(Membership, anna.membership_id).last_sign_in_at
    assert (row.process_id, row.host, row.unix_user) == (77, "jump", "ops")
    assert row.ssh_connection == "192.0.2.1 5000 192.0.2.2 22"
    assert row.started_at == row.last_seen_at == seen == nobody.clock()
    assert row.ended_at is None
    assert (entry.action, entry.subject_id) == (AuditAction.SESSION_STARTED, row.id)
    assert (entry.company_id, entry.actor_id) == (anna.company_id, anna.user_id)
    assert (entry.session_id, entry.unix_user) == (row.id, "ops")


def test_signing_in_does_not_make_an_open_form_stale(nobody: Context, anna: Person) -> None:
    """Neither the person nor the membership counts as edited."""

    def versions() -> tuple[int, int]:
        with nobody.database.transaction(writing=False) as session:
            return (
                session.get_one(User, anna.user_id).version,
                session.get_one(Membership, anna.membership_id).version,
            )

    before = versions()
    fail(nobody, anna.email)
    sign_in(nobody, anna.email, PASSWORD)
    assert versions() == before


@pytest.mark.parametrize(
    "typed",
    ["ANNA.Muster@Muster-Maschinenbau.EXAMPLE", "  anna.muster@muster-maschinenbau.example "],
)
def test_c8_case_and_blanks_of_the_address_do_not_matter(
    nobody: Context, anna: Person, typed: str
) -> None:
    """The canonical form is compared."""
    assert without_steps(sign_in(nobody, typed, PASSWORD)).user_id == anna.user_id


@pytest.mark.parametrize(
    "typed",
    ["mıke@muster.example", "mike@mуster.example", "mi\u200bke@muster.example", "mike"],
)
def test_c8_a_look_alike_address_is_somebody_else(
    nobody: Context, anna: Person, password_hash: str, typed: str
) -> None:
    """A dotless i, a Cyrillic letter, a hidden character: none of them is Mike."""
    add_member(nobody.database, anna.company_id, "mike@muster.example", password_hash=password_hash)
    assert sign_in(nobody, "mike@muster.example", PASSWORD)
    with pytest.raises(SignInRefused):
        sign_in(nobody, typed, PASSWORD)


@pytest.mark.parametrize("verified", [True, False])
def test_any_verified_address_signs_in(nobody: Context, anna: Person, verified: bool) -> None:
    """A second address works as soon as it is verified, not before."""
    second = check_email("anna@privat.example")
    with nobody.database.transaction(writing=True) as session:
        session.add(
            EmailAddress(
                user_id=anna.user_id,
                address=second.address,
                canonical=second.canonical,
                is_primary=False,
                verified_at=nobody.clock() if verified else None,
            )
        )
    if verified:
        # The primary address is the one shown, whichever was typed.
        assert without_steps(sign_in(nobody, second.address, PASSWORD)).email == anna.email
    else:
        with pytest.raises(SignInRefused):
            sign_in(nobody, second.address, PASSWORD)


def test_c9_composed_and_decomposed_letters_are_the_same_password(
    nobody: Context, anna: Person, hasher: Hasher
) -> None:
    """„ü“ typed on another keyboard arrives as two characters."""
    password = unicodedata.normalize("NFC", "Grüße-aus-Köln-7")
    person = add_member(
        nobody.database, anna.company_id, "b@muster.example", password_hash=hasher.hash(password)
    )
    assert sign_in(nobody, person.email, unicodedata.normalize("NFD", password))


def make_unknown(ctx: Context, anna: Person, _password_hash: str) -> str:
    """Nobody has this address."""
    del ctx
    return anna.email.replace("anna", "niemand")


def make_malformed(ctx: Context, anna: Person, _password_hash: str) -> str:
    """This is no address at all."""
    del ctx
    return anna.email.replace("@", " at ")


def make_wrong(ctx: Context, anna: Person, password_hash: str) -> str:
    """A person like any other, with another password."""
    person = add_member(ctx.database, anna.company_id, "x@muster.example")
    with ctx.database.transaction(writing=True) as session:
        other = Hasher(1, 8, 1).hash(WRONG)
        session.execute(update(User).where(User.id == person.user_id).values(password_hash=other))
    del password_hash
    return person.email


def make_paused(ctx: Context, anna: Person, password_hash: str) -> str:
    """An account that rests."""
    person = add_member(
        ctx.database, anna.company_id, "pause@muster.example", password_hash=password_hash
    )
    with ctx.database.transaction(writing=True) as session:
        until = ctx.clock() + timedelta(minutes=1)
        session.execute(
            update(User)
            .where(User.id == person.user_id)
            .values(pauses=1, paused_until=until, window_started_at=ctx.clock())
        )
    return person.email


def make_disabled(ctx: Context, anna: Person, password_hash: str) -> str:
    """A disabled member without any other company."""
    return add_member(
        ctx.database,
        anna.company_id,
        "aus@muster.example",
        state=MembershipState.DISABLED,
        password_hash=password_hash,
    ).email


def make_without_company(ctx: Context, anna: Person, password_hash: str) -> str:
    """A person who belongs to nothing any more."""
    person = add_member(
        ctx.database, anna.company_id, "ohne@muster.example", password_hash=password_hash
    )
    with ctx.database.transaction(writing=True) as session:
        session.delete(session.get_one(Membership, person.membership_id))
    return person.email


def make_passwordless(ctx: Context, anna: Person, password_hash: str) -> str:
    """A person who never set a password."""
    del password_hash
    return add_member(ctx.database, anna.company_id, "leer@muster.example").email


def make_invited(ctx: Context, anna: Person, password_hash: str) -> str:
    """An address that is only invited."""
    del password_hash
    add_invitation(ctx.database, anna, "neu@muster.example")
    return "neu@muster.example"


KINDS = [
    make_unknown,
    make_malformed,
    make_wrong,
    make_paused,
    make_disabled,
    make_without_company,
    make_passwordless,
    make_invited,
]


@pytest.mark.parametrize("make", KINDS)
def test_c1_every_refusal_is_the_same_sentence_after_one_hash(
    counted: Context,
    counting: CountingHasher,
    anna: Person,
    password_hash: str,
    make: Callable[[Context, Person, str], str],
) -> None:
    """Whoever it is, with the right password where there is one: same text, one check, no session.

    The failure is on record.
    """
    email = make(counted, anna, password_hash)
    with pytest.raises(SignInRefused) as refused:
        sign_in(counted, email, PASSWORD)
    assert refused.value.message == SignInRefused().message
    assert refused.value.field == "password"
    assert len(counting.checked) == 1
    assert actions(counted) == [AuditAction.SIGN_IN_FAILED]
    with counted.database.transaction(writing=False) as session:
        assert session.scalars(select(UserSession)).all() == []


@pytest.mark.parametrize("password", ["", "\x00", "a\ud800b", "x" * 1_000_000, PASSWORD + "\n"])
def test_any_password_is_only_wrong(counted: Context, anna: Person, password: str) -> None:
    """Nothing typed or pasted is more than a wrong password; it costs a hash like any other."""
    with pytest.raises(SignInRefused):
        sign_in(counted, anna.email, password)
    assert isinstance(counted.hasher, CountingHasher)
    assert len(counted.hasher.checked) == 1


def test_a_password_is_compared_to_its_last_character(
    nobody: Context, anna: Person, hasher: Hasher
) -> None:
    """The longest password allowed does not open with one character more."""
    longest = "Ab1-" * 256
    person = add_member(
        nobody.database, anna.company_id, "lang@muster.example", password_hash=hasher.hash(longest)
    )
    with pytest.raises(SignInRefused):
        sign_in(nobody, person.email, longest + "x")
    assert sign_in(nobody, person.email, longest)


def test_an_outdated_hash_is_renewed(nobody: Context, anna: Person) -> None:
    """With the same password, at the next right one; a wrong one changes nothing."""
    stronger = replace(nobody, hasher=Hasher(time_cost=2, memory_cost=16, parallelism=1))
    before = user(nobody, anna).password_hash
    fail(stronger, anna.email)
    assert user(nobody, anna).password_hash == before
    sign_in(stronger, anna.email, PASSWORD)
    renewed = user(nobody, anna).password_hash
    assert renewed is not None
    assert "m=16,t=2,p=1" in renewed
    sign_in(stronger, anna.email, PASSWORD)
    assert user(nobody, anna).password_hash == renewed


def test_a_password_changed_while_it_is_checked_does_not_sign_in(
    nobody: Context, anna: Person, hasher: Hasher
) -> None:
    """A reset that comes in between wins."""

    def reset() -> None:
        with nobody.database.transaction(writing=True) as session:
            session.execute(
                update(User)
                .where(User.id == anna.user_id)
                .values(password_hash=hasher.hash("Neu-und-anders-9"))
            )

    with pytest.raises(SignInRefused):
        sign_in(replace(nobody, hasher=MeddlingHasher(1, 8, 1, reset)), anna.email, PASSWORD)
    assert sign_in(nobody, anna.email, "Neu-und-anders-9")


def test_no_transaction_is_open_while_a_password_is_checked(nobody: Context, anna: Person) -> None:
    """Somebody else can write meanwhile: on SQLite that fails with one transaction open."""
    written: list[int] = []

    def write() -> None:
        written.append(add_company(nobody.database, "Nebenan GmbH"))

    assert sign_in(replace(nobody, hasher=MeddlingHasher(1, 8, 1, write)), anna.email, PASSWORD)
    assert len(written) == 1


def test_an_old_session_in_the_context_is_no_obstacle(ctx: Context, anna: Person) -> None:
    """After a session has ended, the same context signs in anew."""
    sign_out(ctx)
    assert sign_in(ctx, anna.email, PASSWORD)


def test_signing_out_ends_the_session(nobody: Context, anna: Person) -> None:
    """Nothing works in it any more, and the journal says so once."""
    ctx = signed(nobody, without_steps(sign_in(nobody, anna.email, PASSWORD)))
    sign_out(ctx)
    assert actions(ctx)[-1] is AuditAction.SESSION_ENDED
    with pytest.raises(SessionEnded):
        lock(ctx)
    with pytest.raises(SessionEnded):
        unlock(ctx, PASSWORD)


def test_locking_and_unlocking_are_on_record(nobody: Context, clock: Clock, anna: Person) -> None:
    """The session knows since when it is locked."""
    ctx = signed(nobody, without_steps(sign_in(nobody, anna.email, PASSWORD)))

    def locked_at() -> datetime | None:
        with ctx.database.transaction(writing=False) as session:
            return session.scalars(select(UserSession.locked_at)).one()

    clock.forward(minutes=15)
    lock(ctx)
    assert locked_at() == clock.now
    unlock(ctx, PASSWORD)
    assert locked_at() is None
    assert actions(ctx)[-2:] == [AuditAction.SESSION_LOCKED, AuditAction.SESSION_UNLOCKED]


def test_nobody_can_unlock(nobody: Context, anna: Person) -> None:
    """There is no session to unlock."""
    del anna
    with pytest.raises(NotPermitted):
        unlock(nobody, PASSWORD)


def test_passwords_stand_in_no_table(nobody: Context, anna: Person) -> None:
    """Neither the right nor a wrong one, in no column."""
    fail(nobody, anna.email, FAILURES_ALLOWED)
    stored = repr(everything(nobody))
    assert WRONG not in stored
    assert PASSWORD not in stored
