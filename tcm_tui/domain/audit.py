"""What is written down of every action."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class AuditAction(StrEnum):
    """Everything that leaves an audit entry. Retired members stay: old entries name them."""

    ACCESS_REFUSED = "access:refuse"
    ACCOUNT_PAUSED = "account:pause"
    COMPANY_FOUNDED = "company:found"
    DATA_MIGRATED = "data:migrate"
    INVITATION_ACCEPTED = "invitation:accept"
    INVITATION_REFUSED = "invitation:refuse"
    INVITATION_RESENT = "invitation:resend"
    INVITATION_RESTORED = "invitation:restore"
    INVITATION_REVOKED = "invitation:revoke"
    INVITATION_ROLE_CHANGED = "invitation:change_role"
    INVITATION_SENT = "invitation:send"
    MAIL_DELIVERED = "mail:deliver"
    MEMBERS_EXPORTED = "members:export"
    MEMBER_DISABLED = "member:disable"
    MEMBER_EDITED = "member:edit"
    MEMBER_ENABLED = "member:enable"
    MEMBER_REMOVED = "member:remove"
    MEMBER_ROLE_CHANGED = "member:change_role"
    PASSWORD_RESET = "password:reset"  # noqa: S105 - the name of an action
    PASSWORD_RESET_SENT = "password:send_reset"  # noqa: S105 - the name of an action
    SESSION_ENDED = "session:end"
    SESSION_LOCKED = "session:lock"
    SESSION_STARTED = "session:start"
    SESSION_UNLOCKED = "session:unlock"
    SIGN_IN_FAILED = "sign_in:fail"


class Subject(StrEnum):
    """The kind of thing an entry is about."""

    COMPANY = "company"
    INSTALLATION = "installation"
    INVITATION = "invitation"
    MEMBERSHIP = "membership"
    OUTBOX = "outbox"
    SESSION = "session"
    USE_CASE = "use_case"
    USER = "user"


@dataclass(frozen=True)
class Entry:
    """An audit entry to be written: what, about which thing, and what changed.

    `changes` maps a field to its old and new value, as text; secrets never stand in it.
    """

    action: AuditAction
    subject: Subject
    subject_id: int | None = None
    changes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
