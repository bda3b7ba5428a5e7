"""Queries about invitations; always within one company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import bindparam, func, select, update

from tcm_tui.data.models import EmailAddress, Invitation, Membership, OutboxMessage, Token, User
from tcm_tui.data.portions import IN_ONE_QUESTION, portions
from tcm_tui.domain.invitations import InvitationState, not_open
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.member_rules import Standing
from tcm_tui.domain.members import MemberKind, MemberState, RowKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tcm_tui.domain.permissions import Role

INVITATION_MAILS: Final = (MailKind.INVITATION, MailKind.INVITATION_FURTHER)


def member_addresses(session: Session, company_id: int, canonicals: Iterable[str]) -> set[str]:
    """Which of `canonicals` belong to members of the company, disabled ones included."""
    found: set[str] = set()
    for portion in portions(canonicals):
        found.update(
            session.scalars(
                select(EmailAddress.canonical)
                .join(Membership, Membership.user_id == EmailAddress.user_id)
                .where(
                    Membership.company_id == company_id,
                    EmailAddress.canonical.in_(portion),
                    EmailAddress.verified_at.is_not(None),
                )
            )
        )
    return found


class OpenOne(NamedTuple):
    """A pending invitation; past `expires_at` its code is worthless."""

    id: int
    expires_at: datetime
    role: Role
    first_name: str
    last_name: str


class Renewal(NamedTuple):
    """What a pending invitation is to be when it is sent once more."""

    id: int
    role: Role
    first_name: str
    last_name: str
    sort_name: str


def open_invitations(
    session: Session, company_id: int, canonicals: Iterable[str]
) -> dict[str, OpenOne]:
    """The pending invitations to `canonicals` by address, ended ones included."""
    found: dict[str, OpenOne] = {}
    for portion in portions(canonicals):
        rows = session.execute(
            select(
                Invitation.canonical,
                Invitation.id,
                Invitation.expires_at,
                Invitation.role,
                Invitation.first_name,
                Invitation.last_name,
            ).where(
                Invitation.company_id == company_id,
                Invitation.state == InvitationState.PENDING,
                Invitation.canonical.in_(portion),
            )
        )
        found.update({row[0]: OpenOne(*row[1:]) for row in rows})
    return found


def known_languages(session: Session, canonicals: Iterable[str]) -> dict[str, str]:
    """Whose address of `canonicals` it is already: address → language of that person."""
    found: dict[str, str] = {}
    for portion in portions(canonicals):
        rows = session.execute(
            select(EmailAddress.canonical, User.language)
            .join(User, User.id == EmailAddress.user_id)
            .where(EmailAddress.canonical.in_(portion), EmailAddress.verified_at.is_not(None))
        )
        found.update({row.canonical: row.language for row in rows})
    return found


def mails_since(
    session: Session,
    canonicals: Iterable[str],
    since: datetime,
    kinds: Collection[MailKind] = INVITATION_MAILS,
) -> dict[str, int]:
    """How many mails of these kinds each of `canonicals` was promised after `since`."""
    found: dict[str, int] = {}
    for portion in portions(canonicals):
        rows = session.execute(
            select(OutboxMessage.canonical, func.count())
            .where(
                OutboxMessage.canonical.in_(portion),
                OutboxMessage.kind.in_(kinds),
                OutboxMessage.created_at > since,
            )
            .group_by(OutboxMessage.canonical)
        )
        found.update(dict(rows.all()))
    return found


def pending(session: Session, company_id: int, invitation_id: int) -> Invitation | None:
    """An invitation of the company that can still be resent or revoked."""
    return session.scalars(
        select(Invitation).where(
            Invitation.company_id == company_id,
            Invitation.id == invitation_id,
            Invitation.state == InvitationState.PENDING,
        )
    ).one_or_none()


def standings(
    session: Session, company_id: int, ids: Iterable[int], now: datetime
) -> dict[int, Standing]:
    """The company's invitations with these ids; `over` says why one is not open any more."""
    found: dict[int, Standing] = {}
    for portion in portions(ids):
        rows = session.execute(
            select(
                Invitation.id,
                Invitation.version,
                Invitation.first_name,
                Invitation.last_name,
                Invitation.email,
                Invitation.role,
                Invitation.state,
                Invitation.expires_at,
            ).where(Invitation.company_id == company_id, Invitation.id.in_(portion))
        )
        for number, version, first, last, email, role, state, expires_at in rows:
            shown = MemberState.EXPIRED if expires_at <= now else MemberState.INVITED
            key = RowKey(MemberKind.INVITATION, number)
            found[number] = Standing(
                key, version, first, last, email, role, shown, over=not_open(state)
            )
    return found


def void_tokens(session: Session, invitation_ids: Sequence[int], now: datetime) -> None:
    """Make every code of these invitations worthless."""
    for start in range(0, len(invitation_ids), IN_ONE_QUESTION):
        session.execute(
            update(Token)
            .where(
                Token.invitation_id.in_(invitation_ids[start : start + IN_ONE_QUESTION]),
                Token.used_at.is_(None),
                Token.voided_at.is_(None),
            )
            .values(voided_at=now)
        )


def retire(session: Session, invitation_ids: Sequence[int]) -> None:
    """Store that these pending invitations have ended; a new one may take their place."""
    for start in range(0, len(invitation_ids), IN_ONE_QUESTION):
        session.execute(
            update(Invitation)
            .where(Invitation.id.in_(invitation_ids[start : start + IN_ONE_QUESTION]))
            .values(state=InvitationState.EXPIRED, version=Invitation.version + 1)
        )


def renew(
    session: Session,
    renewals: Sequence[Renewal],
    invited_by: int,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Store that these invitations were sent once more, with the role and names given.

    They stand in the name of whoever sent them last: it is their right that redeeming asks for.
    """
    table = Invitation.__table__
    session.connection().execute(
        update(Invitation)
        .where(table.c.id == bindparam("number"))
        .values(
            role=bindparam("new_role"),
            first_name=bindparam("new_first_name"),
            last_name=bindparam("new_last_name"),
            sort_name=bindparam("new_sort_name"),
            invited_by=invited_by,
            invited_at=now,
            expires_at=expires_at,
            times_sent=table.c.times_sent + 1,
            version=table.c.version + 1,
        ),
        [
            {
                "number": one.id,
                "new_role": one.role,
                "new_first_name": one.first_name,
                "new_last_name": one.last_name,
                "new_sort_name": one.sort_name,
            }
            for one in renewals
        ],
    )
