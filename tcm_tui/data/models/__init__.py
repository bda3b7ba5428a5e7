"""All tables; importing this package knows them all."""

from tcm_tui.data.models.base import Base
from tcm_tui.data.models.catalogue import CatalogueOrigin, Edition, Price, Product
from tcm_tui.data.models.companies import Company, Membership, ResellerLink
from tcm_tui.data.models.installation import Installation
from tcm_tui.data.models.invitations import Invitation, Registration, Token
from tcm_tui.data.models.journal import AuditEntry, OutboxMessage, PersonalChange
from tcm_tui.data.models.orders import Order, OrderLine
from tcm_tui.data.models.payments import Invoice, Mandate, PaymentMethod
from tcm_tui.data.models.subscriptions import Assignment, Subscription, SubscriptionPhase
from tcm_tui.data.models.users import (
    EmailAddress,
    OldPassword,
    RecoveryCode,
    SecondFactor,
    User,
    UserSession,
)

__all__ = [
    "Assignment",
    "AuditEntry",
    "Base",
    "CatalogueOrigin",
    "Company",
    "Edition",
    "EmailAddress",
    "Installation",
    "Invitation",
    "Invoice",
    "Mandate",
    "Membership",
    "OldPassword",
    "Order",
    "OrderLine",
    "OutboxMessage",
    "PaymentMethod",
    "PersonalChange",
    "Price",
    "Product",
    "RecoveryCode",
    "Registration",
    "ResellerLink",
    "SecondFactor",
    "Subscription",
    "SubscriptionPhase",
    "Token",
    "User",
    "UserSession",
]
