"""Running bookings, what they cost from which day on, and who uses them."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Short, partial_index
from tcm_tui.data.types import Identity, SortKey, UtcDateTime, stored_as_text
from tcm_tui.domain.catalogue import Charging


class Subscription(Base, kw_only=True):
    """A running booking. Its terms follow from its first day: nothing has to happen at their ends.

    What it costs, and which edition it is, stands in its phases.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index(None, "company_id", "ends_on"),
        Index(None, "company_id", "product_id"),
        Index(None, "company_id", "owner_id"),
        partial_index("ix_subscriptions_base", "base_id", where="base_id IS NOT NULL"),
        CheckConstraint("term_months IN (1, 12, 24)", name="term_months"),
        CheckConstraint("used >= 0 AND used <= licences", name="seats"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    product_id: Mapped[int] = mapped_column(Identity, ForeignKey("products.id"))
    order_id: Mapped[int] = mapped_column(Identity, ForeignKey("orders.id"))
    base_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("subscriptions.id"), default=None
    )
    """Of an add-on: what it was booked to, and ends with."""
    owner_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("users.id"), default=None)
    """Who looks after it; None until somebody takes it over."""
    name: Mapped[Short] = mapped_column(default="")
    """The „Abonnement-Name“."""
    sort_name: Mapped[str] = mapped_column(SortKey, default="")
    licences: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    """Licences that are assigned; the database never lets it exceed what there is."""
    term_months: Mapped[int]
    charging: Mapped[Charging] = mapped_column(stored_as_text(Charging))
    starts_on: Mapped[date]
    """The first day of use; of a trial the first free one."""
    trial_until: Mapped[date | None] = mapped_column(default=None)
    """The last free day. The first term begins behind it."""
    ends_on: Mapped[date | None] = mapped_column(default=None)
    """The last day of all; None while it renews itself."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    """When it was cancelled; None when it only does not renew itself."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class SubscriptionPhase(Base, kw_only=True):
    """Edition, licences and price of a subscription from a day on, until the next one begins.

    Of two that begin on one day, the one written later holds. One that begins in the future is
    planned, such as a smaller edition at the end of the term.
    """

    __tablename__ = "subscription_phases"
    __table_args__ = (
        Index(None, "subscription_id", "from_on", "id"),
        CheckConstraint("licences >= 1", name="licences"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    subscription_id: Mapped[int] = mapped_column(Identity, ForeignKey("subscriptions.id"))
    from_on: Mapped[date]
    edition_id: Mapped[int] = mapped_column(Identity, ForeignKey("editions.id"))
    licences: Mapped[int]
    unit_cents: Mapped[int] = mapped_column(BigInteger)
    """Net, for a licence and a charged period."""


class Assignment(Base, kw_only=True):
    """A licence that a member, or somebody invited, has."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("subscription_id", "membership_id"),
        UniqueConstraint("subscription_id", "invitation_id"),
        partial_index(
            "ix_assignments_membership", "membership_id", where="membership_id IS NOT NULL"
        ),
        partial_index(
            "ix_assignments_invitation", "invitation_id", where="invitation_id IS NOT NULL"
        ),
        CheckConstraint("(membership_id IS NULL) <> (invitation_id IS NULL)", name="one_holder"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    subscription_id: Mapped[int] = mapped_column(Identity, ForeignKey("subscriptions.id"))
    membership_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("memberships.id"), default=None
    )
    invitation_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("invitations.id"), default=None
    )
    assigned_at: Mapped[Instant]
