"""How many mails may leave within a minute, counted over all processes that deliver."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import ColumnElement, Select, func, select, text

from tcm_tui.data.models import OutboxMessage
from tcm_tui.domain.mail import MailState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

T = TypeVar("T")

MINUTE: Final = timedelta(minutes=1)
_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(7220306)")
"""Any number, as long as nothing else in the database locks by it."""


def allowance(session: Session, now: datetime, per_minute: int) -> int:
    """How many mails may be claimed, so that never more than `per_minute` leave within a minute.

    Whoever asks holds up others who ask until its transaction ends: on PostgreSQL by a lock, on
    SQLite nobody else may write meanwhile. A mail counts from its claim on, because it leaves at
    some moment after it.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(_ONE_AT_A_TIME)
    return max(0, per_minute - _used(session, now))


def free_at(session: Session, now: datetime, per_minute: int) -> datetime:
    """When the next mail may be claimed: `now`, or when one of this minute counts no more."""
    if _used(session, now) < per_minute:
        return now
    oldest = session.scalar(_of(func.min(OutboxMessage.sent_at), _sent_since(now - MINUTE)))
    lease = session.scalar(_of(func.min(OutboxMessage.leased_until), _leaving(now)))
    ends = [oldest + MINUTE] if oldest else []
    # Another process may just have finished what was counted.
    return min(ends + ([lease] if lease else []), default=now)


def _used(session: Session, now: datetime) -> int:
    counted = (_sent_since(now - MINUTE), _leaving(now))
    return sum(session.scalar(_of(func.count(), condition)) or 0 for condition in counted)


def _sent_since(start: datetime) -> ColumnElement[bool]:
    return OutboxMessage.sent_at > start


def _leaving(now: datetime) -> ColumnElement[bool]:
    return (OutboxMessage.state == MailState.PENDING) & (OutboxMessage.leased_until > now)


def _of(what: ColumnElement[T], condition: ColumnElement[bool]) -> Select[T]:
    return select(what).select_from(OutboxMessage).where(condition)
