"""Queries about „Unternehmenseinstellungen“: how many members a setting asks for something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, exists, func, literal, or_, select, type_coerce

from tcm_tui.data.models import Membership, SecondFactor, User
from tcm_tui.domain.passwords import LEVELS
from tcm_tui.domain.people import MembershipState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.permissions import Role


def passwords_affected(
    session: Session, company_id: int, level: PasswordLevel, now: datetime
) -> int:
    """Active members whose password does not meet `level`, as far as is known, or is too old."""
    met = literal(" ").concat(type_coerce(User.password_levels, String)).concat(" ")
    wanting: list[ColumnElement[bool]] = [met.not_like(f"% {level.value} %")]
    if (lifetime := LEVELS[level].lifetime) is not None:
        wanting.append(User.password_set_at <= now - lifetime)
    return session.scalars(
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.company_id == company_id,
            Membership.state == MembershipState.ACTIVE,
            User.password_hash.is_not(None),
            or_(*wanting),
        )
    ).one()


def factors_affected(session: Session, company_id: int, roles: Collection[Role]) -> int:
    """Active members with one of `roles` who have no second factor."""
    if not roles:
        return 0
    return session.scalars(
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.company_id == company_id,
            Membership.state == MembershipState.ACTIVE,
            Membership.role.in_(roles),
            ~exists().where(SecondFactor.user_id == Membership.user_id),
        )
    ).one()
