"""What members own and use of the running subscriptions of their company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from tcm_tui.data.assignments import COLUMNS, app_of, apps_on
from tcm_tui.data.models import Assignment, Membership, Order, Product, Subscription
from tcm_tui.data.portions import portions
from tcm_tui.data.subscriptions import runs_on
from tcm_tui.domain.member_changes import Holdings
from tcm_tui.domain.members import MemberKind, RowKey
from tcm_tui.domain.orders import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from tcm_tui.domain.assignments import App


def holdings(
    session: Session, company_id: int, membership_ids: Collection[int], *, today: date
) -> dict[RowKey, Holdings]:
    """What these members own and use; who has neither is left out."""
    found: dict[RowKey, Holdings] = {}
    for portion in portions(membership_ids):
        owns = _owned(session, company_id, portion, today)
        uses = _used(session, MemberKind.MEMBER, portion, today)
        for number in owns.keys() | uses.keys():
            held = Holdings(owns.get(number, 0), uses.get(number, 0))
            found[RowKey(MemberKind.MEMBER, number)] = held
    return found


def assigned(
    session: Session, invitation_ids: Collection[int], *, today: date
) -> dict[RowKey, Holdings]:
    """What is assigned to these invitations; those without anything are left out."""
    return {
        RowKey(MemberKind.INVITATION, number): Holdings(uses=count)
        for portion in portions(invitation_ids)
        for number, count in _used(session, MemberKind.INVITATION, portion, today).items()
    }


def owned(
    session: Session, company_id: int, membership_ids: Collection[int], *, today: date
) -> list[int]:
    """The running subscriptions that these members own."""
    found: list[int] = []
    for portion in portions(membership_ids):
        found += session.scalars(
            select(Subscription.id)
            .join(Membership, Membership.user_id == Subscription.owner_id)
            .where(
                Membership.id.in_(portion),
                Membership.company_id == company_id,
                Subscription.company_id == company_id,
                runs_on(today),
            )
            .order_by(Subscription.id)
        )
    return found


def apps_owned(session: Session, company_id: int, user_id: int, *, today: date) -> list[App]:
    """What somebody owns of what runs, as it is called."""
    rows = session.execute(
        apps_on(today)
        .where(
            Subscription.company_id == company_id,
            Subscription.owner_id == user_id,
            runs_on(today),
        )
        .order_by(Product.name, Subscription.sort_name, Subscription.id)
    )
    return [app_of(one) for one in rows]


def unfinished_orders(session: Session, company_id: int, user_ids: Collection[int]) -> list[Order]:
    """What these people of a company began to book or asked for, and would still see.

    In the company, and as its staff with its customers.
    """
    return [
        one
        for portion in portions(user_ids)
        for one in session.scalars(
            select(Order)
            .where(
                or_(Order.company_id == company_id, Order.reseller_id == company_id),
                Order.user_id.in_(portion),
                Order.state.in_(UNFINISHED),
            )
            .order_by(Order.id)
        )
    ]


def unfinished_of_guests(session: Session, company_id: int, reseller_id: int) -> list[Order]:
    """What the staff of a Vertriebspartner began to book in a company, or asked for."""
    return list(
        session.scalars(
            select(Order)
            .where(
                Order.company_id == company_id,
                Order.reseller_id == reseller_id,
                Order.state.in_(UNFINISHED),
            )
            .order_by(Order.id)
        )
    )


def _owned(
    session: Session, company_id: int, portion: Collection[int], today: date
) -> dict[int, int]:
    rows = session.execute(
        select(Membership.id, func.count())
        .join(Subscription, Subscription.owner_id == Membership.user_id)
        .where(
            Membership.id.in_(portion),
            Membership.company_id == company_id,
            Subscription.company_id == company_id,
            runs_on(today),
        )
        .group_by(Membership.id)
    )
    return dict(rows.all())


def _used(
    session: Session, kind: MemberKind, portion: Collection[int], today: date
) -> dict[int, int]:
    holder = COLUMNS[kind]
    rows = session.execute(
        select(holder, func.count())
        .join(Subscription, Subscription.id == Assignment.subscription_id)
        .where(holder.in_(portion), runs_on(today))
        .group_by(holder)
    )
    return {number: count for number, count in rows if number is not None}
