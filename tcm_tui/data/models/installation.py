"""What kind of data this is."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Instant, Short
from tcm_tui.data.types import stored_as_text


class InstallationKind(StrEnum):
    """Demo data never mixes with real data (SECURITY.md C15)."""

    DEMO = "demo"
    REAL = "real"


class Installation(Base, kw_only=True):
    """The one row that says what this database is."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("number = 1", name="one_row"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    identifier: Mapped[Short]
    kind: Mapped[InstallationKind] = mapped_column(stored_as_text(InstallationKind))
    created_at: Mapped[Instant]
