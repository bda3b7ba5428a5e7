"""Accepting an invitation: as somebody new, or with an account that is already there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from tcm_tui.data import people
from tcm_tui.data.models import Company, EmailAddress, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Stale
from tcm_tui.domain.invitations import (
    InviterMayNotInvite,
    NewPerson,
    OpenInvitation,
    check_assured,
)
from tcm_tui.domain.passwords import NewPassword, check_password, levels_met
from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import PasswordRefused, Proved
from tcm_tui.i18n import _, language
from tcm_tui.services.attempts import Attempt, Verdict, check, passed, record_failure, reserve
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.entering import go_on
from tcm_tui.services.joining import find, join, redeem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.domain.sign_in import NextStep, SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def open_invitation(ctx: Context, code: str) -> OpenInvitation:
    """What `code` opens; it may stand inside a pasted mail.

    Raises:
        Invalid: The code opens nothing (any more), in a sentence for each reason.
    """
    nobody = ctx.as_actor(None)
    with on_record(nobody, code):
        return _open(nobody, code)


def accept_as_new(ctx: Context, code: str, person: NewPerson) -> SignedIn | NextStep:
    """Make an account for the invited address, and sign in; a second factor may be asked for first.

    Raises:
        Invalid: The code opens nothing (any more), or a field breaks a rule.
        Stale: The address got an account meanwhile.
    """
    nobody = ctx.as_actor(None)
    person = person.checked()
    with on_record(nobody, code):
        opened = _open_for_new(nobody, code)
        words = (person.first_name, person.last_name, opened.email, opened.company_name)
        password = check_password(person.password, [opened.password_level], words)
        new = NewPassword(ctx.hasher.hash(password), levels_met(password))
        return _join_as_new(nobody, code, person, new)


def accept_as_known(ctx: Context, code: str, password: str, assured: bool) -> SignedIn | NextStep:
    """Add the company to the account the invited address has, and sign in there.

    Whoever has a second factor gives it first: until then nothing is added.

    Raises:
        Invalid: The code opens nothing (any more), or the assurance is missing.
        PasswordRefused: Wrong, or the account rests.
    """
    nobody = ctx.as_actor(None)
    check_assured(assured=assured)
    with on_record(nobody, code):
        attempt = _reserve_known(nobody, code)
        verdict = check(ctx.hasher, attempt, password)
        answer = _join_as_known(nobody, code, attempt, verdict)
    if answer is None:
        raise PasswordRefused
    return answer


@contextmanager
def on_record(ctx: Context, code: str) -> Iterator[None]:
    """Write it down when an invitation fails because of who invited (SECURITY.md C14)."""
    try:
        yield
    except InviterMayNotInvite:
        _write_refusal(ctx, code)
        raise


@use_case(Permission.ANYONE)
def _write_refusal(tx: Transaction, code: str) -> None:
    """Put the refused invitation into the journal of its company."""
    found = find(tx, code)
    tx.company = tx.session.get_one(Company, found.invitation.company_id)
    tx.audit(AuditAction.INVITATION_REFUSED, Subject.INVITATION, found.invitation.invitation_id)


@reading(Permission.ANYONE)
def _open(tx: Transaction, code: str) -> OpenInvitation:
    """The invitation, when it can be accepted."""
    return find(tx, code).check(tx.now)


@reading(Permission.ANYONE)
def _open_for_new(tx: Transaction, code: str) -> OpenInvitation:
    """The invitation of somebody without an account."""
    opened = find(tx, code).check(tx.now)
    _refuse_known(opened)
    return opened


def _refuse_known(opened: OpenInvitation) -> None:
    if opened.known_person:
        raise Stale(
            _("Zu {email} gibt es schon ein Konto. Bestätigen Sie mit dessen Passwort.").format(
                email=opened.email
            ),
            "code",
        )


@use_case(Permission.ANYONE)
def _reserve_known(tx: Transaction, code: str) -> Attempt:
    """Count a try of the password of the invited address."""
    opened = find(tx, code).check(tx.now)
    return reserve(tx, people.user_by_address(tx.session, check_email(opened.email).canonical))


@use_case(Permission.ANYONE)
def _join_as_new(
    tx: Transaction, code: str, person: NewPerson, new: NewPassword
) -> SignedIn | NextStep:
    """Redeem the code for an account made now."""
    found = redeem(tx, code)
    _refuse_known(found.invitation)
    address = check_email(found.invitation.email)
    user = User(
        first_name=person.first_name,
        last_name=person.last_name,
        language=language(),
        created_at=tx.now,
        password_hash=new.password_hash,
        password_set_at=tx.now,
        password_levels=new.levels,
    )
    tx.session.add(user)
    tx.session.flush()  # address and membership name the user by its id
    tx.session.add(
        EmailAddress(
            user_id=user.id,
            address=address.address,
            canonical=address.canonical,
            is_primary=True,
            added_at=tx.now,
            verified_at=tx.now,  # the code reached its owner by mail
        )
    )
    joined = join(tx, found.invitation, user)
    return go_on(tx, Proved(user.id, new.password_hash, tx.now), joined)


@use_case(Permission.ANYONE)
def _join_as_known(
    tx: Transaction, code: str, attempt: Attempt, verdict: Verdict
) -> SignedIn | NextStep | None:
    """Go on as the account that was tried; None writes the failure down."""
    if proved := passed(tx, attempt, verdict):
        return go_on(tx, replace(proved, joining=code))
    record_failure(tx, attempt)
    return None
