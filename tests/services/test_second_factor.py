"""The second factor: set up, each code once, renewed, removed, reset; what a lost key costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.encryption import Vault
from tcm_tui.data.models import Company, SecondFactor
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.second_factor import STEP, KeyLost, new_secret
from tcm_tui.domain.sessions import ProofNeeded
from tcm_tui.services.second_factor import (
    remove,
    renew_codes,
    reset_for,
    set_up,
    status,
    warning,
)
from tcm_tui.services.transaction import Transaction
from tests.builders import add_company, add_member, everything, signed_in
from tests.processes import at_once

from .factors import code_of, given, row
from .factors import set_up as set_up_now
from .inviting import journal, mails

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person


def require(ctx: Context, company_id: int, *roles: Role) -> None:
    """Let a company ask a second factor of these roles."""
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Company, company_id).second_factor_roles = frozenset(roles)


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """A colleague of Anna's."""
    return add_member(ctx.database, anna.company_id, "derya.celik@muster.example", language="en")


# --- setting up


def test_a_second_factor_is_set_up_with_the_first_code(ctx: Context, anna: Person) -> None:
    """The secret lies encrypted, its owner is told, ten codes are given."""
    assert status(ctx).set_up_at is None
    secret, codes = set_up_now(ctx)
    now = status(ctx)
    assert (now.set_up_at, now.codes_left, now.readable) == (ctx.clock(), 10, True)
    assert len(set(codes)) == 10
    stored = row(ctx)
    assert stored is not None
    assert secret.encode() not in stored.secret
    (entry,) = journal(ctx, AuditAction.SECOND_FACTOR_SET_UP)
    assert (entry.subject_id, entry.changes) == (anna.user_id, {})
    (mail,) = mails(ctx)
    assert (mail.kind, mail.recipient) == (MailKind.SECOND_FACTOR_SET_UP, anna.email)


def test_c5_neither_secret_nor_codes_are_stored_in_clear(ctx: Context, anna: Person) -> None:
    """Not in any column, not in the journal, not in the mail."""
    secret, codes = set_up_now(ctx)
    assert given(ctx, anna.user_id, codes[0])
    stored = repr(everything(ctx))
    for one in (secret, *codes, *(code.replace("-", "") for code in codes)):
        assert one not in stored


def test_a_wrong_first_code_sets_nothing_up(ctx: Context) -> None:
    """Whoever mistypes the secret must not lock themselves out."""
    before = everything(ctx)
    secret = new_secret("anna@muster.example").secret
    for code in (code_of(ctx, secret, 5 * STEP), "12345", "AB12-CD34-EF56-GH78-JK90-MN12"):
        with pytest.raises(Invalid) as refused:
            set_up(ctx, secret, code)
        assert refused.value.field == "code"
    assert everything(ctx) == before


def test_setting_up_again_takes_the_place_of_the_first(
    ctx: Context, clock: Clock, anna: Person
) -> None:
    """A new telephone: codes of the old one and its recovery codes are worth nothing."""
    old, old_codes = set_up_now(ctx)
    new, _codes = set_up_now(ctx)
    assert not given(ctx, anna.user_id, code_of(ctx, old))
    assert not given(ctx, anna.user_id, old_codes[0])
    assert status(ctx).codes_left == 10
    clock.forward(minutes=5)
    assert given(ctx, anna.user_id, code_of(ctx, new))


@pytest.mark.parametrize("act", [lambda ctx: set_up(ctx, "A" * 32, "123456"), renew_codes, remove])
def test_c12_the_password_must_be_fresh(
    ctx: Context, clock: Clock, act: Callable[[Context], object]
) -> None:
    """An unlocked terminal changes nothing."""
    set_up_now(ctx)
    before = everything(ctx)
    clock.forward(minutes=5)
    with pytest.raises(ProofNeeded):
        act(ctx)
    assert everything(ctx) == before


# --- codes at sign-in


def test_a_code_is_good_once(ctx: Context, clock: Clock, anna: Person) -> None:
    """Whoever looked on has nothing; not even the code that set it up."""
    secret, _codes = set_up_now(ctx)
    assert not given(ctx, anna.user_id, code_of(ctx, secret))
    clock.forward(seconds=30)
    code = code_of(ctx, secret)
    assert given(ctx, anna.user_id, code)
    assert not given(ctx, anna.user_id, code)


def test_an_earlier_code_is_refused_after_a_later_one(
    ctx: Context, clock: Clock, anna: Person
) -> None:
    """Within the tolerance three codes are right; the ones before the last used are not."""
    secret, _codes = set_up_now(ctx)
    clock.forward(minutes=2)
    assert given(ctx, anna.user_id, code_of(ctx, secret, STEP))
    assert not given(ctx, anna.user_id, code_of(ctx, secret))
    assert not given(ctx, anna.user_id, code_of(ctx, secret, -STEP))


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_one_step_of_tolerance(
    ctx: Context, clock: Clock, anna: Person, steps: int, right: bool
) -> None:
    """Half a minute early or late, no more."""
    secret, _codes = set_up_now(ctx)
    clock.forward(minutes=5)
    assert given(ctx, anna.user_id, code_of(ctx, secret, steps * STEP)) is right


def test_the_code_of_somebody_else_is_wrong(ctx: Context, clock: Clock, derya: Person) -> None:
    """Of either kind, also where nobody asks for one."""
    secret, codes = set_up_now(ctx)
    clock.forward(minutes=1)
    for code in (code_of(ctx, secret), codes[0], "", "no code"):
        assert not given(ctx, derya.user_id, code)
    set_up_now(signed_in(ctx, derya))
    clock.forward(minutes=1)
    assert not given(ctx, derya.user_id, code_of(ctx, secret))
    assert not given(ctx, derya.user_id, codes[0])


def test_a_recovery_code_stands_in_once(ctx: Context, anna: Person) -> None:
    """Its owner is told how many are left: whoever did not use it must know."""
    _secret, codes = set_up_now(ctx)
    assert given(ctx, anna.user_id, codes[3].lower().replace("-", " "))
    assert not given(ctx, anna.user_id, codes[3])
    assert given(ctx, anna.user_id, codes[4])
    assert status(ctx).codes_left == 8
    assert len(journal(ctx, AuditAction.RECOVERY_CODE_USED)) == 2
    told = [mail for mail in mails(ctx) if mail.kind is MailKind.RECOVERY_CODE_USED]
    assert [mail.values["codes_left"] for mail in told] == ["9", "8"]


def try_code(url: str, key: Path, user_id: int, code: str) -> bool:
    """In a process of its own."""
    from tcm_tui.services.hashing import Hasher  # noqa: PLC0415 - in the child only
    from tests.processes import context_of  # noqa: PLC0415 - as above

    ctx = context_of(url, Hasher(time_cost=1, memory_cost=8, parallelism=1))
    with ctx.database.transaction(writing=True) as session:
        from tcm_tui.services.second_factor import check  # noqa: PLC0415 - as above

        right = check(
            Transaction(session, ctx.clock(), ctx.origin, vault=Vault(key)), user_id, code
        )
    ctx.database.dispose()
    return right


@pytest.mark.parametrize("kind", ["authenticator", "recovery"])
def test_c6_of_several_at_once_one_gets_in(
    ctx: Context, anna: Person, database_url: str, tmp_path: Path, kind: str
) -> None:
    """One UPDATE decides, on both databases."""
    secret, codes = set_up_now(ctx)
    code = codes[0] if kind == "recovery" else code_of(ctx, secret, STEP)
    answers = at_once(try_code, [(database_url, tmp_path / "test.key", anna.user_id, code)] * 4)
    assert sorted(answers) == [False, False, False, True]


# --- codes anew, and without


def test_new_recovery_codes_void_the_old_ones(ctx: Context, clock: Clock, anna: Person) -> None:
    """The authenticator stays."""
    secret, old = set_up_now(ctx)
    new = renew_codes(ctx)
    assert not set(old) & set(new)
    assert not given(ctx, anna.user_id, old[0])
    assert given(ctx, anna.user_id, new[0])
    clock.forward(minutes=1)
    assert given(ctx, anna.user_id, code_of(ctx, secret))
    assert len(journal(ctx, AuditAction.RECOVERY_CODES_RENEWED)) == 1
    assert MailKind.RECOVERY_CODES_RENEWED in [mail.kind for mail in mails(ctx)]


def test_without_a_second_factor_there_are_no_recovery_codes(ctx: Context) -> None:
    """They would be passwords nobody knows of."""
    before = everything(ctx)
    with pytest.raises(Invalid):
        renew_codes(ctx)
    assert everything(ctx) == before


def test_it_can_be_removed(ctx: Context, anna: Person) -> None:
    """With every recovery code; its owner is told."""
    _secret, codes = set_up_now(ctx)
    remove(ctx)
    assert status(ctx).set_up_at is None
    assert status(ctx).codes_left == 0
    assert not given(ctx, anna.user_id, codes[0])
    assert len(journal(ctx, AuditAction.SECOND_FACTOR_REMOVED)) == 1
    assert mails(ctx)[-1].kind is MailKind.SECOND_FACTOR_REMOVED


def test_removing_nothing_tells_nobody(ctx: Context) -> None:
    """No entry, no mail."""
    before = everything(ctx)
    remove(ctx)
    assert everything(ctx) == before


def test_a_required_one_cannot_be_removed(ctx: Context, database: Database, anna: Person) -> None:
    """Whichever of the companies asks for it; one that asks other roles does not count."""
    set_up_now(ctx)
    other = add_company(database, "Zweite GmbH")
    add_member(database, other, anna.email, role=Role.BILLING_ADMIN)
    require(ctx, other, Role.USER, Role.COMPANY_ADMIN)
    assert not status(ctx).required
    require(ctx, other, Role.BILLING_ADMIN)
    assert status(ctx).required
    before = everything(ctx)
    with pytest.raises(NotPermitted, match="verlangt"):
        remove(ctx)
    after = everything(ctx)
    assert after["second_factors"] == before["second_factors"]
    require(ctx, other)
    remove(ctx)


# --- reset by an administrator


def test_an_administrator_resets_it_for_a_member(ctx: Context, derya: Person) -> None:
    """The member is told by whom, in their language, and signs in by password again."""
    hers = signed_in(ctx, derya)
    _secret, codes = set_up_now(hers)
    assert reset_for(ctx, derya.membership_id)
    assert status(hers).set_up_at is None
    assert not given(ctx, derya.user_id, codes[0])
    (entry,) = journal(ctx, AuditAction.SECOND_FACTOR_RESET)
    assert entry.subject_id == derya.membership_id
    mail = mails(ctx)[-1]
    assert (mail.kind, mail.recipient, mail.language) == (
        MailKind.SECOND_FACTOR_RESET,
        derya.email,
        "en",
    )
    assert mail.values["person"] == "Anna Muster"


def test_resetting_nothing_tells_nobody(ctx: Context, derya: Person) -> None:
    """The administrator learns that there was none."""
    before = everything(ctx)
    assert not reset_for(ctx, derya.membership_id)
    assert everything(ctx) == before


def test_c12_nobody_resets_their_own(ctx: Context, anna: Person) -> None:
    """That would be a way round what a company requires."""
    set_up_now(ctx)
    with pytest.raises(Invalid, match="Meine Einstellungen"):
        reset_for(ctx, anna.membership_id)
    assert row(ctx) is not None


def test_d2_nobody_resets_it_for_another_company(ctx: Context, database: Database) -> None:
    """A member of another company is not there."""
    other = add_member(database, add_company(database, "Fremd GmbH"), "fremd@fremd.example")
    set_up_now(signed_in(ctx, other))
    with pytest.raises(NotFound):
        reset_for(ctx, other.membership_id)
    assert row(ctx) is not None


def test_c12_resetting_asks_for_a_fresh_password(ctx: Context, clock: Clock, derya: Person) -> None:
    """An unlocked terminal takes nobody's second factor away."""
    set_up_now(signed_in(ctx, derya))
    clock.forward(minutes=5)
    with pytest.raises(ProofNeeded):
        reset_for(ctx, derya.membership_id)
    assert row(ctx) is not None


# --- keys


def spoken(ctx: Context, user_id: int) -> str:
    """What the step at sign-in warns of."""
    with ctx.database.transaction(writing=False) as session:
        return warning(Transaction(session, ctx.clock(), ctx.origin, vault=ctx.vault), user_id)


def test_a_lost_key_costs_the_authenticator_and_nothing_else(
    ctx: Context, clock: Clock, anna: Person, tmp_path: Path
) -> None:
    """A sentence says so, a recovery code gets in, and setting up anew mends it."""
    secret, codes = set_up_now(ctx)
    assert spoken(ctx, anna.user_id) == ""
    (tmp_path / "test.key").unlink()
    clock.forward(minutes=1)
    assert "Wiederherstellungscode" in spoken(ctx, anna.user_id)
    assert not status(ctx).readable
    with pytest.raises(KeyLost) as lost:
        given(ctx, anna.user_id, code_of(ctx, secret))
    assert lost.value.field == "code"
    assert given(ctx, anna.user_id, codes[0])
    new, _codes = set_up_now(ctx)
    assert status(ctx).readable
    clock.forward(minutes=1)
    assert given(ctx, anna.user_id, code_of(ctx, new))


def test_a_key_that_cannot_be_read_keeps_no_recovery_code_out(
    ctx: Context, anna: Person, tmp_path: Path
) -> None:
    """Such as one that others can read by now."""
    _secret, codes = set_up_now(ctx)
    (tmp_path / "test.key").chmod(0o644)
    assert "Wiederherstellungscode" in spoken(ctx, anna.user_id)
    assert not status(ctx).readable
    assert given(ctx, anna.user_id, codes[0])


def test_with_a_lost_key_an_administrator_can_reset_it(
    ctx: Context, derya: Person, tmp_path: Path
) -> None:
    """The other way out."""
    set_up_now(signed_in(ctx, derya))
    (tmp_path / "test.key").unlink()
    assert reset_for(ctx, derya.membership_id)
    assert row(ctx) is None


@pytest.mark.parametrize("column", ["secret", "user_id"])
def test_i8_swapped_rows_are_refused(
    ctx: Context, clock: Clock, anna: Person, derya: Person, column: str
) -> None:
    """Nobody who writes to the database can make their own authenticator that of another."""
    set_up_now(ctx)
    secret, _codes = set_up_now(signed_in(ctx, derya))
    with ctx.database.transaction(writing=True) as session:
        if column == "secret":
            hers = session.query(SecondFactor).filter_by(user_id=derya.user_id).one().secret
            session.execute(
                update(SecondFactor).where(SecondFactor.user_id == anna.user_id).values(secret=hers)
            )
        else:
            session.query(SecondFactor).filter_by(user_id=anna.user_id).delete()
            session.execute(update(SecondFactor).values(user_id=anna.user_id))
    clock.forward(minutes=1)
    with pytest.raises(KeyLost):
        given(ctx, anna.user_id, code_of(ctx, secret))
