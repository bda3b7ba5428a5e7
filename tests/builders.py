"""What a test needs to stand before it begins: rows written directly, the shortest way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tcm_tui.data.models import (
    Base,
    Company,
    EmailAddress,
    Invitation,
    Membership,
    ResellerLink,
    Token,
    User,
    UserSession,
)
from tcm_tui.domain.codes import LIVES, Code, TokenPurpose, new_code
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.people import MembershipState, check_email, list_name
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.text import skeleton, sort_key
from tcm_tui.services.transaction import Actor, Origin

if TYPE_CHECKING:
    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""A Sunday morning in every test."""
ORIGIN = Origin(unix_user="tester", host="testhost", process_id=4242)
PASSWORD = "Demo-Passwort-2026"


class Clock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant."""
        return self.now

    def forward(self, **passed: float) -> datetime:
        """Let time pass: `forward(minutes=5)`."""
        self.now += timedelta(**passed)
        return self.now


@dataclass(frozen=True)
class Person:
    """A member as a test refers to them."""

    user_id: int
    company_id: int
    membership_id: int
    email: str
    name: str


def add_company(
    database: Database, name: str = "Muster Maschinenbau GmbH", at: datetime = START
) -> int:
    """A company without members; its id."""
    with database.transaction(writing=True) as session:
        company = Company(name=name, skeleton=skeleton(name), created_at=at)
        session.add(company)
        session.flush()  # the caller needs the id
        return company.id


def add_member(  # noqa: PLR0913 - a builder names what a test cares about
    database: Database,
    company_id: int,
    email: str,
    *,
    role: Role = Role.USER,
    state: MembershipState = MembershipState.ACTIVE,
    first_name: str = "",
    last_name: str = "",
    password_hash: str | None = None,
    verified: bool = True,
    language: str = "de",
    at: datetime = START,
) -> Person:
    """A person in a company; the same address again is the same person in a further company.

    Without names they are made of the address: `derya.celik@…` is Derya Celik.
    """
    address = check_email(email)
    parts = address.local_part.split(".")
    first, last = first_name or parts[0].title(), last_name or parts[-1].title()
    with database.transaction(writing=True) as session:
        known = session.scalar(
            select(EmailAddress).where(EmailAddress.canonical == address.canonical)
        )
        if known:
            user = session.get_one(User, known.user_id)
        else:
            user = User(
                first_name=first,
                last_name=last,
                language=language,
                created_at=at,
                password_hash=password_hash,
                password_set_at=at if password_hash else None,
            )
            session.add(user)
            session.flush()  # the address names the user
            session.add(
                EmailAddress(
                    user_id=user.id,
                    address=address.address,
                    canonical=address.canonical,
                    is_primary=True,
                    verified_at=at if verified else None,
                )
            )
        membership = Membership(
            company_id=company_id,
            user_id=user.id,
            role=role,
            state=state,
            sort_name=sort_key(list_name(user.first_name, user.last_name)),
            sort_address=sort_key(address.address),
            joined_at=at,
        )
        session.add(membership)
        session.flush()  # the caller needs the id
        return Person(
            user.id,
            company_id,
            membership.id,
            address.address,
            f"{user.first_name} {user.last_name}",
        )


def add_address(database: Database, person: Person, email: str, *, verified: bool = False) -> int:
    """A further address of somebody, waiting for its code unless `verified`; its number."""
    address = check_email(email)
    with database.transaction(writing=True) as session:
        row = EmailAddress(
            user_id=person.user_id,
            address=address.address,
            canonical=address.canonical,
            is_primary=False,
            added_at=START,
            verified_at=START if verified else None,
        )
        session.add(row)
        session.flush()  # the caller needs the id
        return row.id


def signed_in(ctx: Context, person: Person) -> Context:
    """The context of `person` after signing in."""
    now = ctx.clock()
    with ctx.database.transaction(writing=True) as session:
        row = UserSession(
            user_id=person.user_id,
            company_id=person.company_id,
            started_at=now,
            last_seen_at=now,
            proved_at=now,
            process_id=ctx.origin.process_id,
            host=ctx.origin.host,
            unix_user=ctx.origin.unix_user,
        )
        session.add(row)
        session.flush()  # the actor names the session
        return ctx.as_actor(Actor(person.user_id, person.company_id, row.id))


def add_reseller(
    database: Database, number: str = "P-10001", name: str = "Nordlicht IT-Beratung GmbH"
) -> int:
    """A company that is a Vertriebspartner, without members; its id."""
    company_id = add_company(database, name)
    with database.transaction(writing=True) as session:
        session.get_one(Company, company_id).partner_number = number
    return company_id


def link_reseller(database: Database, company_id: int, reseller_id: int) -> int:
    """A customer lets a Vertriebspartner in; the number of the link."""
    with database.transaction(writing=True) as session:
        link = ResellerLink(company_id=company_id, reseller_id=reseller_id, linked_at=START)
        session.add(link)
        session.flush()  # the caller needs the id
        return link.id


def visiting(ctx: Context, person: Person, customer_id: int) -> Context:
    """The context of `person`, a member of a Vertriebspartner, as a guest of its customer."""
    guest = signed_in(ctx, replace(person, company_id=customer_id))
    assert guest.actor is not None
    with ctx.database.transaction(writing=True) as session:
        session.get_one(UserSession, guest.actor.session_id).reseller_id = person.company_id
    return guest


def add_invitation(  # noqa: PLR0913 - a builder names what a test cares about
    database: Database,
    inviter: Person,
    email: str,
    *,
    role: Role = Role.USER,
    state: InvitationState = InvitationState.PENDING,
    first_name: str = "",
    last_name: str = "",
    at: datetime = START,
) -> tuple[int, Code]:
    """An invitation with its code; (id, code)."""
    address = check_email(email)
    code = new_code()
    expires = at + LIVES[TokenPurpose.INVITATION]
    with database.transaction(writing=True) as session:
        invitation = Invitation(
            company_id=inviter.company_id,
            email=address.address,
            canonical=address.canonical,
            role=role,
            state=state,
            first_name=first_name,
            last_name=last_name,
            sort_name=sort_key(list_name(first_name, last_name) or address.address),
            sort_address=sort_key(address.address),
            invited_by=inviter.user_id,
            invited_at=at,
            expires_at=expires,
        )
        session.add(invitation)
        session.flush()  # the token names the invitation
        session.add(
            Token(
                purpose=TokenPurpose.INVITATION,
                code_hash=code.hash,
                created_at=at,
                expires_at=expires,
                invitation_id=invitation.id,
            )
        )
        return invitation.id, code


def everything(ctx: Context) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: two of these are equal when nothing was written between."""
    with ctx.database.transaction(writing=False) as session:
        return {
            table.name: [
                tuple(row) for row in session.execute(table.select().order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
        }
