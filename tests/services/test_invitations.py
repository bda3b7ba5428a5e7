"""Inviting one, many, again, no more: rows, codes, journal and mail, all or nothing."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text, update

from tcm_tui.data.models import AuditEntry, Company, Invitation, OutboxMessage, Token
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import hash_code
from tcm_tui.domain.errors import DomainError, Invalid, NotFound, NotPermitted, Stale
from tcm_tui.domain.invitations import (
    AlreadyInvited,
    AlreadyMember,
    InvitationDraft,
    InvitationState,
    TooManyMails,
)
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services import invitations
from tcm_tui.services.invitations import invite, invite_many, look_up, resend, revoke
from tcm_tui.services.transaction import Origin
from tests.builders import (
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)
from tests.processes import at_once, context_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher

DRAFT = InvitationDraft("neu@kunde.example", Role.USER)


def rows(ctx: Context) -> list[Invitation]:
    """All invitations, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(Invitation).order_by(Invitation.id)))


def mails(ctx: Context) -> list[OutboxMessage]:
    """All promised mails, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def usable_codes(ctx: Context, invitation_id: int) -> set[str]:
    """Hashes of the codes that still open the invitation."""
    with ctx.database.transaction(writing=False) as session:
        return set(
            session.scalars(
                select(Token.code_hash).where(
                    Token.invitation_id == invitation_id,
                    Token.voided_at.is_(None),
                    Token.used_at.is_(None),
                )
            )
        )


def journal(ctx: Context, action: AuditAction) -> list[AuditEntry]:
    """All entries of `action`, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(
            session.scalars(
                select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            )
        )


def later(ctx: Context, anna: Person, clock: Clock, **passed: float) -> Context:
    """Anna, signed in anew when time has passed: a silent session ends."""
    clock.forward(**passed)
    return signed_in(ctx, anna)


def addresses(count: int, *, start: int = 0) -> list[InvitationDraft]:
    """`count` drafts to different addresses."""
    return [InvitationDraft(f"person{n}@kunde.example") for n in range(start, start + count)]


# --- one -----------------------------------------------------------------------------------------


def test_an_invitation_is_a_row_a_code_an_entry_and_a_mail(ctx: Context, anna: Person) -> None:
    """What stands afterwards, all of it."""
    sent = invite(ctx, replace(DRAFT, role=Role.BILLING_ADMIN, first_name=" Zoë ", last_name="Ä"))
    (row,) = rows(ctx)
    assert (sent.id, sent.email, sent.role) == (row.id, DRAFT.email, Role.BILLING_ADMIN)
    assert (row.company_id, row.invited_by, row.state, row.times_sent) == (
        anna.company_id,
        anna.user_id,
        InvitationState.PENDING,
        1,
    )
    assert (row.first_name, row.last_name, row.sort_name) == ("Zoë", "Ä", "a, zoe")
    assert row.expires_at == ctx.clock() + timedelta(days=14)
    (mail,) = mails(ctx)
    assert (mail.recipient, mail.kind, mail.language) == (DRAFT.email, MailKind.INVITATION, "de")
    assert mail.values["inviter"] == "Anna Muster"
    assert mail.values["name"] == "Zoë Ä"
    assert usable_codes(ctx, row.id) == {hash_code(mail.values["code"])}
    (entry,) = journal(ctx, AuditAction.INVITATION_SENT)
    assert entry.subject_id == row.id
    assert entry.changes == {"role": [None, "billing_admin"]}


def test_the_code_stands_nowhere_but_in_the_pending_mail(ctx: Context) -> None:
    """C5: a copy of the other tables is worth nothing."""
    invite(ctx, DRAFT)
    code = mails(ctx)[0].values["code"]
    everywhere = {name: str(found) for name, found in everything(ctx).items()}
    assert [name for name, found in everywhere.items() if code in found] == ["outbox_messages"]


def test_the_journal_tells_who_from_where(ctx: Context, anna: Person) -> None:
    """Actor, company, session, Unix user and SSH connection, in UTC."""
    ssh = "203.0.113.7 50022 192.0.2.1 22"
    there = replace(ctx, origin=Origin("service", "host", 7, ssh))
    invite(there, DRAFT)
    (entry,) = journal(ctx, AuditAction.INVITATION_SENT)
    assert ctx.actor is not None
    assert (entry.actor_id, entry.company_id, entry.session_id, entry.at) == (
        anna.user_id,
        anna.company_id,
        ctx.actor.session_id,
        ctx.clock(),
    )
    assert (entry.unix_user, entry.ssh_connection) == ("service", ssh)


def test_somebody_known_is_written_to_in_their_language(ctx: Context, database: Database) -> None:
    """Who has an account gets the other mail: they will confirm instead of filling in."""
    elsewhere = add_company(database, "Anderswo AG")
    add_member(database, elsewhere, "jane.doe@kunde.example", language="en")
    add_member(database, elsewhere, "unsure@kunde.example", language="en", verified=False)
    invite(ctx, InvitationDraft("Jane.Doe@kunde.example"))
    invite(ctx, InvitationDraft("unsure@kunde.example"))
    assert [(mail.kind, mail.language) for mail in mails(ctx)] == [
        (MailKind.INVITATION_FURTHER, "en"),
        (MailKind.INVITATION, "de"),
    ]


@pytest.mark.parametrize(
    ("draft", "error", "field"),
    [
        (DRAFT, AlreadyInvited, "email"),
        (replace(DRAFT, email="NEU@kunde.example"), AlreadyInvited, "email"),
        (replace(DRAFT, email="anna.muster@muster-maschinenbau.example"), AlreadyMember, "email"),
        (replace(DRAFT, email="pause@kunde.example"), AlreadyMember, "email"),
        (replace(DRAFT, email="niemand"), Invalid, "email"),
        (replace(DRAFT, email=""), Invalid, "email"),
        (replace(DRAFT, email="ad\u200bmin@kunde.example"), Invalid, "email"),
        (replace(DRAFT, email="n@kunde.example", last_name="x" * 2_000), Invalid, "last_name"),
    ],
)
def test_a_refused_invitation_leaves_nothing_behind(
    ctx: Context, anna: Person, draft: InvitationDraft, error: type[DomainError], field: str
) -> None:
    """Nothing is written, and the error names the field."""
    add_member(ctx.database, anna.company_id, "pause@kunde.example", state=MembershipState.DISABLED)
    invite(ctx, DRAFT)
    before = everything(ctx)
    with pytest.raises(error) as refused:
        invite(ctx, draft)
    assert refused.value.field == field
    assert everything(ctx) == before


def test_the_same_address_can_be_invited_by_two_companies(
    ctx: Context, nobody: Context, database: Database
) -> None:
    """Another company's invitation is neither in the way nor known."""
    other = add_member(
        database, add_company(database, "Anderswo AG"), "o@x.example", role=Role.COMPANY_ADMIN
    )
    invite(signed_in(nobody, other), DRAFT)
    assert look_up(ctx, [DRAFT.email]).invited == frozenset()
    invite(ctx, DRAFT)
    assert len(rows(ctx)) == 2


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
def test_only_administrators_invite(
    ctx: Context, nobody: Context, anna: Person, role: Role
) -> None:
    """D1: refused by the service, whatever the screen shows; and written down."""
    (invitation_id, _code) = add_invitation(ctx.database, anna, "offen@kunde.example")
    member = add_member(ctx.database, anna.company_id, "m@kunde.example", role=role)
    actor = signed_in(nobody, member)
    for attempt in (
        lambda: invite(actor, DRAFT),
        lambda: invite_many(actor, [DRAFT]),
        lambda: resend(actor, invitation_id),
        lambda: revoke(actor, invitation_id),
        lambda: look_up(actor, [DRAFT.email]),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert len(journal(ctx, AuditAction.ACCESS_REFUSED)) == 5
    assert len(rows(ctx)) == 1
    assert mails(ctx) == []


# --- again, no more ------------------------------------------------------------------------------


def test_sending_again_voids_the_old_code(ctx: Context, anna: Person, clock: Clock) -> None:
    """C6: the newer code kills the older one; the life starts anew, names and role stay."""
    sent = invite(ctx, replace(DRAFT, role=Role.BILLING_ADMIN, last_name="Neu"))
    ctx = later(ctx, anna, clock, days=3)
    resend(ctx, sent.id)
    first, second = mails(ctx)
    assert usable_codes(ctx, sent.id) == {hash_code(second.values["code"])}
    assert first.values["code"] != second.values["code"]
    (row,) = rows(ctx)
    assert (row.times_sent, row.role, row.last_name) == (2, Role.BILLING_ADMIN, "Neu")
    assert row.expires_at == clock() + timedelta(days=14)
    assert row.invited_at == clock()
    (entry,) = journal(ctx, AuditAction.INVITATION_RESENT)
    assert entry.changes == {"role": ["billing_admin", "billing_admin"]}


def test_who_sends_again_vouches_for_it(ctx: Context, anna: Person) -> None:
    """The first inviter may have lost the right by the time the code is redeemed (C14)."""
    sent = invite(ctx, DRAFT)
    paul = add_member(
        ctx.database, anna.company_id, "paul.wagner@x.example", role=Role.COMPANY_ADMIN
    )
    resend(signed_in(ctx, paul), sent.id)
    assert [row.invited_by for row in rows(ctx)] == [paul.user_id]


def test_an_ended_invitation_can_be_sent_again(ctx: Context, anna: Person, clock: Clock) -> None:
    """It is the same invitation, open once more."""
    sent = invite(ctx, DRAFT)
    ctx = later(ctx, anna, clock, days=15)
    resend(ctx, sent.id)
    (row,) = rows(ctx)
    assert (row.id, row.state, row.times_sent) == (sent.id, InvitationState.PENDING, 2)
    assert len(usable_codes(ctx, sent.id)) == 1


def test_an_address_whose_invitation_ended_can_be_invited_anew(
    ctx: Context, anna: Person, clock: Clock
) -> None:
    """The dead one makes room; its code stays dead even though nobody voided it."""
    old = invite(ctx, replace(DRAFT, first_name="Zoë"))
    ctx = later(ctx, anna, clock, days=15)
    new = invite(ctx, DRAFT)
    assert new.id != old.id
    assert [(row.state, row.first_name) for row in rows(ctx)] == [
        (InvitationState.EXPIRED, "Zoë"),
        (InvitationState.PENDING, "Zoë"),
    ]


def test_a_revoked_invitation_is_over_at_once(ctx: Context) -> None:
    """C14: the code is void, the row cannot be sent again, the address can be invited again."""
    sent = invite(ctx, DRAFT)
    revoke(ctx, sent.id)
    assert usable_codes(ctx, sent.id) == set()
    (entry,) = journal(ctx, AuditAction.INVITATION_REVOKED)
    assert entry.changes == {"state": ["pending", "revoked"]}
    for over in (resend, revoke):
        with pytest.raises(NotFound):
            over(ctx, sent.id)
    assert invite(ctx, DRAFT).id != sent.id


def test_d2_an_invitation_of_another_company_is_not_there(
    ctx: Context, nobody: Context, anna: Person, database: Database
) -> None:
    """Not found, nothing changed, and written down."""
    (invitation_id, _code) = add_invitation(database, anna, "offen@kunde.example")
    other = add_member(
        database, add_company(database, "Anderswo AG"), "o@x.example", role=Role.COMPANY_ADMIN
    )
    stranger = signed_in(nobody, other)
    before = rows(ctx)[0].version, usable_codes(ctx, invitation_id)
    for attempt in (resend, revoke):
        with pytest.raises(NotFound):
            attempt(stranger, invitation_id)
    assert (rows(ctx)[0].version, usable_codes(ctx, invitation_id)) == before
    refused = journal(ctx, AuditAction.ACCESS_REFUSED)
    assert [(entry.company_id, entry.actor_id) for entry in refused] == [
        (other.company_id, other.user_id)
    ] * 2


def test_g7_three_mails_a_day(ctx: Context, anna: Person, clock: Clock) -> None:
    """The fourth within a day is refused, by whatever road; a day later it is allowed."""
    sent = invite(ctx, DRAFT)
    clock.forward(hours=1)
    resend(ctx, sent.id)
    clock.forward(hours=1)
    revoke(ctx, sent.id)
    again = invite(ctx, DRAFT)
    with pytest.raises(TooManyMails):
        resend(ctx, again.id)
    (refused,) = invite_many(ctx, [replace(DRAFT, again=True)]).refused
    assert "morgen" in refused.error
    assert len(mails(ctx)) == 3
    ctx = later(ctx, anna, clock, hours=22, seconds=1)
    resend(ctx, again.id)
    assert len(mails(ctx)) == 4


# --- many ----------------------------------------------------------------------------------------


def test_many_send_what_can_be_sent(ctx: Context) -> None:
    """Partial success: each refusal stands at its place in the list, with the reason."""
    invite(ctx, InvitationDraft("offen@kunde.example"))
    drafts = [
        InvitationDraft("a@kunde.example", Role.BILLING_ADMIN),
        InvitationDraft("kaputt"),
        InvitationDraft("A@Kunde.Example"),
        InvitationDraft("anna.muster@muster-maschinenbau.example"),
        InvitationDraft("offen@kunde.example"),
        InvitationDraft("b@kunde.example"),
    ]
    result = invite_many(ctx, drafts)
    assert [(one.email, one.role) for one in result.sent] == [
        ("a@kunde.example", Role.BILLING_ADMIN),
        ("b@kunde.example", Role.USER),
    ]
    assert [one.position for one in result.refused] == [1, 2, 3, 4]
    assert [one.error for one in result.refused] == [
        "In der Adresse fehlt das @.",
        "Doppelt in der Liste (Zeile 1).",
        "anna.muster@muster-maschinenbau.example ist bereits Mitglied.",
        "offen@kunde.example ist bereits eingeladen. Senden Sie die Einladung erneut.",
    ]
    assert {mail.recipient for mail in mails(ctx)} == {
        "offen@kunde.example",
        "a@kunde.example",
        "b@kunde.example",
    }


def test_every_one_of_many_has_a_code_of_its_own(ctx: Context) -> None:
    """More than one portion of an INSERT: codes, rows and mails belong together."""
    sent = invite_many(ctx, addresses(1_203)).sent
    by_address = {mail.recipient: mail.values["code"] for mail in mails(ctx)}
    with ctx.database.transaction(writing=False) as session:
        stored = dict(session.execute(select(Token.invitation_id, Token.code_hash)).all())
    assert len(by_address) == 1_203
    assert {one.id: hash_code(by_address[one.email]) for one in sent} == stored


def test_again_in_a_list_sends_once_more_with_the_new_role_and_names(ctx: Context) -> None:
    """One invitation, its code renewed, old and new role on record; names are not lost."""
    keeps = invite(ctx, InvitationDraft("k@kunde.example", first_name="Kim"))
    changes = invite(ctx, InvitationDraft("c@kunde.example"))
    result = invite_many(
        ctx,
        [
            InvitationDraft("k@kunde.example", again=True),
            InvitationDraft("c@kunde.example", Role.BILLING_ADMIN, "Chris", "Neu", again=True),
            InvitationDraft("n@kunde.example", again=True),
        ],
    )
    assert [one.id for one in result.sent[:2]] == [keeps.id, changes.id]
    assert [(row.first_name, row.sort_name, row.role, row.times_sent) for row in rows(ctx)] == [
        ("Kim", "kim", Role.USER, 2),
        ("Chris", "neu, chris", Role.BILLING_ADMIN, 2),
        ("", "n@kunde.example", Role.USER, 1),
    ]
    assert [mail.values["name"] for mail in mails(ctx)[2:]] == ["Kim", "Chris Neu", ""]
    assert [entry.changes for entry in journal(ctx, AuditAction.INVITATION_RESENT)] == [
        {"role": ["user", "user"]},
        {"role": ["user", "billing_admin"]},
    ]


def test_ended_invitations_make_room_in_a_list(ctx: Context, anna: Person, clock: Clock) -> None:
    """They need no „erneut senden“, and there is one open invitation an address."""
    invite_many(ctx, addresses(3))
    ctx = later(ctx, anna, clock, days=15)
    result = invite_many(ctx, addresses(4))
    assert (len(result.sent), result.refused) == (4, [])
    states = [row.state for row in rows(ctx)]
    assert states == [InvitationState.EXPIRED] * 3 + [InvitationState.PENDING] * 4


def test_f8_the_same_list_twice_sends_nothing_twice(ctx: Context) -> None:
    """The second run refuses each row and writes nothing."""
    invite_many(ctx, addresses(50))
    before = everything(ctx)
    again = invite_many(ctx, addresses(50))
    assert (len(again.sent), len(again.refused)) == (0, 50)
    assert everything(ctx) == before


def test_f8_a_fault_in_the_middle_leaves_nothing(ctx: Context) -> None:
    """All ready rows or none: the database refuses the mail of one of them."""
    on_sqlite = ctx.database.is_sqlite
    with ctx.database.engine.begin() as connection:
        for statement in _TRAP_SQLITE if on_sqlite else _TRAP_POSTGRES:
            connection.execute(text(statement))
    before = everything(ctx)
    with pytest.raises(Exception, match="trap"):
        invite_many(ctx, addresses(1_200))
    assert everything(ctx) == before


_TRAP_SQLITE = (
    "CREATE TRIGGER trap BEFORE INSERT ON outbox_messages"
    " WHEN NEW.recipient = 'person1100@kunde.example' BEGIN SELECT RAISE(ABORT, 'trap'); END",
)
_TRAP_POSTGRES = (
    "CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'trap'; END $$",
    "CREATE TRIGGER trap BEFORE INSERT ON outbox_messages FOR EACH ROW"
    " WHEN (NEW.recipient = 'person1100@kunde.example') EXECUTE FUNCTION trap()",
)


def test_an_empty_list_does_nothing(ctx: Context) -> None:
    """No entry, no mail, no waking of the worker."""
    before = everything(ctx)
    result = invite_many(ctx, [])
    assert (result.sent, result.refused) == ([], [])
    assert everything(ctx) == before


def test_the_worker_is_woken_once_and_only_after_the_commit(ctx: Context) -> None:
    """What was promised is there when somebody comes to deliver it."""
    seen: list[int] = []
    woken = replace(ctx, on_mail=lambda: seen.append(len(mails(ctx))))
    invite_many(woken, addresses(3))
    with pytest.raises(AlreadyInvited):
        invite(woken, InvitationDraft("person1@kunde.example"))
    assert seen == [3]


def test_looking_up_tells_members_from_invited(ctx: Context, anna: Person, clock: Clock) -> None:
    """Ended invitations are not in the way and are not named; long lists are asked in portions."""
    invite(ctx, InvitationDraft("ended@kunde.example"))
    ctx = later(ctx, anna, clock, days=14)
    invite(ctx, InvitationDraft("open@kunde.example"))
    asked = [f"unknown{n}@kunde.example" for n in range(2_500)]
    asked += ["anna.muster@muster-maschinenbau.example", "open@kunde.example"]
    found = look_up(ctx, [*asked, "ended@kunde.example"])
    assert found.members == {"anna.muster@muster-maschinenbau.example"}
    assert found.invited == {"open@kunde.example"}


def test_a_list_without_roles_takes_the_companys(ctx: Context, anna: Person) -> None:
    """„Benutzer“ unless the company says otherwise."""
    assert invitations.default_role(ctx) is Role.USER
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(Company)
            .where(Company.id == anna.company_id)
            .values(default_role=Role.BILLING_ADMIN)
        )
    assert invitations.default_role(ctx) is Role.BILLING_ADMIN


# --- several at once -----------------------------------------------------------------------------


def _try_to_invite(url: str, hasher: Hasher, inviter: Person, email: str) -> str:
    """In a process of its own: the name of what came of it."""
    ctx = context_of(url, hasher)
    try:
        invite(signed_in(ctx, inviter), InvitationDraft(email))
    except DomainError as refused:
        return type(refused).__name__
    finally:
        ctx.database.dispose()
    return "sent"


def test_h4_two_processes_invite_the_same_address_once(
    ctx: Context, anna: Person, database_url: str, hasher: Hasher
) -> None:
    """Exactly one invitation and one mail; the others hear why, and nobody of a locked file."""
    answers = at_once(_try_to_invite, [(database_url, hasher, anna, DRAFT.email)] * 4)
    assert sorted(answers, reverse=True)[0] == "sent"
    assert set(sorted(answers, reverse=True)[1:]) <= {"AlreadyInvited", "Stale"}
    assert len(rows(ctx)) == len(mails(ctx)) == 1


def test_a_race_that_only_the_constraint_sees_is_told_in_words(
    ctx: Context, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check first for the good message, rely on the constraint for the truth."""
    add_invitation(ctx.database, anna, DRAFT.email)
    monkeypatch.setattr(
        "tcm_tui.data.invitations.open_invitations",
        lambda *_args: {},  # as if the other had committed a moment later
    )
    with pytest.raises(Stale) as refused:
        invite(ctx, DRAFT)
    assert refused.value.field == "email"
    assert len(rows(ctx)) == 1


@pytest.fixture
def numbers() -> Iterator[int]:
    """Ever new numbers."""
    return itertools.count()


def test_nothing_is_counted_wrong_by_many_small_invitations(
    ctx: Context, numbers: Iterator[int]
) -> None:
    """The row of the journal that stands for a line of the feed is one a transaction."""
    for _one in range(3):
        invite_many(ctx, addresses(4, start=4 * next(numbers)))
    with ctx.database.transaction(writing=False) as session:
        together = session.scalars(
            select(AuditEntry.together)
            .where(AuditEntry.action == AuditAction.INVITATION_SENT)
            .order_by(AuditEntry.id)
        ).all()
        units = session.scalar(select(func.count(AuditEntry.unit.distinct())))
    assert list(together) == [4, 0, 0, 0] * 3
    assert units == 3
