"""Signing in and out, locking and unlocking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import people
from tcm_tui.data.models import Company, Membership, User, UserSession
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.people import canonical
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import PasswordRefused, SignedIn, SignInRefused
from tcm_tui.services.attempts import (
    Attempt,
    Verdict,
    check,
    record_failure,
    reserve,
    succeeded,
)
from tcm_tui.services.context import use_case

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def sign_in(ctx: Context, email: str, password: str) -> SignedIn:
    """Sign in with any verified address, into the company signed in to last.

    Blocking for about as long as one check of a hash, whoever it is.

    Raises:
        SignInRefused: One sentence for every reason.
    """
    nobody = ctx.as_actor(None)
    attempt = _reserve(nobody, email)
    signed_in = _record(nobody, attempt, check(ctx.hasher, attempt, password))
    if signed_in is None:
        raise SignInRefused
    return signed_in


@use_case(Permission.ANYONE)
def _reserve(tx: Transaction, email: str) -> Attempt:
    """Count the try before the password is looked at."""
    address = canonical(email)
    # What can be nobody's address gets the same answer as an unknown one.
    return reserve(tx, people.user_by_address(tx.session, address) if address else None)


@use_case(Permission.ANYONE)
def _record(tx: Transaction, attempt: Attempt, verdict: Verdict) -> SignedIn | None:
    """Start the session, or write the failure down: it must stay, so nothing is raised here."""
    membership_id = attempt.user_id and people.entrance(tx.session, attempt.user_id)
    if membership_id and succeeded(tx, attempt, verdict):
        return start_session(tx, membership_id)
    record_failure(tx, attempt)
    return None


def start_session(tx: Transaction, membership_id: int) -> SignedIn:
    """Sign the member in, in this process. From here on the transaction acts as them."""
    membership = tx.session.get_one(Membership, membership_id)
    user = tx.session.get_one(User, membership.user_id)
    company = tx.session.get_one(Company, membership.company_id)
    row = UserSession(
        user_id=user.id,
        company_id=company.id,
        started_at=tx.now,
        last_seen_at=tx.now,
        process_id=tx.origin.process_id,
        host=tx.origin.host,
        unix_user=tx.origin.unix_user,
        ssh_connection=tx.origin.ssh_connection,
    )
    tx.session.add(row)
    tx.session.flush()  # the actor and the audit entry name the session by its id
    people.note_sign_in(tx.session, membership.id, tx.now)
    tx.act_as(user, company, row.id)
    tx.audit(AuditAction.SESSION_STARTED, Subject.SESSION, row.id)
    return SignedIn(
        user_id=user.id,
        session_id=row.id,
        company_id=company.id,
        company_name=company.name,
        first_name=user.first_name,
        last_name=user.last_name,
        email=people.primary_address(tx.session, user.id),
        role=membership.role,
        language=user.language,
        idle_minutes=company.idle_minutes,
    )


@use_case(Permission.SESSION_OWN)
def sign_out(tx: Transaction) -> None:
    """End the actor's session."""
    people.end_session(tx.session, tx.session_id, tx.now)
    tx.audit(AuditAction.SESSION_ENDED, Subject.SESSION, tx.session_id)


@use_case(Permission.SESSION_OWN)
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


@use_case(Permission.SESSION_OWN)
def _reserve_own(tx: Transaction) -> Attempt:
    """Count a try of the actor's own password."""
    return reserve(tx, tx.user_id)


@use_case(Permission.SESSION_OWN)
def _record_unlock(tx: Transaction, attempt: Attempt, verdict: Verdict) -> bool:
    """Unlock the session, or write the failure down."""
    if not succeeded(tx, attempt, verdict):
        record_failure(tx, attempt)
        return False
    people.lock_session(tx.session, tx.session_id, None)
    tx.audit(AuditAction.SESSION_UNLOCKED, Subject.SESSION, tx.session_id)
    return True
