"""Tries of a password, in three steps: count it, check it outside any transaction, record it.

Whatever asks for a password goes through here, so that one limit counts for all of it, and so that
every try costs exactly one check of a hash, whoever it is for (SECURITY.md C1 to C3).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.data import people
from tcm_tui.data.models import User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.passwords import PASSWORD_MAX, normalised
from tcm_tui.domain.people import display_name

if TYPE_CHECKING:
    from tcm_tui.domain.sign_in import CountedTry
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Transaction


@dataclass(frozen=True)
class Attempt:
    """Who is tried; `counted` is None when nobody is checked: an unknown or resting account."""

    user_id: int | None
    counted: CountedTry | None

    @property
    def password_hash(self) -> str | None:
        """What the password is checked against, None for the dummy."""
        return self.counted.password_hash if self.counted else None


@dataclass(frozen=True)
class Verdict:
    """What the check said; `renewed` is the password's hash with today's parameters, if needed."""

    right: bool
    renewed: str | None = field(default=None, repr=False)


def reserve(tx: Transaction, user_id: int | None) -> Attempt:
    """Count a try for `user_id`, None for somebody unknown."""
    if user_id is None:
        return Attempt(None, None)
    return Attempt(user_id, people.count_try(tx.session, user_id, tx.now))


def check(hasher: Hasher, attempt: Attempt, password: str) -> Verdict:
    """Check the password: one hash, and another only to renew an outdated one."""
    # Stored passwords are never longer, so what is cut off cannot make a wrong one right.
    text = normalised(password)[: PASSWORD_MAX + 1]
    stored = attempt.password_hash
    right = hasher.verify(stored, text)
    if right and stored and hasher.outdated(stored):
        return Verdict(right, hasher.hash(text))
    return Verdict(right)


def succeeded(tx: Transaction, attempt: Attempt, verdict: Verdict) -> bool:
    """Clear the counters after a right password.

    False when it was wrong, or was changed while it was checked.
    """
    if not verdict.right or attempt.user_id is None or attempt.password_hash is None:
        return False
    return people.forget_tries(tx.session, attempt.user_id, attempt.password_hash, verdict.renewed)


def record_failure(tx: Transaction, attempt: Attempt) -> None:
    """Write the failed try down; tell the owner when it made the account rest."""
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
