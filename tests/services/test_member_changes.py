"""Changing members: state, journal, mail and sessions; the last administrator; who was faster."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Membership, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import NotFound, NotPermitted, SessionEnded
from tcm_tui.domain.invitations import NewPerson
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.member_changes import Change, ChangeReport, Verdict
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role, Standing
from tcm_tui.domain.sign_in import without_steps
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.activity import last_entry
from tcm_tui.services.member_changes import change, plan, take_back
from tcm_tui.services.transaction import Origin
from tests.builders import (
    PASSWORD,
    Person,
    add_company,
    add_invitation,
    add_member,
    everything,
    signed_in,
)

from .changing import (
    DISABLE,
    ENABLE,
    REMOVE,
    RESEND,
    REVOKE,
    TO_ADMIN,
    TO_BILLING,
    TO_USER,
    do,
    invited_key,
    member_key,
    membership,
    open_sessions,
    verdicts,
    words_of,
)
from .inviting import journal, mails

if TYPE_CHECKING:
    from tcm_tui.services.context import Context

LAST = "Das Unternehmen braucht mindestens einen aktiven Unternehmensadministrator."


@pytest.fixture
def derya(ctx: Context, anna: Person) -> Person:
    """A member who reads English."""
    return add_member(ctx.database, anna.company_id, "derya.celik@m.example", language="en")


@pytest.fixture
def paul(ctx: Context, anna: Person) -> Person:
    """A second administrator."""
    return add_member(
        ctx.database, anna.company_id, "paul.wagner@m.example", role=Role.COMPANY_ADMIN
    )


# --- one change ----------------------------------------------------------------------------------


def test_k4_a_role_changes_with_journal_and_mail(ctx: Context, anna: Person, derya: Person) -> None:
    """Old and new value, who, when and from where; told in the person's own language."""
    there = replace(ctx, origin=Origin("service", "host", 7, "203.0.113.7 5 192.0.2.1 22"))
    (row,) = do(there, TO_BILLING, member_key(derya)).rows
    assert (row.verdict, row.role, row.version) == (Verdict.CHANGED, Role.USER, 2)
    stored = membership(ctx, derya)
    assert stored is not None
    assert (stored.role, stored.version) == (Role.BILLING_ADMIN, 2)
    (entry,) = journal(ctx, AuditAction.MEMBER_ROLE_CHANGED)
    assert (entry.subject, entry.subject_id) == (Subject.MEMBERSHIP, derya.membership_id)
    assert entry.changes == {"role": ["user", "billing_admin"]}
    assert (entry.actor_id, entry.company_id, entry.at, entry.unix_user) == (
        anna.user_id,
        anna.company_id,
        ctx.clock(),
        "service",
    )
    assert entry.ssh_connection == "203.0.113.7 5 192.0.2.1 22"
    (mail,) = mails(ctx)
    assert (mail.kind, mail.recipient, mail.language) == (
        MailKind.ROLE_CHANGED,
        derya.email,
        "en",
    )
    assert mail.values == {
        "company": "Muster Maschinenbau GmbH",
        "name": derya.name,
        "person": anna.name,
        "role": "billing_admin",
    }


def test_disabling_ends_the_sessions_in_this_company_only(ctx: Context, derya: Person) -> None:
    """Everywhere else the person stays signed in; enabling brings no session back."""
    elsewhere = add_member(ctx.database, add_company(ctx.database, "Anderswo AG"), derya.email)
    signed_in(ctx, derya)
    signed_in(ctx, elsewhere)
    do(ctx, DISABLE, member_key(derya))
    assert open_sessions(ctx, derya) == [elsewhere.company_id]
    (entry,) = journal(ctx, AuditAction.MEMBER_DISABLED)
    assert entry.changes == {"state": ["active", "disabled"]}
    (mail,) = mails(ctx)
    assert (mail.kind, mail.recipient, mail.language) == (MailKind.DISABLED, derya.email, "en")
    do(ctx, ENABLE, member_key(derya))
    (entry,) = journal(ctx, AuditAction.MEMBER_ENABLED)
    assert entry.changes == {"state": ["disabled", "active"]}
    assert open_sessions(ctx, derya) == [elsewhere.company_id]
    assert len(mails(ctx)) == 1


def test_removing_keeps_the_user_and_what_the_journal_needs(ctx: Context, derya: Person) -> None:
    """The membership is gone; name and address stand beside the journal."""
    signed_in(ctx, derya)
    report = do(ctx, REMOVE, member_key(derya))
    assert verdicts(report) == ["changed"]
    assert membership(ctx, derya) is None
    with ctx.database.transaction(writing=False) as session:
        assert session.get(User, derya.user_id) is not None
    assert open_sessions(ctx, derya) == []
    (entry,) = journal(ctx, AuditAction.MEMBER_REMOVED)
    assert entry.subject_id == derya.membership_id
    assert entry.changes == {
        "user": [str(derya.user_id), None],
        "role": ["user", None],
        "state": ["active", None],
    }
    assert words_of(ctx, entry) == {
        "first_name": ["Derya", None],
        "last_name": ["Celik", None],
        "address": [derya.email, None],
        **entry.changes,
    }
    assert [mail.kind for mail in mails(ctx)] == [MailKind.DISABLED]


def test_a_removed_person_is_told_apart_from_one_that_never_was(
    ctx: Context, derya: Person
) -> None:
    """Marked before, removed meanwhile: refused by name. A number out of the air is not found."""
    do(ctx, REMOVE, member_key(derya))
    (row,) = plan(ctx, TO_ADMIN, [member_key(derya)]).rows
    assert (row.name, row.address) == ("Celik, Derya", derya.email)
    assert row.reason == "Diese Person gehört nicht mehr zum Unternehmen."
    with pytest.raises(NotFound):
        plan(ctx, TO_ADMIN, [RowKey(MemberKind.MEMBER, 9_999)])


def test_nobody_gets_the_number_of_somebody_removed(
    ctx: Context, anna: Person, derya: Person, nobody: Context
) -> None:
    """The journal and rows still marked would mean somebody else."""
    _number, code = add_invitation(ctx.database, anna, "lea@m.example")
    do(ctx, REMOVE, member_key(derya))
    lea = NewPerson("Lea", "Neu", PASSWORD, assured=True)
    joined = without_steps(accept_as_new(nobody, code.text, lea))
    with ctx.database.transaction(writing=False) as session:
        numbers = session.scalars(
            select(Membership.id).where(Membership.user_id == joined.user_id)
        ).all()
    assert numbers != [derya.membership_id]


@pytest.mark.parametrize(
    ("wanted", "email"),
    [
        (TO_USER, "derya.celik@m.example"),
        (ENABLE, "derya.celik@m.example"),
        (RESEND, "derya.celik@m.example"),
        (REVOKE, "derya.celik@m.example"),
        (DISABLE, "anna.muster@muster-maschinenbau.example"),
        (REMOVE, "anna.muster@muster-maschinenbau.example"),
        (TO_USER, "anna.muster@muster-maschinenbau.example"),
    ],
)
def test_what_changes_nothing_writes_nothing(
    ctx: Context, anna: Person, derya: Person, wanted: Change, email: str
) -> None:
    """No version, no journal, no mail, whether it is so already or refused."""
    key = member_key(derya if email == derya.email else anna)
    before = everything(ctx)
    (row,) = do(ctx, wanted, key).rows
    assert row.verdict is not Verdict.CHANGED
    assert row.reason
    assert everything(ctx) == before


def test_looking_changes_nothing(ctx: Context, derya: Person, paul: Person) -> None:
    """Whatever the plan says."""
    before = everything(ctx)
    assert verdicts(plan(ctx, TO_USER, [member_key(derya), member_key(paul)])) == [
        "unchanged",
        "changed",
    ]
    assert everything(ctx) == before


# --- many ----------------------------------------------------------------------------------------


def test_many_at_once_are_one_piece_of_news(ctx: Context, anna: Person, derya: Person) -> None:
    """Members and invitations in one go; each with its entry, members with their mail."""
    number, _code = add_invitation(ctx.database, anna, "neu@m.example")
    third = add_member(ctx.database, anna.company_id, "tim@m.example", role=Role.BILLING_ADMIN)
    keys = [member_key(derya), invited_key(number), member_key(third), member_key(derya)]
    report = do(ctx, TO_BILLING, *keys)
    assert verdicts(report) == ["changed", "changed", "unchanged"]
    (entry,) = journal(ctx, AuditAction.INVITATION_ROLE_CHANGED)
    assert (entry.subject_id, entry.changes) == (number, {"role": ["user", "billing_admin"]})
    assert [entry.together for entry in journal(ctx, AuditAction.MEMBER_ROLE_CHANGED)] == [1]
    assert [mail.recipient for mail in mails(ctx)] == [derya.email]


def test_only_what_the_plan_would_change_is_changed(ctx: Context, derya: Person) -> None:
    """What was shown as refused was not agreed to, even if it could be done by now."""
    report = plan(ctx, TO_BILLING, [member_key(derya)])
    refused = [replace(row, verdict=Verdict.REFUSED, reason="Nein.") for row in report.rows]
    before = everything(ctx)
    assert change(ctx, TO_BILLING, refused).rows == refused
    assert everything(ctx) == before


def test_a_fault_in_the_middle_leaves_nothing(
    ctx: Context, anna: Person, derya: Person, nobody: Context
) -> None:
    """One row of another company: all of the transaction is refused."""
    other = add_member(nobody.database, add_company(nobody.database, "Fremd GmbH"), "f@f.example")
    rows = [*plan(ctx, TO_BILLING, [member_key(derya)]).rows]
    foreign = replace(rows[0], key=member_key(other))
    with pytest.raises(NotFound):
        change(ctx, TO_BILLING, [*rows, foreign])
    stored = membership(ctx, derya)
    assert stored is not None
    assert stored.role is Role.USER
    assert mails(ctx) == []
    assert journal(ctx, AuditAction.ACCESS_REFUSED)[0].company_id == anna.company_id


# --- the last administrator, and oneself ---------------------------------------------------------


@pytest.mark.parametrize("wanted", [TO_USER, DISABLE, REMOVE])
def test_d4_all_administrators_at_once(
    ctx: Context, anna: Person, derya: Person, paul: Person, wanted: Change
) -> None:
    """Anna asks for everybody: the others go, she stays, because she comes last."""
    report = do(ctx, wanted, *map(member_key, (anna, paul, derya)))
    assert [row.address for row in report.rows] == [paul.email, derya.email, anna.email]
    assert report.rows[0].verdict is Verdict.CHANGED
    assert report.rows[-1].verdict is Verdict.REFUSED
    stored = membership(ctx, anna)
    assert stored is not None
    assert (stored.role, stored.state) == (Role.COMPANY_ADMIN, MembershipState.ACTIVE)


@pytest.mark.parametrize("wanted", [TO_USER, DISABLE, REMOVE])
def test_d4_the_plan_is_overtaken(ctx: Context, anna: Person, paul: Person, wanted: Change) -> None:
    """There were two when one looked, and one when one acts."""
    paul_ctx = signed_in(ctx, paul)
    plan_of_paul = plan(paul_ctx, wanted, [member_key(anna)])
    own = plan(ctx, TO_BILLING, [member_key(anna)])
    mine = add_member(ctx.database, anna.company_id, "z@m.example", role=Role.COMPANY_ADMIN)
    do(signed_in(ctx, mine), REMOVE, member_key(anna))
    do(paul_ctx, REMOVE, member_key(mine))
    (row,) = change(paul_ctx, wanted, plan_of_paul.rows).rows
    assert row.verdict is Verdict.REFUSED
    assert own.rows[0].verdict is Verdict.CHANGED
    (row,) = do(paul_ctx, TO_USER, member_key(paul)).rows
    assert row.reason == LAST


def test_c16_who_gives_up_the_role_is_told_and_can_go_no_further(
    ctx: Context, anna: Person, paul: Person
) -> None:
    """Allowed while another remains; said in the plan, mirrored at once, refused from then on."""
    del paul
    told: list[Standing] = []
    ctx = replace(ctx, on_role=told.append)
    (row,) = plan(ctx, TO_BILLING, [member_key(anna)]).rows
    assert (row.verdict, row.reason) == (
        Verdict.CHANGED,
        "Das sind Sie selbst: Danach können Sie hier nichts mehr ändern.",
    )
    change(ctx, TO_BILLING, [row])
    assert told == [Role.COMPANY_ADMIN, Role.BILLING_ADMIN]
    with pytest.raises(NotPermitted):
        plan(ctx, TO_BILLING, [member_key(anna)])
    assert told[-1] is Role.BILLING_ADMIN


@pytest.mark.parametrize("wanted", [DISABLE, REMOVE])
def test_d5_whoever_lost_access_is_out_at_the_next_action(
    ctx: Context, paul: Person, wanted: Change
) -> None:
    """In a session that was open; the reason is told, not only that it ended."""
    open_one = signed_in(ctx, paul)
    last_entry(open_one)
    do(ctx, wanted, member_key(paul))
    with pytest.raises(SessionEnded, match="nicht mehr aktiv"):
        last_entry(open_one)


# --- who was faster ------------------------------------------------------------------------------


def test_h1_a_row_that_changed_since_is_refused_and_the_others_are_done(
    ctx: Context, anna: Person, derya: Person, paul: Person
) -> None:
    """With what it was and what it is now."""
    tim = add_member(ctx.database, anna.company_id, "tim@m.example")
    seen = plan(ctx, TO_ADMIN, [member_key(derya), member_key(tim)])
    do(signed_in(ctx, paul), TO_BILLING, member_key(derya))
    first, second = change(ctx, TO_ADMIN, seen.rows).rows
    assert first.verdict is Verdict.REFUSED
    assert first.reason == (
        "Inzwischen geändert: Die Rolle war „Benutzer“ und ist jetzt „Rechnungsadministrator“."
    )
    assert second.verdict is Verdict.CHANGED
    assert len(journal(ctx, AuditAction.MEMBER_ROLE_CHANGED)) == 2


# --- taking back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", [TO_BILLING, DISABLE])
def test_taking_back_gives_each_what_they_had(
    ctx: Context, anna: Person, derya: Person, paul: Person, wanted: Change
) -> None:
    """Different roles before, the same after, different again."""
    report = do(ctx, wanted, member_key(derya), member_key(paul))
    assert verdicts(take_back(ctx, report)) == ["changed", "changed"]
    for person, role in ((derya, Role.USER), (paul, Role.COMPANY_ADMIN)):
        stored = membership(ctx, person)
        assert stored is not None
        assert (stored.role, stored.state) == (role, MembershipState.ACTIVE)
    assert anna.company_id


def test_enabling_taken_back_locks_out_again(ctx: Context, anna: Person) -> None:
    """With everything that disabling does."""
    person = add_member(
        ctx.database, anna.company_id, "jan@m.example", state=MembershipState.DISABLED
    )
    report = do(ctx, ENABLE, member_key(person))
    session = signed_in(ctx, person)
    take_back(ctx, report)
    with pytest.raises(SessionEnded):
        last_entry(session)
    assert [mail.kind for mail in mails(ctx)] == [MailKind.DISABLED]


def test_taking_back_twice_does_nothing_the_second_time(ctx: Context, derya: Person) -> None:
    """The version moved."""
    report = do(ctx, TO_BILLING, member_key(derya))
    take_back(ctx, report)
    before = everything(ctx)
    assert verdicts(take_back(ctx, report)) == ["refused"]
    assert everything(ctx) == before


def test_what_somebody_changed_since_is_not_taken_back(
    ctx: Context, derya: Person, paul: Person
) -> None:
    """With the reason."""
    report = do(ctx, TO_BILLING, member_key(derya))
    do(signed_in(ctx, paul), TO_ADMIN, member_key(derya))
    (row,) = take_back(ctx, report).rows
    assert row.verdict is Verdict.REFUSED
    assert row.reason == (
        "Inzwischen geändert: Die Rolle war „Rechnungsadministrator“ und ist jetzt "
        "„Unternehmensadministrator“."
    )


def test_d4_taking_back_does_not_take_the_last_administrator(
    ctx: Context, anna: Person, derya: Person
) -> None:
    """Derya was made one, then Anna stopped being one."""
    report = do(ctx, TO_ADMIN, member_key(derya))
    theirs = signed_in(ctx, derya)
    do(theirs, TO_USER, member_key(anna))
    (row,) = take_back(theirs, report).rows
    assert (row.verdict, row.reason) == (Verdict.REFUSED, LAST)


def test_what_cannot_be_taken_back_is_not_asked_for(ctx: Context) -> None:
    """A screen that asks is wrong."""
    with pytest.raises(ValueError, match="remove"):
        take_back(ctx, ChangeReport(REMOVE, []))
