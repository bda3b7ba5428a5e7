"""Who may do what: roles, permissions, and the one table that joins them (PRODUCT.md section 3)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

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


_LABELS: Final = {
    Role.BILLING_ADMIN: N_("Rechnungsadministrator"),
    Role.COMPANY_ADMIN: N_("Unternehmensadministrator"),
}
_SHORT_LABELS: Final = {
    Role.BILLING_ADMIN: N_("Rechnungsadmin."),
    Role.COMPANY_ADMIN: N_("Unternehmensadmin."),
}


def role_label(role: Role) -> str:
    """The portal's word for `role`."""
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
    COMPANY_CONFIGURE = "company:configure"
    INVITATION_READ = "invitation:read"
    MAIL_RESEND = "mail:resend"
    MEMBER_CHANGE = "member:change"
    MEMBER_EXPORT = "member:export"
    MEMBER_INVITE = "member:invite"
    MEMBER_LIST = "member:list"
    MEMBER_OPEN = "member:open"
    OPERATOR = "operator:act"
    OVERVIEW_READ = "overview:read"
    SESSION_OWN = "session:own"


_USER: Final = frozenset(
    {
        Permission.ACCOUNT_OWN,
        Permission.ACTIVITY_READ,
        Permission.OVERVIEW_READ,
        Permission.SESSION_OWN,
    }
)
_BILLING_ADMIN: Final = _USER | {Permission.MEMBER_EXPORT, Permission.MEMBER_LIST}
_COMPANY_ADMIN: Final = _BILLING_ADMIN | {
    Permission.COMPANY_CONFIGURE,
    Permission.INVITATION_READ,
    Permission.MAIL_RESEND,
    Permission.MEMBER_CHANGE,
    Permission.MEMBER_INVITE,
    Permission.MEMBER_OPEN,
}
GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.USER: _USER,
    Role.BILLING_ADMIN: _BILLING_ADMIN,
    Role.COMPANY_ADMIN: _COMPANY_ADMIN,
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether a member with `role` may do what asks for `permission`."""
    return permission is Permission.ANYONE or permission in GRANTS[role]
