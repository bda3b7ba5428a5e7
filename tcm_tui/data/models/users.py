"""People who can sign in."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Long, Short, partial_index
from tcm_tui.data.types import Identity, UtcDateTime, set_of_words
from tcm_tui.domain.passwords import PasswordLevel


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
    password_levels: Mapped[frozenset[PasswordLevel]] = mapped_column(
        set_of_words(PasswordLevel), default=frozenset()
    )
    """The levels that the password met when it was last typed: how many people a stricter one
    would ask for another can be counted, though nobody knows their passwords."""
    theme: Mapped[Short | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    """Tries reserved within the window and not yet known to be right."""
    window_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    pauses: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class EmailAddress(Base, kw_only=True):
    """An address of a user. Only verified ones count, and each of those is one person's."""

    __tablename__ = "email_addresses"
    __table_args__ = (
        partial_index(
            "uq_email_addresses_canonical",
            "canonical",
            unique=True,
            where="verified_at IS NOT NULL",
        ),
        UniqueConstraint("user_id", "canonical"),
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
    added_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
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
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    """When the password was last typed in this session."""
    reseller_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("companies.id"), default=None
    )
    """The Vertriebspartner whose staff this is, of a session in a customer's company."""


class OldPassword(Base, kw_only=True):
    """A password that a user had before: not to be chosen again."""

    __tablename__ = "old_passwords"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    password_hash: Mapped[Long]
    replaced_at: Mapped[Instant]


class SecondFactor(Base, kw_only=True):
    """The authenticator of a user, in use. A time step is good once."""

    __tablename__ = "second_factors"
    __table_args__ = (UniqueConstraint("user_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """Encrypted."""
    set_up_at: Mapped[Instant]
    last_step: Mapped[int] = mapped_column(Identity, default=0)


class RecoveryCode(Base, kw_only=True):
    """A code that stands in once for the authenticator; only its hash is stored."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[Id] = mapped_column(init=False)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    code_hash: Mapped[Short]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
