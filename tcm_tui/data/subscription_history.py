"""What the journal tells of a subscription."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import ColumnElement, select

from tcm_tui.data.models import AuditEntry, Company, Edition, User
from tcm_tui.data.personal_changes import told
from tcm_tui.domain.audit import Subject
from tcm_tui.domain.people import acting_name, person_name
from tcm_tui.domain.subscription_history import HISTORY_TITLES, Names, SubscriptionEvent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.data.personal_changes import Changes
    from tcm_tui.domain.audit import AuditAction

_NUMBER: Final = re.compile(r"[0-9]{1,18}").fullmatch
"""What can be the number of a row; the journal may hold anything by now."""


def history(
    session: Session, company_id: int, subscription_id: int, *, before: int | None, limit: int
) -> list[SubscriptionEvent]:
    """What happened to it, newest first, older than the entry `before`."""
    query = (
        select(AuditEntry, User, Company.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(Company, Company.id == AuditEntry.reseller_id)
        .where(*_about(company_id, subscription_id))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = session.execute(query).all()
    changes = told(session, [entry for entry, _user, _reseller in rows])
    names = _names(session, changes.values())
    return [
        SubscriptionEvent(
            id=entry.id,
            at=entry.at,
            action=entry.action,
            actor=acting_name(_name(user), reseller),
            changes=tuple((name, old, new) for name, (old, new) in changes[entry.id].items()),
            names=names,
        )
        for entry, user, reseller in rows
    ]


def last_change(
    session: Session, company_id: int, subscription_id: int
) -> tuple[str, datetime | None]:
    """Who changed it last, and when; ("", None) when nobody did on record."""
    found = session.execute(
        select(User, AuditEntry.at)
        .join(User, User.id == AuditEntry.actor_id)
        .where(*_about(company_id, subscription_id))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one_or_none()
    return (_name(found[0]), found[1]) if found else ("", None)


def _about(company_id: int, subscription_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        AuditEntry.company_id == company_id,
        AuditEntry.subject == Subject.SUBSCRIPTION,
        AuditEntry.subject_id == subscription_id,
        AuditEntry.action.in_(HISTORY_TITLES),
    )


def _names(session: Session, changes: Iterable[Changes]) -> Names:
    """What the numbers in `changes` stand for."""
    numbers: dict[str, set[int]] = {"edition": set(), "owner": set()}
    for one in changes:
        for field, found in numbers.items():
            found |= {int(value) for value in one.get(field, ()) if value and _NUMBER(value)}
    return Names(_editions(session, numbers["edition"]), _people(session, numbers["owner"]))


def _editions(session: Session, ids: Collection[int]) -> dict[str, str]:
    rows = session.execute(select(Edition.id, Edition.name).where(Edition.id.in_(ids)))
    return {str(number): name for number, name in rows}


def _people(session: Session, ids: Collection[int]) -> dict[str, str]:
    return {
        str(one.id): _name(one) for one in session.scalars(select(User).where(User.id.in_(ids)))
    }


def _name(user: User | None) -> str:
    return person_name(user.first_name, user.last_name) if user else ""


class Decision(NamedTuple):
    """That a subscription is to end on a day, or does not: in which unit of work that was said."""

    unit: str
    ends_on: date | None


def decisions(
    session: Session, ids: Collection[int], actions: Collection[AuditAction]
) -> dict[int, list[Decision]]:
    """What was decided about the end of each by one of `actions`, the oldest first."""
    rows = session.execute(
        select(AuditEntry.subject_id, AuditEntry.unit, AuditEntry.changes)
        .where(
            AuditEntry.subject == Subject.SUBSCRIPTION,
            AuditEntry.subject_id.in_(ids),
            AuditEntry.action.in_(actions),
        )
        .order_by(AuditEntry.id)
    )
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for number, unit, changes in rows:
        if number is not None:
            _before, after = changes.get("ends_on", (None, None))
            found[number].append(Decision(unit, _day(after)))
    return found


def _day(stored: str | None) -> date | None:
    try:
        return date.fromisoformat(stored) if stored else None
    except ValueError:
        return None
