"""What can be booked. It belongs to nobody: every company sees the same catalogue."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Long, Short
from tcm_tui.data.types import Identity, UtcDateTime, stored_as_text
from tcm_tui.domain.catalogue import Category, Charging


class Product(Base, kw_only=True):
    """Something that a provider offers, in one or more editions."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("licence_cap IS NULL OR licence_cap > 0", name="licence_cap"),
        CheckConstraint("trial_days >= 0", name="trial_days"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    key: Mapped[Short]
    """What files and commands know it by: „microsoft-365-business“."""
    name: Mapped[Short]
    provider: Mapped[Short]
    category: Mapped[Category] = mapped_column(stored_as_text(Category))
    summary: Mapped[Short]
    """One line."""
    description: Mapped[Long]
    licence_cap: Mapped[int | None] = mapped_column(default=None)
    """Licences that a company may have of all its editions together, add-ons aside; None: any."""
    trial_days: Mapped[int] = mapped_column(default=0)
    """How long it is free for a company that never had it; 0: it is not."""
    offered: Mapped[bool] = mapped_column(default=True)
    """Whether it can be booked still; what was booked goes on."""
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class Edition(Base, kw_only=True):
    """A form of a product. An add-on is booked to another edition of it, never by itself."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("product_id", "place"),
        CheckConstraint("min_licences >= 1", name="min_licences"),
        CheckConstraint(
            "max_licences IS NULL OR max_licences >= min_licences", name="max_licences"
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    product_id: Mapped[int] = mapped_column(Identity, ForeignKey("products.id"))
    key: Mapped[Short]
    name: Mapped[Short]
    """„Basic“; "" where the product has only one."""
    place: Mapped[int]
    """Its place among the editions of its product, the least first."""
    features: Mapped[Long]
    """What it contains, a line each."""
    min_licences: Mapped[int] = mapped_column(default=1)
    max_licences: Mapped[int | None] = mapped_column(default=None)
    """Of one subscription."""
    is_add_on: Mapped[bool] = mapped_column(default=False)
    offered: Mapped[bool] = mapped_column(default=True)


class Price(Base, kw_only=True):
    """What a licence of an edition costs, net, for each of the periods that are charged."""

    __tablename__ = "prices"
    __table_args__ = (
        UniqueConstraint("edition_id", "term_months", "charging"),
        CheckConstraint("term_months IN (1, 12, 24)", name="term_months"),
        CheckConstraint("cents >= 0", name="cents"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    edition_id: Mapped[int] = mapped_column(Identity, ForeignKey("editions.id"))
    term_months: Mapped[int]
    charging: Mapped[Charging] = mapped_column(stored_as_text(Charging))
    cents: Mapped[int] = mapped_column(BigInteger)


class CatalogueOrigin(Base, kw_only=True):
    """The one row that says where the catalogue came from."""

    __tablename__ = "catalogue_origin"
    __table_args__ = (CheckConstraint("number = 1", name="one_row"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    packaged_version: Mapped[int]
    """Of the catalogue that came with the program when it was brought in last."""
    imported_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    """When an operator imported one; from then on those that come with the program stay out."""
