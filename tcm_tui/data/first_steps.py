"""Queries behind „Erste Schritte“: whether it is shown, and the facts that tick it off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, select, update

from tcm_tui.data.models import (
    Company,
    Invitation,
    Membership,
    PaymentMethod,
    SecondFactor,
    Subscription,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def shown(session: Session, company_id: int, user_id: int) -> bool:
    """Whether the member sees them."""
    return bool(
        session.scalar(
            select(Membership.first_steps).where(
                Membership.company_id == company_id, Membership.user_id == user_id
            )
        )
    )


def hide(session: Session, company_id: int, user_id: int) -> None:
    """Show the member none any more."""
    session.execute(
        update(Membership)
        .where(Membership.company_id == company_id, Membership.user_id == user_id)
        .values(first_steps=False)
        .execution_options(synchronize_session=False)
    )


def others_were_invited(session: Session, company_id: int, user_id: int) -> bool:
    """Whether there is, or was to be, anybody else in the company."""
    return _any(session, select(Invitation.id).where(Invitation.company_id == company_id)) or _any(
        session,
        select(Membership.id).where(
            Membership.company_id == company_id, Membership.user_id != user_id
        ),
    )


def own_data_is_complete(session: Session, company_id: int, user_id: int) -> bool:
    """Whether the member's title, telephone number and department are filled in."""
    return _any(
        session,
        select(Membership.id).where(
            Membership.company_id == company_id,
            Membership.user_id == user_id,
            Membership.title != "",
            Membership.phone != "",
            Membership.department != "",
        ),
    )


def profile_is_complete(session: Session, company_id: int, user_id: int) -> bool:
    """Whether the company's line of business and address are filled in: bills need that one."""
    del user_id
    needed = (Company.industry, Company.street, Company.postcode, Company.city, Company.country)
    filled = select(Company.id).where(Company.id == company_id, *(one != "" for one in needed))
    return _any(session, filled)


def has_second_factor(session: Session, company_id: int, user_id: int) -> bool:
    """Whether the person signs in with one, into whatever company."""
    del company_id
    return _any(session, select(SecondFactor.id).where(SecondFactor.user_id == user_id))


def has_payment_method(session: Session, company_id: int, user_id: int) -> bool:
    """Whether the company can pay."""
    del user_id
    return _any(session, select(PaymentMethod.id).where(PaymentMethod.company_id == company_id))


def has_booked(session: Session, company_id: int, user_id: int) -> bool:
    """Whether the company ever booked a product."""
    del user_id
    return _any(session, select(Subscription.id).where(Subscription.company_id == company_id))


def _any(session: Session, rows: Select[int]) -> bool:
    return session.scalar(rows.limit(1)) is not None
