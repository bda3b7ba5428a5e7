"""Queries about the sessions of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from tcm_tui.data.models import UserSession

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def prove(session: Session, session_id: int, now: datetime) -> None:
    """Keep when the password was last typed in a session."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(proved_at=now))
