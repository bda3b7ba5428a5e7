"""Resending and revoking many invitations, and taking a revocation back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.codes import hash_code
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationDraft, InvitationState, NewPerson
from tcm_tui.domain.member_changes import Verdict
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import without_steps
from tcm_tui.services.accepting import accept_as_new, open_invitation
from tcm_tui.services.invitations import invite, invite_many, resend
from tcm_tui.services.member_changes import change, plan, take_back
from tests.builders import (
    PASSWORD,
    Clock,
    Person,
    add_invitation,
    add_member,
    everything,
    signed_in,
)

from .changing import RESEND, REVOKE, TO_BILLING, do, invitation, invited_key, verdicts
from .inviting import addresses, journal, later, mails, usable_codes

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

LEA = NewPerson("Lea", "Neu", PASSWORD, assured=True)


def test_many_are_sent_again_in_one_go(ctx: Context) -> None:
    """Each with a new code that works, while the old one is void; one piece of news."""
    sent = invite_many(ctx, addresses(3)).sent
    report = do(ctx, RESEND, *(invited_key(one.id) for one in sent))
    assert verdicts(report) == ["changed"] * 3
    assert [row.version for row in report.rows] == [2, 2, 2]
    assert [entry.together for entry in journal(ctx, AuditAction.INVITATION_RESENT)] == [3, 0, 0]
    first, second = mails(ctx)[:3], mails(ctx)[3:]
    assert [mail.recipient for mail in first] == [mail.recipient for mail in second]
    for one, mail in zip(sent, second, strict=True):
        assert usable_codes(ctx, one.id) == {hash_code(mail.values["code"])}
        assert (invitation(ctx, one.id).times_sent, invitation(ctx, one.id).version) == (2, 2)


def test_g7_the_limit_of_an_address_holds_for_many(ctx: Context) -> None:
    """Said in the plan already; the others are sent."""
    tired, fresh = (one.id for one in invite_many(ctx, addresses(2)).sent)
    resend(ctx, tired)
    resend(ctx, tired)
    seen = plan(ctx, RESEND, [invited_key(tired), invited_key(fresh)])
    assert verdicts(seen) == ["refused", "changed"]
    assert "heute schon drei Einladungen" in seen.rows[0].reason
    change(ctx, RESEND, seen.rows)
    assert len(mails(ctx)) == 5


def test_g7_a_limit_reached_since_the_plan_holds(ctx: Context, clock: Clock) -> None:
    """Somebody else sent it meanwhile."""
    one = invite(ctx, InvitationDraft("neu@m.example"))
    clock.forward(minutes=1)
    seen = plan(ctx, RESEND, [invited_key(one.id)])
    resend(ctx, one.id)
    resend(ctx, one.id)
    assert verdicts(change(ctx, RESEND, seen.rows)) == ["refused"]
    assert len(mails(ctx)) == 3


def test_an_address_that_became_a_member_is_not_written_to(ctx: Context, anna: Person) -> None:
    """It may have joined by another road."""
    number, _code = add_invitation(ctx.database, anna, "lea@m.example")
    add_member(ctx.database, anna.company_id, "lea@m.example")
    (row,) = plan(ctx, RESEND, [invited_key(number)]).rows
    assert (row.verdict, row.reason) == (Verdict.REFUSED, "lea@m.example ist bereits Mitglied.")


def test_a_changed_role_is_the_one_the_invited_person_gets(
    ctx: Context, anna: Person, nobody: Context
) -> None:
    """Without a mail: the code stays what it was."""
    number, code = add_invitation(ctx.database, anna, "lea@m.example")
    do(ctx, TO_BILLING, invited_key(number))
    assert mails(ctx) == []
    assert without_steps(accept_as_new(nobody, code.text, LEA)).role is Role.BILLING_ADMIN


def test_revoking_taken_back_makes_the_mailed_code_work_again(
    ctx: Context, anna: Person, nobody: Context, clock: Clock
) -> None:
    """Only the newest one: those that later ones had replaced stay void."""
    number, old = add_invitation(ctx.database, anna, "lea@m.example")
    resend(ctx, number)
    clock.forward(minutes=1)
    report = do(ctx, REVOKE, invited_key(number))
    code = mails(ctx)[0].values["code"]
    with pytest.raises(Invalid, match="zurückgezogen"):
        open_invitation(nobody, code)
    clock.forward(minutes=1)
    (row,) = take_back(ctx, report).rows
    assert row.verdict is Verdict.CHANGED
    assert row.version == invitation(ctx, number).version
    assert invitation(ctx, number).state is InvitationState.PENDING
    (entry,) = journal(ctx, AuditAction.INVITATION_RESTORED)
    assert (entry.subject_id, entry.changes) == (number, {"state": ["revoked", "pending"]})
    with pytest.raises(Invalid, match="neuere Einladung"):
        open_invitation(nobody, old.text)
    assert without_steps(accept_as_new(nobody, code, LEA)).company_id == anna.company_id


def test_an_invitation_that_had_ended_is_still_ended(
    ctx: Context, anna: Person, nobody: Context, clock: Clock
) -> None:
    """Taking back gives what there was, not more."""
    number, code = add_invitation(ctx.database, anna, "lea@m.example")
    ctx = later(ctx, anna, clock, days=15)
    take_back(ctx, do(ctx, REVOKE, invited_key(number)))
    with pytest.raises(Invalid, match="abgelaufen"):
        open_invitation(nobody, code.text)


def test_what_took_the_place_of_a_revoked_invitation_stays(ctx: Context, anna: Person) -> None:
    """Invited anew, or a member by now: refused with the reason, nothing written."""
    anew, _code = add_invitation(ctx.database, anna, "anew@m.example")
    joined, _code = add_invitation(ctx.database, anna, "joined@m.example")
    report = do(ctx, REVOKE, invited_key(anew), invited_key(joined))
    invite(ctx, InvitationDraft("ANEW@m.example"))
    add_member(ctx.database, anna.company_id, "joined@m.example")
    before = everything(ctx)
    first, second = take_back(ctx, report).rows
    assert first.reason == "Diese Adresse wurde inzwischen neu eingeladen."
    assert second.reason == "Diese Person ist inzwischen Mitglied."
    assert verdicts(take_back(ctx, report)) == ["refused", "refused"]
    assert everything(ctx) == before


def test_a_revocation_is_taken_back_once(ctx: Context, anna: Person) -> None:
    """By whoever comes first; also when it was revoked a second time since."""
    number, _code = add_invitation(ctx.database, anna, "lea@m.example")
    report = do(ctx, REVOKE, invited_key(number))
    take_back(ctx, report)
    assert verdicts(take_back(ctx, report)) == ["refused"]
    do(ctx, REVOKE, invited_key(number))
    assert verdicts(take_back(ctx, report)) == ["refused"]
    assert invitation(ctx, number).state is InvitationState.REVOKED


def test_an_accepted_invitation_cannot_be_changed(
    ctx: Context, anna: Person, nobody: Context
) -> None:
    """Marked while it was open."""
    number, code = add_invitation(ctx.database, anna, "lea@m.example")
    seen = plan(ctx, REVOKE, [invited_key(number)])
    accept_as_new(nobody, code.text, LEA)
    (row,) = change(ctx, REVOKE, seen.rows).rows
    assert (row.verdict, row.reason) == (
        Verdict.REFUSED,
        "Diese Einladung wurde schon angenommen.",
    )


def test_who_sends_many_again_vouches_for_them(ctx: Context, anna: Person) -> None:
    """C14: as with a single one."""
    number, _code = add_invitation(ctx.database, anna, "lea@m.example")
    paul = add_member(ctx.database, anna.company_id, "p@m.example", role=Role.COMPANY_ADMIN)
    do(signed_in(ctx, paul), RESEND, invited_key(number))
    assert invitation(ctx, number).invited_by == paul.user_id
