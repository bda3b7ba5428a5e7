"""Joining a company by invitation: the code is used up, the membership made, the inviter told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data import invitations, memberships, people, tokens
from tcm_tui.data.models import Company, Invitation, Membership, User
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.codes import find_code, hash_code
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.invitations import InvitationState, MailedInvitation, wrong_code
from tcm_tui.domain.mail import MailDraft, MailKind
from tcm_tui.domain.people import check_email, display_name, list_name
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import _
from tcm_tui.services.assigning import pass_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.invitations import OpenInvitation
    from tcm_tui.services.transaction import Transaction


def _hash(code: str) -> str:
    """The stored form of the code in what was typed or pasted."""
    found = find_code(code)
    if found is None:
        raise wrong_code()
    return hash_code(found)


def find(tx: Transaction, code: str) -> MailedInvitation:
    """The invitation a code leads to, usable or not."""
    found = tokens.mailed_invitation(tx.session, _hash(code))
    if found is None:
        raise wrong_code()
    return found


def redeem(tx: Transaction, code: str) -> MailedInvitation:
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
    found = find(tx, code)
    found.check(tx.now)
    if not tokens.use(tx.session, found.token_id, tx.now):
        raise Invalid(_("Dieser Code wurde schon verwendet. Melden Sie sich an."), "code")
    return found


def join_as_known(tx: Transaction, code: str, user_id: int) -> tuple[int, Entry]:
    """Use the code up for somebody who has an account.

    Gives the company they belong to from now on, and what is to be written down.

    Raises:
        Invalid: The code opens nothing any more, or another person's invitation.
    """
    found = redeem(tx, code)
    address = check_email(found.invitation.email).canonical
    if people.user_by_address(tx.session, address) != user_id:
        raise wrong_code()
    user = tx.session.get_one(User, user_id)
    return found.invitation.company_id, join(tx, found.invitation, user)


def join(tx: Transaction, opened: OpenInvitation, user: User) -> Entry:
    """Make the member, close the invitation, tell who invited; what is to be written down.

    From here on the transaction acts as them, without a session.
    """
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
    tx.act_as(user, tx.session.get_one(Company, opened.company_id))
    apps = pass_on(tx, invitation.id, membership.id)
    inviter = tx.session.get_one(User, invitation.invited_by)
    if apps:
        _tell_licences(tx, user, inviter, apps)
    _tell_inviter(tx, invitation, inviter, user)
    return Entry(
        AuditAction.INVITATION_ACCEPTED,
        Subject.INVITATION,
        invitation.id,
        {
            "state": (InvitationState.PENDING.value, InvitationState.ACCEPTED.value),
            "role": (None, invitation.role.value),
        },
    )


def _tell_licences(tx: Transaction, user: User, inviter: User, apps: Sequence[str]) -> None:
    """Promise the new member a mail about what was assigned to them while they were invited."""
    tx.mail(
        MailDraft(
            MailKind.LICENCE_ASSIGNED,
            people.primary_address(tx.session, user.id),
            user.language,
            {
                "apps": "\n".join(apps),
                "company": tx.company_name,
                "name": display_name(user.first_name, user.last_name),
                "person": display_name(inviter.first_name, inviter.last_name),
            },
        )
    )


def _tell_inviter(tx: Transaction, invitation: Invitation, inviter: User, user: User) -> None:
    """Promise the mail „… hat die Registrierung abgeschlossen“."""
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
