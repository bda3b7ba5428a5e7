"""Queries on registrations and the codes that finish them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, update

from tcm_tui.data.models import EmailAddress, Registration, Token, User
from tcm_tui.domain.codes import TokenPurpose
from tcm_tui.domain.registration import Details, MailedRegistration, OpenRegistration

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class KnownPerson:
    """To whom an address belongs already."""

    first_name: str
    last_name: str
    language: str


def lock_address(session: Session, canonical: str) -> None:
    """Let those who register an address come one after the other, on PostgreSQL too.

    There may be no row yet that could be locked. SQLite let nobody else begin to write.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(canonical, 0))))


def known_person(session: Session, canonical: str) -> KnownPerson | None:
    """Whose verified address it is; one statement, whether or not it is somebody's."""
    found = session.execute(
        select(User.first_name, User.last_name, User.language)
        .join(EmailAddress, EmailAddress.user_id == User.id)
        .where(EmailAddress.canonical == canonical, EmailAddress.verified_at.is_not(None))
    ).one_or_none()
    return None if found is None else KnownPerson(*found)


def unfinished(session: Session, canonical: str) -> Registration | None:
    """The registration that was begun with an address and is not finished."""
    return session.scalars(
        select(Registration)
        .where(Registration.canonical == canonical, Registration.finished_at.is_(None))
        .order_by(Registration.id.desc())
        .limit(1)
    ).one_or_none()


def void_tokens(session: Session, registration_id: int, now: datetime) -> None:
    """Make every code worthless that would finish a registration."""
    session.execute(
        update(Token)
        .where(
            Token.registration_id == registration_id,
            Token.used_at.is_(None),
            Token.voided_at.is_(None),
        )
        .values(voided_at=now)
        .execution_options(synchronize_session=False)
    )


def mailed(session: Session, code_hash: str) -> MailedRegistration | None:
    """What the code of a registration leads to, usable or not; None for any other code."""
    found = session.execute(
        select(Token, Registration)
        .join(Registration, Registration.id == Token.registration_id)
        .where(Token.code_hash == code_hash, Token.purpose == TokenPurpose.REGISTRATION)
    ).one_or_none()
    if found is None:
        return None
    token, registration = found
    return MailedRegistration(
        OpenRegistration(
            registration_id=registration.id,
            email=registration.email,
            expires_at=token.expires_at,
            details=Details.restored(registration.draft),
        ),
        token_id=token.id,
        spent=token.used_at is not None
        or token.voided_at is not None
        or registration.finished_at is not None,
    )


def forget_unfinished(session: Session, begun_before: datetime) -> None:
    """Delete what nobody finished, with the codes of it: somebody typed their name there."""
    stale = and_(Registration.finished_at.is_(None), Registration.started_at < begun_before)
    for statement in (
        delete(Token).where(Token.registration_id.in_(select(Registration.id).where(stale))),
        delete(Registration).where(stale),
    ):
        session.execute(statement.execution_options(synchronize_session=False))


def somebody(session: Session) -> bool:
    """Whether anybody at all has an account in this database."""
    return session.scalar(select(User.id).limit(1)) is not None
