"""Companies and who belongs to them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Long, Short, partial_index, trigram_index
from tcm_tui.data.types import Identity, SortKey, UtcDateTime, set_of_words, stored_as_text
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role


class Company(Base, kw_only=True):
    """A customer of the marketplace."""

    __tablename__ = "companies"
    __table_args__ = (Index("uq_companies_partner_number", "partner_number", unique=True),)

    id: Mapped[Id] = mapped_column(init=False)
    name: Mapped[Short]
    skeleton: Mapped[Short]
    """What names are told apart by, see `domain.text.skeleton`."""
    created_at: Mapped[Instant]
    password_level: Mapped[PasswordLevel] = mapped_column(
        stored_as_text(PasswordLevel), default=PasswordLevel.STANDARD
    )
    default_role: Mapped[Role] = mapped_column(stored_as_text(Role), default=Role.USER)
    idle_minutes: Mapped[int] = mapped_column(default=15)
    second_factor_roles: Mapped[frozenset[Role]] = mapped_column(
        set_of_words(Role), default=frozenset()
    )
    """Who has to sign in with a second factor."""
    buyers: Mapped[Buyers] = mapped_column(stored_as_text(Buyers), default=Buyers.ADMINS)
    partner_number: Mapped[Short | None] = mapped_column(default=None)
    """What customers link it by, of a Vertriebspartner; None for any other company."""
    description: Mapped[Long] = mapped_column(default="")
    legal_form: Mapped[Short] = mapped_column(default="")
    founded: Mapped[int | None] = mapped_column(default=None)
    """The year."""
    register_number: Mapped[Short] = mapped_column(default="")
    email: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    website: Mapped[Short] = mapped_column(default="")
    industry: Mapped[Short] = mapped_column(default="")
    size: Mapped[Short] = mapped_column(default="")
    vat_id: Mapped[Short] = mapped_column(default="")
    street: Mapped[Short] = mapped_column(default="")
    address_extra: Mapped[Short] = mapped_column(default="")
    postcode: Mapped[Short] = mapped_column(default="")
    city: Mapped[Short] = mapped_column(default="")
    country: Mapped[Short] = mapped_column(default="")
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class Membership(Base, kw_only=True):
    """A user in a company.

    Name and address are repeated as sort keys, because an index cannot span two tables and a list
    of a million members pages by them.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("company_id", "user_id"),
        Index(None, "company_id", "sort_name", "id"),
        Index(None, "company_id", "sort_address", "id"),
        Index(None, "company_id", "role", "state", "sort_name", "id"),
        Index(None, "company_id", "last_sign_in_at", "id"),
        trigram_index("ix_memberships_search", "company_id", "sort_name", "sort_address"),
        Index(None, "company_id", "state"),
        Index(None, "user_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    role: Mapped[Role] = mapped_column(stored_as_text(Role))
    state: Mapped[MembershipState] = mapped_column(
        stored_as_text(MembershipState), default=MembershipState.ACTIVE
    )
    sort_name: Mapped[str] = mapped_column(SortKey)
    sort_address: Mapped[str] = mapped_column(SortKey)
    joined_at: Mapped[Instant]
    title: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    department: Mapped[Short] = mapped_column(default="")
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    first_steps: Mapped[bool] = mapped_column(default=False)
    """Whether „Erste Schritte“ is shown: to whoever registered the company, until dismissed."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class ResellerLink(Base, kw_only=True):
    """A customer lets the staff of a Vertriebspartner in, until the link ends; it stays listed."""

    __tablename__ = "reseller_links"
    __table_args__ = (
        partial_index(
            "uq_reseller_links_open",
            "company_id",
            "reseller_id",
            unique=True,
            where="ended_at IS NULL",
        ),
        Index(None, "reseller_id", "company_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    reseller_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    linked_at: Mapped[Instant]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
