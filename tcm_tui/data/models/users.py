"""People who can sign in."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Long, Short, partial_index
from tcm_tui.data.types import Identity, UtcDateTime


class User(Base, kw_only=True):
    """A person. The counters belong to sign-in and change by UPDATE alone, never by this class."""

    __tablename__ = "users"

    id: Mapped[Id] = mapped_column(init=False)
    first_name: Mapped[Short]
    last_name: Mapped[Short]
    language: Mapped[Short]
    created_at: Mapped[Instant]
    password_hash: Mapped[Long | None] = mapped_column(default=None)
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries reserved within the window and not yet known to be right."""
    window_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    pauses: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class EmailAddress(Base, kw_only=True):
    """An address of a user; `canonical` is unique over everybody."""

    __tablename__ = "email_addresses"
    __table_args__ = (
        UniqueConstraint("canonical"),
        partial_index(
            "uq_email_addresses_primary",
            "user_id",
            unique=True,
            where="is_primary",
        ),
        Index(None, "user_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    address: Mapped[Short]
    canonical: Mapped[Short]
    is_primary: Mapped[bool]
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class UserSession(Base, kw_only=True):
    """One signed-in process."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "user_id"), Index(None, "company_id"))

    id: Mapped[Id] = mapped_column(init=False)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    started_at: Mapped[Instant]
    last_seen_at: Mapped[Instant]
    process_id: Mapped[int]
    host: Mapped[Short]
    unix_user: Mapped[Short]
    ssh_connection: Mapped[Short | None] = mapped_column(default=None)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
