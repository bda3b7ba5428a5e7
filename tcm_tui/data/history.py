"""Queries about one member's past: their sessions, and what the audit log says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, or_, select

from tcm_tui.data.models import (
    AuditEntry,
    Company,
    EmailAddress,
    Invitation,
    Membership,
    User,
    UserSession,
)
from tcm_tui.data.personal_changes import Changes, told
from tcm_tui.domain.audit import Subject
from tcm_tui.domain.history import HISTORY_TITLES, SESSIONS_SHOWN, HistoryEntry, MemberSession
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.people import acting_name, person_name
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def user_of(session: Session, company_id: int, membership_id: int) -> int | None:
    """The user behind a membership of the company."""
    return session.scalar(
        select(Membership.user_id).where(
            Membership.id == membership_id, Membership.company_id == company_id
        )
    )


def sessions(
    session: Session, company_id: int, user_id: int, open_since: datetime
) -> list[MemberSession]:
    """The user's sessions in this company, open ones first, then the newest.

    Args:
        session: The database session.
        company_id: Sessions in other companies are no business of this one.
        user_id: Whose.
        open_since: A session that started at this or before has ended.
    """
    is_open = and_(UserSession.ended_at.is_(None), UserSession.started_at > open_since)
    found = session.execute(
        select(UserSession, case((is_open, 1), else_=0).label("is_open"))
        .where(UserSession.user_id == user_id, UserSession.company_id == company_id)
        .order_by(case((is_open, 0), else_=1), UserSession.id.desc())
        .limit(SESSIONS_SHOWN)
    )
    return [
        MemberSession(
            id=row.id,
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            is_open=bool(open_now),
            host=row.host,
            # „client port server port“: the rest says nothing about the person
            client=(row.ssh_connection or "").partition(" ")[0],
        )
        for row, open_now in found
    ]


def history(
    session: Session, company_id: int, membership_id: int, *, before: int | None, limit: int
) -> list[HistoryEntry]:
    """What was done to the member, newest first, older than the entry `before`."""
    user_id = user_of(session, company_id, membership_id)
    assert user_id is not None  # noqa: S101 - the caller has looked
    query = (
        select(AuditEntry, User, Company.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(Company, Company.id == AuditEntry.reseller_id)
        .where(
            AuditEntry.company_id == company_id,
            AuditEntry.action.in_(HISTORY_TITLES),
            or_(
                _about(Subject.MEMBERSHIP, [membership_id]),
                _about(Subject.USER, [user_id]),
                _about(Subject.INVITATION, _invitations(session, company_id, user_id)),
            ),
        )
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEntry.id < before)
    rows = session.execute(query).all()
    changes = told(session, [entry for entry, _user, _reseller in rows])
    return [
        _entry(entry, acting_name(_name(user), reseller), changes[entry.id])
        for entry, user, reseller in rows
    ]


def _about(subject: Subject, ids: list[int]) -> ColumnElement[bool]:
    return and_(AuditEntry.subject == subject, AuditEntry.subject_id.in_(ids))


def _invitations(session: Session, company_id: int, user_id: int) -> list[int]:
    """The invitations that the user accepted here, by their addresses: the index is over those."""
    found = session.execute(
        select(EmailAddress.address, EmailAddress.canonical).where(
            EmailAddress.user_id == user_id, EmailAddress.verified_at.is_not(None)
        )
    ).all()
    return list(
        session.scalars(
            select(Invitation.id).where(
                Invitation.company_id == company_id,
                Invitation.state == InvitationState.ACCEPTED,
                Invitation.sort_address.in_([sort_key(address) for address, _canonical in found]),
                Invitation.canonical.in_([canonical for _address, canonical in found]),
            )
        )
    )


def _name(user: User | None) -> str:
    return person_name(user.first_name, user.last_name) if user else ""


def _entry(entry: AuditEntry, actor: str, changes: Changes) -> HistoryEntry:
    return HistoryEntry(
        id=entry.id,
        at=entry.at,
        action=entry.action,
        actor=actor,
        changes=tuple((name, old, new) for name, (old, new) in changes.items()),
    )
