"""Queries on promised mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from tcm_tui.data import mail_rate
from tcm_tui.data.models import OutboxMessage
from tcm_tui.domain.mail import LEASE, VALUES, MailRow, MailState, PromisedMail

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.mail import MailKind

_FREE: Final = {"leased_until": None, "leased_by": None}


def _pending_and_free(now: datetime) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.state == MailState.PENDING,
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until <= now),
    )


def claim(
    session: Session, now: datetime, *, worker: str, limit: int, per_minute: int | None = None
) -> list[PromisedMail]:
    """Lease the mails due for longest to `worker`, oldest first; nobody else gets them meanwhile.

    On SQLite writers come one after the other; on PostgreSQL the rows are locked, and rows that
    another worker is just claiming are passed over instead of waited for. With `per_minute` no
    more are leased than may leave.
    """
    if per_minute is not None:
        limit = min(limit, mail_rate.allowance(session, now, per_minute))
    rows = session.scalars(
        select(OutboxMessage)
        .where(
            _pending_and_free(now),
            OutboxMessage.next_attempt_at <= now,
            or_(OutboxMessage.expires_at.is_(None), OutboxMessage.expires_at > now),
        )
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_([row.id for row in rows]))
        .values(leased_until=now + LEASE, leased_by=worker)
        .execution_options(synchronize_session=False)
    )
    return [
        PromisedMail(
            id=row.id,
            kind=row.kind,
            recipient=row.recipient,
            language=row.language,
            values=row.values,
            created_at=row.created_at,
            attempts=row.attempts,
            message_id=row.message_id,
        )
        for row in rows
    ]


def mark_sent(session: Session, ids: Iterable[int], now: datetime) -> None:
    """These were delivered: their values, with the code in clear, go in the same step (G6).

    The lease does not matter here: what has been delivered is sent, whoever holds it by now.
    """
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(list(ids)), OutboxMessage.state == MailState.PENDING)
        .values(
            state=MailState.SENT,
            sent_at=now,
            values={},
            attempts=OutboxMessage.attempts + 1,
            last_error=None,
            **_FREE,
        )
    )


def put_off(session: Session, mail_id: int, worker: str, error: str, until: datetime) -> None:
    """A try failed; the next one comes at `until`."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == mail_id, OutboxMessage.leased_by == worker)
        .values(
            next_attempt_at=until,
            attempts=OutboxMessage.attempts + 1,
            last_error=error,
            **_FREE,
        )
    )


def give_up(session: Session, mail: PromisedMail, worker: str, error: str) -> None:
    """No further try: shown as failed. What held a code is blanked; the rest can be sent again."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == mail.id, OutboxMessage.leased_by == worker)
        .values(
            state=MailState.FAILED,
            values={} if "code" in VALUES[mail.kind] else mail.values,
            attempts=OutboxMessage.attempts + 1,
            last_error=error,
            **_FREE,
        )
    )


def give_back(session: Session, ids: Iterable[int], worker: str) -> None:
    """These were claimed and not tried: anybody may take them at once."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(list(ids)), OutboxMessage.leased_by == worker)
        .values(**_FREE)
    )


def fail_expired(session: Session, now: datetime, error: str) -> int:
    """Give up the mails whose code has run out, and blank them; how many there were (G6)."""
    expired = update(OutboxMessage).where(_pending_and_free(now), OutboxMessage.expires_at <= now)
    gone = session.scalars(
        expired.values(state=MailState.FAILED, values={}, last_error=error, **_FREE).returning(
            OutboxMessage.id
        )
    )
    return len(gone.all())


def withdraw(session: Session, canonical: str, kinds: Iterable[MailKind]) -> None:
    """Forget the mails of these kinds that still wait to leave for an address."""
    session.execute(
        delete(OutboxMessage)
        .where(
            OutboxMessage.canonical == canonical,
            OutboxMessage.kind.in_(list(kinds)),
            OutboxMessage.state == MailState.PENDING,
        )
        .execution_options(synchronize_session=False)
    )


def waiting(session: Session, now: datetime) -> int:
    """How many mails are still to be delivered; what was promised for later does not wait yet."""
    due = or_(OutboxMessage.next_attempt_at <= now, OutboxMessage.attempts > 0)
    return session.scalar(_counted(OutboxMessage.state == MailState.PENDING, due)) or 0


def next_due(session: Session, now: datetime, per_minute: int | None = None) -> datetime | None:
    """When a pending mail can next be claimed; None without one."""
    when = case(
        (
            OutboxMessage.leased_until > OutboxMessage.next_attempt_at,
            OutboxMessage.leased_until,
        ),
        else_=OutboxMessage.next_attempt_at,
    )
    due: datetime | None = session.scalar(
        select(func.min(when)).where(OutboxMessage.state == MailState.PENDING)
    )
    if due is None or per_minute is None:
        return due
    return max(due, mail_rate.free_at(session, now, per_minute))


def page(
    session: Session, state: MailState | None, *, before: int | None, limit: int
) -> list[MailRow]:
    """Mails without their content, newest first, from below the id `before` on."""
    due = case((OutboxMessage.state == MailState.PENDING, OutboxMessage.next_attempt_at))
    query = select(
        OutboxMessage.id,
        OutboxMessage.kind,
        OutboxMessage.recipient,
        OutboxMessage.state,
        OutboxMessage.created_at,
        OutboxMessage.sent_at,
        due.label("next_attempt_at"),
        OutboxMessage.attempts,
        OutboxMessage.last_error,
    ).order_by(OutboxMessage.id.desc())
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    if before is not None:
        query = query.where(OutboxMessage.id < before)
    return [MailRow(**row._asdict()) for row in session.execute(query.limit(limit))]


def _counted(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(OutboxMessage).where(*conditions)
