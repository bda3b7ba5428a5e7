"""Inviting one address, again, no more: rows, codes, journal and mail together or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import hash_code
from tcm_tui.domain.errors import DomainError, Invalid, NotFound, NotPermitted
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
from tests.services.inviting import journal, later, mails, rows, usable_codes

if TYPE_CHECKING:
    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context

DRAFT = InvitationDraft("neu@kunde.example", Role.USER)


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
