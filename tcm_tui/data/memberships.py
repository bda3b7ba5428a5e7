"""Members and invitations one by one, as what changes them needs them; always of one company.

Every change of a row asks for the version that was read and makes the next one (SECURITY.md H2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select, tuple_, update
from sqlalchemy.orm.exc import StaleDataError

from tcm_tui.data.models import (
    AuditEntry,
    EmailAddress,
    Invitation,
    Membership,
    User,
    UserSession,
)
from tcm_tui.data.personal_changes import told
from tcm_tui.data.portions import portions
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.member_rules import Standing
from tcm_tui.domain.members import MemberKind, MemberState, RowKey, member_state
from tcm_tui.domain.people import MembershipState, person_name
from tcm_tui.domain.permissions import Role
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


def standings(session: Session, company_id: int, ids: Collection[int]) -> dict[int, Standing]:
    """The members with these ids, as far as they are still members."""
    found: dict[int, Standing] = {}
    for portion in portions(ids):
        rows = session.execute(
            select(
                Membership.id,
                Membership.version,
                User.first_name,
                User.last_name,
                EmailAddress.address,
                Membership.role,
                Membership.state,
                Membership.user_id,
            )
            .join(User, User.id == Membership.user_id)
            .join(EmailAddress, and_(EmailAddress.user_id == User.id, EmailAddress.is_primary))
            .where(Membership.company_id == company_id, Membership.id.in_(portion))
        )
        for number, version, first, last, address, role, state, user_id in rows:
            key = RowKey(MemberKind.MEMBER, number)
            shown = member_state(state)
            found[number] = Standing(key, version, first, last, address, role, shown, user_id)
    return found


def removed(session: Session, company_id: int, ids: Collection[int]) -> dict[int, Standing]:
    """Those of these ids that were members once, as they were when they were removed."""
    found: dict[int, Standing] = {}
    for portion in portions(ids):
        entries = session.scalars(
            select(AuditEntry).where(
                AuditEntry.subject == Subject.MEMBERSHIP,
                AuditEntry.subject_id.in_(portion),
                AuditEntry.company_id == company_id,
                AuditEntry.action == AuditAction.MEMBER_REMOVED,
            )
        ).all()
        known = told(session, entries)
        for entry in entries:
            number, changes = entry.subject_id, known[entry.id]
            assert number is not None  # noqa: S101 - it was looked for
            first, last, address = (
                changes.get(name, [""])[0] or "" for name in ("first_name", "last_name", "address")
            )
            found[number] = Standing(
                key=RowKey(MemberKind.MEMBER, number),
                version=0,
                first_name=first,
                last_name=last,
                address=address,
                role=Role(changes["role"][0] or ""),
                state=MemberState(changes["state"][0] or ""),
                over=_("Diese Person gehört nicht mehr zum Unternehmen."),
            )
    return found


def add(session: Session, one: Membership) -> None:
    """Add a membership under a number that none had before.

    The journal names removed ones by theirs. PostgreSQL counts on by itself; SQLite would give the
    last number once more when it has become free.
    """
    if session.get_bind().dialect.name == "sqlite":
        written_down = select(func.max(AuditEntry.subject_id)).where(
            AuditEntry.subject == Subject.MEMBERSHIP
        )
        known = (session.scalar(select(func.max(Membership.id))), session.scalar(written_down))
        one.id = max(number or 0 for number in known) + 1
    session.add(one)


def active_admins(session: Session, company_id: int) -> int:
    """How many can administer the company."""
    return (
        session.scalar(
            select(func.count()).where(
                Membership.company_id == company_id,
                Membership.state == MembershipState.ACTIVE,
                Membership.role == Role.COMPANY_ADMIN,
            )
        )
        or 0
    )


def is_active(session: Session, company_id: int, user_id: int) -> bool:
    """Whether this person is an active member of the company."""
    found = select(Membership.id).where(
        Membership.company_id == company_id,
        Membership.user_id == user_id,
        Membership.state == MembershipState.ACTIVE,
    )
    return session.scalar(found) is not None


def languages(session: Session, user_ids: Collection[int]) -> dict[int, str]:
    """What these people are written to in."""
    found: dict[int, str] = {}
    for portion in portions(user_ids):
        rows = session.execute(select(User.id, User.language).where(User.id.in_(portion)))
        found.update(dict(rows.all()))
    return found


def set_values(
    session: Session,
    table: type[Membership | Invitation],
    versions: Mapping[int, int],
    **values: Any,  # noqa: ANN401 - columns of the table
) -> dict[int, int]:
    """Store `values` in the rows that still have the given version.

    Args:
        session: The open transaction.
        table: Of the rows.
        versions: Row → the version it was read at.
        values: The same for every row.

    Returns:
        Row → its new version.

    Raises:
        StaleDataError: One was changed meanwhile, past the lock of its company.
    """
    found: dict[int, int] = {}
    for portion in portions(versions):
        rows = session.execute(
            update(table)
            .where(
                table.id.in_(portion),  # found by this; pairs alone would look at every row
                tuple_(table.id, table.version).in_([(one, versions[one]) for one in portion]),
            )
            .values(version=table.version + 1, **values)
            .returning(table.id, table.version)
            .execution_options(synchronize_session=False)
        )
        found.update(dict(rows.all()))
    _insist(found, versions)
    return found


def _insist(done: Collection[int], wanted: Collection[int]) -> None:
    """What the ORM does for single rows: no row that was read may have moved."""
    if len(done) != len(wanted):
        raise StaleDataError


def remove(session: Session, versions: Mapping[int, int]) -> None:
    """Delete the memberships that still have the given version.

    Raises:
        StaleDataError: One was changed meanwhile, past the lock of its company.
    """
    gone: set[int] = set()
    for portion in portions(versions):
        gone.update(
            session.scalars(
                delete(Membership)
                .where(
                    Membership.id.in_(portion),
                    tuple_(Membership.id, Membership.version).in_(
                        [(one, versions[one]) for one in portion]
                    ),
                )
                .returning(Membership.id)
                .execution_options(synchronize_session=False)
            )
        )
    _insist(gone, versions)


def end_sessions(
    session: Session, company_id: int, user_ids: Collection[int], now: datetime
) -> None:
    """End what these people have open in the company, or with its customers for it.

    Elsewhere they stay signed in.
    """
    for portion in portions(user_ids):
        session.execute(
            update(UserSession)
            .where(
                or_(UserSession.company_id == company_id, UserSession.reseller_id == company_id),
                UserSession.user_id.in_(portion),
                UserSession.ended_at.is_(None),
            )
            .values(ended_at=now)
            .execution_options(synchronize_session=False)
        )


def membership(session: Session, company_id: int, membership_id: int) -> Membership | None:
    """A membership of the company."""
    return session.scalars(
        select(Membership).where(
            Membership.company_id == company_id, Membership.id == membership_id
        )
    ).one_or_none()


def last_change(
    session: Session, company_id: int, membership_id: int
) -> tuple[str, datetime | None]:
    """Who changed a membership last, and when; ("", None) when nobody did on record."""
    found = session.execute(
        select(User.first_name, User.last_name, AuditEntry.at)
        .join(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject == Subject.MEMBERSHIP,
            AuditEntry.subject_id == membership_id,
            AuditEntry.company_id == company_id,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one_or_none()
    return (person_name(found.first_name, found.last_name), found.at) if found else ("", None)
