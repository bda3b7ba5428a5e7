"""Queries about „Unternehmenseinstellungen“: whom a setting concerns, who changed one last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, exists, func, literal, or_, select, type_coerce

from tcm_tui.data.models import AuditEntry, Membership, SecondFactor, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.passwords import LEVELS
from tcm_tui.domain.people import MembershipState, person_name

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.permissions import Role

_LOOKED_AT: Final = 50
"""Changes of a company's settings, the newest ones, among which the last of a field is sought."""


def active_members(session: Session, company_id: int, roles: Collection[Role] | None = None) -> int:
    """How many there are, of `roles` or, without any named, of all."""
    found = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.company_id == company_id, Membership.state == MembershipState.ACTIVE)
    )
    if roles is not None:
        found = found.where(Membership.role.in_(roles))
    return session.scalars(found).one()


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


def last_change(
    session: Session, company_id: int, names: Collection[str]
) -> tuple[str, datetime | None]:
    """Who changed one of these settings last, and when; ("", None) when that is not known."""
    changes = session.execute(
        select(User.first_name, User.last_name, AuditEntry.at, AuditEntry.changes)
        .join(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.company_id == company_id,
            AuditEntry.action == AuditAction.COMPANY_CONFIGURED,
            AuditEntry.subject == Subject.COMPANY,
        )
        .order_by(AuditEntry.id.desc())
        .limit(_LOOKED_AT)
    )
    for first_name, last_name, at, changed in changes:
        if not changed.keys().isdisjoint(names):
            return person_name(first_name, last_name), at
    return "", None
