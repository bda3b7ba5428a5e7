"""Queries about second factors. A code is used up by one UPDATE, so that it is good once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from tcm_tui.data.encryption import Place
from tcm_tui.data.models import Company, Membership, RecoveryCode, SecondFactor
from tcm_tui.domain.people import MembershipState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class StoredFactor:
    """A second factor as it is stored; `sealed` is the encrypted secret."""

    sealed: bytes = field(repr=False)
    set_up_at: datetime


def place(user_id: int) -> Place:
    """Where the secret of a person stands. One belongs to a person, whatever row it is in."""
    return Place(SecondFactor.__tablename__, user_id, "secret")


def stored(session: Session, user_id: int) -> StoredFactor | None:
    """The second factor of a person."""
    found = session.execute(
        select(SecondFactor.secret, SecondFactor.set_up_at).where(SecondFactor.user_id == user_id)
    ).one_or_none()
    return None if found is None else StoredFactor(found.secret, found.set_up_at)


def requires(session: Session, user_id: int) -> bool:
    """Whether one of the companies that this person may enter asks it of their role."""
    asked = session.execute(
        select(Membership.role, Company.second_factor_roles)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.user_id == user_id, Membership.state == MembershipState.ACTIVE)
    )
    return any(role in roles for role, roles in asked)


def store(session: Session, user_id: int, sealed: bytes, step: int, now: datetime) -> None:
    """Let this be the second factor of a person, in the place of any other."""
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    session.execute(
        insert(SecondFactor).values(user_id=user_id, secret=sealed, set_up_at=now, last_step=step)
    )


def remove(session: Session, user_id: int) -> bool:
    """Take the second factor and every recovery code away; whether there was one."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    gone = session.execute(
        delete(SecondFactor).where(SecondFactor.user_id == user_id).returning(SecondFactor.id)
    )
    return gone.first() is not None


def use_step(session: Session, user_id: int, step: int) -> bool:
    """Use a time step up; False when it, or a later one, was used before."""
    used = session.execute(
        update(SecondFactor)
        .where(SecondFactor.user_id == user_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.id)
        .execution_options(synchronize_session=False)
    )
    return used.first() is not None


def replace_codes(session: Session, user_id: int, hashes: Iterable[str]) -> None:
    """Let these be the recovery codes of a person; those of before are worth nothing."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(
        insert(RecoveryCode), [{"user_id": user_id, "code_hash": one} for one in hashes]
    )


def use_code(session: Session, user_id: int, code_hash: str, now: datetime) -> bool:
    """Use a recovery code up; False when it is none of theirs, or was used before."""
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == code_hash,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    )
    return used.first() is not None


def codes_left(session: Session, user_id: int) -> int:
    """How many recovery codes are unused."""
    return session.scalars(
        select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    ).one()
