"""One's own password: changed while signed in, and asked for when it is forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from tcm_tui.data.models import Membership, OldPassword, Token, User, UserSession
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import LIVES, TokenPurpose
from tcm_tui.domain.errors import Invalid, SessionEnded, Stale
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.password_reset import RESETS_PER_DAY
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.sign_in import FAILURES_ALLOWED, PresentRefused, without_steps
from tcm_tui.services.activity import overview
from tcm_tui.services.passwords import (
    change_password,
    forgotten,
    open_reset,
    reset_password,
    send_reset,
)
from tcm_tui.services.sign_in import sign_in
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_address,
    add_invitation,
    add_member,
    everything,
    signed_in,
)

from .watching import (
    WRONG,
    CountingHasher,
    MeddlingHasher,
    actions,
    fail,
    mails,
    signed,
    user,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context

NEW = "Rote-Ampel-19-Uhr"


def table(ctx: Context, model: type[OldPassword | Token]) -> list[OldPassword | Token]:
    """All its rows."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(model)))


# --- changing it


def test_a_changed_password_ends_the_other_sessions_and_not_this_one(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """The old one is worth nothing, its owner is told, the journal says so, levels are kept."""
    elsewhere = signed(nobody, without_steps(sign_in(nobody, anna.email, PASSWORD)))
    change_password(ctx, PASSWORD, NEW)
    assert overview(ctx)
    with pytest.raises(SessionEnded):
        overview(elsewhere)
    fail(nobody, anna.email)
    assert sign_in(nobody, anna.email, NEW)
    assert actions(ctx).count(AuditAction.PASSWORD_CHANGED) == 1
    (mail,) = mails(ctx)
    assert (mail.kind, mail.recipient) == (MailKind.PASSWORD_CHANGED, anna.email)
    assert len(user(ctx, anna).password_levels) == 4
    assert user(ctx, anna).password_set_at == ctx.clock()


def test_c7_codes_mailed_before_are_worth_nothing(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """Whoever had one for a new password cannot change it back."""
    forgotten(nobody, anna.email)
    code = str(mails(ctx)[-1].values["code"])
    change_password(ctx, PASSWORD, NEW)
    with pytest.raises(Invalid, match="kein Passwort mehr"):
        open_reset(nobody, code)


def test_c12_the_present_password_is_asked_for(ctx: Context) -> None:
    """The sentence stands at its field; nothing is changed but that it was tried."""
    with pytest.raises(PresentRefused) as refused:
        change_password(ctx, WRONG, NEW)
    assert refused.value.field == "present"
    assert actions(ctx) == [AuditAction.SIGN_IN_FAILED]
    assert table(ctx, OldPassword) == []


def test_c2_wrong_ones_count_in_the_same_limit(ctx: Context, nobody: Context, anna: Person) -> None:
    """Five here, and signing in rests, too."""
    for _try in range(FAILURES_ALLOWED):
        with pytest.raises(PresentRefused):
            change_password(ctx, WRONG, NEW)
    with pytest.raises(PresentRefused):
        change_password(ctx, PASSWORD, NEW)
    fail(nobody, anna.email)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("kurz", "mindestens 8"),
        (PASSWORD, "bisheriges"),
        ("MusterMaschinenbau2026!", "nicht Name"),
        ("passwort1", "kein bekanntes"),
    ],
)
def test_a_new_password_that_breaks_a_rule_changes_nothing(
    ctx: Context, new: str, says: str
) -> None:
    """The sentence stands at its field."""
    with pytest.raises(Invalid, match=says) as refused:
        change_password(ctx, PASSWORD, new)
    assert refused.value.field == "new"
    assert AuditAction.PASSWORD_CHANGED not in actions(ctx)
    assert table(ctx, OldPassword) == []


def test_only_the_last_five_are_remembered(ctx: Context, anna: Person) -> None:
    """The present one and four before it; older hashes are deleted."""
    before = PASSWORD
    for number in range(7):
        after = f"Kupfer-Anker-{number}-Lila"
        change_password(ctx, before, after)
        before = after
    assert len(table(ctx, OldPassword)) == 4
    with pytest.raises(Invalid, match="letzten 5"):
        change_password(ctx, before, "Kupfer-Anker-2-Lila")
    change_password(ctx, before, PASSWORD)
    assert user(ctx, anna).password_hash


def test_of_two_changes_at_once_one_is_told_so(ctx: Context, anna: Person) -> None:
    """What was stored while the new one was being hashed is not overwritten."""
    hits: list[int] = []

    def meanwhile() -> None:
        hits.append(1)
        if len(hits) == 2:  # the first check is that of the present password
            with ctx.database.transaction(writing=True) as session:
                session.execute(
                    update(User)
                    .where(User.id == anna.user_id)
                    .values(password_hash="$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g")
                )

    meddling = replace(ctx, hasher=MeddlingHasher(1, 8, 1, meanwhile))
    with pytest.raises(Stale, match="gerade geändert"):
        change_password(meddling, PASSWORD, NEW)


# --- forgotten


def test_who_forgot_gets_a_code_and_sets_another(
    nobody: Context, clock: Clock, anna: Person
) -> None:
    """Good for an hour; the pause of the account ends with it (SECURITY.md C4)."""
    fail(nobody, anna.email, FAILURES_ALLOWED)
    forgotten(nobody, f"  {anna.email.upper()} ")
    mail = mails(nobody)[-1]
    assert (mail.kind, mail.recipient) == (MailKind.FORGOTTEN, anna.email)
    assert mail.expires_at == clock.now + LIVES[TokenPurpose.PASSWORD_RESET]
    reset_password(nobody, str(mail.values["code"]), NEW)
    assert sign_in(nobody, anna.email, NEW)


def nobody_at_all(ctx: Context, anna: Person) -> str:
    """An address that nobody has."""
    del ctx
    return anna.email.replace("anna", "niemand")


def no_address(ctx: Context, anna: Person) -> str:
    """Something else."""
    del ctx, anna
    return "kein @ Zeichen\x1b"


def not_verified(ctx: Context, anna: Person) -> str:
    """Added, and not verified yet."""
    add_address(ctx.database, anna, "anna@privat.example")
    return "anna@privat.example"


def disabled(ctx: Context, anna: Person) -> str:
    """In the only company there is."""
    return add_member(
        ctx.database, anna.company_id, "aus@muster.example", state=MembershipState.DISABLED
    ).email


def invited(ctx: Context, anna: Person) -> str:
    """Without an account."""
    add_invitation(ctx.database, anna, "neu@muster.example")
    return "neu@muster.example"


def too_many(ctx: Context, anna: Person) -> str:
    """The mails of the day were sent."""
    derya = add_member(ctx.database, anna.company_id, "d@muster.example")
    acting = signed_in(ctx, anna)
    for _time in range(RESETS_PER_DAY):
        send_reset(acting, derya.membership_id)
    return derya.email


@pytest.mark.parametrize(
    "who", [nobody_at_all, no_address, not_verified, disabled, invited, too_many]
)
def test_c1_the_answer_is_the_same_and_costs_the_same_for_everybody(
    counted: Context,
    counting: CountingHasher,
    anna: Person,
    who: Callable[[Context, Person], str],
) -> None:
    """None; a check of a hash; an entry in the journal; and no mail."""
    email = who(counted, anna)
    sent, written = len(mails(counted)), len(actions(counted))
    forgotten(counted, email)
    assert len(mails(counted)) == sent
    assert actions(counted)[written:] == [AuditAction.PASSWORD_FORGOTTEN]
    forgotten(counted, anna.email)
    assert len(mails(counted)) == sent + 1
    assert actions(counted)[written:] == [AuditAction.PASSWORD_FORGOTTEN] * 2
    assert counting.checked == [None, None]


@pytest.mark.parametrize("typed", ["ann\u0131@muster.example", "\uff41nni@muster.example"])
def test_c8_mail_goes_to_the_stored_address_only(nobody: Context, anna: Person, typed: str) -> None:
    """A look-alike address is nobody's; what is typed is never what is written to."""
    add_member(nobody.database, anna.company_id, "anni@muster.example")
    forgotten(nobody, typed)
    for mail in mails(nobody):
        assert mail.recipient == "anni@muster.example"


def test_a_second_address_gets_the_mail_itself(nobody: Context, anna: Person) -> None:
    """As soon as it is verified: its owner may have lost the first one."""
    add_address(nobody.database, anna, "anna@privat.example", verified=True)
    forgotten(nobody, "Anna@Privat.example")
    assert mails(nobody)[-1].recipient == "anna@privat.example"


def test_a_newer_code_takes_the_place_of_the_one_before(nobody: Context, anna: Person) -> None:
    """And five a day are enough, whoever has them sent."""
    for _time in range(RESETS_PER_DAY + 2):
        forgotten(nobody, anna.email)
    codes = [str(mail.values["code"]) for mail in mails(nobody)]
    assert len(codes) == RESETS_PER_DAY
    for spent in codes[:-1]:
        with pytest.raises(Invalid, match="kein Passwort mehr"):
            open_reset(nobody, spent)
    assert open_reset(nobody, codes[-1]).email == anna.email


def test_asking_changes_nothing_yet(nobody: Context, ctx: Context, anna: Person) -> None:
    """The password and the sessions stay; the code is stored as a hash only."""
    before = user(ctx, anna).password_hash
    forgotten(nobody, anna.email)
    assert user(ctx, anna).password_hash == before
    assert overview(ctx)
    code = str(mails(ctx)[-1].values["code"])
    rows = everything(ctx)
    rows.pop("outbox_messages")  # it waits there to be sent
    assert code not in repr(rows)
    with ctx.database.transaction(writing=False) as session:
        assert session.scalars(select(UserSession.ended_at)).all() == [None]
        assert session.scalars(select(Membership)).one()
