"""A member's past: sessions of this company, and what the audit log says of this person alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.models import UserSession
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.history import SESSIONS_SHOWN
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.services.admitting import Demand
from tcm_tui.services.member_history import history, sessions
from tests.builders import (
    ORIGIN,
    Clock,
    Person,
    add_company,
    add_invitation,
    add_member,
    signed_in,
)

if TYPE_CHECKING:
    from tcm_tui.services.context import Context


def note(
    ctx: Context,
    action: AuditAction,
    subject: Subject,
    number: int,
    **changes: tuple[str | None, str | None],
) -> None:
    """Write something into the audit log, as the use case that does it would."""
    entry = Entry(action, subject, number, changes)
    ctx.run(lambda tx: tx.audit_many([entry]), Demand(Permission.SESSION_OWN, writing=True))


def session_of(ctx: Context) -> int:
    """The session that `ctx` acts in."""
    assert ctx.actor is not None
    return ctx.actor.session_id


def change(ctx: Context, number: int, **values: object) -> None:
    """Change a session."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(UserSession).where(UserSession.id == number).values(**values))


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """A colleague."""
    return add_member(ctx.database, anna.company_id, "derya.celik@muster.example")


def end(ctx: Context, person: Person) -> None:
    """End every session of somebody."""
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(UserSession)
            .where(UserSession.user_id == person.user_id)
            .values(ended_at=ctx.clock())
        )


def test_open_sessions_stand_first(ctx: Context, clock: Clock, derya: Person) -> None:
    """Even one that was opened before the ended ones; after 8 hours every one counts as ended."""
    over_ssh = replace(ctx, origin=replace(ORIGIN, host="bastion"))
    signed_in(ctx, derya)
    clock.forward(hours=7)
    signed_in(over_ssh, derya)
    end(ctx, derya)
    clock.forward(hours=1)
    still = signed_in(over_ssh, derya)
    clock.forward(hours=1)
    late = session_of(signed_in(ctx, derya))
    change(ctx, late, ended_at=clock(), ssh_connection="203.0.113.9 50022 10.0.0.1 22")
    change(ctx, session_of(ctx), started_at=clock())  # who looks has signed in anew
    told = sessions(ctx, derya.membership_id)
    assert [one.is_open for one in told] == [True, False, False, False]
    assert told[0].id == session_of(still)
    assert (told[0].host, told[0].client) == ("bastion", "")
    assert told[1].client == "203.0.113.9"
    clock.forward(hours=9)
    change(ctx, session_of(ctx), started_at=clock())
    assert not any(one.is_open for one in sessions(ctx, derya.membership_id))


def test_many_sessions_are_cut_but_no_open_one(ctx: Context, clock: Clock, derya: Person) -> None:
    """The oldest of all is open: it is told."""
    signed_in(ctx, derya)
    with ctx.database.transaction(writing=True) as session:
        session.add_all(
            UserSession(
                user_id=derya.user_id,
                company_id=derya.company_id,
                started_at=clock(),
                last_seen_at=clock(),
                process_id=number,
                host="testhost",
                unix_user="tester",
                ended_at=clock(),
            )
            for number in range(SESSIONS_SHOWN + 5)
        )
    told = sessions(ctx, derya.membership_id)
    assert len(told) == SESSIONS_SHOWN
    assert [one.is_open for one in told[:2]] == [True, False]


def test_sessions_elsewhere_are_nobodys_business(ctx: Context, derya: Person) -> None:
    """Derya is also a member of another company, and signs in there."""
    other = add_company(ctx.database, "Anderswo AG")
    there = add_member(ctx.database, other, derya.email)
    assert there.user_id == derya.user_id
    signed_in(ctx, there)
    assert sessions(ctx, derya.membership_id) == []
    with pytest.raises(NotFound):
        sessions(ctx, there.membership_id)
    with pytest.raises(NotFound):
        history(ctx, there.membership_id)


def test_history_tells_who_did_what(ctx: Context, clock: Clock, derya: Person) -> None:
    """Newest first, with old and new values; nothing of others, no signing in."""
    colleague = add_member(ctx.database, derya.company_id, "tim.weber@muster.example")
    roles = {"role": (Role.USER.value, Role.BILLING_ADMIN.value)}
    for person in (colleague, derya):
        note(
            ctx,
            AuditAction.MEMBER_ROLE_CHANGED,
            Subject.MEMBERSHIP,
            person.membership_id,
            **roles,
        )
    clock.forward(hours=1)
    edited = {"department": ("", "Einkauf"), "phone": ("1", "2")}
    note(ctx, AuditAction.MEMBER_EDITED, Subject.MEMBERSHIP, derya.membership_id, **edited)
    note(ctx, AuditAction.PASSWORD_RESET_SENT, Subject.USER, derya.user_id)
    note(ctx, AuditAction.SIGN_IN_FAILED, Subject.USER, derya.user_id)
    told = history(ctx, derya.membership_id)
    assert [one.title() for one in told] == [
        "Zurücksetzen des Passworts angeboten",
        "Angaben geändert",
        "Rolle geändert",
    ]
    assert sorted(told[1].details()) == ["Abteilung: – → Einkauf", "Telefon: 1 → 2"]
    assert told[2].details() == ["Benutzer → Rechnungsadministrator"]
    assert told[0].actor == "Anna Muster"
    assert told[2].at == clock() - timedelta(hours=1)


def test_history_begins_with_the_invitation(ctx: Context, anna: Person, derya: Person) -> None:
    """The one that was accepted; one to another address is another person's."""
    for email in (derya.email, "derya.celik@anderswo.example"):
        number, _code = add_invitation(ctx.database, anna, email, state=InvitationState.ACCEPTED)
        note(ctx, AuditAction.INVITATION_SENT, Subject.INVITATION, number)
        note(ctx, AuditAction.INVITATION_ACCEPTED, Subject.INVITATION, number)
    told = history(ctx, derya.membership_id)
    assert [one.title() for one in told] == ["Registrierung abgeschlossen", "Eingeladen"]


def test_history_is_read_in_pages(ctx: Context, derya: Person) -> None:
    """Each continues behind the last entry; together they are all."""
    for number in range(7):
        note(
            ctx,
            AuditAction.MEMBER_EDITED,
            Subject.MEMBERSHIP,
            derya.membership_id,
            title=(str(number), str(number + 1)),
        )
    whole = history(ctx, derya.membership_id)
    assert len(whole) == 7
    first = history(ctx, derya.membership_id, limit=3)
    second = history(ctx, derya.membership_id, before=first[-1].id, limit=3)
    third = history(ctx, derya.membership_id, before=second[-1].id, limit=3)
    assert first + second + third == whole
