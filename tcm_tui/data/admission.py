"""What decides whether somebody may go on: their session, and as what they act in the company.

Every use case asks this first, so it is one statement, made once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Table, and_, bindparam, func, select

from tcm_tui.data.models import Base, Company, Membership, ResellerLink, UserSession
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Guest

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.permissions import Role, Standing


@dataclass(frozen=True)
class Admission:
    """A session as it is stored, and the membership behind it.

    That is one in the company, or in the Vertriebspartner that somebody visits the company for.
    `role` and `state` are None where there is none, `partner_number` where there is no open link
    from the company to that Vertriebspartner.
    """

    started_at: datetime
    last_seen_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None
    proved_at: datetime | None
    role: Role | None
    state: MembershipState | None
    reseller_id: int | None
    partner_number: str | None

    @property
    def standing(self) -> Standing | None:
        """As what they act here, as long as they may."""
        return self.role if self.reseller_id is None else Guest.RESELLER

    @property
    def is_member(self) -> bool:
        """Whether the membership behind the session is active."""
        return self.state is MembershipState.ACTIVE

    @property
    def is_let_in(self) -> bool:
        """Whether the company lets a guest in; a member needs nothing more."""
        return self.reseller_id is None or self.partner_number is not None


def _table(model: type[Base]) -> Table:
    """Plain columns: what mapped ones add to a statement costs as much as running this one."""
    return Base.metadata.tables[model.__tablename__]


_SESSIONS: Final = _table(UserSession)
_MEMBERS: Final = _table(Membership)
_COMPANIES: Final = _table(Company)
_LINKS: Final = _table(ResellerLink)
_PARTNERS: Final = _COMPANIES.alias("partners")
_ADMISSION: Final = (
    select(
        _SESSIONS.c.started_at,
        _SESSIONS.c.last_seen_at,
        _SESSIONS.c.locked_at,
        _SESSIONS.c.ended_at,
        _SESSIONS.c.proved_at,
        _MEMBERS.c.role,
        _MEMBERS.c.state,
        _SESSIONS.c.reseller_id,
        _PARTNERS.c.partner_number,
    )
    .select_from(_SESSIONS)
    .outerjoin(
        _MEMBERS,
        and_(
            _MEMBERS.c.company_id == func.coalesce(_SESSIONS.c.reseller_id, _SESSIONS.c.company_id),
            _MEMBERS.c.user_id == _SESSIONS.c.user_id,
        ),
    )
    .outerjoin(
        _LINKS,
        and_(
            _LINKS.c.company_id == _SESSIONS.c.company_id,
            _LINKS.c.reseller_id == _SESSIONS.c.reseller_id,
            _LINKS.c.ended_at.is_(None),
        ),
    )
    .outerjoin(_PARTNERS, _PARTNERS.c.id == _LINKS.c.reseller_id)
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


def acting_for(session: Session, *, session_id: int, user_id: int, company_id: int) -> int | None:
    """The Vertriebspartner that somebody visits the company for, also after it let them in."""
    return session.scalar(
        select(UserSession.reseller_id).where(
            UserSession.id == session_id,
            UserSession.user_id == user_id,
            UserSession.company_id == company_id,
        )
    )
