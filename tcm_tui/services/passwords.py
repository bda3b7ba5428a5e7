"""A mailed code for a new password, and the new password itself.

„Passwort vergessen?“ sends the code to whoever asks, „Passwort zurücksetzen“ an administrator or
a guest to a member; only who reads the mail sets the password.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.data import invitations, memberships, people, tokens
from tcm_tui.data.entrances import entrances
from tcm_tui.data.models import Token, User
from tcm_tui.data.passwords import owner
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import LIVES, TokenPurpose, find_code, hash_code, new_code
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.invitations import wrong_code
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.password_reset import RESETS_PER_DAY, TooManyResets, spent_code
from tcm_tui.domain.passwords import check_password
from tcm_tui.domain.people import MembershipState, canonical, check_email, display_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import PasswordRefused, PresentRefused
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.new_passwords import chosen, store
from tcm_tui.services.proving import prove

if TYPE_CHECKING:
    from tcm_tui.domain.password_reset import MailedReset, OpenReset
    from tcm_tui.domain.passwords import NewPassword, PasswordOwner
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction

ONE_DAY: Final = timedelta(days=1)


@use_case(Permission.PASSWORD_RESET_SEND)
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
    if _too_many(tx, address):
        raise TooManyResets(address)
    _mail_code(tx, user, address, MailKind.RESET)
    tx.audit(AuditAction.PASSWORD_RESET_SENT, Subject.MEMBERSHIP, membership_id)


def forgotten(ctx: Context, email: str) -> None:
    """Mail a code to whoever has this verified address.

    The answer is the same for everybody and takes as long: nobody learns whether there is anybody.
    Blocking for about as long as one check of a hash.
    """
    ctx.hasher.verify(None, "")  # hides the little that a known address takes longer
    _send_forgotten(ctx.as_actor(None), email)


@use_case(Permission.ANYONE)
def _send_forgotten(tx: Transaction, email: str) -> None:
    """Promise the mail, if there is somebody who can sign in and has not had too many."""
    address = canonical(email)
    found = people.verified_address(tx.session, address) if address else None
    tx.audit(AuditAction.PASSWORD_FORGOTTEN, Subject.USER, found[0] if found else None)
    if found is None or not entrances(tx.session, found[0]):
        return
    user_id, stored = found
    if not _too_many(tx, stored):
        _mail_code(tx, tx.session.get_one(User, user_id), stored, MailKind.FORGOTTEN)


def _too_many(tx: Transaction, address: str) -> bool:
    key = check_email(address).canonical
    kinds = [MailKind.FORGOTTEN, MailKind.RESET]
    sent = invitations.mails_since(tx.session, [key], tx.now - ONE_DAY, kinds)
    return sent.get(key, 0) >= RESETS_PER_DAY


def _mail_code(tx: Transaction, user: User, address: str, kind: MailKind) -> None:
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
    }
    if kind is MailKind.RESET:
        values["person"] = tx.actor_name
    tx.mail(MailDraft(kind, address, user.language, values, expires_at=ends))


@reading(Permission.ANYONE)
def open_reset(tx: Transaction, code: str) -> OpenReset:
    """Whose password `code` sets; it may stand inside a pasted mail.

    Raises:
        Invalid: Nobody's (any more).
    """
    return _find(tx, code).check(tx.now)


def reset_password(ctx: Context, code: str, password: str) -> None:
    """Set a new password with a mailed code; nobody is signed in by it (SECURITY.md C7).

    Raises:
        Invalid: The code sets nothing any more, or the password breaks a rule.
        Stale: Another password was stored meanwhile.
    """
    nobody = ctx.as_actor(None)
    _set(nobody, code, chosen(ctx.hasher, open_reset(nobody, code), password))


@use_case(Permission.ANYONE)
def _set(tx: Transaction, code: str, new: NewPassword) -> None:
    """Use the code up, store the password."""
    found = _find(tx, code)
    opened = found.check(tx.now)
    if not tokens.use(tx.session, found.token_id, tx.now):
        raise spent_code()
    store(tx, opened, new, AuditAction.PASSWORD_RESET)


def change_password(ctx: Context, present: str, new: str) -> None:
    """Change the actor's own password; their other sessions end.

    Raises:
        Invalid: The new one breaks a rule, or is one of the last; its field is `new`.
        PresentRefused: The present one is wrong, or the account rests; its field is `present`.
        Stale: Another password was stored meanwhile.
    """
    whose = _own(ctx)
    check_password(new, whose.levels, whose.words, "new")  # before a try is counted
    try:
        prove(ctx, present)
    except PasswordRefused as refusal:
        raise PresentRefused from refusal
    whose = _own(ctx)  # as it was stored when `present` was right
    _change(ctx, whose, chosen(ctx.hasher, whose, new, "new"))


@reading(Permission.ACCOUNT_OWN)
def _own(tx: Transaction) -> PasswordOwner:
    return owner(tx.session, tx.user_id)


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def _change(tx: Transaction, whose: PasswordOwner, new: NewPassword) -> None:
    """Store the actor's password; this session goes on."""
    if whose.user_id != tx.user_id:
        raise NotFound(_("Das ist nicht Ihr Konto."))
    store(tx, whose, new, AuditAction.PASSWORD_CHANGED, but=tx.session_id)


def _find(tx: Transaction, code: str) -> MailedReset:
    text = find_code(code)
    found = tokens.mailed_reset(tx.session, hash_code(text)) if text else None
    if found is None:
        raise wrong_code()
    return found
