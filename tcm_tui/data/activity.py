"""Queries over the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal_column, select
from sqlalchemy.orm import aliased

from tcm_tui.data import memberships
from tcm_tui.data.models import AuditEntry, Invitation, Membership, User
from tcm_tui.domain.activity import FEED_ACTIONS, Event
from tcm_tui.domain.audit import Subject
from tcm_tui.domain.people import person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session


def feed(
    session: Session, company_id: int, *, actor_id: int | None, before: int | None, limit: int
) -> list[Event]:
    """The newest lines of the feed, older than the line `before`; `actor_id` keeps one person's."""
    person = aliased(User)
    query = (
        select(AuditEntry, User, Invitation.email, person)
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
        .where(
            AuditEntry.company_id == company_id,
            AuditEntry.together
            > literal_column("0"),  # a parameter would rule the partial index out
            AuditEntry.action.in_(FEED_ACTIONS),
        )
    )
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = session.execute(query.order_by(AuditEntry.id.desc()).limit(limit)).all()
    removed = memberships.removed(session, company_id, _gone(rows))
    return [_event(row, {number: one.name for number, one in removed.items()}) for row in rows]


def _gone(rows: Iterable[Any]) -> list[int]:
    """The memberships that the journal names and that are there no more."""
    return [
        entry.subject_id
        for entry, _user, _email, member in rows
        if entry.subject is Subject.MEMBERSHIP and entry.subject_id and member is None
    ]


def _event(row: Any, removed: Mapping[int, str]) -> Event:  # noqa: ANN401 - a row of SQLAlchemy
    entry, user, email, member = row
    return Event(
        id=entry.id,
        at=entry.at,
        action=entry.action,
        actor=_name(user),
        subject=email or _name(member) or removed.get(entry.subject_id, ""),
        count=entry.together,
    )


def _name(user: User | None) -> str:
    return person_name(user.first_name, user.last_name) if user else ""


def last_entry(session: Session, company_id: int) -> int:
    """The id of the company's newest entry, 0 without any."""
    return (
        session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.company_id == company_id))
        or 0
    )
