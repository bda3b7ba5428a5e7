"""Inviting many: what can be sent is sent together or not at all, once, by whomever."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text, update

from tcm_tui.data.models import AuditEntry, Company, Token
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import hash_code
from tcm_tui.domain.errors import DomainError, Stale
from tcm_tui.domain.invitations import (
    AlreadyInvited,
    InvitationDraft,
    InvitationState,
)
from tcm_tui.domain.permissions import Role
from tcm_tui.services import invitations
from tcm_tui.services.invitations import invite, invite_many, look_up
from tests.builders import (
    Clock,
    Person,
    add_invitation,
    everything,
    signed_in,
)
from tests.processes import at_once, context_of
from tests.services.inviting import addresses, journal, later, mails, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher

DRAFT = InvitationDraft("neu@kunde.example", Role.USER)


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
