"""Who has a licence of what. `used` of a subscription is kept right with every row.

Callers hold the lock of the company: every use case that writes does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm.exc import StaleDataError

from tcm_tui.data.models import Assignment, Edition, Product, Subscription, SubscriptionPhase
from tcm_tui.data.portions import portions
from tcm_tui.domain.assignments import App, Freed, HeldLicence
from tcm_tui.domain.members import MemberKind, RowKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy import Row, ScalarSelect
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from tcm_tui.domain.assignments import Holder

COLUMNS: dict[MemberKind, InstrumentedAttribute[int | None]] = {
    MemberKind.MEMBER: Assignment.membership_id,
    MemberKind.INVITATION: Assignment.invitation_id,
}
"""Where the holder of a licence stands."""


def edition_on(day: date) -> ScalarSelect[int]:
    """The edition that a subscription of the statement around has on `day`."""
    # By itself a statement looks no further than the next one around it.
    phases = (
        select(SubscriptionPhase.edition_id)
        .where(SubscriptionPhase.subscription_id == Subscription.id)
        .correlate(Subscription)
    )
    now = phases.where(SubscriptionPhase.from_on <= day).order_by(
        SubscriptionPhase.from_on.desc(), SubscriptionPhase.id.desc()
    )
    first = phases.order_by(SubscriptionPhase.from_on, SubscriptionPhase.id)
    return select(
        func.coalesce(now.limit(1).scalar_subquery(), first.limit(1).scalar_subquery())
    ).scalar_subquery()


def of_members(
    session: Session, membership_ids: Collection[int], *, today: date
) -> dict[int, list[HeldLicence]]:
    """What these members have, by membership; of subscriptions that have ended, too."""
    return _held(session, MemberKind.MEMBER, membership_ids, today)


def of_invitations(
    session: Session, invitation_ids: Collection[int], *, today: date
) -> dict[int, list[HeldLicence]]:
    """What was assigned to these invitations, by invitation."""
    return _held(session, MemberKind.INVITATION, invitation_ids, today)


def _held(
    session: Session, kind: MemberKind, numbers: Collection[int], today: date
) -> dict[int, list[HeldLicence]]:
    column, found = COLUMNS[kind], defaultdict[int, list[HeldLicence]](list)
    for portion in portions(numbers):
        asked = apps_on(today).add_columns(column, Subscription.ends_on)
        rows = session.execute(
            asked.join(Assignment, Assignment.subscription_id == Subscription.id)
            .where(column.in_(portion))
            .order_by(Product.name, Subscription.sort_name, Subscription.id)
        )
        for one in rows:
            *_names, number, ends_on = one
            found[number].append(HeldLicence(app_of(one), RowKey(kind, number), ends_on))
    return dict(found)


def apps_on(today: date) -> Select[*tuple[Any, ...]]:
    """What subscriptions are called on that day, for `app_of`."""
    return (
        select(Subscription.id, Product.name, Edition.name, Subscription.name)
        .join(Product, Product.id == Subscription.product_id)
        .join(Edition, Edition.id == edition_on(today))
    )


def app_of(found: Row[*tuple[Any, ...]]) -> App:
    """The first four columns of a row."""
    number, product, edition, name = found[:4]
    return App(number, product, edition, name)


def free(
    session: Session, *, memberships: Collection[int] = (), invitations: Collection[int] = ()
) -> list[Freed]:
    """Take back every licence that these members and invitations have; what was freed.

    Nothing is written down: whoever calls it knows why it happens.
    """
    freed = [
        *_free(session, MemberKind.MEMBER, memberships),
        *_free(session, MemberKind.INVITATION, invitations),
    ]
    count_used(session, Counter(one.subscription_id for one in freed), -1)
    return freed


def _free(session: Session, kind: MemberKind, numbers: Collection[int]) -> list[Freed]:
    column, freed = COLUMNS[kind], list[Freed]()
    for portion in portions(numbers):
        rows = session.execute(
            delete(Assignment)
            .where(column.in_(portion))
            .returning(Assignment.subscription_id, column)
            .execution_options(synchronize_session=False)
        )
        freed += [Freed(number, RowKey(kind, holder)) for number, holder in rows if holder]
    return freed


def pass_on(session: Session, invitation_id: int, membership_id: int) -> list[int]:
    """Let the member have what was assigned to their invitation; the subscriptions, in order."""
    rows = session.scalars(
        update(Assignment)
        .where(Assignment.invitation_id == invitation_id)
        .values(invitation_id=None, membership_id=membership_id)
        .returning(Assignment.subscription_id)
        .execution_options(synchronize_session=False)
    )
    return sorted(rows)


def follow(session: Session, successors: Mapping[int, int]) -> list[tuple[int, int]]:
    """Let new invitations have what was assigned to those whose place they take (old → new).

    Gives each licence that went over, as subscription and old invitation.
    """
    held = _of_any(session, successors)
    for number in {old for _subscription, old in held}:
        session.execute(
            update(Assignment)
            .where(Assignment.invitation_id == number)
            .values(invitation_id=successors[number])
            .execution_options(synchronize_session=False)
        )
    return held


def _of_any(session: Session, invitation_ids: Collection[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for portion in portions(invitation_ids):
        rows = session.execute(
            select(Assignment.subscription_id, Assignment.invitation_id).where(
                Assignment.invitation_id.in_(portion)
            )
        )
        found += [(subscription, number) for subscription, number in rows if number is not None]
    return sorted(found)


def numbers_of(
    session: Session, subscription_ids: Collection[int], holders: Iterable[Holder]
) -> dict[tuple[int, Holder], int]:
    """Who of `holders` has a licence of which of the subscriptions, and the number of each row."""
    found: dict[tuple[int, Holder], int] = {}
    wanted, known = set(subscription_ids), list(holders)
    if not wanted:
        return found
    rows = select(Assignment.subscription_id, Assignment.id)
    if len(wanted) == 1:
        rows = rows.where(Assignment.subscription_id == min(wanted))
    # Of several they are picked here: both lists at once would have SQLite look for every pair.
    for kind, column in COLUMNS.items():
        for portion in portions([one.id for one in known if one.kind is kind]):
            asked = rows.add_columns(column).where(column.in_(portion))
            found |= {
                (app, RowKey(kind, holder)): number
                for app, number, holder in session.execute(asked)
                if holder is not None and app in wanted
            }
    return found


def give(session: Session, pairs: Collection[tuple[int, Holder]], now: datetime) -> None:
    """Assign a licence of each subscription to its holder, who has none yet.

    Raises:
        StaleDataError: There are not as many any more, past the lock of the company.
        IntegrityError: Somebody has one already, past that lock.
    """
    count_used(session, Counter(number for number, _holder in pairs), 1)
    rows = (
        {
            "subscription_id": number,
            "membership_id": holder.id if holder.kind is MemberKind.MEMBER else None,
            "invitation_id": holder.id if holder.kind is MemberKind.INVITATION else None,
            "assigned_at": now,
        }
        for number, holder in pairs
    )
    for portion in portions(rows):
        session.execute(insert(Assignment), portion)


def withdraw(session: Session, numbers: Mapping[tuple[int, Holder], int]) -> None:
    """Take back the licences that `numbers_of` found.

    Raises:
        StaleDataError: Somebody has theirs no more, past the lock of the company.
    """
    gone: Counter[int] = Counter()
    for portion in portions(numbers.values()):
        rows = session.scalars(
            delete(Assignment)
            .where(Assignment.id.in_(portion))
            .returning(Assignment.subscription_id)
            .execution_options(synchronize_session=False)
        )
        gone.update(rows)
    if gone.total() != len(numbers):
        raise StaleDataError
    count_used(session, gone, -1)


def count_used(session: Session, seats: Mapping[int, int], sign: int) -> None:
    """Let each of these subscriptions have so many more (`sign` 1) or fewer (-1) licences in use.

    Raises:
        StaleDataError: One has not so many.
    """
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for number, many in seats.items():
        alike[many].append(number)
    for many, numbers in alike.items():
        used = Subscription.used + sign * many
        for portion in portions(numbers):
            done = session.scalars(
                update(Subscription)
                .where(Subscription.id.in_(portion), used.between(0, Subscription.licences))
                .values(used=used)
                .returning(Subscription.id)
                .execution_options(synchronize_session=False)
            )
            if len(done.all()) != len(portion):
                raise StaleDataError
