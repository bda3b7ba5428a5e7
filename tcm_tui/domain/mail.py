"""Mail as the services promise it; what it says stands in `mail/templates`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LEASE: Final = timedelta(minutes=2)
"""How long a worker may hold a mail before another may take it."""
GIVE_UP_AFTER: Final = timedelta(hours=24)
"""After this time a mail that cannot be delivered is shown as failed (SECURITY.md G2)."""
INVITATIONS_PER_DAY: Final = 3
"""Invitation mails to one address within 24 hours (SECURITY.md G7)."""
VERIFICATIONS_PER_HOUR: Final = 3
"""Mails that have an address verified, to one address within an hour (SECURITY.md G7)."""
VERIFICATIONS_PER_DAY: Final = 6
"""The same within 24 hours."""


class MailKind(StrEnum):
    """One kind, one folder of templates."""

    ACCOUNT_DELETED = "account_deleted"
    ACCOUNT_PAUSED = "account_paused"
    ADDRESS_ADDED = "address_added"
    ADDRESS_REMOVED = "address_removed"
    ALREADY_REGISTERED = "already_registered"
    DISABLED = "disabled"
    FORGOTTEN = "forgotten"
    HELP_REQUEST = "help_request"
    INVITATION = "invitation"
    INVITATION_FURTHER = "invitation_further"
    JOINED = "joined"
    LICENCE_ASSIGNED = "licence_assigned"
    LICENCE_WITHDRAWN = "licence_withdrawn"
    ORDER_DECLINED = "order_declined"
    ORDER_RECEIPT = "order_receipt"
    ORDER_REQUESTED = "order_requested"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a mail
    PAYMENT_METHOD_CHANGED = "payment_method_changed"
    PRIMARY_CHANGED = "primary_changed"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    RECOVERY_CODE_USED = "recovery_code_used"
    REGISTRATION = "registration"
    REMINDER = "reminder"
    RESELLER_LINKED = "reseller_linked"
    RESELLER_UNLINKED = "reseller_unlinked"
    RESET = "reset"
    ROLE_CHANGED = "role_changed"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SECOND_FACTOR_SET_UP = "second_factor_set_up"
    SUBSCRIPTION_CANCELLED = "subscription_cancelled"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    SUBSCRIPTION_GOES_ON = "subscription_goes_on"
    SUBSCRIPTION_HANDED_OVER = "subscription_handed_over"
    VERIFY_ADDRESS = "verify_address"


VALUES: Final[dict[MailKind, frozenset[str]]] = {
    MailKind.ACCOUNT_DELETED: frozenset({"changed_at", "name"}),
    MailKind.ACCOUNT_PAUSED: frozenset({"name", "paused_until"}),
    MailKind.ADDRESS_ADDED: frozenset({"address", "changed_at", "name"}),
    MailKind.ADDRESS_REMOVED: frozenset({"address", "changed_at", "name"}),
    MailKind.ALREADY_REGISTERED: frozenset({"name"}),
    MailKind.DISABLED: frozenset({"company", "name"}),
    MailKind.FORGOTTEN: frozenset({"code", "expires_at", "name"}),
    MailKind.HELP_REQUEST: frozenset({"about", "address", "company", "name", "person", "question"}),
    MailKind.INVITATION: frozenset({"code", "company", "expires_at", "inviter", "name", "role"}),
    MailKind.INVITATION_FURTHER: frozenset(
        {"code", "company", "expires_at", "inviter", "name", "role"}
    ),
    MailKind.JOINED: frozenset({"company", "name", "person", "role"}),
    MailKind.LICENCE_ASSIGNED: frozenset({"apps", "company", "name", "person"}),
    MailKind.LICENCE_WITHDRAWN: frozenset({"apps", "company", "name", "person"}),
    MailKind.ORDER_DECLINED: frozenset({"answer", "company", "lines", "name", "person"}),
    MailKind.ORDER_RECEIPT: frozenset(
        {
            "address",
            "charging",
            "company",
            "due_now_cents",
            "first_due_on",
            "gross_cents",
            "kind",
            "label",
            "lines",
            "mask",
            "name",
            "net_cents",
            "next_due_on",
            "number",
            "order",
            "person",
            "placed_at",
            "term_months",
            "vat_cents",
            "vat_percent",
        }
    ),
    MailKind.ORDER_REQUESTED: frozenset(
        {
            "charging",
            "company",
            "gross_cents",
            "lines",
            "name",
            "person",
            "reason",
            "term_months",
        }
    ),
    MailKind.PASSWORD_CHANGED: frozenset({"changed_at", "name"}),
    MailKind.PAYMENT_METHOD_CHANGED: frozenset(
        {"changed_at", "company", "kind", "mask", "name", "old_kind", "old_mask", "person"}
    ),
    MailKind.PRIMARY_CHANGED: frozenset({"address", "changed_at", "name"}),
    MailKind.RECOVERY_CODES_RENEWED: frozenset({"changed_at", "name"}),
    MailKind.RECOVERY_CODE_USED: frozenset({"changed_at", "codes_left", "name"}),
    MailKind.REGISTRATION: frozenset({"code", "expires_at", "name"}),
    MailKind.REMINDER: frozenset({"code", "expires_at", "name"}),
    MailKind.RESELLER_LINKED: frozenset({"changed_at", "company", "name", "person", "reseller"}),
    MailKind.RESELLER_UNLINKED: frozenset({"changed_at", "company", "name", "person", "reseller"}),
    MailKind.RESET: frozenset({"code", "expires_at", "name", "person"}),
    MailKind.ROLE_CHANGED: frozenset({"company", "name", "person", "role"}),
    MailKind.SECOND_FACTOR_REMOVED: frozenset({"changed_at", "name"}),
    MailKind.SECOND_FACTOR_RESET: frozenset({"changed_at", "company", "name", "person"}),
    MailKind.SECOND_FACTOR_SET_UP: frozenset({"changed_at", "name"}),
    MailKind.SUBSCRIPTION_CANCELLED: frozenset(
        {"changed_at", "company", "ends_on", "name", "person", "subscription"}
    ),
    MailKind.SUBSCRIPTION_CHANGED: frozenset(
        {
            "changed_at",
            "company",
            "due_now_cents",
            "from_on",
            "monthly_cents",
            "name",
            "new",
            "old",
            "person",
            "subscription",
            "what",
        }
    ),
    MailKind.SUBSCRIPTION_GOES_ON: frozenset(
        {"changed_at", "company", "name", "person", "subscription"}
    ),
    MailKind.SUBSCRIPTION_HANDED_OVER: frozenset(
        {"apps", "changed_at", "company", "name", "owner", "person"}
    ),
    MailKind.VERIFY_ADDRESS: frozenset({"code", "expires_at", "name", "person"}),
}
"""What the templates of a kind need, exactly; a mail that promises other values cannot be sent.

`name` is the recipient's name for the greeting, "" when it is not known; `person` is whom the
mail speaks of: who joined, who changed the role, who had it sent; `role` is the value of a
`Role`; `kind` and `old_kind` are values of a `PaymentKind`, the old one "" for none, `mask` and
`old_mask` what such a method is recognised by; `…_at` and `…_until` are ISO instants with a zone.
The renderer puts roles, kinds and instants into the recipient's language, and figures: `…_cents`
are amounts, `…_on` ISO days, `lines` what was ordered as JSON, `term_months` and `charging` its
term. `order` is the number of the order whose receipt is attached. `what` is "edition" or
"licences": what of a subscription went from `old` to `new`.
"""


class MailState(StrEnum):
    """Where a promised mail stands."""

    FAILED = "failed"
    PENDING = "pending"
    SENT = "sent"


@dataclass(frozen=True)
class MailDraft:
    """A mail to be promised. `values` fill the template; a code in it is blanked once sent.

    With `not_before` it leaves then, unless it is withdrawn.

    Raises:
        ValueError: The values are not those of `VALUES[kind]`: better here than at delivery.
    """

    kind: MailKind
    recipient: str
    language: str
    values: dict[str, str] = field(default_factory=dict, repr=False)
    expires_at: datetime | None = None
    not_before: datetime | None = None

    def __post_init__(self) -> None:
        if differing := self.values.keys() ^ VALUES[self.kind]:
            raise ValueError(f"{self.kind}: {', '.join(sorted(differing))}")


@dataclass(frozen=True)
class PromisedMail:
    """A mail taken from the outbox for delivery. `message_id` is the same at every try."""

    id: int
    kind: MailKind
    recipient: str
    language: str
    values: dict[str, str] = field(repr=False)
    created_at: datetime
    attempts: int
    message_id: str


@dataclass(frozen=True)
class MailRow:
    """A mail as `mail list` shows it, without its content."""

    id: int
    kind: MailKind
    recipient: str
    state: MailState
    created_at: datetime
    sent_at: datetime | None
    next_attempt_at: datetime | None
    attempts: int
    last_error: str | None


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after the `attempts`-th failure: 1, 2, 4 … 60 minutes."""
    return timedelta(minutes=min(60, 2 ** max(0, attempts - 1)))
