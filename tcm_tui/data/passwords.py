"""Queries about passwords: whose is to be chosen, and what they had before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - dataclasses read the annotations
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from tcm_tui.data.entrances import entrances
from tcm_tui.data.models import EmailAddress, OldPassword, User
from tcm_tui.domain.passwords import REMEMBERED, PasswordLevel, PasswordOwner

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tcm_tui.domain.passwords import NewPassword


@dataclass(frozen=True)
class Standing:
    """What is stored of a password."""

    password_hash: str | None = field(repr=False)
    levels: frozenset[PasswordLevel]
    set_at: datetime | None


def standing(session: Session, user_id: int) -> Standing | None:
    """What is stored of this person's password now; None when there is no such person."""
    found = session.execute(
        select(User.password_hash, User.password_levels, User.password_set_at).where(
            User.id == user_id
        )
    ).one_or_none()
    return None if found is None else Standing(*found)


def owner(session: Session, user_id: int) -> PasswordOwner:
    """What a new password of this person must keep."""
    user = session.execute(
        select(User.first_name, User.last_name, User.password_hash).where(User.id == user_id)
    ).one()
    addresses = session.execute(
        select(EmailAddress.address)
        .where(EmailAddress.user_id == user_id, EmailAddress.verified_at.is_not(None))
        .order_by(EmailAddress.is_primary.desc(), EmailAddress.id)
    ).scalars()
    doors = entrances(session, user_id)
    asked = {door.level for door in doors} or {PasswordLevel.STANDARD}
    mail = tuple(addresses)
    return PasswordOwner(
        user_id=user_id,
        email=mail[0],
        words=(user.first_name, user.last_name, *mail, *(door.choice.name for door in doors)),
        levels=tuple(level for level in PasswordLevel if level in asked),
        present=user.password_hash,
        earlier=_earlier(session, user_id),
    )


def _earlier(session: Session, user_id: int) -> tuple[str, ...]:
    """The hashes of those before the present one, the newest first."""
    return tuple(
        session.scalars(
            select(OldPassword.password_hash)
            .where(OldPassword.user_id == user_id)
            .order_by(OldPassword.id.desc())
            .limit(REMEMBERED - 1)
        )
    )


def replace_password(
    session: Session, user_id: int, checked: str | None, new: NewPassword, now: datetime
) -> bool:
    """Store another password, remember the one before, and forget the tries of it.

    Args:
        session: The open transaction.
        user_id: Whose.
        checked: The stored hash that is replaced, None where there was none.
        new: The other one.
        now: The instant.

    Returns:
        False when another one was stored meanwhile: then nothing is changed.
    """
    done = session.execute(
        update(User)
        .where(User.id == user_id, User.password_hash.is_not_distinct_from(checked))
        .values(
            password_hash=new.password_hash,
            password_set_at=now,
            password_levels=new.levels,
            attempts=0,
            window_started_at=None,
            pauses=0,
            paused_until=None,
            version=User.version + 1,
        )
        .returning(User.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if done is not None and checked is not None:
        _remember(session, user_id, checked, now)
    return done is not None


def _remember(session: Session, user_id: int, password_hash: str, now: datetime) -> None:
    """Keep the hash of a replaced password, and no more of them than are asked about."""
    session.add(OldPassword(user_id=user_id, password_hash=password_hash, replaced_at=now))
    session.flush()  # it counts among those that are kept
    kept = (
        select(OldPassword.id)
        .where(OldPassword.user_id == user_id)
        .order_by(OldPassword.id.desc())
        .limit(REMEMBERED - 1)
    )
    session.execute(
        delete(OldPassword)
        .where(OldPassword.user_id == user_id, OldPassword.id.not_in(kept))
        .execution_options(synchronize_session=False)
    )
