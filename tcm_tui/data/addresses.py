"""Queries about the addresses of one person, and the codes that verify them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.orm import aliased

from tcm_tui.data.models import EmailAddress, Membership, Token, User
from tcm_tui.domain.addresses import MailedAddress, OpenAddress, OwnAddress
from tcm_tui.domain.codes import TokenPurpose
from tcm_tui.domain.people import display_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def own(session: Session, user_id: int) -> list[OwnAddress]:
    """The person's addresses: the primary one, the verified ones, then those that wait."""
    rows = session.scalars(
        select(EmailAddress)
        .where(EmailAddress.user_id == user_id)
        .order_by(
            EmailAddress.is_primary.desc(),
            EmailAddress.verified_at.is_(None),
            EmailAddress.canonical,
        )
    )
    return [
        OwnAddress(
            id=row.id,
            address=row.address,
            is_primary=row.is_primary,
            added_at=row.added_at,
            verified_at=row.verified_at,
        )
        for row in rows
    ]


def taken(session: Session, canonical: str, user_id: int) -> bool:
    """Whether it is a verified address of somebody other than `user_id`."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    EmailAddress.canonical == canonical,
                    EmailAddress.verified_at.is_not(None),
                    EmailAddress.user_id != user_id,
                )
            )
        )
    )


def mailed_address(session: Session, code_hash: str) -> MailedAddress | None:
    """What the code of an address leads to, usable or not; None for any other code."""
    elsewhere = aliased(EmailAddress)
    found = session.execute(
        select(Token, User, EmailAddress, elsewhere.id)
        .join(User, User.id == Token.user_id)
        .outerjoin(EmailAddress, EmailAddress.id == Token.address_id)
        .outerjoin(
            elsewhere,
            and_(
                elsewhere.canonical == EmailAddress.canonical,
                elsewhere.verified_at.is_not(None),
                elsewhere.user_id != User.id,
            ),
        )
        .where(Token.code_hash == code_hash, Token.purpose == TokenPurpose.ADDRESS)
    ).one_or_none()
    if found is None:
        return None
    token, user, address, other = found
    return MailedAddress(
        OpenAddress(
            email=address.address if address else "",
            person=display_name(user.first_name, user.last_name),
            user_id=user.id,
            expires_at=token.expires_at,
        ),
        address_id=address.id if address else 0,
        token_id=token.id,
        spent=address is None or token.used_at is not None or token.voided_at is not None,
        taken=other is not None,
    )


def codes_since(session: Session, user_id: int, since: datetime) -> int:
    """How many codes of addresses the person had sent after `since`."""
    return (
        session.scalar(
            select(func.count()).where(
                Token.user_id == user_id,
                Token.purpose == TokenPurpose.ADDRESS,
                Token.created_at > since,
            )
        )
        or 0
    )


def void_codes(session: Session, address_id: int, now: datetime) -> None:
    """Make every code worthless that would verify this address."""
    session.execute(
        update(Token)
        .where(Token.address_id == address_id, Token.used_at.is_(None), Token.voided_at.is_(None))
        .values(voided_at=now)
        .execution_options(synchronize_session=False)
    )


def verify(session: Session, address_id: int, now: datetime) -> bool:
    """Let the address count from now on; False when it did already or is gone."""
    done = session.execute(
        update(EmailAddress)
        .where(EmailAddress.id == address_id, EmailAddress.verified_at.is_(None))
        .values(verified_at=now)
        .returning(EmailAddress.id)
        .execution_options(synchronize_session=False)
    )
    return done.one_or_none() is not None


def set_primary(session: Session, user_id: int, address_id: int) -> bool:
    """Make a verified address the primary one; False when it is none of theirs any more.

    The old one steps down first: at no time are there two.
    """
    session.execute(
        update(EmailAddress)
        .where(EmailAddress.user_id == user_id, EmailAddress.is_primary)
        .values(is_primary=False)
        .execution_options(synchronize_session=False)
    )
    done = session.execute(
        update(EmailAddress)
        .where(
            EmailAddress.id == address_id,
            EmailAddress.user_id == user_id,
            EmailAddress.verified_at.is_not(None),
        )
        .values(is_primary=True)
        .returning(EmailAddress.id)
        .execution_options(synchronize_session=False)
    )
    return done.one_or_none() is not None


def list_under(session: Session, user_id: int, sort_address: str) -> None:
    """Let every company list the person under this address."""
    session.execute(
        update(Membership)
        .where(Membership.user_id == user_id)
        .values(sort_address=sort_address, version=Membership.version + 1)
        .execution_options(synchronize_session=False)
    )


def remove(session: Session, user_id: int, address_id: int, now: datetime) -> bool:
    """Delete an address that is not the primary one; False when it is that, or gone.

    Its codes stay without it: how many somebody had sent is counted by them.
    """
    void_codes(session, address_id, now)
    session.execute(
        update(Token)
        .where(Token.address_id == address_id)
        .values(address_id=None)
        .execution_options(synchronize_session=False)
    )
    gone = session.execute(
        delete(EmailAddress)
        .where(
            EmailAddress.id == address_id,
            EmailAddress.user_id == user_id,
            EmailAddress.is_primary.is_(False),
        )
        .returning(EmailAddress.id)
        .execution_options(synchronize_session=False)
    )
    return gone.one_or_none() is not None
