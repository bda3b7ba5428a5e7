"""„Nicht zugestellte E-Mails“: what is listed, what sending again does, and for whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Invitation, OutboxMessage, Token
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import NotPermitted
from tcm_tui.domain.failed_mails import LABELS, PRIVATE, SHOWN_FOR, Remedy, kind_label
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.mail import VALUES, MailKind, MailState
from tcm_tui.domain.permissions import Role
from tcm_tui.mail.render import Letterhead
from tcm_tui.services.activity import overview
from tcm_tui.services.failed_mails import page, resend
from tcm_tui.services.invitations import invite, revoke
from tcm_tui.services.mail import deliver_round

from ..builders import add_company, add_member, signed_in
from .post import UNKNOWN, Tray, draft, promised, refuse
from .watching import actions, mails

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

    from ..builders import Clock, Person

HEAD = Letterhead()


def fail(ctx: Context) -> None:
    """What is promised cannot be delivered."""
    deliver_round(ctx, Tray(before=refuse), HEAD)


def addresses(ctx: Context) -> list[str]:
    """Whose mail is listed."""
    return [row.recipient.partition("@")[0] for row in page(ctx)]


def test_every_kind_of_mail_has_a_word() -> None:
    """A new one shows what people call it."""
    assert set(LABELS) == set(MailKind)
    assert all(kind_label(kind) for kind in MailKind)


def test_a_failed_mail_is_listed_with_the_servers_words(ctx: Context) -> None:
    """The newest first, and as many as „Zu erledigen“ says."""
    promised(ctx, draft("eins@muster.example", MailKind.JOINED), draft("zwei@muster.example"))
    assert not page(ctx)
    fail(ctx)
    two, one = page(ctx)
    assert (one.recipient, one.kind) == ("eins@muster.example", MailKind.JOINED)
    assert one.reason == UNKNOWN
    assert (one.remedy, two.remedy) == (Remedy.AGAIN, Remedy.CLOSED)
    assert overview(ctx).failed_mails == 2
    assert [row.id for row in page(ctx, before=two.id)] == [one.id]


def test_a_mail_without_a_code_is_sent_again_as_it_was(ctx: Context) -> None:
    """What it says was kept; once the new one stands, the old one says nothing any more."""
    promised(ctx, draft("eins@muster.example", MailKind.JOINED))
    (before,) = mails(ctx)
    fail(ctx)
    (row,) = page(ctx)
    assert resend(ctx, [row.id]).sent == 1
    old, new = mails(ctx)
    assert (old.state, old.values) == (MailState.FAILED, {})
    assert (new.state, new.values, new.kind) == (MailState.PENDING, before.values, before.kind)
    assert new.message_id != old.message_id
    assert not page(ctx)
    tray = Tray()
    assert deliver_round(ctx, tray, HEAD).sent == 1
    assert tray.recipients == ["eins"]
    assert actions(ctx) == [AuditAction.MAIL_RESENT]


def test_g6_an_invitation_is_sent_again_with_another_code(ctx: Context) -> None:
    """The old one went with the failed mail, and is worthless."""
    invite(ctx, InvitationDraft("derya@muster.example", Role.BILLING_ADMIN))
    code = mails(ctx)[0].values["code"]
    fail(ctx)
    (row,) = page(ctx)
    assert row.remedy is Remedy.NEW_CODE
    assert mails(ctx)[0].values == {}
    assert resend(ctx, [row.id]).sent == 1
    new = mails(ctx)[1]
    assert new.values["code"] != code
    assert new.values["role"] == Role.BILLING_ADMIN
    with ctx.database.transaction(writing=False) as session:
        (invitation,) = session.scalars(select(Invitation)).all()
        assert invitation.times_sent == 2
        live = session.scalars(select(Token).where(Token.voided_at.is_(None))).all()
        assert len(live) == 1
    assert actions(ctx)[-1] is AuditAction.INVITATION_RESENT


def test_an_invitation_that_ended_meanwhile_can_be_sent_again(
    ctx: Context, anna: Person, clock: Clock
) -> None:
    """It begins its life anew."""
    invite(ctx, InvitationDraft("derya@muster.example"))
    fail(ctx)
    clock.forward(days=13, hours=23)
    ctx = signed_in(ctx.as_actor(None), anna)
    (row,) = page(ctx)
    assert resend(ctx, [row.id]).sent == 1


def test_a_revoked_invitation_stays_away(ctx: Context) -> None:
    """There is nothing to send; the list says so."""
    sent = invite(ctx, InvitationDraft("derya@muster.example"))
    fail(ctx)
    revoke(ctx, sent.id)
    (row,) = page(ctx)
    assert row.remedy is Remedy.CLOSED
    assert not row.can_resend
    assert "überholt" in row.advice
    assert resend(ctx, [row.id]).sent == 0
    assert len(mails(ctx)) == 1


def test_g7_the_mails_of_a_day_are_counted_here_too(ctx: Context) -> None:
    """Who has had three stays in the list, with the reason; others leave."""
    invite(ctx, InvitationDraft("derya@muster.example"))
    for _time in range(2):
        fail(ctx)
        assert resend(ctx).sent == 1
    promised(ctx, draft("eins@muster.example", MailKind.JOINED))
    fail(ctx)
    resent = resend(ctx)
    assert resent.sent == 1
    (reason,) = resent.left.values()
    assert "derya@muster.example" in reason
    assert addresses(ctx) == ["derya"]


def test_all_are_sent_again_at_once(ctx: Context) -> None:
    """Those that can be; the others stay."""
    invite(ctx, InvitationDraft("derya@muster.example"))
    promised(
        ctx,
        *(draft(f"p{n}@muster.example", MailKind.ROLE_CHANGED) for n in range(30)),
        draft("neu@muster.example", MailKind.RESET),
    )
    fail(ctx)
    assert len(page(ctx)) == 32
    assert resend(ctx).sent == 31
    assert addresses(ctx) == ["neu"]
    assert page(ctx)[0].remedy is Remedy.RESET


def test_a_code_that_a_person_asked_for_is_asked_for_again_by_them(ctx: Context) -> None:
    """„Passwort vergessen?“ is nothing that an administrator sends."""
    promised(ctx, draft("neu@muster.example", MailKind.FORGOTTEN))
    fail(ctx)
    (row,) = page(ctx)
    assert row.remedy is Remedy.OWNER
    assert row.advice == "Den Code darin fordert die Person selbst neu an."
    assert resend(ctx).sent == 0


def test_twice_at_once_sends_once(ctx: Context) -> None:
    """Two administrators: what the first has done is nothing to do for the second."""
    promised(ctx, draft("eins@muster.example", MailKind.JOINED))
    fail(ctx)
    ids = [row.id for row in page(ctx)]
    assert resend(ctx, ids).sent == 1
    assert resend(ctx, ids).sent == 0
    assert len(mails(ctx)) == 2


def test_d2_mails_of_others_are_nobody_elses(ctx: Context, nobody: Context) -> None:
    """Another company's administrator sees and sends none of them."""
    promised(ctx, draft("eins@muster.example", MailKind.JOINED))
    fail(ctx)
    ids = [row.id for row in page(ctx)]
    other = add_member(
        ctx.database,
        add_company(ctx.database, "Andere AG"),
        "a@andere.example",
        role=Role.COMPANY_ADMIN,
    )
    there = signed_in(nobody, other)
    assert not page(there)
    assert resend(there, ids).sent == 0
    assert len(mails(ctx)) == 1


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
def test_only_administrators_see_and_send(ctx: Context, anna: Person, role: Role) -> None:
    """Nobody else is told whose mail failed."""
    member = add_member(ctx.database, anna.company_id, "d@muster.example", role=role)
    there = signed_in(ctx.as_actor(None), member)
    for call in (page, resend):
        with pytest.raises(NotPermitted):
            call(there)


@pytest.mark.parametrize("kind", sorted(PRIVATE))
def test_mails_about_addresses_of_ones_own_are_private(ctx: Context, kind: MailKind) -> None:
    """An address that is not verified may be anybody's, and replaces nothing in the list."""
    promised(ctx, draft("eins@muster.example", MailKind.JOINED))
    fail(ctx)
    with ctx.database.transaction(writing=True) as session:
        (row,) = session.scalars(select(OutboxMessage)).all()
        session.add(
            OutboxMessage(
                company_id=row.company_id,
                kind=kind,
                recipient=row.recipient,
                canonical=row.canonical,
                language="de",
                values={},
                message_id="x@tcm-tui.invalid",
                created_at=ctx.clock(),
                next_attempt_at=ctx.clock(),
                state=MailState.FAILED,
            )
        )
    assert [found.kind for found in page(ctx)] == [MailKind.JOINED]
    assert overview(ctx).failed_mails == 1


def test_after_two_weeks_nobody_is_reminded(ctx: Context, anna: Person, clock: Clock) -> None:
    """An invitation of then cannot be used any more either."""
    promised(ctx, draft("eins@muster.example", MailKind.JOINED))
    fail(ctx)
    clock.now += SHOWN_FOR - timedelta(seconds=1)
    assert addresses(signed_in(ctx.as_actor(None), anna)) == ["eins"]
    clock.forward(seconds=1)
    assert not page(signed_in(ctx.as_actor(None), anna))


def test_g6_only_mails_without_a_code_keep_what_they_say(ctx: Context) -> None:
    """Of every kind."""
    promised(ctx, *(draft(f"{kind}@muster.example", kind) for kind in MailKind))
    fail(ctx)
    for row in mails(ctx):
        assert row.state is MailState.FAILED
        assert bool(row.values) == ("code" not in VALUES[row.kind])
