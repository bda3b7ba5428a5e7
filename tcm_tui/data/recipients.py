"""Queries about who is written to when something concerns a whole company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from tcm_tui.data.models import EmailAddress, Membership, ResellerLink, User
from tcm_tui.domain.people import MembershipState, display_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from tcm_tui.domain.permissions import Role


@dataclass(frozen=True)
class Recipient:
    """Somebody to be written to, at their primary address and in their language."""

    address: str
    language: str
    name: str


def person(session: Session, company_id: int, user_id: int) -> Recipient | None:
    """Somebody who may act in a company: an active member, or the guest of a Vertriebspartner.

    None of anybody else: what is told there is their business no more.
    """
    found = session.execute(
        select(EmailAddress.address, User.language, User.first_name, User.last_name)
        .join(User, User.id == EmailAddress.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            EmailAddress.is_primary.is_(True),
            User.id == user_id,
            acts_in(company_id),
        )
    ).first()
    if found is None:
        return None
    address, language, first, last = found
    return Recipient(address, language, display_name(first, last))


def acts_in(company_id: int) -> ColumnElement[bool]:
    """Whether a membership lets somebody act in a company: in it, or in a Vertriebspartner."""
    let_in = select(ResellerLink.reseller_id).where(
        ResellerLink.company_id == company_id, ResellerLink.ended_at.is_(None)
    )
    return and_(
        Membership.state == MembershipState.ACTIVE,
        or_(Membership.company_id == company_id, Membership.company_id.in_(let_in)),
    )


def with_roles(session: Session, company_id: int, roles: Collection[Role]) -> list[Recipient]:
    """The active members of a company with one of these roles, who joined first first."""
    return _active(session, company_id, Membership.role.in_(roles))


def among(session: Session, company_id: int, user_ids: Collection[int]) -> list[Recipient]:
    """Those of `user_ids` who are active members of a company, who joined first first."""
    return _active(session, company_id, Membership.user_id.in_(user_ids))


def _active(session: Session, company_id: int, chosen: ColumnElement[bool]) -> list[Recipient]:
    found = session.execute(
        select(EmailAddress.address, User.language, User.first_name, User.last_name)
        .join(User, User.id == EmailAddress.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            EmailAddress.is_primary.is_(True),
            Membership.company_id == company_id,
            Membership.state == MembershipState.ACTIVE,
            chosen,
        )
        .order_by(Membership.id)
    )
    return [
        Recipient(address, language, display_name(first, last))
        for address, language, first, last in found
    ]
