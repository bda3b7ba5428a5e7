"""The steps between the right password and a session that are asked of some people only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcm_tui.data import passwords, people
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import CodeRefused, Step, without_steps
from tcm_tui.i18n import _
from tcm_tui.services import second_factor
from tcm_tui.services.accepting import on_record
from tcm_tui.services.attempts import Attempt, record_failure, reserve
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.entering import asked_for, go_on
from tcm_tui.services.new_passwords import chosen, store

if TYPE_CHECKING:
    from tcm_tui.domain.passwords import NewPassword, PasswordOwner
    from tcm_tui.domain.sign_in import NextStep, Proved, SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def give_code(ctx: Context, proved: Proved, code: str) -> SignedIn | NextStep:
    """Take a code of the second factor; wrong ones count like wrong passwords.

    Raises:
        CodeRefused: Wrong, used before, or the account rests; its field is `code`.
        KeyLost: Codes of authenticators cannot be checked any more.
        SignInExpired: The steps took too long.
    """
    nobody = ctx.as_actor(None)
    attempt = _reserve_code(nobody, proved)
    with on_record(nobody, proved.joining):
        answer = _record_code(nobody, proved, attempt, code)
    if answer is None:
        raise CodeRefused
    return answer


@use_case(Permission.ANYONE)
def _reserve_code(tx: Transaction, proved: Proved) -> Attempt:
    """Count the try before the code is looked at."""
    asked_for(tx, proved, Step.SECOND_FACTOR)
    return reserve(tx, proved.user_id)


@use_case(Permission.ANYONE)
def _record_code(
    tx: Transaction, proved: Proved, attempt: Attempt, code: str
) -> SignedIn | NextStep | None:
    """Go on, or write the failure down: it must stay, so nothing is raised for it here."""
    asked_for(tx, proved, Step.SECOND_FACTOR)
    if attempt.counted is None or not second_factor.check(tx, proved.user_id, code):
        record_failure(tx, attempt)
        return None
    people.forget_tries(tx.session, proved.user_id)
    return go_on(tx, replace(proved, factor=True))


def set_up_factor_first(
    ctx: Context, proved: Proved, secret: str, code: str
) -> tuple[tuple[str, ...], SignedIn]:
    """Set the second factor up that the company asks for, and sign in; gives the recovery codes.

    Raises:
        Invalid: `code` is not one of this secret's.
        SignInExpired: The steps took too long.
        Unavailable: The key cannot be made or read, or what computes codes is not installed.
    """
    return _set_up(ctx.as_actor(None), proved, secret, code)


@use_case(Permission.ANYONE)
def _set_up(
    tx: Transaction, proved: Proved, secret: str, code: str
) -> tuple[tuple[str, ...], SignedIn]:
    asked_for(tx, proved, Step.SET_UP_FACTOR)
    codes = second_factor.store(tx, proved.user_id, secret, code)
    return codes, without_steps(go_on(tx, replace(proved, factor=True)))  # this step is the last


def renew_password(ctx: Context, proved: Proved, password: str) -> SignedIn | NextStep:
    """Take another password in the place of one that is too old or too weak by now.

    Raises:
        Invalid: It breaks a rule, or is one of the last; its field is `password`.
        SignInExpired: The steps took too long.
        Stale: Another password was stored meanwhile.
    """
    nobody = ctx.as_actor(None)
    owner = _whose(nobody, proved)
    return _renew(nobody, proved, owner, chosen(ctx.hasher, owner, password))


@reading(Permission.ANYONE)
def _whose(tx: Transaction, proved: Proved) -> PasswordOwner:
    """Whose password is renewed, once everything before this step was right."""
    asked_for(tx, proved, Step.NEW_PASSWORD)
    return passwords.owner(tx.session, proved.user_id)


@use_case(Permission.ANYONE)
def _renew(
    tx: Transaction, proved: Proved, owner: PasswordOwner, new: NewPassword
) -> SignedIn | NextStep:
    """Store the password and go on with it."""
    asked_for(tx, proved, Step.NEW_PASSWORD)
    store(tx, owner, new, AuditAction.PASSWORD_CHANGED)
    return go_on(tx, replace(proved, checked=new.password_hash))


@use_case(Permission.ANYONE)
def choose_company(tx: Transaction, proved: Proved, company_id: int) -> SignedIn | NextStep:
    """Go on in one of several companies.

    Raises:
        NotFound: They do not belong to it (any more).
        SignInExpired: The steps took too long.
    """
    due = asked_for(tx, proved, Step.COMPANY)
    if company_id not in {choice.company_id for choice in due.companies}:
        raise NotFound(_("Zu diesem Unternehmen gehören Sie nicht (mehr)."))
    return go_on(tx, replace(proved, company_id=company_id))
