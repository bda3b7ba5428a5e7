"""„Passwort zurücksetzen“: an administrator sends the mail, and only its reader sets a password."""

from __future__ import annotations

import importlib
import inspect
import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import AuditEntry, Company, Membership
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose, new_code
from tcm_tui.domain.errors import Invalid, NotFound, SessionEnded
from tcm_tui.domain.invitations import OpenInvitation
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.password_reset import RESETS_PER_DAY, OpenReset, TooManyResets
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import FAILURES_ALLOWED, without_steps
from tcm_tui.services.activity import overview
from tcm_tui.services.codes import open_code
from tcm_tui.services.context import USE_CASES
from tcm_tui.services.passwords import open_reset, reset_password, send_reset
from tcm_tui.services.sign_in import sign_in
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)
from tests.processes import at_once, context_of
from tests.services.watching import actions, fail, mails, signed, user

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher

DERYA = "derya.celik@muster-maschinenbau.example"
NEW = "Rote-Ampel-19-Uhr"
LIFE = LIVES[TokenPurpose.PASSWORD_RESET]
SOAK = os.environ.get("TCM_SOAK") == "1"
ROUNDS = 200 if SOAK else 3


@pytest.fixture
def derya(nobody: Context, anna: Person, password_hash: str) -> Person:
    """A colleague who signs in already."""
    return add_member(nobody.database, anna.company_id, DERYA, password_hash=password_hash)


def sent(ctx: Context, person: Person) -> str:
    """The code of a mail that Anna has sent now."""
    send_reset(ctx, person.membership_id)
    return str(mails(ctx)[-1].values["code"])


def test_sending_changes_nothing_but_promises_a_code(ctx: Context, derya: Person) -> None:
    """The password stays; the mail goes to the member's own address and names who had it sent."""
    before = user(ctx, derya).password_hash
    send_reset(ctx, derya.membership_id)
    [mail] = mails(ctx)
    assert (mail.kind, mail.recipient) == (MailKind.RESET, DERYA)
    assert mail.values["person"] == "Anna Muster"
    assert mail.expires_at == ctx.clock() + LIFE
    assert user(ctx, derya).password_hash == before
    with ctx.database.transaction(writing=False) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject, entry.subject_id) == (
        AuditAction.PASSWORD_RESET_SENT,
        Subject.MEMBERSHIP,
        derya.membership_id,
    )
    assert mail.values["code"] not in str(entry.changes)


def test_c7_a_new_password_ends_every_session_and_signs_nobody_in(
    ctx: Context, nobody: Context, derya: Person
) -> None:
    """In every company; the old password is worth nothing, the owner is told."""
    open_elsewhere = signed(nobody, without_steps(sign_in(nobody, DERYA, PASSWORD)))
    code = sent(ctx, derya)
    reset_password(nobody, code, NEW)
    with pytest.raises(SessionEnded):
        overview(open_elsewhere)
    fail(nobody, DERYA)
    assert without_steps(sign_in(nobody, DERYA, NEW)).email == DERYA
    assert actions(ctx).count(AuditAction.PASSWORD_RESET) == 1
    told = mails(ctx)[-1]
    assert (told.kind, told.recipient) == (MailKind.PASSWORD_CHANGED, DERYA)


def test_c4_a_new_password_ends_the_pause(ctx: Context, nobody: Context, derya: Person) -> None:
    """Whoever was locked out by wrong passwords gets in with a new one."""
    fail(nobody, DERYA, FAILURES_ALLOWED)
    reset_password(nobody, sent(ctx, derya), NEW)
    assert without_steps(sign_in(nobody, DERYA, NEW)).email == DERYA


def test_c6_a_code_sets_one_password(ctx: Context, nobody: Context, derya: Person) -> None:
    """The second try is refused, and so are codes sent before the newest."""
    first = sent(ctx, derya)
    second = sent(ctx, derya)
    with pytest.raises(Invalid) as older:
        reset_password(nobody, first, NEW)
    reset_password(nobody, second, NEW)
    before = everything(nobody)
    with pytest.raises(Invalid) as used:
        reset_password(nobody, second, "Blaue-Ampel-20-Uhr")
    assert used.value.message == older.value.message
    assert used.value.field == "code"
    assert everything(nobody) == before


def test_c6_a_code_ends_after_an_hour(
    ctx: Context, nobody: Context, clock: Clock, derya: Person
) -> None:
    """With the same sentence."""
    code = sent(ctx, derya)
    clock.forward(seconds=LIFE.total_seconds() - 1)
    assert open_reset(nobody, code).email == DERYA
    clock.forward(seconds=1)
    with pytest.raises(Invalid, match="kein Passwort mehr"):
        open_reset(nobody, code)


def test_c6_codes_are_good_for_their_own_purpose_only(
    ctx: Context, nobody: Context, anna: Person, derya: Person
) -> None:
    """„Code eingeben“ tells them apart; neither opens the other's form."""
    reset = sent(ctx, derya)
    invitation = add_invitation(nobody.database, anna, "gast@muster.example")[1].text
    assert isinstance(open_code(nobody, f"Guten Tag\n\n  {reset.lower()}\n"), OpenReset)
    assert isinstance(open_code(nobody, invitation), OpenInvitation)
    with pytest.raises(Invalid):
        reset_password(nobody, invitation, NEW)
    for wrong in (new_code().text, "kein Code"):
        with pytest.raises(Invalid, match="Diesen Code gibt es nicht"):
            open_code(nobody, wrong)


def redeem(url: str, hasher: Hasher, code: str, password: str) -> bool:
    """One of two processes with the same code; whether it set its password."""
    nobody = context_of(url, hasher)
    try:
        reset_password(nobody, code, password)
    except Invalid:
        return False
    finally:
        nobody.database.dispose()
    return True


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 120)
def test_c6_of_two_processes_with_one_code_one_wins(
    ctx: Context, derya: Person, hasher: Hasher, database_url: str
) -> None:
    """Each round exactly one."""
    for number in range(ROUNDS):
        code = sent(ctx, derya)
        tries = [(database_url, hasher, code, f"{NEW}-{number}-{side}") for side in "ab"]
        assert sorted(at_once(redeem, tries)) == [False, True]


@pytest.mark.parametrize(
    ("password", "said"),
    [("kurz", "mindestens"), ("Passwort2026!!", "bekannt"), (PASSWORD, "bisheriges")],
)
def test_a_password_that_breaks_a_rule_leaves_the_code_usable(
    ctx: Context, nobody: Context, derya: Person, password: str, said: str
) -> None:
    """The sentence stands at the password, and nothing has changed."""
    code = sent(ctx, derya)
    before = everything(nobody)
    with pytest.raises(Invalid, match=said) as refused:
        reset_password(nobody, code, password)
    assert refused.value.field == "password"
    assert everything(nobody) == before
    reset_password(nobody, code, NEW)


def test_the_levels_of_all_active_companies_must_be_met(
    ctx: Context, nobody: Context, derya: Person
) -> None:
    """„Lang“ of a second company counts, that of a company they are disabled in does not."""
    code = sent(ctx, derya)
    strict = add_company(nobody.database, "Anderswo GmbH")
    with nobody.database.transaction(writing=True) as session:
        session.execute(
            update(Company).where(Company.id == strict).values(password_level=PasswordLevel.LONG)
        )
        session.add(
            Membership(
                company_id=strict,
                user_id=derya.user_id,
                role=session.get_one(Membership, derya.membership_id).role,
                sort_name="x",
                sort_address="x",
                joined_at=nobody.clock(),
            )
        )
    assert open_reset(nobody, code).levels == (PasswordLevel.STANDARD, PasswordLevel.LONG)
    with nobody.database.transaction(writing=True) as session:
        session.execute(
            update(Membership)
            .where(Membership.company_id == strict)
            .values(state=MembershipState.DISABLED)
        )
    assert open_reset(nobody, code).levels == (PasswordLevel.STANDARD,)


def test_an_address_gets_five_such_mails_a_day(
    ctx: Context, nobody: Context, clock: Clock, anna: Person, derya: Person
) -> None:
    """The sixth waits for the next day; the refusal names the address."""
    for _time in range(RESETS_PER_DAY):
        send_reset(ctx, derya.membership_id)
    with pytest.raises(TooManyResets, match=DERYA):
        send_reset(ctx, derya.membership_id)
    assert len(mails(ctx)) == RESETS_PER_DAY
    clock.forward(days=1)
    send_reset(signed_in(nobody, anna), derya.membership_id)


def test_nothing_is_sent_to_who_is_disabled_or_gone(ctx: Context, derya: Person) -> None:
    """Each with its sentence."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(Membership)
            .where(Membership.id == derya.membership_id)
            .values(state=MembershipState.DISABLED)
        )
    with pytest.raises(Invalid, match="deaktiviert"):
        send_reset(ctx, derya.membership_id)
    with pytest.raises(NotFound):
        send_reset(ctx, 999_999)
    assert mails(ctx) == []


def test_c13_no_administrator_sets_a_colleagues_password() -> None:
    """Whatever takes a password is for its owner, or for who has the code from the mail."""
    taking = {
        name: demand.permission
        for name, demand in USE_CASES.items()
        for parameter in inspect.signature(_function(name)).parameters.values()
        if "assword" in f"{parameter.name} {parameter.annotation}"
    }
    assert "tcm_tui.services.passwords._change" in taking
    own = {Permission.ACCOUNT_OWN, Permission.ANYONE, Permission.OPERATOR, Permission.SESSION_OWN}
    assert set(taking.values()) <= own


def test_c13_the_operator_sets_none_of_real_people() -> None:
    """What commands of the host write are the sample's people, in a folder of their own."""
    taking = {
        name
        for name, demand in USE_CASES.items()
        if demand.permission is Permission.OPERATOR
        and any("password" in one for one in inspect.signature(_function(name)).parameters)
    }
    assert all(name.startswith("tcm_tui.services.demo") for name in taking)


def _function(name: str) -> Callable[..., object]:
    """The use case called `name`."""
    module, _dot, function = name.rpartition(".")
    found: Callable[..., object] = getattr(importlib.import_module(module), function)
    return found
