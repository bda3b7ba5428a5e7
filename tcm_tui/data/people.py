"""Queries about people: who an address is, their tries of a password, where they may enter.

The counters of a user and „last sign-in“ change by UPDATE alone and leave `version` as it is:
signing in must not make the form stale in which somebody edits that person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, literal, or_, select, update

from tcm_tui.data.models import Company, EmailAddress, Membership, User, UserSession
from tcm_tui.data.types import UtcDateTime
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.sign_in import (
    FAILURE_WINDOW,
    FAILURES_ALLOWED,
    FORGOTTEN_AFTER,
    CountedTry,
    pause_after,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.passwords import PasswordLevel


def user_by_address(session: Session, canonical: str) -> int | None:
    """Whose verified address it is."""
    return session.scalar(
        select(EmailAddress.user_id).where(
            EmailAddress.canonical == canonical, EmailAddress.verified_at.is_not(None)
        )
    )


def primary_address(session: Session, user_id: int) -> str:
    """Where mail to this person goes."""
    return session.scalars(
        select(EmailAddress.address).where(
            EmailAddress.user_id == user_id, EmailAddress.is_primary.is_(True)
        )
    ).one()


def count_try(session: Session, user_id: int, now: datetime) -> CountedTry | None:
    """Count one try of a password, or None when the account rests.

    One UPDATE decides, so that processes trying at once never get more than are allowed: the last
    one allowed starts the pause, and being right ends it again (SECURITY.md C3).
    """
    forgotten = or_(
        User.window_started_at.is_(None), User.window_started_at <= now - FORGOTTEN_AFTER
    )
    # A pause that is over starts a new window too.
    fresh = or_(
        forgotten, User.window_started_at <= now - FAILURE_WINDOW, User.paused_until.is_not(None)
    )
    counted = session.execute(
        update(User)
        .where(User.id == user_id, or_(User.paused_until.is_(None), User.paused_until <= now))
        .values(
            attempts=case((fresh, 1), else_=User.attempts + 1),
            window_started_at=case(
                (fresh, literal(now, UtcDateTime)), else_=User.window_started_at
            ),
            pauses=case((forgotten, 0), else_=User.pauses),
            paused_until=None,
        )
        .returning(User.attempts, User.pauses, User.password_hash)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if counted is None:
        return None
    last = counted.attempts >= FAILURES_ALLOWED
    if last:
        # The row is ours until the commit: nobody can come between the two statements.
        session.execute(
            update(User)
            .where(User.id == user_id)
            .values(pauses=User.pauses + 1, paused_until=now + pause_after(counted.pauses + 1))
            .execution_options(synchronize_session=False)
        )
    return CountedTry(counted.password_hash, last=last)


def forget_tries(session: Session, user_id: int, checked: str, renewed: str | None) -> bool:
    """Clear the counters and store a renewed hash; False when the password was changed meanwhile.

    Args:
        session: The open transaction.
        user_id: Who was right.
        checked: The stored hash that was checked.
        renewed: The same password hashed with today's parameters, None to leave it.
    """
    done = session.execute(
        update(User)
        .where(User.id == user_id, User.password_hash == checked)
        .values(
            attempts=0,
            window_started_at=None,
            pauses=0,
            paused_until=None,
            password_hash=renewed or checked,
        )
        .returning(User.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return done is not None


def paused_until(session: Session, user_id: int) -> datetime | None:
    """When the account may be tried again, None when it does not rest."""
    return session.scalar(select(User.paused_until).where(User.id == user_id))


def entrance(session: Session, user_id: int) -> int | None:
    """The membership to enter by: the active one signed in to last, None without any."""
    return session.scalar(
        select(Membership.id)
        .where(Membership.user_id == user_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Membership.last_sign_in_at.desc().nulls_last(), Membership.id)
        .limit(1)
    )


def password_level(session: Session, company_id: int) -> PasswordLevel:
    """What the company asks of passwords."""
    return session.scalars(select(Company.password_level).where(Company.id == company_id)).one()


def set_password(session: Session, user_id: int, password_hash: str, now: datetime) -> None:
    """Store another password, and forget the tries of the one before."""
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            password_hash=password_hash,
            password_set_at=now,
            attempts=0,
            window_started_at=None,
            pauses=0,
            paused_until=None,
            version=User.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


def note_sign_in(session: Session, membership_id: int, now: datetime) -> None:
    """Keep when a member signed in last."""
    session.execute(
        update(Membership)
        .where(Membership.id == membership_id)
        .values(last_sign_in_at=now)
        .execution_options(synchronize_session=False)
    )


def lock_session(session: Session, session_id: int, locked_at: datetime | None) -> None:
    """Mark a session as locked since `locked_at`, or as open again."""
    session.execute(
        update(UserSession).where(UserSession.id == session_id).values(locked_at=locked_at)
    )


def end_session(session: Session, session_id: int, now: datetime) -> None:
    """End a session."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(ended_at=now))


def end_sessions(session: Session, user_id: int, now: datetime) -> None:
    """End every session of this person, in every company."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
