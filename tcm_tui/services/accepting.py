"""Accepting an invitation: as somebody new, or with an account that is already there."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data import invitations, memberships, people, tokens
from tcm_tui.data.models import Company, EmailAddress, Invitation, Membership, User
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.codes import find_code, hash_code
from tcm_tui.domain.errors import Invalid, Stale
from tcm_tui.domain.invitations import (
    InvitationState,
    InviterMayNotInvite,
    MailedInvitation,
    NewPerson,
    OpenInvitation,
    check_assured,
    wrong_code,
)
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.passwords import PasswordLevel, check_password
from tcm_tui.domain.people import check_email, display_name, list_name
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.sign_in import PasswordRefused
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _, language
from tcm_tui.services.attempts import Attempt, Verdict, check, record_failure, reserve, succeeded
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.sign_in import start_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


def open_invitation(ctx: Context, code: str) -> OpenInvitation:
    """What `code` opens; it may stand inside a pasted mail.

    Raises:
        Invalid: The code opens nothing (any more), in a sentence for each reason.
    """
    nobody = ctx.as_actor(None)
    with _on_record(nobody, code):
        return _open(nobody, code)


def accept_as_new(ctx: Context, code: str, person: NewPerson) -> SignedIn:
    """Make an account for the invited address, and sign in.

    Raises:
        Invalid: The code opens nothing (any more), or a field breaks a rule.
        Stale: The address got an account meanwhile.
    """
    nobody = ctx.as_actor(None)
    person = person.checked()
    with _on_record(nobody, code):
        opened, level = _open_for_new(nobody, code)
        words = (person.first_name, person.last_name, opened.email, opened.company_name)
        password = check_password(person.password, [level], words)
        return _join_as_new(nobody, code, person, ctx.hasher.hash(password))


def accept_as_known(ctx: Context, code: str, password: str, assured: bool) -> SignedIn:
    """Add the company to the account the invited address has, and sign in there.

    Raises:
        Invalid: The code opens nothing (any more), or the assurance is missing.
        PasswordRefused: Wrong, or the account rests.
    """
    nobody = ctx.as_actor(None)
    check_assured(assured=assured)
    with _on_record(nobody, code):
        attempt = _reserve_known(nobody, code)
        verdict = check(ctx.hasher, attempt, password)
        signed_in = _join_as_known(nobody, code, attempt, verdict)
    if signed_in is None:
        raise PasswordRefused
    return signed_in


@contextmanager
def _on_record(ctx: Context, code: str) -> Iterator[None]:
    """Write it down when an invitation fails because of who invited (SECURITY.md C14)."""
    try:
        yield
    except InviterMayNotInvite:
        _write_refusal(ctx, code)
        raise


@use_case(Permission.ANYONE)
def _write_refusal(tx: Transaction, code: str) -> None:
    """Put the refused invitation into the journal of its company."""
    found = _find(tx, code)
    tx.company = tx.session.get_one(Company, found.invitation.company_id)
    tx.audit(AuditAction.INVITATION_REFUSED, Subject.INVITATION, found.invitation.invitation_id)


def _hash(code: str) -> str:
    """The stored form of the code in what was typed or pasted."""
    found = find_code(code)
    if found is None:
        raise wrong_code()
    return hash_code(found)


def _find(tx: Transaction, code: str) -> MailedInvitation:
    """The invitation a code leads to, usable or not."""
    found = tokens.mailed_invitation(tx.session, _hash(code))
    if found is None:
        raise wrong_code()
    return found


@reading(Permission.ANYONE)
def _open(tx: Transaction, code: str) -> OpenInvitation:
    """The invitation, when it can be accepted."""
    return _find(tx, code).check(tx.now)


@reading(Permission.ANYONE)
def _open_for_new(tx: Transaction, code: str) -> tuple[OpenInvitation, PasswordLevel]:
    """The invitation of somebody without an account, and what their password must keep."""
    opened = _find(tx, code).check(tx.now)
    _refuse_known(opened)
    return opened, people.password_level(tx.session, opened.company_id)


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
    opened = _find(tx, code).check(tx.now)
    return reserve(tx, people.user_by_address(tx.session, check_email(opened.email).canonical))


@use_case(Permission.ANYONE)
def _join_as_new(tx: Transaction, code: str, person: NewPerson, password_hash: str) -> SignedIn:
    """Redeem the code for an account made now."""
    found = _redeem(tx, code)
    _refuse_known(found.invitation)
    address = check_email(found.invitation.email)
    user = User(
        first_name=person.first_name,
        last_name=person.last_name,
        language=language(),
        created_at=tx.now,
        password_hash=password_hash,
        password_set_at=tx.now,
    )
    tx.session.add(user)
    tx.session.flush()  # address and membership name the user by its id
    tx.session.add(
        EmailAddress(
            user_id=user.id,
            address=address.address,
            canonical=address.canonical,
            is_primary=True,
            verified_at=tx.now,  # the code reached its owner by mail
        )
    )
    return _join(tx, found.invitation, user)


@use_case(Permission.ANYONE)
def _join_as_known(
    tx: Transaction, code: str, attempt: Attempt, verdict: Verdict
) -> SignedIn | None:
    """Redeem the code for the account that was tried; None writes the failure down."""
    if attempt.user_id is None or not succeeded(tx, attempt, verdict):
        record_failure(tx, attempt)
        return None
    found = _redeem(tx, code)
    return _join(tx, found.invitation, tx.session.get_one(User, attempt.user_id))


def _redeem(tx: Transaction, code: str) -> MailedInvitation:
    """Use the code up, as the only one.

    Raises:
        Invalid: It opens nothing any more; also for the slower of two who come at once.
    """
    code_hash = _hash(code)
    company_id = tokens.company_of_code(tx.session, code_hash)
    # Revoking, sending again and taking the inviter's role wait for this, or this for them.
    tx.session.scalars(
        select(Company).where(Company.id == company_id).with_for_update(key_share=True)
    ).one_or_none()
    found = _find(tx, code)
    found.check(tx.now)
    if not tokens.use(tx.session, found.token_id, tx.now):
        raise Invalid(_("Dieser Code wurde schon verwendet. Melden Sie sich an."), "code")
    return found


def _join(tx: Transaction, opened: OpenInvitation, user: User) -> SignedIn:
    """Make the member, close the invitation, tell who invited, and sign in."""
    invitation = tx.session.get_one(Invitation, opened.invitation_id)
    membership = Membership(
        company_id=opened.company_id,
        user_id=user.id,
        role=invitation.role,
        sort_name=sort_key(list_name(user.first_name, user.last_name)),
        sort_address=sort_key(opened.email),
        joined_at=tx.now,
    )
    memberships.add(tx.session, membership)
    invitation.state = InvitationState.ACCEPTED
    tx.session.flush()  # the session names the membership, and the version is checked first
    invitations.void_tokens(tx.session, [invitation.id], tx.now)
    signed_in = start_session(tx, membership.id)
    tx.audit(
        AuditAction.INVITATION_ACCEPTED,
        Subject.INVITATION,
        invitation.id,
        state=(InvitationState.PENDING.value, InvitationState.ACCEPTED.value),
        role=(None, invitation.role.value),
    )
    _tell_inviter(tx, invitation, user)
    return signed_in


def _tell_inviter(tx: Transaction, invitation: Invitation, user: User) -> None:
    """Promise the mail „… hat die Registrierung abgeschlossen“."""
    inviter = tx.session.get_one(User, invitation.invited_by)
    tx.mail(
        MailDraft(
            MailKind.JOINED,
            people.primary_address(tx.session, inviter.id),
            inviter.language,
            {
                "company": tx.company_name,
                "name": display_name(inviter.first_name, inviter.last_name),
                "person": display_name(user.first_name, user.last_name),
                "role": invitation.role.value,
            },
        )
    )
