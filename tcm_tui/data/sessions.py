"""Queries about the sessions of one person, in every company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from tcm_tui.data.models import Company, UserSession
from tcm_tui.domain.sessions import SESSION_LIFE, SESSIONS_MAX, OwnSession, client_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def prove(session: Session, session_id: int, now: datetime) -> None:
    """Keep when the password was last typed in a session."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(proved_at=now))


def open_ones(session: Session, user_id: int, asking: int, now: datetime) -> list[OwnSession]:
    """The open sessions of a person: the one that asks first, then the newest."""
    rows = session.execute(
        select(UserSession, Company.name)
        .join(Company, Company.id == UserSession.company_id)
        .where(*_is_open(user_id, now))
        .order_by((UserSession.id == asking).desc(), UserSession.id.desc())
        .limit(SESSIONS_MAX)
    )
    return [
        OwnSession(
            id=row.id,
            company=company,
            started_at=row.started_at,
            last_seen_at=row.last_seen_at,
            host=row.host,
            client=client_of(row.ssh_connection),
            is_locked=row.locked_at is not None,
            is_this=row.id == asking,
        )
        for row, company in rows
    ]


def end(
    session: Session, user_id: int, but: int, now: datetime, *, only: Collection[int] | None = None
) -> list[int]:
    """End open sessions of a person; the numbers of those that were.

    Args:
        session: The open transaction.
        user_id: Whose; nobody else's is touched.
        but: The one that goes on.
        now: The instant.
        only: Which ones, None for all.
    """
    wanted = [*_is_open(user_id, now), UserSession.id != but]
    if only is not None:
        wanted.append(UserSession.id.in_(only))
    ended = session.scalars(
        update(UserSession)
        .where(*wanted)
        .values(ended_at=now)
        .returning(UserSession.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(ended)


def _is_open(user_id: int, now: datetime) -> list[ColumnElement[bool]]:
    return [
        UserSession.user_id == user_id,
        UserSession.ended_at.is_(None),
        UserSession.started_at > now - SESSION_LIFE,
    ]
