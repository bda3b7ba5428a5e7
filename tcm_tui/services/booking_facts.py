"""What a booking stands on, read inside the transaction that acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import catalogue, orders, payment_methods
from tcm_tui.data.models import User
from tcm_tui.domain.booking import Booking, BookingClosed, PaysBy
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.people import person_name
from tcm_tui.domain.permissions import Guest, Permission, allows
from tcm_tui.i18n import _
from tcm_tui.services.subscription_facts import owner_limit

if TYPE_CHECKING:
    from tcm_tui.data.models import Order
    from tcm_tui.domain.catalogue import ProductPage
    from tcm_tui.domain.order_drafts import BaseFacts
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.transaction import Transaction


def may(tx: Transaction, permission: Permission) -> bool:
    """Whether the actor's role, as this transaction read it, has `permission`."""
    return tx.role is not None and allows(tx.role, permission)


def may_place(tx: Transaction) -> bool:
    """Whether the actor may buy: guests and administrators always, others if everybody may."""
    if isinstance(tx.role, Guest) or may(tx, Permission.ORDER_DECIDE):
        return True
    return tx.company is not None and tx.company.buyers is Buyers.EVERYBODY


def own_order(tx: Transaction, order_id: int) -> Order:
    """What the actor began, wherever it stands.

    Raises:
        NotFound: It is not there, or somebody else's.
    """
    found = orders.order(tx.session, tx.company_id, order_id)
    if found is None or found.user_id != tx.user_id:
        raise unknown_order()
    return found


def any_order(tx: Transaction, order_id: int) -> Order:
    """What anybody of the company began and did not keep to themselves.

    Raises:
        NotFound: It is not there, or only being begun.
    """
    found = orders.order(tx.session, tx.company_id, order_id)
    if found is None or (found.state is OrderState.OPEN and found.user_id != tx.user_id):
        raise unknown_order()
    return found


def unknown_order() -> NotFound:
    """The same sentence for what is not there and for what is somebody else's."""
    return NotFound(_("Diese Bestellung gibt es nicht."))


def refuse_closed(found: Order, *states: OrderState) -> None:
    """Refuse an order that stands elsewhere.

    Raises:
        BookingClosed: It is in none of `states`.
    """
    if found.state not in states:
        raise BookingClosed(found.id, found.state)


def product_page(tx: Transaction, product_id: int) -> ProductPage:
    """The product, with what the company has of it.

    Raises:
        NotFound: There is no such product.
    """
    page = catalogue.page(tx.session, product_id, tx.company_id, tx.today)
    if page is None:
        raise NotFound(_("Dieses Produkt gibt es nicht."))
    return page


def booking_of(tx: Transaction, found: Order, *, continued: bool = False) -> Booking:
    """An order as something to go on with."""
    asked = found.state is not OrderState.OPEN
    return Booking(
        id=found.id,
        version=found.version,
        state=found.state,
        draft=orders.draft_of(tx.session, found),
        page=product_page(tx, found.product_id),
        today=tx.today,
        method=pays_by(tx),
        may_place=may_place(tx),
        may_pay=may(tx, Permission.PAYMENT_MANAGE),
        base=base_of(tx, found.base_order_id) if found.base_order_id else None,
        requester=_name(tx, found.user_id) if asked else "",
        reason=found.reason,
        continued=continued,
    )


def base_of(tx: Transaction, order_id: int) -> BaseFacts | None:
    """The subscription that came of an order, as something that an add-on is booked to."""
    limit = owner_limit(tx)
    return orders.base(tx.session, tx.company_id, order_id, tx.today, owner_id=limit)


def keep_words(tx: Transaction, found: Order, quote: Quote) -> None:
    """Let the lines of an order tell what it was called, and what it cost, on this day."""
    agreed = {line.edition_id: line for line in quote.lines}
    for line in orders.lines(tx.session, found.id):
        line.title = agreed[line.edition_id].title
        line.unit_cents = agreed[line.edition_id].unit_cents
    tx.session.flush()  # mails and receipts are made of what is stored


def pays_by(tx: Transaction) -> PaysBy | None:
    """The active method of the company."""
    method = payment_methods.active(tx.session, tx.company_id)
    if method is None:
        return None
    return PaysBy(
        method_id=method.id,
        kind=method.kind,
        masked=payment_methods.mark_of(method).masked,
        ended=method.expires_on is not None and method.expires_on < tx.today,
    )


def _name(tx: Transaction, user_id: int) -> str:
    user = tx.session.get_one(User, user_id)
    return person_name(user.first_name, user.last_name)
