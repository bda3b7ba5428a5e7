"""Typing the password once more, for what asks for a fresh one (SECURITY.md C12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import sessions
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import PasswordRefused
from tcm_tui.services.attempts import Attempt, Verdict, check, record_failure, reserve, succeeded
from tcm_tui.services.context import use_case

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def prove(ctx: Context, password: str) -> None:
    """Check the actor's password; from now on it counts as fresh for a while.

    Wrong ones count like those of signing in. Blocking for one check of a hash.

    Raises:
        PasswordRefused: Wrong, or the account rests.
    """
    attempt = _reserve(ctx)
    if not _record(ctx, attempt, check(ctx.hasher, attempt, password)):
        raise PasswordRefused


@use_case(Permission.SESSION_OWN)
def _reserve(tx: Transaction) -> Attempt:
    """Count a try of the actor's own password."""
    return reserve(tx, tx.user_id)


@use_case(Permission.SESSION_OWN)
def _record(tx: Transaction, attempt: Attempt, verdict: Verdict) -> bool:
    """Note that the password was right, or write the failure down."""
    if not succeeded(tx, attempt, verdict):
        record_failure(tx, attempt)
        return False
    sessions.prove(tx.session, tx.session_id, tx.now)
    tx.audit(AuditAction.PASSWORD_PROVED, Subject.SESSION, tx.session_id)
    return True
