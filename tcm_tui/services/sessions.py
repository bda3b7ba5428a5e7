"""One's own sessions: where somebody is signed in, and ending that elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import sessions
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.permissions import Permission
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.domain.sessions import OwnSession
    from tcm_tui.services.transaction import Transaction


@reading(Permission.ACCOUNT_OWN)
def own_sessions(tx: Transaction) -> list[OwnSession]:
    """The actor's open sessions in every company: this one first, then the newest."""
    return sessions.open_ones(tx.session, tx.user_id, tx.session_id, tx.now)


@use_case(Permission.ACCOUNT_OWN)
def end_sessions(tx: Transaction, numbers: Collection[int]) -> int:
    """End these of the actor's own sessions; how many there were to end.

    This one goes on: it is left by signing out. Those of others are nobody's business here.
    """
    return _ended(tx, numbers)


@use_case(Permission.ACCOUNT_OWN)
def end_other_sessions(tx: Transaction) -> int:
    """End every session of the actor but this one; how many there were."""
    return _ended(tx, None)


def _ended(tx: Transaction, only: Collection[int] | None) -> int:
    found = sessions.end(tx.session, tx.user_id, tx.session_id, tx.now, only=only)
    tx.audit_many([Entry(AuditAction.SESSION_ENDED, Subject.SESSION, one) for one in found])
    return len(found)
