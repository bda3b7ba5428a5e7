"""Deleting one's own account: who may, what goes, what stays; not a byte of the person is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.database import open_database
from tcm_tui.data.models import (
    Company,
    EmailAddress,
    Invitation,
    Membership,
    OldPassword,
    OutboxMessage,
    PersonalChange,
    RecoveryCode,
    Registration,
    SecondFactor,
    Token,
    User,
    UserSession,
)
from tcm_tui.domain.activity import Whose
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import TokenPurpose
from tcm_tui.domain.errors import Invalid, SessionEnded
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.mail import MailKind, MailState
from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sessions import ProofNeeded
from tcm_tui.domain.sign_in import SignInRefused
from tcm_tui.mail.deliverers import MaildirDeliverer
from tcm_tui.mail.outcome import Undeliverable
from tcm_tui.mail.render import Letterhead
from tcm_tui.services import account_deletion, activity, addresses, member_history, members
from tcm_tui.services.context import Context
from tcm_tui.services.mail import deliver_round
from tcm_tui.services.member_profile import edit, profile
from tcm_tui.services.passwords import send_reset
from tcm_tui.services.sign_in import sign_in
from tests.builders import (
    ORIGIN,
    PASSWORD,
    START,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)

from .inviting import journal, mails
from .post import Tray

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.data.database import Database
    from tcm_tui.services.hashing import Hasher

LENA = "lena.zypresse@m.example"
SECOND = "l.zypresse@neu.example"
WAITING = "zypresse@wartet.example"


@pytest.fixture
def lena(ctx: Context, anna: Person, password_hash: str) -> Person:
    """Somebody with a name that stands nowhere else."""
    return add_member(ctx.database, anna.company_id, LENA, password_hash=password_hash)


@pytest.fixture
def hers(ctx: Context, lena: Person) -> Context:
    """Lena, signed in."""
    return signed_in(ctx, lena)


def code_for(ctx: Context, address: str) -> str:
    """The newest code mailed to an address."""
    return str([mail for mail in mails(ctx) if mail.recipient == address][-1].values["code"])


def live(ctx: Context, hers: Context, anna: Person, lena: Person) -> None:
    """Leave traces in every table: addresses, mails, codes, invitations, edits, secrets."""
    ours = ctx.database
    first = addresses.add(hers, SECOND).id
    addresses.verify(hers, code_for(ctx, SECOND))
    addresses.make_primary(hers, first)
    (old,) = (one.id for one in addresses.own(hers) if one.address == LENA)
    addresses.remove(hers, old)
    addresses.add(hers, WAITING)
    edit(
        ctx,
        lena.membership_id,
        ProfileValues(title="Zypressen-Beauftragte", phone="+49 228 77777777"),
        profile(ctx, lena.membership_id).version,
    )
    send_reset(ctx, lena.membership_id)
    elsewhere = add_company(ours, "Anderswo AG")
    chief = add_member(ours, elsewhere, "chef@anderswo.example", role=Role.COMPANY_ADMIN)
    add_invitation(ours, chief, SECOND, first_name="Lena", last_name="Zypresse")
    add_invitation(ours, anna, LENA, state=InvitationState.ACCEPTED, last_name="Zypresse")
    with ours.transaction(writing=True) as session:
        begun = Registration(
            email=SECOND,
            canonical=SECOND,
            language="de",
            started_at=START,
            draft={"last_name": "Zypresse"},
        )
        session.add(begun)
        session.flush()
        session.add_all(
            [
                Token(
                    purpose=TokenPurpose.REGISTRATION,
                    code_hash="0",
                    created_at=START,
                    expires_at=START,
                    registration_id=begun.id,
                ),
                OldPassword(user_id=lena.user_id, password_hash="x", replaced_at=START),
                RecoveryCode(user_id=lena.user_id, code_hash="x"),
                SecondFactor(user_id=lena.user_id, secret=b"x", set_up_at=START),
            ]
        )


def test_what_goes_and_what_stays_is_told_before(ctx: Context, hers: Context) -> None:
    """With the companies by name; an address in a company's profile is pointed out."""
    plan = account_deletion.plan(hers)
    assert (plan.email, plan.refusal()) == (LENA, "")
    assert "Muster Maschinenbau GmbH" in " ".join(plan.goes())
    kept = [what for what, _why in plan.stays()]
    assert kept == [
        "Der Verlauf, ohne Ihren Namen",
        "Abonnements und Bestellungen",
        "Was andere schon haben",
    ]
    with ctx.database.transaction(writing=True) as session:
        session.scalars(select(Company)).one().email = LENA.upper()
    assert account_deletion.plan(hers).stays()[-1][0].startswith("Ihre Adresse im Profil")


def test_the_last_administrator_of_any_company_stays(ctx: Context, anna: Person) -> None:
    """Also of one that is not the company signed in to; the sentence names it."""
    elsewhere = add_company(ctx.database, "Anderswo AG")
    add_member(ctx.database, elsewhere, anna.email, role=Role.COMPANY_ADMIN)
    add_member(ctx.database, anna.company_id, "paul@m.example", role=Role.COMPANY_ADMIN)
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        account_deletion.delete(ctx, anna.email)
    assert refused.value.message == (
        "Sie sind der einzige aktive Unternehmensadministrator von Anderswo AG."
        " Geben Sie diese Rolle zuerst jemand anderem."
    )
    assert everything(ctx) == before
    add_member(ctx.database, elsewhere, "eva@m.example", role=Role.COMPANY_ADMIN)
    account_deletion.delete(ctx, anna.email)


@pytest.mark.parametrize("typed", ["", "ja", "lena@m.example"])
def test_only_the_own_primary_address_confirms_it(hers: Context, typed: str) -> None:
    """Anything else changes nothing; the field is named."""
    before = everything(hers)
    with pytest.raises(Invalid) as refused:
        account_deletion.delete(hers, typed)
    assert refused.value.field == "typed"
    assert everything(hers) == before


def test_it_asks_for_the_password_again(hers: Context, clock: Clock) -> None:
    """After five minutes."""
    clock.forward(minutes=6)
    with pytest.raises(ProofNeeded):
        account_deletion.delete(hers, LENA)


def test_deleting_ends_everything(ctx: Context, hers: Context, anna: Person, lena: Person) -> None:
    """Sessions, sign-in, membership, codes, invitations; the row stays without a name."""
    live(ctx, hers, anna, lena)
    account_deletion.delete(hers, SECOND)
    for use in (account_deletion.plan, addresses.own):
        with pytest.raises(SessionEnded):
            use(hers)
    for address in (LENA, SECOND):
        with pytest.raises(SignInRefused):
            sign_in(ctx.as_actor(None), address, PASSWORD)
    with ctx.database.transaction(writing=False) as session:
        user = session.get_one(User, lena.user_id)
        assert (user.first_name, user.last_name, user.password_hash) == ("", "", None)
        assert session.get(Membership, lena.membership_id) is None
        for table in (Token, OldPassword, RecoveryCode, SecondFactor, Registration):
            assert session.scalars(select(table)).all() == []
        own = EmailAddress.user_id == lena.user_id
        assert session.scalars(select(EmailAddress).where(own)).all() == []
        told = PersonalChange.user_id == lena.user_id
        assert session.scalars(select(PersonalChange).where(told)).all() == []
        assert {one.state for one in session.scalars(select(Invitation))} == {
            InvitationState.REVOKED,
            InvitationState.ACCEPTED,
        }
        was = UserSession.user_id == lena.user_id
        for row in session.scalars(select(UserSession).where(was)):
            assert (row.ended_at, row.host, row.unix_user) == (ctx.clock(), "", "")


def test_each_company_has_it_in_its_journal(ctx: Context, hers: Context, lena: Person) -> None:
    """What the person was, and nothing in words; „Neuigkeiten“ says it without a name."""
    elsewhere = add_company(ctx.database, "Anderswo AG")
    there = add_member(ctx.database, elsewhere, LENA, role=Role.BILLING_ADMIN)
    account_deletion.delete(hers, LENA)
    entries = journal(ctx, AuditAction.ACCOUNT_DELETED)
    assert [(one.company_id, one.subject_id, one.together) for one in entries] == [
        (lena.company_id, lena.membership_id, 1),
        (elsewhere, there.membership_id, 1),
    ]
    assert entries[1].changes == {
        "user": [str(lena.user_id), None],
        "role": ["billing_admin", None],
        "state": ["active", None],
    }
    (line,) = activity.feed(ctx, Whose.ALL, limit=10)
    assert line.sentence() == "Ein Mitglied hat das eigene Konto gelöscht"


def test_what_they_did_stays_without_their_name(ctx: Context, anna: Person, lena: Person) -> None:
    """In the history of somebody else, and as the one who invited."""
    paul = add_member(
        ctx.database, anna.company_id, "paul.birke@m.example", role=Role.COMPANY_ADMIN
    )
    his = signed_in(ctx, paul)
    edit(his, lena.membership_id, ProfileValues(title="Dr."), 1)
    number, _code = add_invitation(ctx.database, paul, "neu@m.example")
    account_deletion.delete(his, paul.email)
    (entry,) = member_history.history(ctx, lena.membership_id)
    assert entry.actor == "Gelöschtes Konto"
    assert entry.details() == ["Position: – → Dr."]
    assert members.invitation(ctx, number).invited_by == "Gelöschtes Konto"


def test_the_farewell_mail_is_the_last_that_holds_the_address(
    ctx: Context, hers: Context, anna: Person, lena: Person
) -> None:
    """With a real server it is sent, and then forgotten; whether it arrived or not."""
    live(ctx, hers, anna, lena)
    account_deletion.delete(hers, SECOND)
    mail = mails(ctx)[-1]
    assert (mail.kind, mail.recipient) == (MailKind.ACCOUNT_DELETED, SECOND)
    tray = Tray()
    deliver_round(ctx, tray, Letterhead())
    assert SECOND in [sent.recipient for sent in tray.mails]
    assert "Zypresse" not in b"".join(sent.content for sent in tray.mails).decode()
    assert "zypresse" not in repr(everything(ctx)).casefold()


def test_a_farewell_that_nobody_takes_is_forgotten_too(ctx: Context, hers: Context) -> None:
    """The server refuses it for good."""
    account_deletion.delete(hers, LENA)

    def refuse(_mail: object) -> None:
        raise Undeliverable("550 no such user lena.zypresse@m.example")

    deliver_round(ctx, Tray(before=refuse), Letterhead())
    (mail,) = mails(ctx)
    assert (mail.state, mail.recipient, mail.last_error) == (MailState.FAILED, "", None)


def test_others_keep_what_is_theirs(ctx: Context, hers: Context, anna: Person) -> None:
    """An address that she only typed: its owner's invitation and mails stay."""
    bert = add_member(ctx.database, anna.company_id, "bert.birke@m.example")
    addresses.add(signed_in(ctx, bert), WAITING)
    number, _code = add_invitation(ctx.database, anna, "frei@m.example")
    addresses.add(hers, WAITING)
    addresses.add(hers, "frei@m.example")
    account_deletion.delete(hers, LENA)
    with ctx.database.transaction(writing=False) as session:
        assert session.get_one(Invitation, number).email == "frei@m.example"
        left = session.scalars(select(OutboxMessage.recipient)).all()
    assert left.count(WAITING) == 2
    assert "frei@m.example" not in left


@pytest.fixture
def gone(sqlite_url: str, tmp_path: Path, hasher: Hasher, password_hash: str) -> Database:
    """A file whose person has deleted the account; it is still open."""
    database = open_database(sqlite_url)
    ctx = Context(database=database, origin=ORIGIN, clock=Clock(), hasher=hasher)
    company = add_company(database)
    anna = add_member(database, company, "anna@m.example", role=Role.COMPANY_ADMIN)
    admin = signed_in(ctx, anna)
    lena = add_member(database, company, LENA, password_hash=password_hash)
    hers = signed_in(ctx, lena)
    live(admin, hers, anna, lena)
    letters = tmp_path / "mail"
    deliver_round(ctx, MaildirDeliverer(letters), Letterhead())
    assert any(found(tmp_path))
    account_deletion.delete(hers, SECOND, letters=letters, farewell=False)
    deliver_round(ctx, MaildirDeliverer(letters), Letterhead())
    return database


def test_i5_not_a_byte_of_the_person_is_left(gone: Database, tmp_path: Path) -> None:
    """Database, its log, the mails of the local mode: every file of the data folder."""
    gone.dispose()
    assert list(found(tmp_path)) == []


def test_i6_what_was_deleted_is_not_in_the_log_either(gone: Database, tmp_path: Path) -> None:
    """While the database is still open, and its log is still there."""
    assert list(tmp_path.rglob("*-wal"))
    assert list(found(tmp_path)) == []
    gone.dispose()


def found(folder: Path) -> list[str]:
    """The files in which name or address stand, in whatever case."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and any(word in path.read_bytes().lower() for word in (b"zypresse", b"77777777"))
    ]
