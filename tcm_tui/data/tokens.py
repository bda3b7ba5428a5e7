"""Queries about mailed codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import aliased

from tcm_tui.data.models import Company, EmailAddress, Invitation, Membership, Token, User
from tcm_tui.data.passwords import owner
from tcm_tui.domain.codes import TokenPurpose
from tcm_tui.domain.invitations import MailedInvitation, OpenInvitation
from tcm_tui.domain.password_reset import MailedReset, OpenReset
from tcm_tui.domain.people import MembershipState, display_name
from tcm_tui.domain.permissions import Permission, allows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def company_of_code(session: Session, code_hash: str) -> int | None:
    """Which company the code of an invitation belongs to; None for any other code."""
    return session.scalar(
        select(Invitation.company_id)
        .join(Token, Token.invitation_id == Invitation.id)
        .where(Token.code_hash == code_hash, Token.purpose == TokenPurpose.INVITATION)
    )


def mailed_invitation(session: Session, code_hash: str) -> MailedInvitation | None:
    """What the code of an invitation leads to, usable or not; None for any other code."""
    inviting = aliased(Membership)
    own = aliased(Membership)
    found = session.execute(
        select(Token, Invitation, Company, User, inviting, EmailAddress.user_id, own.id)
        .join(Invitation, Invitation.id == Token.invitation_id)
        .join(Company, Company.id == Invitation.company_id)
        .join(User, User.id == Invitation.invited_by)
        .outerjoin(
            inviting,
            and_(
                inviting.user_id == Invitation.invited_by,
                inviting.company_id == Invitation.company_id,
            ),
        )
        .outerjoin(
            EmailAddress,
            and_(
                EmailAddress.canonical == Invitation.canonical,
                EmailAddress.verified_at.is_not(None),
            ),
        )
        .outerjoin(
            own,
            and_(own.user_id == EmailAddress.user_id, own.company_id == Invitation.company_id),
        )
        .where(Token.code_hash == code_hash, Token.purpose == TokenPurpose.INVITATION)
    ).one_or_none()
    return _mailed(found) if found else None


def _mailed(found: Row[Token, Invitation, Company, User, Membership, int, int]) -> MailedInvitation:
    token, invitation, company, inviter, inviting, known_person, own_membership = found
    return MailedInvitation(
        invitation=OpenInvitation(
            invitation_id=invitation.id,
            company_id=company.id,
            company_name=company.name,
            email=invitation.email,
            role=invitation.role,
            first_name=invitation.first_name,
            last_name=invitation.last_name,
            inviter=display_name(inviter.first_name, inviter.last_name),
            expires_at=min(token.expires_at, invitation.expires_at),
            known_person=known_person is not None,
            password_level=company.password_level,
        ),
        token_id=token.id,
        state=invitation.state,
        used=token.used_at is not None,
        voided=token.voided_at is not None,
        inviter_may=_may_invite(inviting),
        member=own_membership is not None,
    )


def _may_invite(inviting: Membership | None) -> bool:
    return (
        inviting is not None
        and inviting.state is MembershipState.ACTIVE
        and allows(inviting.role, Permission.MEMBER_INVITE)
    )


def purpose(session: Session, code_hash: str) -> TokenPurpose | None:
    """What the code is good for, or was; None for one that was never sent."""
    return session.scalar(select(Token.purpose).where(Token.code_hash == code_hash))


def mailed_reset(session: Session, code_hash: str) -> MailedReset | None:
    """Whose password the code sets, usable or not; None for any other code."""
    token = session.execute(
        select(Token.id, Token.user_id, Token.expires_at, Token.used_at, Token.voided_at).where(
            Token.code_hash == code_hash, Token.purpose == TokenPurpose.PASSWORD_RESET
        )
    ).one_or_none()
    if token is None or token.user_id is None:
        return None
    whose = owner(session, token.user_id)
    return MailedReset(
        OpenReset(
            user_id=whose.user_id,
            email=whose.email,
            words=whose.words,
            levels=whose.levels,
            present=whose.present,
            earlier=whose.earlier,
            expires_at=token.expires_at,
        ),
        token_id=token.id,
        spent=token.used_at is not None or token.voided_at is not None,
    )


def void_all(session: Session, user_id: int, now: datetime) -> None:
    """Make every code worthless that was mailed to this person for their account."""
    own = select(EmailAddress.id).where(EmailAddress.user_id == user_id)
    session.execute(
        update(Token)
        .where(
            or_(Token.user_id == user_id, Token.address_id.in_(own)),
            Token.used_at.is_(None),
            Token.voided_at.is_(None),
        )
        .values(voided_at=now)
        .execution_options(synchronize_session=False)
    )


def void_resets(session: Session, user_id: int, now: datetime) -> None:
    """Make every code worthless that would set a password of this person."""
    session.execute(
        update(Token)
        .where(
            Token.user_id == user_id,
            Token.purpose == TokenPurpose.PASSWORD_RESET,
            Token.used_at.is_(None),
            Token.voided_at.is_(None),
        )
        .values(voided_at=now)
        .execution_options(synchronize_session=False)
    )


def use(session: Session, token_id: int, now: datetime) -> bool:
    """Use the code up. One UPDATE decides: of several at once, exactly one gets True."""
    used = session.execute(
        update(Token)
        .where(
            Token.id == token_id,
            Token.used_at.is_(None),
            Token.voided_at.is_(None),
            Token.expires_at > now,
        )
        .values(used_at=now)
        .returning(Token.id)
        .execution_options(synchronize_session=False)
    )
    return used.one_or_none() is not None
