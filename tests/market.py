"""What tests of booking need to stand: a catalogue, subscriptions, licences, written directly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from tcm_tui.data.models import (
    Assignment,
    Edition,
    Order,
    OrderLine,
    Price,
    Product,
    Subscription,
    SubscriptionPhase,
)
from tcm_tui.domain.catalogue import Category, Charging
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.text import sort_key
from tests.builders import START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from tcm_tui.data.database import Database
    from tests.builders import Person

TODAY: Final = START.date()


@dataclass(frozen=True)
class EditionFacts:
    """An edition as a test wants it; a month costs `cents`, a year ten times that."""

    name: str
    cents: int = 560
    is_add_on: bool = False
    max_licences: int | None = None


BASIC: Final = EditionFacts("Basic", 560)
STANDARD: Final = EditionFacts("Standard", 1170)
PREMIUM: Final = EditionFacts("Premium", 2060)


def add_product(
    database: Database,
    name: str = "Microsoft 365 Business",
    *,
    editions: Sequence[EditionFacts] = (BASIC, STANDARD, PREMIUM),
    provider: str = "Microsoft",
    category: Category = Category.OFFICE,
    licence_cap: int | None = None,
    trial_days: int = 0,
) -> int:
    """The product of that name; at first it is made, its editions for 1, 12 and 24 months."""
    key = sort_key(name).replace(" ", "-")
    with database.transaction(writing=True) as session:
        if (known := session.scalar(select(Product.id).where(Product.key == key))) is not None:
            return known
        product = Product(
            key=key,
            name=name,
            provider=provider,
            category=category,
            summary="Büroprogramme und Postfach",
            description="Word, Excel, PowerPoint, Outlook.",
            licence_cap=licence_cap,
            trial_days=trial_days,
        )
        session.add(product)
        session.flush()
        for place, facts in enumerate(editions, 1):
            _add_edition(session, product, place, facts)
        return product.id


def _add_edition(session: Session, product: Product, place: int, facts: EditionFacts) -> None:
    edition = Edition(
        product_id=product.id,
        key=f"{product.key}-{sort_key(facts.name).replace(' ', '-') or 'only'}",
        name=facts.name,
        place=place,
        features="Postfach\nTeams",
        max_licences=facts.max_licences,
        is_add_on=facts.is_add_on,
    )
    session.add(edition)
    session.flush()
    for term in (1, 12, 24):
        for charging in Charging if term > 1 else (Charging.MONTHLY,):
            months = 10 if charging is Charging.YEARLY else 1
            session.add(
                Price(
                    edition_id=edition.id,
                    term_months=term,
                    charging=charging,
                    cents=facts.cents * months,
                )
            )


def edition_ids(database: Database, product_id: int) -> dict[str, int]:
    """The editions of a product by name."""
    with database.transaction(writing=False) as session:
        rows = session.execute(
            select(Edition.name, Edition.id).where(Edition.product_id == product_id)
        )
        return dict(rows.all())


def add_subscription(  # noqa: PLR0913 - a builder names what a test cares about
    database: Database,
    company_id: int,
    product_id: int,
    *,
    owner_id: int,
    edition: str = "Basic",
    licences: int = 5,
    name: str = "",
    starts_on: date = TODAY - timedelta(days=90),
    term_months: int = 12,
    charging: Charging = Charging.MONTHLY,
    unit_cents: int = 560,
    ends_on: date | None = None,
    cancelled: bool = False,
    trial_until: date | None = None,
    owned: bool = True,
) -> int:
    """A running booking of the company with its placed order; its number.

    Without `owned` nobody looks after it any more: `owner_id` is who booked it.
    """
    edition_id = edition_ids(database, product_id)[edition]
    with database.transaction(writing=True) as session:
        order = Order(
            company_id=company_id,
            user_id=owner_id,
            product_id=product_id,
            state=OrderState.PLACED,
            term_months=term_months,
            charging=charging,
            name=name,
            created_at=START - timedelta(days=90),
            changed_at=START - timedelta(days=90),
            decided_at=START - timedelta(days=90),
            decided_by=owner_id,
            first_due_on=starts_on,
        )
        session.add(order)
        session.flush()
        session.add(
            OrderLine(
                order_id=order.id,
                edition_id=edition_id,
                licences=licences,
                title=edition,
                unit_cents=unit_cents,
            )
        )
        one = Subscription(
            company_id=company_id,
            product_id=product_id,
            order_id=order.id,
            owner_id=owner_id if owned else None,
            name=name,
            sort_name=sort_key(name),
            licences=licences,
            term_months=term_months,
            charging=charging,
            starts_on=starts_on,
            trial_until=trial_until,
            ends_on=ends_on,
            cancelled_at=START - timedelta(days=1) if cancelled else None,
        )
        session.add(one)
        session.flush()
        session.add(
            SubscriptionPhase(
                subscription_id=one.id,
                from_on=starts_on,
                edition_id=edition_id,
                licences=licences,
                unit_cents=unit_cents,
            )
        )
        return one.id


def give(
    database: Database,
    subscription_id: int,
    *people: Person,
    invitations: Sequence[int] = (),
) -> None:
    """Assign a licence to members, and to open invitations."""
    with database.transaction(writing=True) as session:
        holders = [{"membership_id": one.membership_id} for one in people]
        holders += [{"invitation_id": number} for number in invitations]
        session.add_all(
            Assignment(subscription_id=subscription_id, assigned_at=START, **holder)
            for holder in holders
        )
        session.get_one(Subscription, subscription_id).used += len(holders)
