"""Queries about a company's past: who changed its profile and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from tcm_tui.data.models import AuditEntry, User
from tcm_tui.data.personal_changes import Changes, told
from tcm_tui.domain.audit import Subject
from tcm_tui.domain.company_history import COMPANY_CHANGES, FORGOTTEN, CompanyChange, field_rank
from tcm_tui.domain.people import person_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Stretch:
    """Which lines are wanted.

    Args:
        after: The line to continue behind, None for the newest (or, `newer`, for the oldest).
        newer: Whether towards the newest.
        limit: Lines at most.
    """

    after: CompanyChange | None
    newer: bool
    limit: int


def last_change(session: Session, company_id: int) -> tuple[str, datetime | None]:
    """Who changed the company last, and when; ("", None) when nobody did on record."""
    found = session.execute(
        select(User.first_name, User.last_name, AuditEntry.at)
        .join(User, User.id == AuditEntry.actor_id)
        .where(*_of(company_id))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one_or_none()
    return (person_name(found.first_name, found.last_name), found.at) if found else ("", None)


def history(session: Session, company_id: int, stretch: Stretch) -> list[CompanyChange]:
    """Lines in the order they are shown: the newest first, those of an entry together."""
    query = select(AuditEntry, User).outerjoin(User, User.id == AuditEntry.actor_id)
    query = query.where(*_of(company_id)).limit(stretch.limit + 1)
    if stretch.after is not None:  # its entry may have further lines
        start = stretch.after.entry_id
        query = query.where(AuditEntry.id >= start if stretch.newer else AuditEntry.id <= start)
    way = AuditEntry.id.asc() if stretch.newer else AuditEntry.id.desc()
    rows = session.execute(query.order_by(way)).all()
    changes = told(session, [entry for entry, _user in rows])
    lines = [
        line
        for entry, user in (rows[::-1] if stretch.newer else rows)
        for line in _lines(entry, user, changes[entry.id])
    ]
    return _cut(lines, stretch)


def _of(company_id: int) -> tuple[ColumnElement[bool], ...]:
    """What the journal tells about the company itself."""
    return (
        AuditEntry.subject == Subject.COMPANY,
        AuditEntry.subject_id == company_id,
        AuditEntry.company_id == company_id,
        AuditEntry.action.in_(COMPANY_CHANGES),
    )


def _lines(entry: AuditEntry, user: User | None, changes: Changes) -> list[CompanyChange]:
    """What the entry tells; one whose words are forgotten still tells that there were some."""
    actor = person_name(user.first_name, user.last_name) if user else ""
    known = changes or {FORGOTTEN: [None, None]}
    return [
        CompanyChange(entry.id, entry.at, actor, field, old, new)
        for field, (old, new) in sorted(known.items(), key=lambda one: field_rank(one[0]))
    ]


def _cut(lines: list[CompanyChange], stretch: Stretch) -> list[CompanyChange]:
    """Those beyond the line to continue behind, as many as are wanted."""
    if stretch.after is not None:  # that one may be told otherwise by now: its words may be gone
        start = stretch.after.place
        lines = [
            one for one in lines if (one.place < start if stretch.newer else one.place > start)
        ]
    return lines[-stretch.limit :] if stretch.newer else lines[: stretch.limit]
