"""What the tests of booking share: a product to book, and everything up to the receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from tcm_tui.data.models import (
    Company,
    Edition,
    Order,
    OrderLine,
    Price,
    Product,
    Subscription,
    SubscriptionPhase,
)
from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.permissions import Role
from tcm_tui.services.booking import begin, revise
from tcm_tui.services.ordering import place
from tests.builders import add_member, add_reseller, link_reseller, signed_in, visiting
from tests.market import BASIC, PREMIUM, STANDARD, EditionFacts, add_product, edition_ids

from .paying import pay_by

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.orders import Receipt
    from tcm_tui.services.context import Context

COPILOT: Final = EditionFacts("Copilot", 2800, is_add_on=True)
NAME: Final = "Microsoft 365 Business"
TICKED: Final = {"business_use": True, "terms": True}


@dataclass(frozen=True)
class Shop:
    """A product with three editions and an add-on."""

    product: int
    basic: int
    standard: int
    premium: int
    copilot: int

    def wish(self, **chosen: Any) -> BookingWish:  # noqa: ANN401 - any field of it
        """„Basic“ for a year, unless something else is chosen."""
        return BookingWish(**{"product_id": self.product, "edition_id": self.basic, **chosen})


def open_shop(
    ctx: Context, *, cap: int | None = 300, trial_days: int = 30, method: bool = True
) -> Shop:
    """The product, and something to pay it by."""
    editions = (BASIC, STANDARD, PREMIUM, COPILOT)
    product = add_product(
        ctx.database, NAME, editions=editions, licence_cap=cap, trial_days=trial_days
    )
    if method:
        pay_by(ctx)
    found = edition_ids(ctx.database, product)
    return Shop(product, found["Basic"], found["Standard"], found["Premium"], found["Copilot"])


def booked(ctx: Context, wish: BookingWish, **typed: Any) -> Booking:  # noqa: ANN401 - any field of the draft
    """A booking that was begun, with what was `typed`."""
    found = begin(ctx, wish)
    return revise(ctx, found.id, replace(found.draft, **typed), found.version)


def order(ctx: Context, wish: BookingWish, **typed: Any) -> Receipt:  # noqa: ANN401 - as above
    """The same, bought."""
    found = booked(ctx, wish, **typed)
    return place(ctx, found.id, found.quote, **TICKED)


def colleague(ctx: Context, role: Role = Role.USER, email: str = "derya@muster.example") -> Context:
    """Somebody else of the company, signed in."""
    assert ctx.actor is not None
    person = add_member(ctx.database, ctx.actor.company_id, email, role=role)
    return signed_in(ctx, person)


def guest(ctx: Context) -> Context:
    """Nora of a Vertriebspartner, with the company."""
    assert ctx.actor is not None
    reseller = add_reseller(ctx.database)
    nora = add_member(ctx.database, reseller, "nora.nord@nordlicht.example")
    link_reseller(ctx.database, ctx.actor.company_id, reseller)
    return visiting(ctx, nora, ctx.actor.company_id)


def let_everybody_buy(ctx: Context) -> None:
    """As the company's settings say then."""
    assert ctx.actor is not None
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Company, ctx.actor.company_id).buyers = Buyers.EVERYBODY


def reprice(ctx: Context, edition_id: int, cents: int) -> None:
    """Let an edition cost something else from now on, whatever the term."""
    with ctx.database.transaction(writing=True) as session:
        for price in session.scalars(select(Price).where(Price.edition_id == edition_id)):
            price.cents = cents


def take_off(ctx: Context, shop: Shop, edition_id: int | None = None) -> None:
    """Offer the product, or one edition of it, no longer."""
    with ctx.database.transaction(writing=True) as session:
        if edition_id is None:
            session.get_one(Product, shop.product).offered = False
        else:
            session.get_one(Edition, edition_id).offered = False


def stored(ctx: Context) -> list[Subscription]:
    """All subscriptions, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(Subscription).order_by(Subscription.id)))


def phases(ctx: Context) -> list[SubscriptionPhase]:
    """All phases, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(SubscriptionPhase).order_by(SubscriptionPhase.id)))


def orders_stored(ctx: Context) -> list[Order]:
    """All orders, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(Order).order_by(Order.id)))


def lines_stored(ctx: Context) -> list[OrderLine]:
    """All lines of orders, oldest first."""
    with ctx.database.transaction(writing=False) as session:
        return list(session.scalars(select(OrderLine).order_by(OrderLine.id)))
