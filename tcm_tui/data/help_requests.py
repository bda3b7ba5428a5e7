"""Queries about questions to the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from tcm_tui.data.models import AuditEntry
from tcm_tui.domain.audit import AuditAction, Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def count(session: Session, user_id: int, since: datetime) -> int:
    """How many questions somebody has sent after `since`."""
    found = session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(
            AuditEntry.subject == Subject.USER,
            AuditEntry.subject_id == user_id,
            AuditEntry.action == AuditAction.HELP_REQUESTED,
            AuditEntry.at > since,
        )
    )
    return found or 0
