"""Queries about Vertriebspartner, their customers, and who lets whom in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from tcm_tui.data.models import Company, EmailAddress, Membership, ResellerLink, UserSession
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.resellers import Customer, LinkedReseller, Reseller
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def by_number(session: Session, number: str) -> Reseller | None:
    """The Vertriebspartner with this number."""
    found = session.execute(
        select(Company.id, Company.name).where(Company.partner_number == number)
    ).one_or_none()
    return None if found is None else Reseller(found.id, number, found.name)


def highest_number(session: Session) -> str | None:
    """The highest partner number given so far; all have the same length."""
    return session.scalar(select(func.max(Company.partner_number)))


def administered(session: Session, canonical: str) -> list[Company]:
    """The companies that whoever has this verified address administers."""
    return list(
        session.scalars(
            select(Company)
            .join(Membership, Membership.company_id == Company.id)
            .join(EmailAddress, EmailAddress.user_id == Membership.user_id)
            .where(
                EmailAddress.canonical == canonical,
                EmailAddress.verified_at.is_not(None),
                Membership.state == MembershipState.ACTIVE,
                Membership.role == Role.COMPANY_ADMIN,
            )
            .order_by(Company.id)
        )
    )


# --- the customer's side --------------------------------------------------------------------------


def linked(session: Session, company_id: int, deeds: Mapping[int, int]) -> list[LinkedReseller]:
    """Whom a company lets in, by name, then whom it did; each by their newest link.

    Args:
        session: The open transaction.
        company_id: Whose.
        deeds: Vertriebspartner → how many lines there are of what their staff did.
    """
    rows = session.execute(
        select(ResellerLink, Company.name, Company.partner_number)
        .join(Company, Company.id == ResellerLink.reseller_id)
        .where(ResellerLink.company_id == company_id)
        .order_by(ResellerLink.id)
    )
    newest = {
        link.reseller_id: LinkedReseller(
            link.id,
            number or "",
            name,
            link.linked_at,
            link.ended_at,
            deeds.get(link.reseller_id, 0),
        )
        for link, name, number in rows
    }
    return sorted(newest.values(), key=lambda one: (not one.is_open, sort_key(one.name)))


def link(session: Session, company_id: int, link_id: int) -> ResellerLink | None:
    """A link of the company, open or ended."""
    return session.scalars(
        select(ResellerLink).where(
            ResellerLink.id == link_id, ResellerLink.company_id == company_id
        )
    ).one_or_none()


def open_link(session: Session, company_id: int, reseller_id: int) -> ResellerLink | None:
    """By what the company lets this Vertriebspartner in."""
    return session.scalars(
        select(ResellerLink).where(
            ResellerLink.company_id == company_id,
            ResellerLink.reseller_id == reseller_id,
            ResellerLink.ended_at.is_(None),
        )
    ).one_or_none()


def end_visits(session: Session, company_id: int, reseller_id: int, now: datetime) -> None:
    """End what the staff of a Vertriebspartner have open in the company."""
    session.execute(
        update(UserSession)
        .where(
            UserSession.company_id == company_id,
            UserSession.reseller_id == reseller_id,
            UserSession.ended_at.is_(None),
        )
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


# --- the Vertriebspartner's side ------------------------------------------------------------------


def customers(session: Session, reseller_id: int) -> list[Customer]:
    """Who lets this Vertriebspartner in, by name; nobody, unless it is one."""
    found = [_customer(link, company) for link, company in session.execute(_open(reseller_id))]
    return sorted(found, key=lambda one: (sort_key(one.name), one.company_id))


def customer(session: Session, reseller_id: int, company_id: int) -> Customer | None:
    """The customer with this number, as long as it lets this Vertriebspartner in."""
    found = session.execute(
        _open(reseller_id).where(ResellerLink.company_id == company_id)
    ).one_or_none()
    return None if found is None else _customer(*found)


def _open(reseller_id: int) -> Select[ResellerLink, Company]:
    is_reseller = select(Company.id).where(
        Company.id == reseller_id, Company.partner_number.is_not(None)
    )
    return (
        select(ResellerLink, Company)
        .join(Company, Company.id == ResellerLink.company_id)
        .where(
            ResellerLink.reseller_id == reseller_id,
            ResellerLink.ended_at.is_(None),
            is_reseller.exists(),
        )
    )


def _customer(link: ResellerLink, company: Company) -> Customer:
    return Customer(
        company_id=company.id,
        name=company.name,
        city=company.city,
        linked_at=link.linked_at,
        asks_factor=bool(company.second_factor_roles),
    )
