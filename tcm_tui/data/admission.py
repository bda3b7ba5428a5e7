"""What decides whether somebody may go on: their session, and what they are in the company.

Every use case asks this first, so it is one statement, made once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Table, and_, bindparam, select

from tcm_tui.data.models import Base, Company, Membership, UserSession

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.people import MembershipState
    from tcm_tui.domain.permissions import Role


@dataclass(frozen=True)
class Admission:
    """A session as it is stored. `role` and `state` are None where there is no membership."""

    started_at: datetime
    last_seen_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None
    proved_at: datetime | None
    role: Role | None
    state: MembershipState | None


def _table(model: type[Base]) -> Table:
    """Plain columns: what mapped ones add to a statement costs as much as running this one."""
    return Base.metadata.tables[model.__tablename__]


_SESSIONS: Final = _table(UserSession)
_MEMBERS: Final = _table(Membership)
_COMPANIES: Final = _table(Company)
_ADMISSION: Final = (
    select(
        _SESSIONS.c.started_at,
        _SESSIONS.c.last_seen_at,
        _SESSIONS.c.locked_at,
        _SESSIONS.c.ended_at,
        _SESSIONS.c.proved_at,
        _MEMBERS.c.role,
        _MEMBERS.c.state,
    )
    .select_from(_SESSIONS)
    .outerjoin(
        _MEMBERS,
        and_(
            _MEMBERS.c.company_id == _SESSIONS.c.company_id,
            _MEMBERS.c.user_id == _SESSIONS.c.user_id,
        ),
    )
    .where(
        _SESSIONS.c.id == bindparam("session_id", type_=BigInteger),
        _SESSIONS.c.user_id == bindparam("user_id", type_=BigInteger),
        _SESSIONS.c.company_id == bindparam("company_id", type_=BigInteger),
    )
)
_LOCK: Final = (
    select(_COMPANIES.c.id)
    .where(_COMPANIES.c.id == bindparam("company_id", type_=BigInteger))
    .with_for_update(key_share=True)
)


def lock_company(session: Session, company_id: int) -> None:
    """Let the writers of a company come one after the other, on PostgreSQL too.

    What is to be read behind the lock needs a statement of its own: one that waited would still
    see what stood there before. SQLite let nobody else begin to write.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {"company_id": company_id})


def admission(
    session: Session, *, session_id: int, user_id: int, company_id: int
) -> Admission | None:
    """The session and what its owner is; None when it is not theirs, or for another company."""
    asked = {"session_id": session_id, "user_id": user_id, "company_id": company_id}
    found = session.connection().execute(_ADMISSION, asked).one_or_none()
    return None if found is None else Admission(*found)
