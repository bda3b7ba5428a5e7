"""The second factor: set up, asked for at sign-in, renewed, removed, reset by an administrator.

What leads in here shows the secret to its owner once and keeps it nowhere: it comes back with the
first code that proves that an authenticator has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import memberships, people, second_factors
from tcm_tui.data.encryption import Unreadable
from tcm_tui.data.models import User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Invalid, NotFound, NotPermitted, Unavailable
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.people import display_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.second_factor import (
    CodeKind,
    FactorStatus,
    KeyLost,
    check_digits,
    find_code,
    hash_recovery_code,
    installed,
    lost_key_text,
    matching_step,
    new_recovery_codes,
    new_secret,
)
from tcm_tui.i18n import _
from tcm_tui.services.context import reading, use_case

if TYPE_CHECKING:
    from tcm_tui.domain.second_factor import GivenCode, NewFactor
    from tcm_tui.services.transaction import Transaction

# --- what signing in takes from here ----------------------------------------------------------


def check(tx: Transaction, user_id: int, code: str) -> bool:
    """Whether `code` is right as this person's second factor; a right one is used up by it.

    To be called for a counted try only: nothing here limits how often.

    Raises:
        KeyLost: It is an authenticator's, and those cannot be checked any more.
        Unavailable: What computes codes is not installed.
    """
    given = find_code(code)
    if given is None:
        return False
    if given.kind is CodeKind.RECOVERY:
        return _use_recovery_code(tx, user_id, given)
    stored = second_factors.stored(tx.session, user_id)
    if stored is None:
        return False
    try:
        secret = tx.vault.open(stored.sealed, second_factors.place(user_id)).decode("ascii")
    except Unreadable as error:
        raise KeyLost from error
    step = matching_step(secret, given.text, tx.now)
    return step is not None and second_factors.use_step(tx.session, user_id, step)


def warning(tx: Transaction, user_id: int) -> str:
    """What somebody must know before they type a code; "" for nothing."""
    return "" if _is_readable(tx, user_id) else lost_key_text()


def store(tx: Transaction, user_id: int, secret: str, code: str) -> tuple[str, ...]:
    """Let `secret` be this person's second factor, and give their recovery codes.

    Raises:
        Invalid: `code` is not one of this secret's.
        Unavailable: The key cannot be made or read, or what computes codes is not installed.
    """
    step = matching_step(secret, check_digits(code), tx.now)
    if step is None:
        raise Invalid(_("Der Code passt nicht. Prüfen Sie die Uhrzeit Ihres Telefons."), "code")
    sealed = tx.vault.seal(secret.encode("ascii"), second_factors.place(user_id))
    # The code that proved it is used up: whoever looked on cannot sign in with it.
    second_factors.store(tx.session, user_id, sealed, step, tx.now)
    codes = _new_codes(tx, user_id)
    tx.audit(AuditAction.SECOND_FACTOR_SET_UP, Subject.USER, user_id)
    _tell(tx, MailKind.SECOND_FACTOR_SET_UP, user_id)
    return codes


# --- „Meine Einstellungen“ --------------------------------------------------------------------


@reading(Permission.ACCOUNT_OWN)
def status(tx: Transaction) -> FactorStatus:
    """How the actor's second factor stands."""
    stored = second_factors.stored(tx.session, tx.user_id)
    return FactorStatus(
        set_up_at=stored.set_up_at if stored else None,
        readable=_is_readable(tx, tx.user_id),
        codes_left=second_factors.codes_left(tx.session, tx.user_id),
        required=second_factors.requires(tx.session, tx.user_id),
        available=installed(),
    )


@reading(Permission.ACCOUNT_OWN, fresh=True)
def propose(tx: Transaction) -> NewFactor:
    """A secret for the actor's authenticator; in use once `set_up` is given its first code."""
    return new_secret(people.primary_address(tx.session, tx.user_id))


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def set_up(tx: Transaction, secret: str, code: str) -> tuple[str, ...]:
    """Set the actor's second factor up, or put another in its place; gives the recovery codes.

    Raises:
        Invalid: `code` is not one of this secret's.
        Unavailable: The key cannot be made or read, or what computes codes is not installed.
    """
    return store(tx, tx.user_id, secret, code)


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def renew_codes(tx: Transaction) -> tuple[str, ...]:
    """Ten new recovery codes for the actor; those of before are worth nothing.

    Raises:
        Invalid: There is no second factor for which they could stand in.
    """
    if second_factors.stored(tx.session, tx.user_id) is None:
        raise Invalid(_("Richten Sie zuerst den zweiten Faktor ein."))
    codes = _new_codes(tx, tx.user_id)
    tx.audit(AuditAction.RECOVERY_CODES_RENEWED, Subject.USER, tx.user_id)
    _tell(tx, MailKind.RECOVERY_CODES_RENEWED, tx.user_id)
    return codes


@use_case(Permission.ACCOUNT_OWN, fresh=True)
def remove(tx: Transaction) -> None:
    """Sign in without a second factor from now on; without one, nothing happens.

    Raises:
        NotPermitted: A company asks it of the actor's role.
    """
    if second_factors.requires(tx.session, tx.user_id):
        raise NotPermitted(
            _("Ihr Unternehmen verlangt einen zweiten Faktor. Er lässt sich nur neu einrichten.")
        )
    if second_factors.remove(tx.session, tx.user_id):
        tx.audit(AuditAction.SECOND_FACTOR_REMOVED, Subject.USER, tx.user_id)
        _tell(tx, MailKind.SECOND_FACTOR_REMOVED, tx.user_id)


# --- „Benutzer“ -------------------------------------------------------------------------------


@use_case(Permission.MEMBER_CHANGE, fresh=True)
def reset_for(tx: Transaction, membership_id: int) -> bool:
    """Take a member's second factor away, who has lost it; whether there was one.

    Raises:
        NotFound: The company has no such member.
        Invalid: It is the actor's own.
    """
    found = memberships.membership(tx.session, tx.company_id, membership_id)
    if found is None:
        raise NotFound(_("Diese Person gehört nicht (mehr) zum Unternehmen."))
    if found.user_id == tx.user_id:
        raise Invalid(_("Ihren eigenen zweiten Faktor ändern Sie unter „Meine Einstellungen“."))
    if not second_factors.remove(tx.session, found.user_id):
        return False
    tx.audit(AuditAction.SECOND_FACTOR_RESET, Subject.MEMBERSHIP, membership_id)
    _tell(
        tx,
        MailKind.SECOND_FACTOR_RESET,
        found.user_id,
        company=tx.company_name,
        person=tx.actor_name,
    )
    return True


# --- what they share --------------------------------------------------------------------------


def _use_recovery_code(tx: Transaction, user_id: int, given: GivenCode) -> bool:
    """Use the code up, and tell its owner: whoever did not do it must know."""
    if not second_factors.use_code(tx.session, user_id, hash_recovery_code(given.text), tx.now):
        return False
    left = second_factors.codes_left(tx.session, user_id)
    tx.audit(AuditAction.RECOVERY_CODE_USED, Subject.USER, user_id)
    _tell(tx, MailKind.RECOVERY_CODE_USED, user_id, codes_left=str(left))
    return True


def _new_codes(tx: Transaction, user_id: int) -> tuple[str, ...]:
    codes = new_recovery_codes()
    second_factors.replace_codes(tx.session, user_id, map(hash_recovery_code, codes))
    return codes


def _is_readable(tx: Transaction, user_id: int) -> bool:
    """Whether codes of this person's authenticator can be checked; True without one."""
    stored = second_factors.stored(tx.session, user_id)
    if stored is None:
        return True
    try:
        tx.vault.open(stored.sealed, second_factors.place(user_id))
    except Unavailable:  # lost, or not ours to read: a recovery code must get in all the same
        return False
    return True


def _tell(tx: Transaction, kind: MailKind, user_id: int, **more: str) -> None:
    """Promise the owner a mail."""
    owner = tx.session.get_one(User, user_id)
    values = {
        "changed_at": tx.now.isoformat(),
        "name": display_name(owner.first_name, owner.last_name),
        **more,
    }
    address = people.primary_address(tx.session, user_id)
    tx.mail(MailDraft(kind, address, owner.language, values))
