"""The sample company, told day by day through the use cases that a real one is made by."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from tcm_tui.data import people
from tcm_tui.data.models import Company, Membership, OutboxMessage, User
from tcm_tui.domain import demo
from tcm_tui.domain.demo_bookings import EXPECTED
from tcm_tui.domain.demo_payments import payments
from tcm_tui.domain.invitations import InvitationDraft, NewPerson
from tcm_tui.domain.mail import MailState
from tcm_tui.domain.member_changes import Change, ChangeKind
from tcm_tui.domain.passwords import levels_met, normalised
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import without_steps
from tcm_tui.domain.text import skeleton
from tcm_tui.services import company_profile, demo_partner, demo_payments, member_changes
from tcm_tui.services.accepting import accept_as_new
from tcm_tui.services.context import use_case
from tcm_tui.services.demo_bookings import Bookings
from tcm_tui.services.demo_crowd import add_members
from tcm_tui.services.demo_days import LAST_MINUTE, acting, arrive, invited, members_of, on_day
from tcm_tui.services.founding import found
from tcm_tui.services.invitations import invite_many
from tcm_tui.services.sign_in import sign_out
from tcm_tui.services.transaction import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tcm_tui.domain.demo_payments import DemoPayment
    from tcm_tui.domain.members import RowKey
    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

_MINUTES_BETWEEN: Final = 23
_VISITS: Final = (0, 1, 2, 5, 9, 16, 30)
"""How many days ago members were last here, in turn."""


def build(
    ctx: Context,
    *,
    members: int = 0,
    progress: Callable[[int, int], None],
    deliver: Callable[[Context], object],
) -> None:
    """Fill an empty demo database.

    Args:
        ctx: An operator's; its clock says what „today“ is.
        members: Members beyond the sample; written in bulk, with one password hash for all.
        progress: Told (people done, people in all).
        deliver: Delivers what has been promised so far, with the clock of that day.
    """
    password_hash = ctx.hasher.hash(normalised(demo.PASSWORD))
    founded = demo.PEOPLE[0].joined_days_ago
    anna = _found_company(on_day(ctx, founded), password_hash)
    with acting(on_day(ctx, founded, minutes=1), anna.user_id) as day:
        company_profile.edit(day, demo.PROFILE, company_profile.profile(day).version)
    helper = _found_reseller(ctx, password_hash)
    deliver(on_day(ctx, founded, minutes=LAST_MINUTE))
    paid, done = payments(ctx.clock().date()), itertools.count(2)
    bookings = Bookings(ctx)
    progress(1, len(demo.PEOPLE))
    for days in range(founded - 1, -1, -1):
        joining = [one for one in demo.PEOPLE if one.joined_days_ago == days]
        waiting = [one for one in demo.INVITATIONS if one.sent_days_ago == days]
        paying = [one for one in paid if one.days_ago == days]
        if joining or waiting:
            _invite(on_day(ctx, days), anna, joining, waiting)
            for _person in _accept(ctx, days, joining):
                progress(next(done), len(demo.PEOPLE))
            _disable(on_day(ctx, days, minutes=LAST_MINUTE), anna, joining)
            bookings.welcome(days, _welcomed(ctx, joining, waiting))
        _pay(on_day(ctx, days, minutes=LAST_MINUTE), anna, paying)
        booking = bookings.play(days)
        helping = _have_helped(ctx, days, anna, helper)
        if joining or waiting or paying or booking or helping:
            deliver(on_day(ctx, days, minutes=LAST_MINUTE))
    add_members(ctx, anna.company_id, members, password_hash)
    _visit_all(ctx)


@use_case(Permission.OPERATOR)
def _found_company(
    tx: Transaction,
    password_hash: str,
    name: str = demo.COMPANY,
    founder: demo.DemoPerson = demo.PEOPLE[0],
) -> SignedIn:
    """Make a company and its first administrator."""
    company = Company(name=name, skeleton=skeleton(name), created_at=tx.now)
    user = User(
        first_name=founder.first_name,
        last_name=founder.last_name,
        language="de",
        created_at=tx.now,
        password_hash=password_hash,
        password_set_at=tx.now,
        password_levels=levels_met(demo.PASSWORD),
    )
    return found(tx, company, user, check_email(founder.email), department=founder.department)


def _found_reseller(ctx: Context, password_hash: str) -> int:
    """Make the Vertriebspartner and its people; the user who will help out."""
    founder, *others = demo.RESELLER_PEOPLE
    days = founder.joined_days_ago
    chief = _found_company(on_day(ctx, days), password_hash, demo.RESELLER, founder)
    _invite(on_day(ctx, days), chief, others, [])
    list(_accept(ctx, days, others))
    return demo_partner.whose(ctx, others[0].email)


def _have_helped(ctx: Context, days: int, anna: SignedIn, helper: int) -> bool:
    """What the Vertriebspartner has to do with the company on that day; whether anything."""
    day = on_day(ctx, days, minutes=LAST_MINUTE)
    if days == demo.LINKED_DAYS_AGO:
        with acting(day, anna.user_id) as admin:
            demo_partner.link(day, admin, demo.RESELLER_PEOPLE[0].email)
        return True
    if (name := demo.RESETS.get(days)) is None:
        return False
    (member,) = members_of(day, [f"{name}@{demo.DOMAIN}"])
    who = arrive(day, helper)
    home = day.as_actor(Actor(who.user_id, who.company_id, who.session_id))
    demo_partner.help_out(home, anna.company_id, member.id)
    return True


def _invite(
    day: Context,
    anna: SignedIn,
    joining: list[demo.DemoPerson],
    waiting: list[demo.DemoInvitation],
) -> None:
    """Let Anna invite those who will come, and those who will not."""
    drafts = [
        InvitationDraft(one.email, one.role, one.first_name, one.last_name) for one in joining
    ]
    drafts += [InvitationDraft(one.email, one.role) for one in waiting]
    with acting(day, anna.user_id) as actor:
        invite_many(actor, drafts)


def _accept(ctx: Context, days: int, joining: list[demo.DemoPerson]) -> Iterator[demo.DemoPerson]:
    """Let those invited on that day accept, one after the other."""
    codes = _mailed_codes(ctx)
    for place, one in enumerate(joining, 1):
        hour = on_day(ctx, days, minutes=place * _MINUTES_BETWEEN)
        person = NewPerson(one.first_name, one.last_name, demo.PASSWORD, assured=True)
        joined = without_steps(accept_as_new(hour, codes[one.email], person))
        sign_out(hour.as_actor(Actor(joined.user_id, joined.company_id, joined.session_id)))
        _describe(hour, joined.user_id, one.department)
        yield one


@use_case(Permission.OPERATOR)
def _mailed_codes(tx: Transaction) -> dict[str, str]:
    """Address → code of the invitations not yet delivered."""
    pending = tx.session.scalars(
        select(OutboxMessage).where(OutboxMessage.state == MailState.PENDING)
    )
    return {mail.recipient: mail.values["code"] for mail in pending if "code" in mail.values}


@use_case(Permission.OPERATOR)
def _describe(tx: Transaction, user_id: int, department: str) -> None:
    """What the story says of a member beyond what accepting asked for."""
    membership = tx.session.scalars(select(Membership).where(Membership.user_id == user_id)).one()
    membership.department = department
    tx.session.flush()  # the version is checked before the commit


def _disable(day: Context, anna: SignedIn, joining: list[demo.DemoPerson]) -> None:
    """Let Anna disable those who rest in the story."""
    if not (resting := [one.email for one in joining if one.disabled]):
        return
    wanted = Change(ChangeKind.DISABLE)
    with acting(day, anna.user_id) as actor:
        report = member_changes.plan(actor, wanted, members_of(day, resting))
        member_changes.change(actor, wanted, report.rows)


def _welcomed(
    ctx: Context, joining: list[demo.DemoPerson], waiting: list[demo.DemoInvitation]
) -> list[RowKey]:
    """Who of those that came, or are about to, is to use what the company has."""
    coming = [invited(ctx, one.email) for one in waiting if one.email == EXPECTED]
    return [*members_of(ctx, [one.email for one in joining if not one.disabled]), *coming]


def _pay(day: Context, anna: SignedIn, paying: list[DemoPayment]) -> None:
    """Let Anna choose how the company pays from that day on."""
    for one in paying:
        with acting(day, anna.user_id) as actor:
            demo_payments.pay(actor, one)


def _visit_all(ctx: Context) -> None:
    """Let members have been here at different times."""
    for place, one in enumerate(demo.PEOPLE):
        days = _VISITS[place % len(_VISITS)]
        if not one.disabled and days < one.joined_days_ago:
            _visit(on_day(ctx, days), one.email)


@use_case(Permission.OPERATOR)
def _visit(tx: Transaction, email: str) -> None:
    """Note a sign-in of the past."""
    user_id = people.user_by_address(tx.session, check_email(email).canonical)
    tx.session.execute(
        update(Membership).where(Membership.user_id == user_id).values(last_sign_in_at=tx.now)
    )
