"""A new password, whatever it is chosen for: checked against rules and the last ones, then stored.

Checking costs a hash for each of the last passwords, so it is done outside of any transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import passwords, people, tokens
from tcm_tui.data.models import User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.passwords import NewPassword, check_password, levels_met, used_before
from tcm_tui.domain.people import display_name
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.passwords import PasswordOwner
    from tcm_tui.services.hashing import Hasher
    from tcm_tui.services.transaction import Transaction


def chosen(
    hasher: Hasher, owner: PasswordOwner, password: str, field: str = "password"
) -> NewPassword:
    """`password` as it is stored. Blocking: a hash to make, and one to check for each of the last.

    Raises:
        Invalid: It breaks a rule, or is one of the last passwords; at `field`.
    """
    text = check_password(password, owner.levels, owner.words, field)
    # All of them are checked: how long it takes does not tell which one it was.
    same = [one for one in owner.hashes if hasher.verify(one, text)]
    if same:
        raise used_before(present=owner.present in same, field=field)
    return NewPassword(hasher.hash(text), levels_met(text))


def store(
    tx: Transaction,
    owner: PasswordOwner,
    new: NewPassword,
    action: AuditAction,
    *,
    but: int | None = None,
) -> None:
    """Store it, end every session and mailed code of its owner, and tell them.

    Args:
        tx: The open transaction.
        owner: Whose, as they were when `new` was checked.
        new: The password.
        action: What is written down.
        but: The session that goes on.

    Raises:
        Stale: Another password was stored meanwhile.
    """
    if not passwords.replace_password(tx.session, owner.user_id, owner.present, new, tx.now):
        raise Stale(_("Ihr Passwort wurde gerade geändert. Versuchen Sie es noch einmal."))
    people.end_sessions(tx.session, owner.user_id, tx.now, but=but)
    tokens.void_all(tx.session, owner.user_id, tx.now)
    tx.audit(action, Subject.USER, owner.user_id)
    user = tx.session.get_one(User, owner.user_id)
    values = {
        "changed_at": tx.now.isoformat(),
        "name": display_name(user.first_name, user.last_name),
    }
    tx.mail(MailDraft(MailKind.PASSWORD_CHANGED, owner.email, user.language, values))
