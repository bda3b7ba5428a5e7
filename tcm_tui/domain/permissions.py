"""Who may do what: roles, permissions, and the one table that joins them (PRODUCT.md section 3)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeAlias

from tcm_tui.i18n import N_, _, pgettext


class Role(StrEnum):
    """A member's role; each contains the one before it."""

    USER = "user"
    BILLING_ADMIN = "billing_admin"
    COMPANY_ADMIN = "company_admin"

    @property
    def rank(self) -> int:
        """0 for the least; the order in which lists sort by role."""
        return tuple(Role).index(self)


class Guest(StrEnum):
    """What somebody is in a company that they do not belong to."""

    RESELLER = "reseller"


Standing: TypeAlias = Role | Guest
"""As what somebody acts in a company: as a member, or as a guest of it."""


_LABELS: Final = {
    Role.BILLING_ADMIN: N_("Rechnungsadministrator"),
    Role.COMPANY_ADMIN: N_("Unternehmensadministrator"),
}
_SHORT_LABELS: Final = {
    Role.BILLING_ADMIN: N_("Rechnungsadmin."),
    Role.COMPANY_ADMIN: N_("Unternehmensadmin."),
}


def role_label(role: Standing) -> str:
    """The portal's word for `role`."""
    if isinstance(role, Guest):
        return _("Vertriebspartner")
    return _user_label() if role is Role.USER else _(_LABELS[role])


def role_short_label(role: Role) -> str:
    """The portal's word for `role`, shortened for narrow columns."""
    return _user_label() if role is Role.USER else _(_SHORT_LABELS[role])


def _user_label() -> str:
    # German calls one of them and the tab that holds them all alike; other languages do not.
    return pgettext("role", "Benutzer")


class Permission(StrEnum):
    """What a use case asks for. `ANYONE` needs no session, `OPERATOR` is a command of the host."""

    ACCOUNT_OWN = "account:own"
    ACTIVITY_READ = "activity:read"
    ANYONE = "anyone:enter"
    CATALOGUE_READ = "catalogue:read"
    CHARGE_READ = "charge:read"
    COMPANY_CONFIGURE = "company:configure"
    COMPANY_EDIT = "company:edit"
    COMPANY_READ = "company:read"
    DIRECTORY_READ = "directory:read"
    CUSTOMER_VISIT = "customer:visit"
    INVITATION_READ = "invitation:read"
    LICENCE_ASSIGN = "licence:assign"
    MAIL_RESEND = "mail:resend"
    MEMBER_CHANGE = "member:change"
    MEMBER_EXPORT = "member:export"
    MEMBER_INVITE = "member:invite"
    MEMBER_LIST = "member:list"
    MEMBER_OPEN = "member:open"
    OPERATOR = "operator:act"
    ORDER_DECIDE = "order:decide"
    OVERVIEW_READ = "overview:read"
    PASSWORD_RESET_SEND = "password:send_reset"  # noqa: S105 - the name of a permission
    PAYMENT_MANAGE = "payment:manage"
    PRODUCT_BOOK = "product:book"
    SESSION_OWN = "session:own"
    SUBSCRIPTION_CHANGE = "subscription:change"
    SUBSCRIPTION_READ = "subscription:read"
    SUBSCRIPTION_TAKE_OVER = "subscription:take_over"


# What a USER holds for bookings reaches as far as what they own, and buying as far as the company
# lets everybody buy: the use cases see to both.
_USER: Final = frozenset(
    {
        Permission.ACCOUNT_OWN,
        Permission.ACTIVITY_READ,
        Permission.CATALOGUE_READ,
        Permission.CHARGE_READ,
        Permission.COMPANY_READ,
        Permission.DIRECTORY_READ,
        Permission.CUSTOMER_VISIT,
        Permission.LICENCE_ASSIGN,
        Permission.OVERVIEW_READ,
        Permission.PRODUCT_BOOK,
        Permission.SESSION_OWN,
        Permission.SUBSCRIPTION_CHANGE,
        Permission.SUBSCRIPTION_READ,
    }
)
_BILLING_ADMIN: Final = _USER | {
    Permission.MEMBER_EXPORT,
    Permission.MEMBER_LIST,
    Permission.ORDER_DECIDE,
    Permission.PAYMENT_MANAGE,
    Permission.SUBSCRIPTION_TAKE_OVER,
}
_COMPANY_ADMIN: Final = _BILLING_ADMIN | {
    Permission.COMPANY_CONFIGURE,
    Permission.COMPANY_EDIT,
    Permission.INVITATION_READ,
    Permission.MAIL_RESEND,
    Permission.MEMBER_CHANGE,
    Permission.MEMBER_INVITE,
    Permission.MEMBER_OPEN,
    Permission.PASSWORD_RESET_SEND,
}
_RESELLER: Final = frozenset(
    {
        Permission.ACTIVITY_READ,
        Permission.CATALOGUE_READ,
        Permission.MEMBER_LIST,
        Permission.OVERVIEW_READ,
        Permission.PASSWORD_RESET_SEND,
        Permission.PRODUCT_BOOK,
        Permission.SESSION_OWN,
    }
)
GRANTS: Final[dict[Standing, frozenset[Permission]]] = {
    Role.USER: _USER,
    Role.BILLING_ADMIN: _BILLING_ADMIN,
    Role.COMPANY_ADMIN: _COMPANY_ADMIN,
    Guest.RESELLER: _RESELLER,
}


def allows(role: Standing, permission: Permission) -> bool:
    """Whether somebody with `role` may do what asks for `permission`.

    What is open to anybody is not to guests: they go there as nobody, or as who they are at home.
    """
    if permission is Permission.ANYONE:
        return not isinstance(role, Guest)
    return permission in GRANTS[role]
