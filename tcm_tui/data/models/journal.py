"""What happened, and what was promised to be mailed."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tcm_tui.data.models.base import Base, Id, Instant, Long, Short, partial_index
from tcm_tui.data.types import Identity, UtcDateTime, open_text, stored_as_text
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.mail import MailKind, MailState


class AuditEntry(Base, kw_only=True):
    """Who did what to what. Insert-only: triggers of both databases refuse the rest.

    `unit` is the same for all entries of one transaction. `together` is how many entries of its
    kind were written at once: on the first of them, 0 on the rest, so that „12 Personen
    eingeladen“ is one line of the feed, found without counting.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "company_id", "id"),
        Index(None, "actor_id", "id"),
        partial_index(
            "ix_audit_entries_feed",
            "company_id",
            "id",
            where="together > 0",
        ),
        Index(None, "subject", "subject_id"),
        partial_index(
            "ix_audit_entries_reseller",
            "company_id",
            "reseller_id",
            "id",
            where="reseller_id IS NOT NULL",
        ),
        partial_index(
            "ix_audit_entries_sign_in_failed",
            "at",
            where="action = 'sign_in:fail'",
        ),
    )

    id: Mapped[Id] = mapped_column(init=False)
    at: Mapped[Instant]
    unit: Mapped[Short]
    action: Mapped[AuditAction] = mapped_column(open_text(AuditAction))
    subject: Mapped[Subject] = mapped_column(open_text(Subject))
    subject_id: Mapped[int | None] = mapped_column(Identity, default=None)
    company_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("companies.id"), default=None
    )
    actor_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("users.id"), default=None)
    session_id: Mapped[int | None] = mapped_column(Identity, default=None)
    together: Mapped[int] = mapped_column(default=1)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    unix_user: Mapped[Short] = mapped_column(default="")
    ssh_connection: Mapped[Short | None] = mapped_column(default=None)
    reseller_id: Mapped[int | None] = mapped_column(Identity, default=None)
    """The Vertriebspartner that the actor did it for."""


class PersonalChange(Base, kw_only=True):
    """What an entry tells in words about a person, found by the entry's unit, action and subject.

    The journal itself never changes, so it holds no names, addresses or typed words; these are
    deleted with the account of the person they are about.
    """

    __tablename__ = "personal_changes"
    __table_args__ = (Index(None, "unit"), Index(None, "user_id"))

    id: Mapped[Id] = mapped_column(init=False)
    unit: Mapped[Short]
    action: Mapped[AuditAction] = mapped_column(open_text(AuditAction))
    subject_id: Mapped[int | None] = mapped_column(Identity, default=None)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("users.id"))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class OutboxMessage(Base, kw_only=True):
    """A mail promised in a transaction, delivered later.

    `values` holds the code in clear until the mail is sent; marking it sent blanks them.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index(None, "state", "next_attempt_at", "id"),
        Index(None, "company_id", "state"),
        Index(None, "canonical", "kind", "created_at"),
        Index(None, "sent_at"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    company_id: Mapped[int | None] = mapped_column(
        Identity, ForeignKey("companies.id"), default=None
    )
    kind: Mapped[MailKind] = mapped_column(open_text(MailKind))
    recipient: Mapped[Short]
    canonical: Mapped[Short]
    language: Mapped[Short]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[Short]
    created_at: Mapped[Instant]
    next_attempt_at: Mapped[Instant]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    state: Mapped[MailState] = mapped_column(stored_as_text(MailState), default=MailState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    leased_by: Mapped[Short | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    last_error: Mapped[Long | None] = mapped_column(default=None)
