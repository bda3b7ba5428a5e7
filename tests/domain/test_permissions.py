"""Roles and what they may."""

from __future__ import annotations

import pytest

from tcm_tui.domain.permissions import GRANTS, Permission, Role, allows


def test_each_role_contains_the_one_before_it() -> None:
    """USER < BILLING_ADMIN < COMPANY_ADMIN."""
    roles = sorted(Role, key=lambda role: role.rank)
    assert roles == [Role.USER, Role.BILLING_ADMIN, Role.COMPANY_ADMIN]
    assert GRANTS[roles[0]] < GRANTS[roles[1]] < GRANTS[roles[2]]


@pytest.mark.parametrize("role", Role)
def test_no_role_is_the_hosts_operator(role: Role) -> None:
    """Every other permission belongs to some role."""
    assert not allows(role, Permission.OPERATOR)
    assert allows(role, Permission.ANYONE)


def test_every_permission_is_granted_to_somebody() -> None:
    """One that nobody has would make a use case unreachable."""
    granted = GRANTS[Role.COMPANY_ADMIN] | {Permission.ANYONE, Permission.OPERATOR}
    assert granted == set(Permission)


def test_only_the_companys_administrator_invites() -> None:
    """And opens the details of others."""
    for permission in (
        Permission.MEMBER_INVITE,
        Permission.MEMBER_OPEN,
        Permission.INVITATION_READ,
    ):
        assert [role for role in Role if allows(role, permission)] == [Role.COMPANY_ADMIN]
