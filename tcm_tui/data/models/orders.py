"""Orders: what is being booked, by whom, and what was bought at which price."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Long, Short, partial_index
from tcm_tui.data.types import Identity, UtcDateTime, stored_as_text
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.orders import OrderState


class Order(Base, kw_only=True):
    """A booking of one edition, with its add-ons. Placing it once is what its state is for.

    One booking of a product is open for a person: two windows go on with the same one.
    """

    __tablename__ = "orders"
    __table_args__ = (
        partial_index(
            "uq_orders_open",
            "company_id",
            "user_id",
            "product_id",
            unique=True,
            where="state = 'open'",
        ),
        Index(None, "company_id", "state", "id"),
        CheckConstraint("term_months IN (1, 12, 24)", name="term_months"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    """Who began it."""
    reseller_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("companies.id"), default=None
    )
    """The Vertriebspartner that they began it for, as a guest of the company."""
    product_id: Mapped[int] = mapped_column(Identity, ForeignKey("products.id"))
    base_order_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("orders.id"), default=None
    )
    """Of an add-on by itself: what the subscription that it is booked to was ordered with."""
    state: Mapped[OrderState] = mapped_column(stored_as_text(OrderState))
    term_months: Mapped[int]
    charging: Mapped[Charging] = mapped_column(stored_as_text(Charging))
    trial: Mapped[bool] = mapped_column(default=False)
    name: Mapped[Short] = mapped_column(default="")
    """The „Abonnement-Name“ that it is to have."""
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    reason: Mapped[Long] = mapped_column(default="")
    """What whoever requests it says about it."""
    answer: Mapped[Long] = mapped_column(default="")
    """What whoever declined it said."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    """When it was placed, declined or given up."""
    decided_by: Mapped[int | None] = mapped_column(Identity, ForeignKey("users.id"), default=None)
    method_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("payment_methods.id"), default=None
    )
    """How it was to be paid when it was placed."""
    first_due_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    """Of an add-on to what ends: its last day, as it was told when it was placed."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class OrderLine(Base, kw_only=True):
    """An edition of an order, the add-ons behind the first. A placed one keeps words and price."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "edition_id"),
        CheckConstraint("licences >= 1", name="licences"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    order_id: Mapped[int] = mapped_column(Identity, ForeignKey("orders.id"))
    edition_id: Mapped[int] = mapped_column(Identity, ForeignKey("editions.id"))
    licences: Mapped[int]
    title: Mapped[Short] = mapped_column(default="")
    """„Microsoft 365 Business Basic“, as it was called when it was bought."""
    unit_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    """Net, for a licence and a charged period."""
