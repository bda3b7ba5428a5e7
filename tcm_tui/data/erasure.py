"""Taking everything that names a person out of the tables (SECURITY.md I5).

The row of the user stays, without a name: the journal and the invitations they sent refer to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, delete, func, or_, select, update

from tcm_tui.data import personal_changes
from tcm_tui.data.models import (
    Base,
    EmailAddress,
    Invitation,
    OldPassword,
    Order,
    OutboxMessage,
    RecoveryCode,
    Registration,
    SecondFactor,
    Token,
    User,
    UserSession,
)
from tcm_tui.data.portions import portions
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.mail import MailKind, MailState
from tcm_tui.domain.orders import OrderState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

_SECRETS: Final[tuple[type[Base], ...]] = (OldPassword, RecoveryCode, SecondFactor)
"""Tables with a `user_id` whose rows go as a whole."""


def erase_secrets(session: Session, user_id: int) -> None:
    """Delete passwords, second factor, codes and addresses."""
    for table in _SECRETS:
        rows = Base.metadata.tables[table.__tablename__]
        session.execute(rows.delete().where(rows.c.user_id == user_id))
    own = select(EmailAddress.id).where(EmailAddress.user_id == user_id)
    session.execute(
        delete(Token)
        .where(or_(Token.user_id == user_id, Token.address_id.in_(own)))
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(EmailAddress)
        .where(EmailAddress.user_id == user_id)
        .execution_options(synchronize_session=False)
    )
    personal_changes.erase(session, user_id)


def erase_order_words(session: Session, user_id: int) -> None:
    """Take out what they asked for in words, and the answer; what was bought keeps its name."""
    unbought = Order.state != OrderState.PLACED
    session.execute(
        update(Order)
        .where(
            Order.user_id == user_id,
            or_(Order.reason != "", Order.answer != "", and_(unbought, Order.name != "")),
        )
        .values(
            reason="",
            answer="",
            name=case((unbought, ""), else_=Order.name),
            version=Order.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


def erase_mails(
    session: Session, addresses: Collection[str], kinds: Collection[MailKind] = tuple(MailKind)
) -> set[str]:
    """Delete the mails to these addresses, sent or not; their Message-IDs."""
    gone: set[str] = set()
    for portion in portions(addresses):
        gone.update(
            session.scalars(
                delete(OutboxMessage)
                .where(OutboxMessage.canonical.in_(portion), OutboxMessage.kind.in_(kinds))
                .returning(OutboxMessage.message_id)
                .execution_options(synchronize_session=False)
            )
        )
    return gone


def erase_registrations(session: Session, addresses: Collection[str]) -> None:
    """Delete what these addresses began to register, and their codes."""
    for portion in portions(addresses):
        begun = select(Registration.id).where(Registration.canonical.in_(portion))
        session.execute(
            delete(Token)
            .where(Token.registration_id.in_(begun))
            .execution_options(synchronize_session=False)
        )
        session.execute(
            delete(Registration)
            .where(Registration.canonical.in_(portion))
            .execution_options(synchronize_session=False)
        )


def erase_invitations(session: Session, addresses: Collection[str]) -> list[tuple[int, int]]:
    """Take the address and name out of every invitation to them; (id, company) of the open ones.

    Those are revoked by it, their codes deleted.
    """
    found = [
        one
        for portion in portions(addresses)
        for one in session.scalars(select(Invitation).where(Invitation.canonical.in_(portion)))
    ]
    opened = [(one.id, one.company_id) for one in found if one.state is InvitationState.PENDING]
    for one in found:
        if one.state is InvitationState.PENDING:
            one.state = InvitationState.REVOKED
        one.email = one.canonical = one.first_name = one.last_name = ""
        one.sort_name = one.sort_address = ""
    session.flush()  # each version is checked before anything else is written
    for portion in portions([one.id for one in found]):
        session.execute(
            delete(Token)
            .where(Token.invitation_id.in_(portion))
            .execution_options(synchronize_session=False)
        )
    return opened


def erase_sessions(session: Session, user_id: int, now: datetime) -> None:
    """End every session, and forget where it was opened from."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id)
        .values(
            ended_at=func.coalesce(UserSession.ended_at, now),
            host="",
            unix_user="",
            ssh_connection=None,
        )
        .execution_options(synchronize_session=False)
    )


def anonymise(session: Session, user_id: int) -> None:
    """Leave of the user a number."""
    session.execute(
        update(User)
        .where(User.id == user_id)
        .values(
            first_name="",
            last_name="",
            password_hash=None,
            password_set_at=None,
            password_levels=frozenset(),
            theme=None,
            attempts=0,
            window_started_at=None,
            pauses=0,
            paused_until=None,
            version=User.version + 1,
        )
        .execution_options(synchronize_session=False)
    )


def forget_farewells(session: Session) -> bool:
    """Take the address out of farewell mails that have left or never will; whether there were any.

    They were the last that needed it.
    """
    done = session.scalars(
        update(OutboxMessage)
        .where(
            OutboxMessage.kind == MailKind.ACCOUNT_DELETED,
            OutboxMessage.state != MailState.PENDING,
            OutboxMessage.recipient != "",
        )
        .values(recipient="", canonical="", company_id=None, last_error=None)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return bool(done.all())
