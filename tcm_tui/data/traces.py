"""What leads to everything about a person: their companies, and every address that was theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tcm_tui.data.models import (
    Company,
    EmailAddress,
    Invitation,
    Membership,
    Order,
    PersonalChange,
)
from tcm_tui.data.portions import portions
from tcm_tui.domain.account_deletion import OwnMembership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.orders import UNFINISHED
from tcm_tui.domain.people import MembershipState, canonical
from tcm_tui.domain.permissions import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_WERE_VERIFIED: Final = (
    AuditAction.ADDRESS_MADE_PRIMARY,
    AuditAction.ADDRESS_VERIFIED,
    AuditAction.MEMBER_REMOVED,
)
"""Actions beside which only verified addresses stand."""


def memberships(session: Session, user_id: int) -> list[OwnMembership]:
    """What the person is, company by company."""
    other = aliased(Membership)
    others = (
        select(func.count())
        .where(
            other.company_id == Membership.company_id,
            other.user_id != user_id,
            other.role == Role.COMPANY_ADMIN,
            other.state == MembershipState.ACTIVE,
        )
        .scalar_subquery()
    )
    addresses = addresses_of(session, user_id)
    return [
        OwnMembership(
            membership_id=membership.id,
            version=membership.version,
            company_id=company.id,
            company=company.name,
            last_admin=_administers(membership) and not admins,
            contact=canonical(company.email) in addresses,
        )
        for membership, company, admins in session.execute(
            select(Membership, Company, others)
            .join(Company, Company.id == Membership.company_id)
            .where(Membership.user_id == user_id)
            .order_by(Company.id)
        )
    ]


def companies(session: Session, user_id: int) -> set[int]:
    """Where the person is a member, invited still, or a guest with something to book."""
    found = set(session.scalars(select(Membership.company_id).where(Membership.user_id == user_id)))
    booking = select(Order.company_id).where(Order.user_id == user_id, Order.state.in_(UNFINISHED))
    found.update(session.scalars(booking))
    for portion in portions(addresses_of(session, user_id)):
        found.update(
            session.scalars(
                select(Invitation.company_id).where(
                    Invitation.canonical.in_(portion),
                    Invitation.state == InvitationState.PENDING,
                )
            )
        )
    return found


def _administers(membership: Membership) -> bool:
    return membership.state is MembershipState.ACTIVE and membership.role is Role.COMPANY_ADMIN


def addresses_of(session: Session, user_id: int) -> frozenset[str]:
    """Every address that is or was verified as theirs, as addresses are compared.

    Those that they have deleted are known from what stands beside the journal. One that somebody
    else has verified since is theirs no more.
    """
    verified = EmailAddress.verified_at.is_not(None)
    own = select(EmailAddress.canonical).where(EmailAddress.user_id == user_id, verified)
    known = set(session.scalars(own)) | _told(session, user_id, _WERE_VERIFIED)
    elsewhere = select(EmailAddress.canonical).where(
        EmailAddress.canonical.in_(known), EmailAddress.user_id != user_id, verified
    )
    return frozenset(known.difference(session.scalars(elsewhere)))


def typed_addresses(session: Session, user_id: int) -> frozenset[str]:
    """Every address that they ever had a code sent to, verified or not, and nobody else has."""
    typed = _told(session, user_id, (AuditAction.ADDRESS_ADDED,))
    elsewhere = select(EmailAddress.canonical).where(
        EmailAddress.canonical.in_(typed), EmailAddress.user_id != user_id
    )
    return frozenset(typed.difference(session.scalars(elsewhere)))


def _told(session: Session, user_id: int, actions: Collection[AuditAction]) -> set[str]:
    """The addresses in what stands beside the journal about these actions."""
    told = session.scalars(
        select(PersonalChange.changes).where(
            PersonalChange.user_id == user_id, PersonalChange.action.in_(actions)
        )
    )
    return {
        key
        for changes in told
        for address in changes.get("address", ())
        if address and (key := canonical(address))
    }
