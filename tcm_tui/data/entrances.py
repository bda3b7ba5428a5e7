"""Queries about where somebody may enter, and what is asked for at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from tcm_tui.data.models import Company, Membership, SecondFactor
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.sign_in import CompanyChoice, Entrance
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def entrances(session: Session, user_id: int) -> tuple[Entrance, ...]:
    """Every company this person is active in, by name; the last entered is marked."""
    found = session.execute(
        select(
            Membership.id,
            Membership.role,
            Company.id,
            Company.name,
            Company.password_level,
            Company.second_factor_roles,
            Membership.last_sign_in_at,
        )
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.user_id == user_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Membership.last_sign_in_at.desc().nulls_last(), Membership.id)
    ).all()
    doors = [
        Entrance(
            membership_id=membership_id,
            choice=CompanyChoice(company_id, name, role, last=place == 0 and seen is not None),
            level=level,
            asks_factor=role in factor_roles,
        )
        for place, (membership_id, role, company_id, name, level, factor_roles, seen) in enumerate(
            found
        )
    ]
    return tuple(sorted(doors, key=lambda door: sort_key(door.choice.name)))


def has_second_factor(session: Session, user_id: int) -> bool:
    """Whether this person signs in with a second factor."""
    return bool(session.scalar(select(exists().where(SecondFactor.user_id == user_id))))
