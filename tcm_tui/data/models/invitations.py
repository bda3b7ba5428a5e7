"""Invitations and registrations, and the mailed secrets of every kind."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Short, partial_index, trigram_index
from tcm_tui.data.types import Identity, SortKey, UtcDateTime, stored_as_text
from tcm_tui.domain.codes import TokenPurpose
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.permissions import Role


class Invitation(Base, kw_only=True):
    """An address invited into a company with a role; one open at a time."""

    __tablename__ = "invitations"
    __table_args__ = (
        partial_index(
            "uq_invitations_open",
            "company_id",
            "canonical",
            unique=True,
            where="state = 'pending'",
        ),
        Index(None, "company_id", "state", "sort_name", "id"),
        Index(None, "company_id", "state", "sort_address", "id"),
        Index(None, "company_id", "state", "role", "sort_name", "id"),
        trigram_index("ix_invitations_search", "company_id", "sort_name", "sort_address"),
        Index(None, "company_id", "state", "expires_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(Identity, ForeignKey("companies.id"))
    email: Mapped[Short]
    canonical: Mapped[Short]
    role: Mapped[Role] = mapped_column(stored_as_text(Role))
    state: Mapped[InvitationState] = mapped_column(
        stored_as_text(InvitationState), default=InvitationState.PENDING
    )
    first_name: Mapped[Short] = mapped_column(default="")
    last_name: Mapped[Short] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(SortKey)
    sort_address: Mapped[str] = mapped_column(SortKey)
    invited_by: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    invited_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    times_sent: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's idiom


class Registration(Base, kw_only=True):
    """An address that asked to register a company. `draft` is what was typed so far."""

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "canonical"),)

    id: Mapped[Id] = mapped_column(init=False)
    email: Mapped[Short]
    canonical: Mapped[Short]
    language: Mapped[Short]
    started_at: Mapped[Instant]
    draft: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Token(Base, kw_only=True):
    """A mailed secret. Usable while neither used, voided nor expired; only its hash is stored."""

    __tablename__ = "tokens"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        Index(None, "invitation_id"),
        Index(None, "user_id"),
        Index(None, "address_id"),
        Index(None, "registration_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    purpose: Mapped[TokenPurpose] = mapped_column(stored_as_text(TokenPurpose))
    code_hash: Mapped[Short]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    user_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("users.id"), default=None)
    invitation_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("invitations.id"), default=None
    )
    address_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("email_addresses.id"), default=None
    )
    registration_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("registrations.id"), default=None
    )
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
