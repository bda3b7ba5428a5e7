"""Reading everything that is stored about one person; secrets and what is others' stay out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select

from tcm_tui.data import traces
from tcm_tui.data.models import (
    Assignment,
    AuditEntry,
    Base,
    Company,
    EmailAddress,
    Invitation,
    Membership,
    OldPassword,
    Order,
    OrderLine,
    OutboxMessage,
    PersonalChange,
    RecoveryCode,
    Registration,
    SecondFactor,
    Subscription,
    Token,
    User,
    UserSession,
)
from tcm_tui.domain.audit import Subject
from tcm_tui.domain.own_data import Part, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Who:
    """Whose data it is: the user, and what else rows know them by."""

    user_id: int
    addresses: frozenset[str]
    memberships: frozenset[int]


@dataclass(frozen=True)
class Reading:
    """One part: which rows of which table, and which of their columns."""

    model: type[Base]
    columns: tuple[str, ...]
    whose: Callable[[Who], ColumnElement[bool]]


_JOURNAL: Final = (
    *("at", "action", "subject", "subject_id", "company_id"),
    *("changes", "unix_user", "ssh_connection"),
)
READINGS: Final = {
    Part.PERSON: Reading(
        User,
        (
            *("id", "first_name", "last_name", "language", "theme", "created_at"),
            *("password_set_at", "password_levels", "attempts", "window_started_at"),
            *("pauses", "paused_until"),
        ),
        lambda who: User.id == who.user_id,
    ),
    Part.ADDRESSES: Reading(
        EmailAddress,
        ("address", "is_primary", "added_at", "verified_at"),
        lambda who: EmailAddress.user_id == who.user_id,
    ),
    Part.MEMBERSHIPS: Reading(
        Membership,
        (
            *("company_id", "role", "state", "joined_at", "last_sign_in_at"),
            *("title", "phone", "department", "first_steps"),
        ),
        lambda who: Membership.user_id == who.user_id,
    ),
    Part.SECOND_FACTOR: Reading(
        SecondFactor, ("set_up_at",), lambda who: SecondFactor.user_id == who.user_id
    ),
    Part.RECOVERY_CODES: Reading(
        RecoveryCode, ("used_at",), lambda who: RecoveryCode.user_id == who.user_id
    ),
    Part.OLD_PASSWORDS: Reading(
        OldPassword, ("replaced_at",), lambda who: OldPassword.user_id == who.user_id
    ),
    Part.SESSIONS: Reading(
        UserSession,
        (
            *("company_id", "started_at", "last_seen_at", "locked_at", "ended_at", "proved_at"),
            *("host", "unix_user", "ssh_connection", "process_id"),
        ),
        lambda who: UserSession.user_id == who.user_id,
    ),
    Part.CODES: Reading(
        Token,
        ("purpose", "created_at", "expires_at", "used_at", "voided_at"),
        lambda who: Token.user_id == who.user_id,
    ),
    Part.INVITATIONS: Reading(
        Invitation,
        (
            *("company_id", "email", "role", "state", "first_name", "last_name"),
            *("invited_at", "expires_at", "times_sent"),
        ),
        lambda who: Invitation.canonical.in_(who.addresses),
    ),
    Part.REGISTRATIONS: Reading(
        Registration,
        ("email", "language", "started_at", "draft", "finished_at"),
        lambda who: Registration.canonical.in_(who.addresses),
    ),
    Part.ORDERS: Reading(
        Order,
        (
            *("company_id", "state", "term_months", "charging", "trial", "name"),
            *(
                "created_at",
                "changed_at",
                "reason",
                "answer",
                "decided_at",
                "first_due_on",
                "ends_on",
            ),
        ),
        lambda who: Order.user_id == who.user_id,
    ),
    Part.ORDERED: Reading(
        OrderLine,
        ("order_id", "title", "licences", "unit_cents"),
        lambda who: OrderLine.order_id.in_(select(Order.id).where(Order.user_id == who.user_id)),
    ),
    Part.SUBSCRIPTIONS: Reading(
        Subscription,
        ("company_id", "name", "licences", "starts_on", "ends_on"),
        lambda who: Subscription.owner_id == who.user_id,
    ),
    Part.LICENCES: Reading(
        Assignment,
        ("subscription_id", "assigned_at"),
        lambda who: Assignment.membership_id.in_(who.memberships),
    ),
    Part.MAILS: Reading(
        OutboxMessage,
        ("kind", "recipient", "language", "state", "created_at", "sent_at", "expires_at"),
        lambda who: OutboxMessage.canonical.in_(who.addresses),
    ),
    Part.ACTIVITY: Reading(AuditEntry, _JOURNAL, lambda who: AuditEntry.actor_id == who.user_id),
    Part.DONE_TO_YOU: Reading(
        AuditEntry,
        ("at", "action", "subject", "company_id", "changes"),
        lambda who: and_(
            AuditEntry.actor_id.is_distinct_from(who.user_id),
            or_(
                and_(AuditEntry.subject == Subject.USER, AuditEntry.subject_id == who.user_id),
                and_(
                    AuditEntry.subject == Subject.MEMBERSHIP,
                    AuditEntry.subject_id.in_(who.memberships),
                ),
            ),
        ),
    ),
    Part.IN_WORDS: Reading(
        PersonalChange,
        ("action", "changes"),
        lambda who: PersonalChange.user_id == who.user_id,
    ),
}
"""Where each part is read."""


def everything_about(session: Session, user_id: int) -> dict[Part, list[Row]]:
    """All parts, each in the order its rows were made."""
    own = select(Membership.id).where(Membership.user_id == user_id)
    who = Who(
        user_id,
        traces.addresses_of(session, user_id),
        frozenset(session.scalars(own)),
    )
    companies = dict(session.execute(select(Company.id, Company.name)).all())
    return {part: _rows(session, READINGS[part], who, companies) for part in Part}


def _rows(session: Session, reading: Reading, who: Who, companies: Mapping[int, str]) -> list[Row]:
    table = Base.metadata.tables[reading.model.__tablename__]
    columns = [table.c[name] for name in reading.columns]
    found = session.execute(
        select(*columns).where(reading.whose(who)).order_by(table.c.id)
    ).mappings()
    return [dict(_told(name, value, companies) for name, value in row.items()) for row in found]


def _told(name: str, value: Any, companies: Mapping[int, str]) -> tuple[str, Any]:  # noqa: ANN401 - any column
    """A company by its name, words of vocabularies as they are stored."""
    match value:
        case int() if name == "company_id":
            return "company", companies.get(value, "")
        case None if name == "company_id":
            return "company", None
        case StrEnum():
            return name, value.value
        case frozenset():
            return name, sorted(one.value for one in value)
        case _:
            return name, value
