"""What is written down of every action."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class AuditAction(StrEnum):
    """Everything that leaves an audit entry. Retired members stay: old entries name them."""

    ACCESS_REFUSED = "access:refuse"
    ACCOUNT_DELETED = "account:delete"
    ACCOUNT_PAUSED = "account:pause"
    ADDRESS_ADDED = "address:add"
    ADDRESS_CODE_SENT = "address:send_code"
    ADDRESS_MADE_PRIMARY = "address:make_primary"
    ADDRESS_REMOVED = "address:remove"
    ADDRESS_VERIFIED = "address:verify"
    CATALOGUE_IMPORTED = "catalogue:import"
    CHARGES_EXPORTED = "charges:export"
    COMPANY_CONFIGURED = "company:configure"
    COMPANY_FOUNDED = "company:found"
    COMPANY_PROFILE_EDITED = "company:edit_profile"
    DATA_MIGRATED = "data:migrate"
    HELP_REQUESTED = "help:request"
    INVITATION_ACCEPTED = "invitation:accept"
    INVITATION_REFUSED = "invitation:refuse"
    INVITATION_RESENT = "invitation:resend"
    INVITATION_RESTORED = "invitation:restore"
    INVITATION_REVOKED = "invitation:revoke"
    INVITATION_ROLE_CHANGED = "invitation:change_role"
    INVITATION_SENT = "invitation:send"
    KEYS_MADE = "keys:make"
    KEYS_ROTATED = "keys:rotate"
    LICENCE_ASSIGNED = "licence:assign"
    LICENCE_PASSED_ON = "licence:pass_on"
    LICENCE_WITHDRAWN = "licence:withdraw"
    MAIL_DELIVERED = "mail:deliver"
    MAIL_RESENT = "mail:resend"
    MANDATE_REVEALED = "mandate:reveal"
    MEMBERS_EXPORTED = "members:export"
    MEMBER_DISABLED = "member:disable"
    MEMBER_EDITED = "member:edit"
    MEMBER_ENABLED = "member:enable"
    MEMBER_REMOVED = "member:remove"
    MEMBER_ROLE_CHANGED = "member:change_role"
    ORDER_BEGUN = "order:begin"
    ORDER_DECLINED = "order:decline"
    ORDER_DISCARDED = "order:discard"
    ORDER_PLACED = "order:place"
    ORDER_REQUESTED = "order:request"
    ORDER_WITHDRAWN = "order:withdraw"
    OWN_DATA_EDITED = "own_data:edit"
    OWN_DATA_EXPORTED = "own_data:export"
    PASSWORD_CHANGED = "password:change"  # noqa: S105 - the name of an action
    PASSWORD_FORGOTTEN = "password:forget"  # noqa: S105 - the name of an action
    PASSWORD_PROVED = "password:prove"  # noqa: S105 - the name of an action
    PASSWORD_RESET = "password:reset"  # noqa: S105 - the name of an action
    PASSWORD_RESET_SENT = "password:send_reset"  # noqa: S105 - the name of an action
    PAYMENT_ACTIVATED = "payment:activate"
    PAYMENT_REACTIVATED = "payment:reactivate"
    PAYMENT_REFUSED = "payment:refuse"
    RECOVERY_CODES_RENEWED = "recovery_codes:renew"
    RECOVERY_CODE_USED = "recovery_code:use"
    REGISTRATION_STARTED = "registration:start"
    RESELLER_APPOINTED = "reseller:appoint"
    RESELLER_LINKED = "reseller:link"
    RESELLER_UNLINKED = "reseller:unlink"
    SECOND_FACTOR_REMOVED = "second_factor:remove"
    SECOND_FACTOR_RESET = "second_factor:reset"
    SECOND_FACTOR_SET_UP = "second_factor:set_up"
    SESSION_ENDED = "session:end"
    SESSION_LOCKED = "session:lock"
    SESSION_STARTED = "session:start"
    SESSION_UNLOCKED = "session:unlock"
    SIGN_IN_FAILED = "sign_in:fail"
    SIGN_IN_LIMITED = "sign_in:limit"
    SUBSCRIPTION_BOOKED = "subscription:book"
    SUBSCRIPTION_CANCELLED = "subscription:cancel"
    SUBSCRIPTION_EDITION_CHANGED = "subscription:change_edition"
    SUBSCRIPTION_EDITION_KEPT = "subscription:keep_edition"
    SUBSCRIPTION_EDITION_PLANNED = "subscription:plan_edition"
    SUBSCRIPTION_LICENCES_CHANGED = "subscription:change_licences"
    SUBSCRIPTION_OWNER_CHANGED = "subscription:hand_over"
    SUBSCRIPTION_RENAMED = "subscription:rename"
    SUBSCRIPTION_RENEWAL_CHANGED = "subscription:set_renewal"
    SUBSCRIPTION_TAKEN_BACK = "subscription:take_back"
    TERMS_ACCEPTED = "terms:accept"


class Subject(StrEnum):
    """The kind of thing an entry is about."""

    COMPANY = "company"
    INSTALLATION = "installation"
    INVITATION = "invitation"
    MEMBERSHIP = "membership"
    ORDER = "order"
    OUTBOX = "outbox"
    PAYMENT_METHOD = "payment_method"
    REGISTRATION = "registration"
    RESELLER = "reseller"
    SESSION = "session"
    SUBSCRIPTION = "subscription"
    USE_CASE = "use_case"
    USER = "user"


@dataclass(frozen=True)
class Personal:
    """What an action changed in words about a person: names, addresses, whatever somebody typed.

    The journal is never changed, so it holds none of this: the words are kept beside it and go
    when the person's account is deleted (SECURITY.md I5).
    """

    user_id: int
    changes: dict[str, tuple[str | None, str | None]]


@dataclass(frozen=True)
class Entry:
    """An audit entry to be written: what, about which thing, and what changed.

    `changes` maps a field to its old and new value, as text: numbers and words of closed
    vocabularies. Secrets stand nowhere; what names or describes a person stands in `personal`.
    `company_id` is whom it concerns, when that is not the actor's company.
    """

    action: AuditAction
    subject: Subject
    subject_id: int | None = None
    changes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    personal: Personal | None = None
    company_id: int | None = None


def changed(**pairs: tuple[str | None, str | None]) -> dict[str, tuple[str | None, str | None]]:
    """Field → (old, new), of those that differ."""
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
