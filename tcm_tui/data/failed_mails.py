"""Queries on mails of a company that could not be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import aliased

from tcm_tui.data.models import OutboxMessage
from tcm_tui.data.portions import portions
from tcm_tui.domain.failed_mails import PRIVATE
from tcm_tui.domain.mail import MailState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.mail import MailKind


class FailedRow(NamedTuple):
    """A failed mail as it is stored; `values` are empty when they held a code."""

    id: int
    kind: MailKind
    recipient: str
    canonical: str
    language: str
    values: dict[str, Any]
    created_at: datetime
    last_error: str | None


_ROW: Final = (
    OutboxMessage.id,
    OutboxMessage.kind,
    OutboxMessage.recipient,
    OutboxMessage.canonical,
    OutboxMessage.language,
    OutboxMessage.values,
    OutboxMessage.created_at,
    OutboxMessage.last_error,
)
"""The columns of a `FailedRow`, in their order."""


def count(session: Session, company_id: int, since: datetime) -> int:
    """How many addresses of a company wait for a mail that failed, promised after `since`."""
    found = select(func.count()).select_from(OutboxMessage).where(_failed(company_id, since))
    return session.scalar(found) or 0


def find(
    session: Session,
    company_id: int,
    since: datetime,
    *,
    before: int | None = None,
    limit: int | None = None,
) -> list[FailedRow]:
    """Failed mails promised after `since`, newest first, from below the id `before` on."""
    query = (
        select(*_ROW)
        .where(_failed(company_id, since))
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(OutboxMessage.id < before)
    return [FailedRow(*row) for row in session.execute(query)]


def named(
    session: Session, company_id: int, since: datetime, ids: Iterable[int]
) -> list[FailedRow]:
    """Those of `ids` that failed and that nothing later has replaced."""
    found: list[FailedRow] = []
    for portion in portions(ids):
        query = select(*_ROW).where(_failed(company_id, since), OutboxMessage.id.in_(portion))
        found += [FailedRow(*row) for row in session.execute(query)]
    return found


def blank(session: Session, ids: Iterable[int]) -> None:
    """Forget what these mails said: others were promised in their place."""
    for portion in portions(ids):
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(portion))
            .values(values={})
            .execution_options(synchronize_session=False)
        )


def _failed(company_id: int, since: datetime) -> ColumnElement[bool]:
    """A later mail to the same address takes the failed one's place."""
    later = aliased(OutboxMessage)
    replaced = exists().where(
        later.company_id == OutboxMessage.company_id,
        later.canonical == OutboxMessage.canonical,
        later.id > OutboxMessage.id,
        later.kind.not_in(PRIVATE),
    )
    return and_(
        OutboxMessage.company_id == company_id,
        OutboxMessage.state == MailState.FAILED,
        OutboxMessage.kind.not_in(PRIVATE),
        OutboxMessage.created_at > since,
        ~replaced,
    )
