"""Queries over the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from tcm_tui.data import memberships
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    Invitation,
    Membership,
    Order,
    OrderLine,
    Product,
    Subscription,
    User,
)
from tcm_tui.domain.activity import FEED_ACTIONS, Event
from tcm_tui.domain.audit import Subject
from tcm_tui.domain.own_activity import OWN_ACTIONS, OwnDeed, OwnPage
from tcm_tui.domain.people import person_name
from tcm_tui.domain.resellers import DEED_ACTIONS
from tcm_tui.domain.sessions import client_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from tcm_tui.domain.audit import AuditAction

    _Lines: TypeAlias = Select[AuditEntry, User, str, User, str, str]


def feed(
    session: Session,
    company_id: int,
    *,
    actor_id: int | None,
    also: Collection[AuditAction] = (),
    before: int | None,
    limit: int,
) -> list[Event]:
    """The newest lines of the feed, older than the line `before`.

    `actor_id` keeps one person's, and everybody's that tell of one of `also`.
    """
    query = _lines(FEED_ACTIONS).where(AuditEntry.company_id == company_id)
    if actor_id is not None:
        query = query.where(or_(AuditEntry.actor_id == actor_id, AuditEntry.action.in_(also)))
    if before is not None:
        query = query.where(AuditEntry.id < before)
    query = query.order_by(AuditEntry.id.desc()).limit(limit)
    return _events(session, company_id, session.execute(query).all())


def own(
    session: Session, company_id: int, user_id: int, page: OwnPage, limit: int
) -> list[OwnDeed]:
    """What a person did here, and what happened to their account, newest first.

    Signing in fails before it is known where to: such entries belong to no company.
    """
    here = or_(AuditEntry.company_id == company_id, AuditEntry.company_id.is_(None))
    query = _lines(OWN_ACTIONS).where(
        or_(
            and_(AuditEntry.actor_id == user_id, here),
            and_(
                AuditEntry.actor_id.is_(None),
                AuditEntry.subject == Subject.USER,
                AuditEntry.subject_id == user_id,
            ),
        )
    )
    rows = _cut(session, query, page, limit)
    return [
        OwnDeed(event, client_of(row[0].ssh_connection))
        for row, event in zip(rows, _events(session, company_id, rows), strict=True)
    ]


def of_reseller(
    session: Session, company_id: int, reseller_id: int, page: OwnPage, limit: int
) -> list[Event]:
    """What the staff of a Vertriebspartner did here, newest first."""
    query = _lines(DEED_ACTIONS).where(
        AuditEntry.company_id == company_id, AuditEntry.reseller_id == reseller_id
    )
    return _events(session, company_id, _cut(session, query, page, limit))


def deeds_of_resellers(session: Session, company_id: int) -> dict[int, int]:
    """Vertriebspartner → how many lines there are of what their staff did here."""
    found = session.execute(
        select(AuditEntry.reseller_id, func.count())
        .where(
            AuditEntry.company_id == company_id,
            AuditEntry.reseller_id.is_not(None),
            AuditEntry.together > literal_column("0"),
            AuditEntry.action.in_(DEED_ACTIONS),
        )
        .group_by(AuditEntry.reseller_id)
    )
    return {reseller_id or 0: count for reseller_id, count in found}


def _cut(session: Session, query: _Lines, page: OwnPage, limit: int) -> Sequence[Any]:
    """The rows of a page, the newest first."""
    number = AuditEntry.id
    if page.beside is not None:
        query = query.where(number > page.beside if page.newer else number < page.beside)
    query = query.order_by(number.asc() if page.newer else number.desc()).limit(limit)
    rows = session.execute(query).all()
    return rows[::-1] if page.newer else rows


def _lines(actions: Collection[AuditAction]) -> _Lines:
    """Lines about `actions`, with whom they name."""
    person, named, acting = aliased(User), aliased(Company), aliased(Company)
    return (
        select(AuditEntry, User, Invitation.email, person, named.name, acting.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(
            Invitation,
            and_(AuditEntry.subject == Subject.INVITATION, Invitation.id == AuditEntry.subject_id),
        )
        .outerjoin(
            Membership,
            and_(AuditEntry.subject == Subject.MEMBERSHIP, Membership.id == AuditEntry.subject_id),
        )
        .outerjoin(person, person.id == Membership.user_id)
        .outerjoin(
            named, and_(AuditEntry.subject == Subject.RESELLER, named.id == AuditEntry.subject_id)
        )
        .outerjoin(acting, acting.id == AuditEntry.reseller_id)
        .where(
            AuditEntry.together
            > literal_column("0"),  # a parameter would rule the partial index out
            AuditEntry.action.in_(actions),
        )
    )


def _events(session: Session, company_id: int, rows: Sequence[Any]) -> list[Event]:
    removed = memberships.removed(session, company_id, _gone(rows))
    names = {(Subject.MEMBERSHIP, number): one.name for number, one in removed.items()}
    names |= _booked(session, rows) | _ordered(session, rows)
    return [_event(row, names) for row in rows]


def _booked(session: Session, rows: Iterable[Any]) -> dict[tuple[Subject, int], str]:
    """What the subscriptions are called that the journal names."""
    numbers = {entry.subject_id for entry, *_ in rows if entry.subject is Subject.SUBSCRIPTION}
    if not numbers:
        return {}
    found = session.execute(
        select(Subscription.id, Subscription.name, Product.name)
        .join(Product, Product.id == Subscription.product_id)
        .where(Subscription.id.in_(numbers))
    )
    return {(Subject.SUBSCRIPTION, number): name or product for number, name, product in found}


def _ordered(session: Session, rows: Iterable[Any]) -> dict[tuple[Subject, int], str]:
    """What the orders are of that the journal names: in the words of then, where those are kept."""
    numbers = {entry.subject_id for entry, *_ in rows if entry.subject is Subject.ORDER}
    if not numbers:
        return {}
    found = session.execute(
        select(Order.id, OrderLine.title, Product.name)
        .join(Product, Product.id == Order.product_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.id.in_(numbers))
        .order_by(OrderLine.id.desc())  # the last one holds: the edition, not its add-ons
    )
    return {(Subject.ORDER, number): title or product for number, title, product in found}


def _gone(rows: Iterable[Any]) -> list[int]:
    """The memberships that the journal names and that are there no more."""
    return [
        entry.subject_id
        for entry, _user, _email, member, *_companies in rows
        if entry.subject is Subject.MEMBERSHIP and entry.subject_id and member is None
    ]


def _event(row: Any, names: Mapping[tuple[Subject, int], str]) -> Event:  # noqa: ANN401 - a row of SQLAlchemy
    entry, user, email, member, named, reseller = row
    return Event(
        id=entry.id,
        at=entry.at,
        action=entry.action,
        actor=_name(user),
        subject=(
            email
            or _name(member)
            or named
            or names.get((entry.subject, entry.subject_id), "")
            or _way_to_pay(entry)
        ),
        count=entry.together,
        reseller=reseller or "",
    )


def _way_to_pay(entry: AuditEntry) -> str:
    """The kind that was chosen, "" where it is not about paying."""
    if entry.subject is not Subject.PAYMENT_METHOD:
        return ""
    _before, kind = entry.changes["kind"]
    return kind or ""


def _name(user: User | None) -> str:
    return person_name(user.first_name, user.last_name) if user else ""


def last_entry(session: Session, company_id: int) -> int:
    """The id of the company's newest entry, 0 without any."""
    return (
        session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.company_id == company_id))
        or 0
    )
