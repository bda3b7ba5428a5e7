"""What the tests of „Produkte“ share: a company with bookings, and what is stored of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from tcm_tui.data.models import Assignment, Subscription, SubscriptionPhase
from tcm_tui.domain.permissions import Role
from tcm_tui.services.subscription_changes import (
    preview_edition,
    preview_licences,
    set_edition,
    set_licences,
)
from tcm_tui.services.subscriptions import subscriptions
from tests.builders import add_member, signed_in
from tests.market import (
    BASIC,
    PREMIUM,
    STANDARD,
    EditionFacts,
    add_product,
    add_subscription,
    edition_ids,
)

if TYPE_CHECKING:
    from tcm_tui.data.database import Database
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

COPILOT = EditionFacts("Copilot", 2810, is_add_on=True)
FORMS = (BASIC, STANDARD, PREMIUM, COPILOT)


def office(database: Database, **facts: Any) -> int:  # noqa: ANN401 - what add_product takes
    """„Microsoft 365 Business“ with its add-on; its number."""
    return add_product(database, editions=FORMS, **facts)


def book(ctx: Context, **facts: Any) -> int:  # noqa: ANN401 - what add_subscription takes
    """A booking of that product, owned by whoever is signed in unless told otherwise."""
    assert ctx.actor is not None
    given = {"owner_id": ctx.actor.user_id, **facts}
    product = given.pop("product", None) or office(ctx.database)
    return add_subscription(ctx.database, ctx.actor.company_id, product, **given)


def add_on(ctx: Context, base_id: int, **facts: Any) -> int:  # noqa: ANN401 - as above
    """„Copilot“, booked to another subscription."""
    number = book(ctx, edition="Copilot", unit_cents=2810, **facts)
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            update(Subscription).where(Subscription.id == number).values(base_id=base_id)
        )
    return number


def shown(ctx: Context, number: int) -> SubscriptionRow:
    """A line of the list."""
    return next(one for one in subscriptions(ctx) if one.id == number)


def stored(ctx: Context, number: int) -> Subscription:
    """The row itself."""
    with ctx.database.transaction(writing=False) as session:
        return session.get_one(Subscription, number)


def to_edition(ctx: Context, number: int, name: str) -> SubscriptionRow:
    """Go over to an edition of that name, at once or with the next term."""
    product = shown(ctx, number).product_id
    wanted = edition_ids(ctx.database, product)[name]
    return set_edition(ctx, preview_edition(ctx, number, wanted))


def to_licences(ctx: Context, number: int, licences: int) -> SubscriptionRow:
    """Have so many in all."""
    return set_licences(ctx, preview_licences(ctx, number, licences))


def phases(ctx: Context, number: int) -> list[tuple[str, int, int]]:
    """First day, licences and price of each phase, in the order in which they hold."""
    with ctx.database.transaction(writing=False) as session:
        found = session.scalars(
            select(SubscriptionPhase)
            .where(SubscriptionPhase.subscription_id == number)
            .order_by(SubscriptionPhase.from_on, SubscriptionPhase.id)
        )
        return [(one.from_on.isoformat(), one.licences, one.unit_cents) for one in found]


def given(ctx: Context, number: int) -> int:
    """How many rows say that somebody has a licence."""
    with ctx.database.transaction(writing=False) as session:
        return session.scalars(
            select(func.count()).select_from(Assignment).where(Assignment.subscription_id == number)
        ).one()


def someone(
    ctx: Context, email: str = "ben.huber@muster.example", role: Role = Role.USER
) -> Person:
    """A further member of the same company."""
    assert ctx.actor is not None
    return add_member(ctx.database, ctx.actor.company_id, email, role=role)


def at_moment(ctx: Context, person: Person, clock: Clock, moment: str) -> Context:
    """The same when the clock says so, in UTC; signed in anew, since sessions end."""
    clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return signed_in(ctx, person)


def as_person(ctx: Context, person: Person) -> Context:
    """The same, signed in as somebody else."""
    return signed_in(ctx, person)
