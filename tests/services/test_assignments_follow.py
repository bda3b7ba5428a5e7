"""Licences when their holders come and go: passed on, freed, and never counted wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from tcm_tui.data import assignments
from tcm_tui.data.models import Assignment, Subscription
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.services import account_deletion
from tcm_tui.services.accepting import accept_as_known, accept_as_new
from tcm_tui.services.admitting import Demand
from tcm_tui.services.invitations import invite, invite_many, resend, revoke
from tests.builders import (
    PASSWORD,
    START,
    add_company,
    add_invitation,
    add_member,
    signed_in,
)
from tests.market import TODAY, add_product, add_subscription, give

from .assigning import held, key_of
from .changing import REMOVE, RESEND, REVOKE, do, invited_key, member_key
from .inviting import journal, later, mails, rows

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

LEA = NewPerson("Lea", "Neu", PASSWORD, assured=True)


@pytest.fixture
def derya(ctx: Context, anna: Person, password_hash: str) -> Person:
    """A member with a password."""
    return add_member(
        ctx.database, anna.company_id, "derya.celik@m.example", password_hash=password_hash
    )


def booked(ctx: Context, owner: Person, name: str = "", **facts: object) -> int:
    """A subscription with five licences."""
    product = add_product(ctx.database)
    return add_subscription(
        ctx.database,
        owner.company_id,
        product,
        owner_id=owner.user_id,
        name=name,
        **facts,  # type: ignore[arg-type]  # what the builder takes
    )


# --- joining -------------------------------------------------------------------------------------


def test_whoever_accepts_has_what_was_assigned_to_the_invitation(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """The same licences, counted once; on record, and told by one mail of what can be used."""
    north, ended = booked(ctx, anna, "Vertrieb Nord"), booked(ctx, anna, ends_on=TODAY)
    invited, code = add_invitation(ctx.database, anna, "lea.neu@kunde.example")
    give(ctx.database, north, anna, invitations=[invited])
    give(ctx.database, ended, invitations=[invited])
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Subscription, ended).ends_on = TODAY - timedelta(days=1)
    accept_as_new(nobody, code.text, LEA)
    lea = RowKey(MemberKind.MEMBER, anna.membership_id + 1)
    assert held(ctx, north) == [key_of(anna), lea]
    assert held(ctx, ended) == [lea]
    entries = journal(ctx, AuditAction.LICENCE_PASSED_ON)
    assert [entry.subject_id for entry in entries] == [north, ended]
    assert entries[0].changes == {
        "invitation": [str(invited), None],
        "membership": [None, str(lea.id)],
    }
    told = [mail for mail in mails(ctx) if mail.kind is MailKind.LICENCE_ASSIGNED]
    assert [(mail.recipient, mail.values) for mail in told] == [
        (
            "lea.neu@kunde.example",
            {
                "apps": "Microsoft 365 Business Basic – Vertrieb Nord",
                "company": "Muster Maschinenbau GmbH",
                "name": "Lea Neu",
                "person": anna.name,
            },
        )
    ]


def test_somebody_with_an_account_gets_them_too(
    ctx: Context, nobody: Context, anna: Person, password_hash: str
) -> None:
    """What they have in another company stays there."""
    other = add_company(ctx.database, "Anderswo AG")
    tim = add_member(ctx.database, other, "tim.hier@m.example", password_hash=password_hash)
    over_there, here = booked(ctx, tim), booked(ctx, anna)
    give(ctx.database, over_there, tim)
    invited, code = add_invitation(ctx.database, anna, tim.email)
    give(ctx.database, here, invitations=[invited])
    accept_as_known(nobody, code.text, PASSWORD, assured=True)
    (holder,) = held(ctx, here)
    assert (holder.kind, holder.id != tim.membership_id) == (MemberKind.MEMBER, True)
    assert held(ctx, over_there) == [key_of(tim)]


def test_who_was_assigned_nothing_gets_no_mail_about_it(
    ctx: Context, nobody: Context, anna: Person
) -> None:
    """Only the inviter is told."""
    _invited, code = add_invitation(ctx.database, anna, "lea.neu@kunde.example")
    accept_as_new(nobody, code.text, LEA)
    assert [mail.kind for mail in mails(ctx)] == [MailKind.JOINED]


# --- invitations ---------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["one", "many"])
def test_a_revoked_invitation_frees_its_licences(ctx: Context, anna: Person, way: str) -> None:
    """From its details, and from the list."""
    number = booked(ctx, anna)
    invited, _code = add_invitation(ctx.database, anna, "gast@kunde.example")
    give(ctx.database, number, anna, invitations=[invited])
    if way == "one":
        revoke(ctx, invited)
    else:
        do(ctx, REVOKE, invited_key(invited))
    assert held(ctx, number) == [key_of(anna)]
    (entry,) = journal(ctx, AuditAction.LICENCE_WITHDRAWN)
    assert (entry.subject_id, entry.changes) == (number, {"invitation": [str(invited), None]})


def test_an_invitation_sent_again_keeps_its_licences(
    ctx: Context, anna: Person, clock: Clock
) -> None:
    """While it is open, and after it has ended."""
    number = booked(ctx, anna)
    invited, _code = add_invitation(ctx.database, anna, "gast@kunde.example")
    give(ctx.database, number, invitations=[invited])
    resend(ctx, invited)
    assert held(ctx, number) == [key_of(invited)]
    late = later(ctx, anna, clock, days=30)
    do(late, RESEND, invited_key(invited))
    assert held(ctx, number) == [key_of(invited)]


@pytest.mark.parametrize("many", [False, True])
def test_a_new_invitation_has_what_the_ended_one_before_it_had(
    ctx: Context, anna: Person, *, many: bool
) -> None:
    """To the same address; of two that are invited anew, the one that had something."""
    number = booked(ctx, anna)
    long_ago = START - timedelta(days=30)
    first, _code = add_invitation(ctx.database, anna, "gast@kunde.example", at=long_ago)
    add_invitation(ctx.database, anna, "leer@kunde.example", at=long_ago)
    give(ctx.database, number, invitations=[first])
    if many:
        invite_many(
            ctx, [InvitationDraft("leer@kunde.example"), InvitationDraft("gast@kunde.example")]
        )
    else:
        invite(ctx, InvitationDraft("gast@kunde.example"))
    newest = next(one for one in reversed(rows(ctx)) if one.email == "gast@kunde.example")
    assert newest.id != first
    assert held(ctx, number) == [key_of(newest.id)]
    (entry,) = journal(ctx, AuditAction.LICENCE_PASSED_ON)
    assert entry.changes == {"invitation": [str(first), str(newest.id)]}


# --- leaving -------------------------------------------------------------------------------------


def test_a_removed_member_frees_theirs(ctx: Context, anna: Person, derya: Person) -> None:
    """In the same transaction, on record; the others keep theirs."""
    north, south = booked(ctx, anna, "Nord"), booked(ctx, anna, "Süd")
    give(ctx.database, north, anna, derya)
    give(ctx.database, south, derya)
    do(ctx, REMOVE, member_key(derya))
    assert (held(ctx, north), held(ctx, south)) == ([key_of(anna)], [])
    entries = journal(ctx, AuditAction.LICENCE_WITHDRAWN)
    assert sorted(entry.subject_id or 0 for entry in entries) == [north, south]
    assert {tuple(entry.changes["membership"]) for entry in entries} == {
        (str(derya.membership_id), None)
    }


def test_many_removed_at_once_are_freed_at_once(ctx: Context, anna: Person) -> None:
    """Each subscription is counted down by as many as had one."""
    number = booked(ctx, anna, licences=50)
    people = [add_member(ctx.database, anna.company_id, f"p{n}.x@m.example") for n in range(30)]
    give(ctx.database, number, anna, *people)
    do(ctx, REMOVE, *map(member_key, people))
    assert held(ctx, number) == [key_of(anna)]


def test_a_deleted_account_frees_licences_in_every_company(
    ctx: Context, anna: Person, derya: Person
) -> None:
    """Members' and open invitations'; each company's journal tells of its own."""
    chief = add_member(
        ctx.database,
        add_company(ctx.database, "Zweit AG"),
        "c.h@z.example",
        role=Role.COMPANY_ADMIN,
    )
    third = add_member(
        ctx.database,
        add_company(ctx.database, "Dritt AG"),
        "d.h@d.example",
        role=Role.COMPANY_ADMIN,
    )
    second_life = add_member(ctx.database, chief.company_id, derya.email)
    invited, _code = add_invitation(ctx.database, third, derya.email)
    numbers = [booked(ctx, owner) for owner in (anna, chief, third)]
    give(ctx.database, numbers[0], derya, anna)
    give(ctx.database, numbers[1], second_life)
    give(ctx.database, numbers[2], invitations=[invited])
    account_deletion.delete(signed_in(ctx, derya), derya.email)
    assert [held(ctx, number) for number in numbers] == [[key_of(anna)], [], []]
    entries = journal(ctx, AuditAction.LICENCE_WITHDRAWN)
    assert sorted((entry.company_id, entry.subject_id) for entry in entries) == [
        (anna.company_id, numbers[0]),
        (chief.company_id, numbers[1]),
        (third.company_id, numbers[2]),
    ]


# --- the truth is the database's -----------------------------------------------------------------


def test_what_somebody_has_is_told_by_name(ctx: Context, anna: Person, derya: Person) -> None:
    """With the last day of the subscription; nothing of those who have nothing."""
    north = booked(ctx, anna, "Nord", ends_on=TODAY)
    south = booked(ctx, anna)
    give(ctx.database, north, derya)
    give(ctx.database, south, derya)
    with ctx.database.transaction(writing=False) as session:
        found = assignments.of_members(
            session, [anna.membership_id, derya.membership_id], today=TODAY
        )
    assert list(found) == [derya.membership_id]
    assert [(one.app.label, one.ends_on) for one in found[derya.membership_id]] == [
        ("Microsoft 365 Business Basic", None),
        ("Microsoft 365 Business Basic – Nord", TODAY),
    ]


def past_every_rule(ctx: Context, statement: Executable) -> None:
    """Run a statement as a use case would, if it checked nothing."""
    ctx.run(
        lambda tx: tx.session.execute(statement), Demand(Permission.LICENCE_ASSIGN, writing=True)
    )


def another(subscription_id: int, membership_id: int) -> Executable:
    """One more licence for somebody."""
    return insert(Assignment).values(
        subscription_id=subscription_id, membership_id=membership_id, assigned_at=START
    )


def test_h3_the_database_lets_nothing_else_in(ctx: Context, anna: Person, derya: Person) -> None:
    """Fewer licences than are in use, and a second one for somebody, are told as a conflict."""
    number = booked(ctx, anna)
    give(ctx.database, number, anna, derya)
    with pytest.raises(Stale, match="Lizenzen zugewiesen oder verringert"):
        past_every_rule(
            ctx, update(Subscription).where(Subscription.id == number).values(licences=1)
        )
    with pytest.raises(Stale, match="diese Lizenz zugewiesen"):
        past_every_rule(ctx, another(number, derya.membership_id))
    with pytest.raises(IntegrityError):
        past_every_rule(ctx, another(number, 999_999))  # somebody who never was: a fault of ours
    assert held(ctx, number) == [key_of(anna), key_of(derya)]
