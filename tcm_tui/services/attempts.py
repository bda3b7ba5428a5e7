"""Tries of a password, in three steps: count it, check it outside any transaction, record it.

Whatever asks for a password goes through here, so that one limit counts for all of it, and so that
every try costs exactly one check of a hash, whoever it is for (SECURITY.md C1 to C3). Tries of a
second factor are counted by the same limit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.data import people
from tcm_tui.data.entrances import has_second_factor
from tcm_tui.data.models import User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.passwords import PASSWORD_MAX, levels_met, normalised
from tcm_tui.domain.people import display_name
from tcm_tui.domain.sign_in import FAILURE_WINDOW, Proved

if TYPE_CHECKING:
    from tcm_tui.domain.passwords import PasswordLevel
    from tcm_tui.domain.sign_in import CountedTry
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Transaction


@dataclass(frozen=True)
class Attempt:
    """Who is tried; `counted` is None when nobody is checked: an unknown or resting account.

    `limited` is whether nobody at all is let in now, because too many were wrong.
    """

    user_id: int | None
    counted: CountedTry | None
    limited: bool = False

    @property
    def password_hash(self) -> str | None:
        """What the password is checked against, None for the dummy."""
        return self.counted.password_hash if self.counted else None


@dataclass(frozen=True)
class Verdict:
    """What the check said.

    Args:
        right: Whether it is the password.
        levels: Those that a right password meets.
        renewed: The hash of a right one with today's parameters, None when it has them.
    """

    right: bool
    levels: frozenset[PasswordLevel] = frozenset()
    renewed: str | None = field(default=None, repr=False)


def reserve(tx: Transaction, user_id: int | None) -> Attempt:
    """Count a try for `user_id`, None for somebody unknown."""
    if tx.actor is None and _too_many(tx):  # who is signed in goes on
        return Attempt(None, None, limited=True)
    if user_id is None:
        return Attempt(None, None)
    return Attempt(user_id, people.count_try(tx.session, user_id, tx.now))


def _too_many(tx: Transaction) -> bool:
    limit = tx.sign_in_limit
    return 0 < limit <= people.failures_since(tx.session, tx.now - FAILURE_WINDOW, limit)


def check(hasher: Hasher, attempt: Attempt, password: str) -> Verdict:
    """Check the password: one hash, and another only to renew an outdated one."""
    # Stored passwords are never longer, so what is cut off cannot make a wrong one right.
    text = normalised(password)[: PASSWORD_MAX + 1]
    stored = attempt.password_hash
    if not hasher.verify(stored, text):
        return Verdict(right=False)
    renewed = hasher.hash(text) if stored and hasher.outdated(stored) else None
    return Verdict(True, levels_met(text), renewed)


def succeeded(tx: Transaction, attempt: Attempt, verdict: Verdict) -> bool:
    """Clear the counters after a right password.

    False when it was wrong, or was changed while it was checked.
    """
    if _right(tx, attempt, verdict) is None or attempt.user_id is None:
        return False
    people.forget_tries(tx.session, attempt.user_id)
    return True


def passed(tx: Transaction, attempt: Attempt, verdict: Verdict) -> Proved | None:
    """The same for signing in: who may go on to the next step, None for nobody.

    While a second factor is due the counters stay, without this try.
    """
    checked, user_id = _right(tx, attempt, verdict), attempt.user_id
    if checked is None or user_id is None or attempt.counted is None:
        return None
    if has_second_factor(tx.session, user_id):
        people.give_try_back(tx.session, user_id, last=attempt.counted.last)
    else:
        people.forget_tries(tx.session, user_id)
    return Proved(user_id, checked, tx.now)


def _right(tx: Transaction, attempt: Attempt, verdict: Verdict) -> str | None:
    """Keep what a right password told; the hash that is stored now, None for a wrong one."""
    checked = attempt.password_hash
    if not verdict.right or attempt.user_id is None or checked is None:
        return None
    kept = people.note_right_password(
        tx.session, attempt.user_id, checked, verdict.renewed, verdict.levels
    )
    return (verdict.renewed or checked) if kept else None


def record_failure(tx: Transaction, attempt: Attempt) -> None:
    """Write the failed try down; tell the owner when it made the account rest."""
    if attempt.limited:  # not counted again: else the limit would never end
        tx.audit(AuditAction.SIGN_IN_LIMITED, Subject.USER)
        return
    tx.audit(AuditAction.SIGN_IN_FAILED, Subject.USER, attempt.user_id)
    if attempt.user_id is None or attempt.counted is None or not attempt.counted.last:
        return
    until = people.paused_until(tx.session, attempt.user_id)
    if until is None:  # a right password came in between and ended the pause
        return
    tx.audit(
        AuditAction.ACCOUNT_PAUSED,
        Subject.USER,
        attempt.user_id,
        paused_until=(None, until.isoformat()),
    )
    owner = tx.session.get_one(User, attempt.user_id)
    tx.mail(
        MailDraft(
            MailKind.ACCOUNT_PAUSED,
            people.primary_address(tx.session, owner.id),
            owner.language,
            {
                "name": display_name(owner.first_name, owner.last_name),
                "paused_until": until.isoformat(),
            },
        )
    )
