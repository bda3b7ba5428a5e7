"""Queries about people: who an address is, their tries of a password, where they may enter.

The counters of a user and „last sign-in“ change by UPDATE alone and leave `version` as it is:
signing in must not make the form stale in which somebody edits that person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, literal, or_, select, text, update

from tcm_tui.data.models import AuditEntry, EmailAddress, Membership, User, UserSession
from tcm_tui.data.types import UtcDateTime
from tcm_tui.domain.audit import AuditAction
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

_FAILED: Final = f"action = '{AuditAction.SIGN_IN_FAILED.value}'"
"""Word for word the condition of the partial index: a bound value would not find it."""


def user_by_address(session: Session, canonical: str) -> int | None:
    """Whose verified address it is."""
    return session.scalar(
        select(EmailAddress.user_id).where(
            EmailAddress.canonical == canonical, EmailAddress.verified_at.is_not(None)
        )
    )


def verified_address(session: Session, canonical: str) -> tuple[int, str] | None:
    """Whose verified address it is, and the address as it is stored: mail goes to that form."""
    found = session.execute(
        select(EmailAddress.user_id, EmailAddress.address).where(
            EmailAddress.canonical == canonical, EmailAddress.verified_at.is_not(None)
        )
    ).one_or_none()
    return None if found is None else (found.user_id, found.address)


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


def note_right_password(
    session: Session,
    user_id: int,
    checked: str,
    renewed: str | None,
    levels: frozenset[PasswordLevel],
) -> bool:
    """Keep what a right password told; False when it was changed while it was checked.

    Args:
        session: The open transaction.
        user_id: Who was right.
        checked: The stored hash that was checked.
        renewed: The same password hashed with today's parameters, None to leave it.
        levels: Those that the password meets.
    """
    done = session.execute(
        update(User)
        .where(User.id == user_id, User.password_hash == checked)
        .values(password_hash=renewed or checked, password_levels=levels)
        .returning(User.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return done is not None


def forget_tries(session: Session, user_id: int) -> None:
    """Clear the counters: whoever tried was right in everything that was asked."""
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(attempts=0, window_started_at=None, pauses=0, paused_until=None)
        .execution_options(synchronize_session=False)
    )


def give_try_back(session: Session, user_id: int, *, last: bool) -> None:
    """Count a try as if it had not been made, and leave the others.

    Whoever knows the password must not clear the tries of the second factor with it.

    Args:
        session: The open transaction.
        user_id: Who tried.
        last: Whether that try made the account rest.
    """
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            attempts=case((User.attempts > 0, User.attempts - 1), else_=0),
            pauses=User.pauses - 1 if last else User.pauses,
            paused_until=None if last else User.paused_until,
        )
        .execution_options(synchronize_session=False)
    )


def failures_since(session: Session, since: datetime, limit: int) -> int:
    """How many sign-ins of anybody have failed since then; counting ends at `limit`."""
    failed = select(AuditEntry.id).where(text(_FAILED), AuditEntry.at > since).limit(limit)
    return session.scalar(select(func.count()).select_from(failed.subquery())) or 0


def paused_until(session: Session, user_id: int) -> datetime | None:
    """When the account may be tried again, None when it does not rest."""
    return session.scalar(select(User.paused_until).where(User.id == user_id))


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


def end_sessions(session: Session, user_id: int, now: datetime, *, but: int | None = None) -> None:
    """End every session of this person, in every company; the one with the id `but` goes on."""
    kept = [] if but is None else [UserSession.id != but]
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None), *kept)
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
