"""How companies pay, and their bills."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Long, Short, partial_index
from tcm_tui.data.types import Identity, UtcDateTime, stored_as_text
from tcm_tui.domain.payment import PaymentKind, PaymentState


class PaymentMethod(Base, kw_only=True):
    """A way to pay that was activated once. The database lets one of a company be active.

    Account numbers stand in `sealed` alone; a card's number and check digits stand nowhere.
    """

    __tablename__ = "payment_methods"
    __table_args__ = (
        partial_index(
            "uq_payment_methods_active", "company_id", unique=True, where="state = 'active'"
        ),
        Index(None, "company_id", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    kind: Mapped[PaymentKind] = mapped_column(stored_as_text(PaymentKind))
    state: Mapped[PaymentState] = mapped_column(stored_as_text(PaymentState))
    created_at: Mapped[Instant]
    activated_at: Mapped[Instant]
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    holder: Mapped[Short] = mapped_column(default="")
    last_four: Mapped[Short] = mapped_column(default="")
    """What tells it from others of its kind; of PayPal the masked address."""
    iban_start: Mapped[Short] = mapped_column(default="")
    """Of an IBAN: country and check digits, which tell nothing of the account by themselves."""
    brand: Mapped[Short] = mapped_column(default="")
    expires_on: Mapped[date | None] = mapped_column(default=None)
    """The last day on which a card is good."""
    bank: Mapped[Short] = mapped_column(default="")
    bic: Mapped[Short] = mapped_column(default="")
    provider: Mapped[Short]
    """Who checked it."""
    provider_token: Mapped[Short] = mapped_column(default="")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    """The account numbers, encrypted."""
    fingerprint: Mapped[Short] = mapped_column(default="")
    """A keyed hash by which the same account is known again."""
    billing_company: Mapped[Short]
    billing_street: Mapped[Short]
    billing_postcode: Mapped[Short]
    billing_city: Mapped[Short]
    billing_country: Mapped[Short]
    billing_vat_id: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class Mandate(Base, kw_only=True):
    """What was consented to with a direct debit; never changed."""

    __tablename__ = "mandates"
    __table_args__ = (UniqueConstraint("method_id"), UniqueConstraint("reference"))

    id: Mapped[Id] = mapped_column(init=False)
    method_id: Mapped[int] = mapped_column(Identity, ForeignKey("payment_methods.id"))
    reference: Mapped[Short]
    consented_at: Mapped[Instant]
    text: Mapped[Long]
    """The words of the consent, as they were shown."""


class Invoice(Base, kw_only=True):
    """A bill, once issued; only its payment is noted later."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("number"),
        partial_index("ix_invoices_open", "company_id", "due_on", where="paid_on IS NULL"),
        Index(None, "company_id", "issued_on"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    number: Mapped[Short]
    issued_on: Mapped[date]
    due_on: Mapped[date]
    gross_cents: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date | None] = mapped_column(default=None)
