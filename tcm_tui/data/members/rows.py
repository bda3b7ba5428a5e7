"""Rows of „Benutzer“ as the database holds them: members and open invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, select

from tcm_tui.data.models import EmailAddress, Invitation, Membership, SecondFactor, User
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.domain.members import (
    InvitationDetails,
    MemberDetails,
    MemberKind,
    MemberRow,
    MemberState,
    RowKey,
    member_state,
)
from tcm_tui.domain.people import person_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

Query: TypeAlias = Select[*tuple[Any, ...]]
Table: TypeAlias = type[Membership] | type[Invitation]

TABLES: Final[dict[MemberKind, Table]] = {
    MemberKind.MEMBER: Membership,
    MemberKind.INVITATION: Invitation,
}

# Columns instead of whole objects: a page is read with every letter typed into the search.
_MEMBER = (
    Membership.id,
    User.first_name,
    User.last_name,
    EmailAddress.address.label("address"),
    Membership.role,
    Membership.state,
    Membership.last_sign_in_at,
    Membership.sort_name,
    Membership.sort_address,
    Membership.version,
)
_INVITATION = (
    Invitation.id,
    Invitation.first_name,
    Invitation.last_name,
    Invitation.email.label("address"),
    Invitation.role,
    Invitation.expires_at,
    Invitation.sort_name,
    Invitation.sort_address,
    Invitation.version,
)


def rows_of(kind: MemberKind, company_id: int | BindParameter[int]) -> Query:
    """Rows of one kind for `row`; what is asked for has to name their ids."""
    own = belongs(TABLES[kind], company_id)
    if kind is MemberKind.INVITATION:
        return select(*_INVITATION).where(own, Invitation.state == InvitationState.PENDING)
    return (
        select(*_MEMBER)
        .join(User, User.id == Membership.user_id)
        .join(EmailAddress, and_(EmailAddress.user_id == User.id, EmailAddress.is_primary))
        .where(own)
    )


def belongs(table: Table, company_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Rows of the company, where ids are given: no index is to be chosen for this."""
    return table.company_id + 0 == company_id


def row(kind: MemberKind, found: Row[*tuple[Any, ...]], now: datetime) -> MemberRow:
    """What the list shows of one row that `rows_of` found."""
    if kind is MemberKind.MEMBER:
        state, seen = member_state(found.state), found.last_sign_in_at
    else:
        ended = found.expires_at <= now
        state, seen = MemberState.EXPIRED if ended else MemberState.INVITED, None
    return MemberRow(
        key=RowKey(kind, found.id),
        first_name=found.first_name,
        last_name=found.last_name,
        address=found.address,
        role=found.role,
        state=state,
        last_sign_in_at=seen,
        sort_name=found.sort_name,
        sort_address=found.sort_address,
        version=found.version,
    )


def member(
    session: Session, company_id: int, membership_id: int, now: datetime
) -> MemberDetails | None:
    """A member of the company."""
    query: Query = rows_of(MemberKind.MEMBER, company_id).with_only_columns(
        *_MEMBER,
        Membership.title,
        Membership.phone,
        Membership.department,
        Membership.joined_at,
        exists().where(SecondFactor.user_id == Membership.user_id).label("second_factor"),
        maintain_column_froms=True,
    )
    found = session.execute(query.where(Membership.id == membership_id)).one_or_none()
    if found is None:
        return None
    return MemberDetails(
        row=row(MemberKind.MEMBER, found, now),
        title=found.title,
        phone=found.phone,
        department=found.department,
        joined_at=found.joined_at,
        second_factor=bool(found.second_factor),
    )


def invitation(
    session: Session, company_id: int, invitation_id: int, now: datetime
) -> InvitationDetails | None:
    """An open invitation of the company."""
    query: Query = (
        rows_of(MemberKind.INVITATION, company_id)
        .with_only_columns(
            *_INVITATION,
            User.first_name.label("inviter_first_name"),
            User.last_name.label("inviter_last_name"),
            Invitation.invited_at,
            Invitation.times_sent,
            maintain_column_froms=True,
        )
        .join(User, User.id == Invitation.invited_by)
        .where(Invitation.id == invitation_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    return InvitationDetails(
        row=row(MemberKind.INVITATION, found, now),
        invited_by=person_name(found.inviter_first_name, found.inviter_last_name),
        invited_at=found.invited_at,
        expires_at=found.expires_at,
        times_sent=found.times_sent,
    )
