"""Reading what can be booked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from tcm_tui.data.models import Edition, Price, Product, Subscription
from tcm_tui.domain.catalogue import EditionOffer, PriceOffer, ProductPage, ProductRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session


def products(session: Session) -> list[ProductRow]:
    """Everything that is offered and can be booked; in no particular order."""
    rows = session.scalars(select(Product).where(Product.offered)).all()
    editions = _offers(session)
    return [_row(one, editions[one.id]) for one in rows if _least(editions[one.id]) is not None]


def page(session: Session, product_id: int, company_id: int, today: date) -> ProductPage | None:
    """A product as `company_id` may book it; None for a number that no product has."""
    row = session.get(Product, product_id)
    if row is None:
        return None
    return ProductPage(
        id=row.id,
        key=row.key,
        name=row.name,
        provider=row.provider,
        category=row.category,
        summary=row.summary,
        description=row.description,
        editions=tuple(_offers(session, product_id)[product_id]) if row.offered else (),
        trial_days=row.trial_days,
        trial_open=bool(row.trial_days) and not tried(session, company_id, product_id),
        licence_cap=row.licence_cap,
        licences_had=licences_had(session, company_id, product_id, today),
        offered=row.offered,
    )


def licences_had(session: Session, company_id: int, product_id: int, today: date) -> int:
    """Licences that count against the cap: of running subscriptions, add-ons aside."""
    running = or_(Subscription.ends_on.is_(None), Subscription.ends_on >= today)
    counted = select(func.coalesce(func.sum(Subscription.licences), 0)).where(
        Subscription.company_id == company_id,
        Subscription.product_id == product_id,
        Subscription.base_id.is_(None),
        running,
    )
    return session.scalars(counted).one()


def tried(session: Session, company_id: int, product_id: int) -> bool:
    """Whether the company ever had the product for free."""
    found = select(Subscription.id).where(
        Subscription.company_id == company_id,
        Subscription.product_id == product_id,
        Subscription.trial_until.is_not(None),
    )
    return session.scalar(found.limit(1)) is not None


def _offers(session: Session, product_id: int | None = None) -> Mapping[int, list[EditionOffer]]:
    """What is offered and has a price, of one product or of all: add-ons last."""
    wanted = select(Edition).where(Edition.offered).order_by(Edition.is_add_on, Edition.place)
    if product_id is not None:
        wanted = wanted.where(Edition.product_id == product_id)
    rows = session.scalars(wanted).all()
    costs = prices(session, product_id)
    found: dict[int, list[EditionOffer]] = defaultdict(list)
    for one in rows:
        if costs[one.id]:
            found[one.product_id].append(_offer(one, costs[one.id]))
    return found


def prices(session: Session, product_id: int | None = None) -> Mapping[int, list[PriceOffer]]:
    """What editions cost, by their number: by term, then monthly before yearly."""
    wanted = select(Price).order_by(Price.term_months, Price.charging)
    if product_id is not None:
        of_it = select(Edition.id).where(Edition.product_id == product_id)
        wanted = wanted.where(Price.edition_id.in_(of_it))
    found: dict[int, list[PriceOffer]] = defaultdict(list)
    for one in session.scalars(wanted):
        found[one.edition_id].append(PriceOffer(one.term_months, one.charging, one.cents))
    return found


def _offer(row: Edition, prices: Sequence[PriceOffer]) -> EditionOffer:
    return EditionOffer(
        id=row.id,
        name=row.name,
        features=tuple(line for line in row.features.splitlines() if line),
        prices=tuple(prices),
        min_licences=row.min_licences,
        max_licences=row.max_licences,
        is_add_on=row.is_add_on,
    )


def _row(row: Product, editions: Sequence[EditionOffer]) -> ProductRow:
    return ProductRow(
        id=row.id,
        key=row.key,
        name=row.name,
        provider=row.provider,
        category=row.category,
        summary=row.summary,
        description=row.description,
        editions=tuple(one.name for one in editions if not one.is_add_on),
        add_ons=tuple(one.name for one in editions if one.is_add_on),
        from_cents=_least(editions) or 0,
        trial_days=row.trial_days,
        licence_cap=row.licence_cap,
    )


def _least(editions: Sequence[EditionOffer]) -> int | None:
    """What the cheapest licence costs in a month; None without anything that can be booked."""
    months = (price.month_cents for one in editions if not one.is_add_on for price in one.prices)
    return min(months, default=None)
