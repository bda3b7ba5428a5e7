"""Queries over how companies pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, select

from tcm_tui.data.encryption import Place
from tcm_tui.data.models import Company, EmailAddress, Mandate, Membership, PaymentMethod, User
from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.cards import Brand
from tcm_tui.domain.payment import Mark, PaymentRow, PaymentState
from tcm_tui.domain.payment_provider import OFFLINE
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import GRANTS, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

TABLE = "payment_methods"
SEALED = "sealed"


def place(method_id: int) -> Place:
    """Where the account numbers of a method stand."""
    return Place(TABLE, method_id, SEALED)


def active(session: Session, company_id: int) -> PaymentMethod | None:
    """What the company pays by, None before the first."""
    return session.scalars(
        select(PaymentMethod).where(
            PaymentMethod.company_id == company_id, PaymentMethod.state == PaymentState.ACTIVE
        )
    ).one_or_none()


def method(session: Session, company_id: int, method_id: int) -> PaymentMethod | None:
    """One of the company's methods."""
    return session.scalars(
        select(PaymentMethod).where(
            PaymentMethod.id == method_id, PaymentMethod.company_id == company_id
        )
    ).one_or_none()


def methods(session: Session, company_id: int) -> list[PaymentMethod]:
    """Every account once, as it was given last; the active one first, then the newest."""
    found = session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.company_id == company_id)
        .order_by(
            case((PaymentMethod.state == PaymentState.ACTIVE, 0), else_=1),
            PaymentMethod.activated_at.desc(),
            PaymentMethod.id.desc(),
        )
    )
    newest: dict[tuple[str, str], PaymentMethod] = {}
    for one in found:
        newest.setdefault((one.kind, one.fingerprint), one)
    return list(newest.values())


def mandate(session: Session, method_id: int) -> Mandate | None:
    """The mandate of a direct debit, None for any other method."""
    return session.scalars(select(Mandate).where(Mandate.method_id == method_id)).one_or_none()


def reference_is_taken(session: Session, reference: str) -> bool:
    """Whether there is a mandate of that name, whosever it is."""
    return (
        session.scalar(select(Mandate.id).where(Mandate.reference == reference).limit(1))
        is not None
    )


def company_address(session: Session, company_id: int) -> BillingAddress:
    """What the profile of the company says."""
    company = session.get_one(Company, company_id)
    return BillingAddress(
        company=company.name,
        street=company.street,
        postcode=company.postcode,
        city=company.city,
        country=company.country or BillingAddress.country,
        vat_id=company.vat_id,
    )


def address_of(found: PaymentMethod) -> BillingAddress:
    """Whom bills are made out to that are paid by it."""
    return BillingAddress(
        company=found.billing_company,
        street=found.billing_street,
        postcode=found.billing_postcode,
        city=found.billing_city,
        country=found.billing_country,
        vat_id=found.billing_vat_id,
    )


def mark_of(found: PaymentMethod) -> Mark:
    """What it is recognised by."""
    return Mark(
        kind=found.kind,
        last_four=found.last_four,
        iban_start=found.iban_start,
        brand=Brand(found.brand) if found.brand in set(Brand) else None,
        expires_on=found.expires_on,
        bank=found.bank,
    )


def row_of(found: PaymentMethod) -> PaymentRow:
    """It as lists show it."""
    return PaymentRow(
        id=found.id,
        kind=found.kind,
        state=found.state,
        masked=mark_of(found).masked,
        since=found.activated_at,
        until=found.replaced_at,
        address=address_of(found),
        offline=found.provider == OFFLINE,
        expires_on=found.expires_on,
        version=found.version,
    )


def administrators(session: Session, company_id: int) -> Sequence[tuple[User, str]]:
    """Every active member who may choose how the company pays, with their primary address."""
    roles = [role for role in Role if Permission.PAYMENT_MANAGE in GRANTS[role]]
    found = session.execute(
        select(User, EmailAddress.address)
        .join(Membership, Membership.user_id == User.id)
        .join(
            EmailAddress,
            and_(EmailAddress.user_id == User.id, EmailAddress.is_primary.is_(True)),
        )
        .where(
            Membership.company_id == company_id,
            Membership.state == MembershipState.ACTIVE,
            Membership.role.in_(roles),
        )
        .order_by(User.id)
    )
    return [(user, address) for user, address in found]
