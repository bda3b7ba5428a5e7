"""„Passwort zurücksetzen“: an administrator has the mail sent, its owner sets the new password."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.data import invitations, memberships, people, tokens
from tcm_tui.data.models import Token, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose, find_code, hash_code, new_code
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.invitations import wrong_code
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.password_reset import RESETS_PER_DAY, TooManyResets, spent_code
from tcm_tui.domain.passwords import check_password
from tcm_tui.domain.people import MembershipState, check_email, display_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.password_reset import MailedReset, OpenReset
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

ONE_DAY: Final = timedelta(days=1)


@use_case(Permission.MEMBER_CHANGE)
def send_reset(tx: Transaction, membership_id: int) -> None:
    """Mail a code to a member, at their primary address; their password stays until they use it.

    Raises:
        Invalid: The member is disabled.
        NotFound: The company has no such member.
        TooManyResets: The address has had its mails of the day.
    """
    found = memberships.membership(tx.session, tx.company_id, membership_id)
    if found is None:
        raise NotFound(_("Diese Person gehört nicht (mehr) zum Unternehmen."))
    if found.state is not MembershipState.ACTIVE:
        raise Invalid(_("Diese Person ist deaktiviert. Aktivieren Sie sie zuerst."))
    user = tx.session.get_one(User, found.user_id)
    address = people.primary_address(tx.session, user.id)
    _refuse_too_many(tx, address)
    _mail_code(tx, user, address)
    tx.audit(AuditAction.PASSWORD_RESET_SENT, Subject.MEMBERSHIP, membership_id)


def _refuse_too_many(tx: Transaction, address: str) -> None:
    key = check_email(address).canonical
    sent = invitations.mails_since(tx.session, [key], tx.now - ONE_DAY, [MailKind.RESET])
    if sent.get(key, 0) >= RESETS_PER_DAY:
        raise TooManyResets(address)


def _mail_code(tx: Transaction, user: User, address: str) -> None:
    """A fresh code; those sent before are worth nothing from now on."""
    tokens.void_resets(tx.session, user.id, tx.now)
    code, ends = new_code(), tx.now + LIVES[TokenPurpose.PASSWORD_RESET]
    tx.session.add(
        Token(
            purpose=TokenPurpose.PASSWORD_RESET,
            code_hash=code.hash,
            created_at=tx.now,
            expires_at=ends,
            user_id=user.id,
        )
    )
    values = {
        "code": code.text,
        "expires_at": ends.isoformat(),
        "name": display_name(user.first_name, user.last_name),
        "person": tx.actor_name,
    }
    tx.mail(MailDraft(MailKind.RESET, address, user.language, values, expires_at=ends))


@reading(Permission.ANYONE)
def open_reset(tx: Transaction, code: str) -> OpenReset:
    """Whose password `code` sets; it may stand inside a pasted mail.

    Raises:
        Invalid: Nobody's (any more).
    """
    return _find(tx, code).check(tx.now)


def reset_password(ctx: Context, code: str, password: str) -> None:
    """Set a new password with a mailed code; nobody is signed in by it (SECURITY.md C7).

    Blocking for two hashes: one tells the new password from the present one.

    Raises:
        Invalid: The code sets nothing any more, or the password breaks a rule.
    """
    nobody = ctx.as_actor(None)
    opened = open_reset(nobody, code)
    text = check_password(password, opened.levels, opened.words)
    if opened.password_hash and ctx.hasher.verify(opened.password_hash, text):
        raise Invalid(_("Das ist Ihr bisheriges Passwort. Wählen Sie ein anderes."), "password")
    _set(nobody, code, ctx.hasher.hash(text))


@use_case(Permission.ANYONE)
def _set(tx: Transaction, code: str, password_hash: str) -> None:
    """Use the code up, store the password, end every session, tell the owner."""
    found = _find(tx, code)
    opened = found.check(tx.now)
    if not tokens.use(tx.session, found.token_id, tx.now):
        raise spent_code()
    people.set_password(tx.session, opened.user_id, password_hash, tx.now)
    people.end_sessions(tx.session, opened.user_id, tx.now)
    tokens.void_resets(tx.session, opened.user_id, tx.now)
    tx.audit(AuditAction.PASSWORD_RESET, Subject.USER, opened.user_id)
    user = tx.session.get_one(User, opened.user_id)
    values = {
        "changed_at": tx.now.isoformat(),
        "name": display_name(user.first_name, user.last_name),
    }
    tx.mail(MailDraft(MailKind.PASSWORD_CHANGED, opened.email, user.language, values))


def _find(tx: Transaction, code: str) -> MailedReset:
    text = find_code(code)
    found = tokens.mailed_reset(tx.session, hash_code(text)) if text else None
    if found is None:
        raise wrong_code()
    return found
