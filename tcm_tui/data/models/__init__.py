"""All tables; importing this package knows them all."""

from tcm_tui.data.models.base import Base
from tcm_tui.data.models.companies import Company, Membership, ResellerLink
from tcm_tui.data.models.installation import Installation
from tcm_tui.data.models.invitations import Invitation, Registration, Token
from tcm_tui.data.models.journal import AuditEntry, OutboxMessage, PersonalChange
from tcm_tui.data.models.payments import Invoice, Mandate, PaymentMethod, Subscription
from tcm_tui.data.models.users import (
    EmailAddress,
    OldPassword,
    RecoveryCode,
    SecondFactor,
    User,
    UserSession,
)

__all__ = [
    "AuditEntry",
    "Base",
    "Company",
    "EmailAddress",
    "Installation",
    "Invitation",
    "Invoice",
    "Mandate",
    "Membership",
    "OldPassword",
    "OutboxMessage",
    "PaymentMethod",
    "PersonalChange",
    "RecoveryCode",
    "Registration",
    "ResellerLink",
    "SecondFactor",
    "Subscription",
    "Token",
    "User",
    "UserSession",
]
