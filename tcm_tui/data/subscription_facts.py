"""Queries about one subscription: its row, its dates, and what it can become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from tcm_tui.data.models import Edition, Price, Product, Subscription, SubscriptionPhase
from tcm_tui.data.portions import portions
from tcm_tui.data.subscriptions import runs_on
from tcm_tui.domain.catalogue import EditionOffer, PriceOffer
from tcm_tui.domain.subscriptions import Phase, Timeline

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session


def subscription(
    session: Session, company_id: int, subscription_id: int, *, owner_id: int | None = None
) -> Subscription | None:
    """One of the company's, of that owner if one is named; None when there is none such."""
    query = select(Subscription).where(
        Subscription.company_id == company_id, Subscription.id == subscription_id
    )
    if owner_id is not None:
        query = query.where(Subscription.owner_id == owner_id)
    return session.scalar(query)


def subscriptions(session: Session, ids: Collection[int]) -> list[Subscription]:
    """Those with these numbers, which the caller knows to be the company's."""
    return [
        one
        for portion in portions(ids)
        for one in session.scalars(select(Subscription).where(Subscription.id.in_(portion)))
    ]


def add_ons_of(session: Session, ids: Collection[int]) -> set[int]:
    """What extends any of these, by number."""
    return {
        number
        for portion in portions(ids)
        for number in session.scalars(
            select(Subscription.id).where(Subscription.base_id.in_(portion))
        )
    }


def add_ons(session: Session, subscription_id: int, today: date) -> list[Subscription]:
    """What extends it and has not ended, the oldest first."""
    query = select(Subscription).where(Subscription.base_id == subscription_id, runs_on(today))
    return list(session.scalars(query.order_by(Subscription.id)))


def add_on_ids(session: Session, subscription_id: int, today: date) -> list[int]:
    """Their numbers."""
    return [one.id for one in add_ons(session, subscription_id, today)]


def phases(session: Session, subscription_id: int) -> list[SubscriptionPhase]:
    """In the order in which they hold."""
    query = select(SubscriptionPhase).where(SubscriptionPhase.subscription_id == subscription_id)
    return list(session.scalars(query.order_by(SubscriptionPhase.from_on, SubscriptionPhase.id)))


def phases_after(session: Session, subscription_id: int, day: date) -> list[SubscriptionPhase]:
    """What is to hold later than `day`, whether or not the subscription ends before."""
    return [one for one in phases(session, subscription_id) if one.from_on > day]


def timeline(session: Session, one: Subscription) -> Timeline:
    """All of its dates."""
    return timeline_of(one, tuple(phase_of(phase) for phase in phases(session, one.id)))


def timeline_of(one: Subscription, phases: tuple[Phase, ...]) -> Timeline:
    """Its dates with these phases."""
    return Timeline(
        starts_on=one.starts_on,
        term_months=one.term_months,
        charging=one.charging,
        phases=phases,
        trial_until=one.trial_until,
        ends_on=one.ends_on,
        cancelled=one.cancelled_at is not None,
    )


def phase_of(stored: SubscriptionPhase) -> Phase:
    """A stored phase as a value."""
    return Phase(stored.from_on, stored.edition_id, stored.licences, stored.unit_cents)


def editions(session: Session, one: Subscription) -> dict[int, EditionOffer]:
    """Every edition of its product, the least first, with the price for its term and charging.

    What is offered no longer, or not so, has no price.
    """
    price = and_(
        Price.edition_id == Edition.id,
        Price.term_months == one.term_months,
        Price.charging == one.charging,
        Edition.offered,
        Product.offered,
    )
    query = (
        select(Edition, Price.cents)
        .join(Product, Product.id == Edition.product_id)
        .outerjoin(Price, price)
        .where(Edition.product_id == one.product_id)
        .order_by(Edition.place)
    )
    return {edition.id: _offer(edition, one, cents) for edition, cents in session.execute(query)}


def _offer(edition: Edition, one: Subscription, cents: int | None) -> EditionOffer:
    price = None if cents is None else PriceOffer(one.term_months, one.charging, cents)
    return EditionOffer(
        id=edition.id,
        name=edition.name,
        features=(),
        prices=(price,) if price else (),
        min_licences=edition.min_licences,
        max_licences=edition.max_licences,
        is_add_on=edition.is_add_on,
    )
