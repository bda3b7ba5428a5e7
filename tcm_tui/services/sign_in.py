"""Signing in and out, locking and unlocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import people, sessions
from tcm_tui.data.entrances import entrances
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.people import canonical
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import PasswordRefused, SignInRefused
from tcm_tui.services.attempts import (
    Attempt,
    Verdict,
    check,
    passed,
    record_failure,
    reserve,
    succeeded,
)
from tcm_tui.services.context import use_case
from tcm_tui.services.entering import go_on

if TYPE_CHECKING:
    from tcm_tui.domain.sign_in import NextStep, SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def sign_in(ctx: Context, email: str, password: str) -> SignedIn | NextStep:
    """Sign in with any verified address, or say which step is asked for after the password.

    Blocking for about as long as one check of a hash, whoever it is.

    Raises:
        SignInRefused: One sentence for every reason.
    """
    nobody = ctx.as_actor(None)
    attempt = _reserve(nobody, email)
    answer = _record(nobody, attempt, check(ctx.hasher, attempt, password))
    if answer is None:
        raise SignInRefused
    return answer


@use_case(Permission.ANYONE)
def _reserve(tx: Transaction, email: str) -> Attempt:
    """Count the try before the password is looked at."""
    address = canonical(email)
    # What can be nobody's address gets the same answer as an unknown one.
    return reserve(tx, people.user_by_address(tx.session, address) if address else None)


@use_case(Permission.ANYONE)
def _record(tx: Transaction, attempt: Attempt, verdict: Verdict) -> SignedIn | NextStep | None:
    """Go on, or write the failure down: it must stay, so nothing is raised here."""
    may_enter = attempt.user_id is not None and entrances(tx.session, attempt.user_id)
    if may_enter and (proved := passed(tx, attempt, verdict)):
        return go_on(tx, proved)
    record_failure(tx, attempt)
    return None


@use_case(Permission.SESSION_OWN, while_locked=True)
def sign_out(tx: Transaction) -> None:
    """End the actor's session."""
    people.end_session(tx.session, tx.session_id, tx.now)
    tx.audit(AuditAction.SESSION_ENDED, Subject.SESSION, tx.session_id)


@use_case(Permission.SESSION_OWN, while_locked=True)
def lock(tx: Transaction) -> None:
    """Write down that the screen is locked."""
    people.lock_session(tx.session, tx.session_id, tx.now)
    tx.audit(AuditAction.SESSION_LOCKED, Subject.SESSION, tx.session_id)


def unlock(ctx: Context, password: str) -> None:
    """Open the locked screen again; wrong passwords count like those of signing in.

    Raises:
        PasswordRefused: Wrong, or the account rests.
        SessionEnded: There is nothing left to unlock.
    """
    attempt = _reserve_own(ctx)
    if not _record_unlock(ctx, attempt, check(ctx.hasher, attempt, password)):
        raise PasswordRefused


@use_case(Permission.SESSION_OWN, while_locked=True)
def _reserve_own(tx: Transaction) -> Attempt:
    """Count a try of the actor's own password."""
    return reserve(tx, tx.user_id)


@use_case(Permission.SESSION_OWN, while_locked=True)
def _record_unlock(tx: Transaction, attempt: Attempt, verdict: Verdict) -> bool:
    """Unlock the session, or write the failure down."""
    if not succeeded(tx, attempt, verdict):
        record_failure(tx, attempt)
        return False
    people.lock_session(tx.session, tx.session_id, None)
    sessions.prove(tx.session, tx.session_id, tx.now)
    tx.audit(AuditAction.SESSION_UNLOCKED, Subject.SESSION, tx.session_id)
    return True
