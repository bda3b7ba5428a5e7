"""Subscriptions and who has a licence of them, many at once, in a demo that was made before."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update

from tcm_tui.data.models import (
    Assignment,
    Edition,
    Membership,
    Order,
    Product,
    Subscription,
    SubscriptionPhase,
)
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tcm_tui.services.context import Context

NAME: Final = "Messung"
"""What the „Abonnement-Name“ of each of them begins with."""
SEATS: Final = 50
_AT_ONCE: Final = 1_000


def add_subscriptions(ctx: Context, company_id: int, count: int) -> list[int]:
    """So many running subscriptions with half their licences assigned; their numbers.

    Of the first nearly every second member has a licence, of the others 25 members each.
    """
    with ctx.database.transaction(writing=True) as session:
        members = list(
            session.scalars(
                select(Membership.id)
                .where(
                    Membership.company_id == company_id,
                    Membership.state == MembershipState.ACTIVE,
                )
                .order_by(Membership.id)
            )
        )
        numbers = _subscriptions(session, ctx, company_id, count)
        large = max(SEATS, len(members))
        session.execute(
            update(Subscription)
            .where(Subscription.id == numbers[0])
            .values(licences=large, version=Subscription.version + 1)
        )
        turns = cycle(members)
        holders = {numbers[0]: members[1::2]}
        holders |= {
            number: list(dict.fromkeys(islice(turns, SEATS // 2))) for number in numbers[1:]
        }
        _assign(session, ctx, holders)
    return numbers


def _subscriptions(session: Session, ctx: Context, company_id: int, count: int) -> list[int]:
    """Of all editions in turn, owned by the first administrator."""
    owner = session.scalars(
        select(Membership.user_id).where(Membership.company_id == company_id).limit(1)
    ).one()
    editions = cycle(
        session.execute(
            select(Edition.id, Edition.product_id)
            .join(Product, Product.id == Edition.product_id)
            .where(Edition.is_add_on.is_(False))
            .order_by(Edition.id)
        ).all()
    )
    day = ctx.clock().date() - timedelta(days=90)
    found: list[int] = []
    for number, (edition_id, product_id) in enumerate(islice(editions, count)):
        order = Order(
            company_id=company_id,
            user_id=owner,
            product_id=product_id,
            state=OrderState.PLACED,
            term_months=12,
            charging=Charging.MONTHLY,
            created_at=ctx.clock(),
            changed_at=ctx.clock(),
        )
        session.add(order)
        session.flush()  # the subscription names the order
        name = f"{NAME} {number:04}"
        one = Subscription(
            company_id=company_id,
            product_id=product_id,
            order_id=order.id,
            owner_id=owner,
            name=name,
            sort_name=sort_key(name),
            licences=SEATS,
            term_months=12,
            charging=Charging.MONTHLY,
            starts_on=day,
        )
        session.add(one)
        session.flush()  # the phase names the subscription
        session.add(
            SubscriptionPhase(
                subscription_id=one.id,
                from_on=day,
                edition_id=edition_id,
                licences=SEATS,
                unit_cents=560,
            )
        )
        found.append(one.id)
    return found


def _assign(session: Session, ctx: Context, holders: dict[int, list[int]]) -> None:
    rows = [
        {"subscription_id": number, "membership_id": one, "assigned_at": ctx.clock()}
        for number, ones in holders.items()
        for one in ones
    ]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(Assignment), rows[start : start + _AT_ONCE])
    for number, ones in holders.items():
        session.execute(
            update(Subscription)
            .where(Subscription.id == number)
            .values(used=len(ones), version=Subscription.version + 1)
        )
