"""„Kostenpflichtig bestellen“: once, for what was shown, and what was bought so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data import orders as queries
from tcm_tui.data import receipts
from tcm_tui.domain.audit import AuditAction, Entry, Subject, changed
from tcm_tui.domain.booking import BookingClosed, NoPaymentMethod, QuoteMoved
from tcm_tui.domain.errors import Invalid, NotPermitted
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.registration import TERMS_VERSION
from tcm_tui.i18n import _
from tcm_tui.services.booking_facts import (
    any_order,
    booking_of,
    keep_words,
    may,
    may_place,
    own_order,
    refuse_closed,
    unknown_order,
)
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.order_mail import send_receipt
from tcm_tui.services.subscribing import subscribe

if TYPE_CHECKING:
    from tcm_tui.data.models import Order
    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.orders import OrderRow, Receipt
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.PRODUCT_BOOK)
def place(
    tx: Transaction, order_id: int, seen: Quote, *, business_use: bool, terms: bool
) -> Receipt:
    """Buy what the actor began, for what was `seen`; again answers with the same receipt.

    Args:
        tx: The transaction.
        order_id: What was begun.
        seen: What it was shown to come to.
        business_use: The tick that it is for a business.
        terms: The tick that the terms are agreed to.

    Raises:
        NotFound: It is not there, or somebody else's.
        NotPermitted: The company lets only administrators buy.
        BookingClosed: It was sent as a request, or given up.
        Invalid: A tick is missing, at its name, or a rule is broken.
        NoPaymentMethod: There is nothing to pay it by.
        QuoteMoved: It would not come to what was `seen`.
    """
    found = own_order(tx, order_id)
    if found.state is OrderState.PLACED:
        return receipt_of(tx, found)
    refuse_closed(found, OrderState.OPEN)
    if not may_place(tx):
        raise NotPermitted(
            _("In Ihrem Unternehmen bestellen nur Administratoren. Senden Sie eine Anfrage.")
        )
    check_ticks(business_use=business_use, terms=terms)
    return buy(tx, found, seen, owner_id=None if tx.reseller_id else tx.user_id)


@reading(Permission.PRODUCT_BOOK)
def orders(tx: Transaction) -> list[OrderRow]:
    """What was bought, the newest first: of everybody for those who pay, else the actor's own."""
    whose = None if may(tx, Permission.ORDER_DECIDE) else tx.user_id
    return queries.placed(tx.session, tx.company_id, whose)


@reading(Permission.PRODUCT_BOOK)
def receipt(tx: Transaction, order_id: int) -> Receipt:
    """The receipt of what was bought.

    Raises:
        NotFound: It is not there, or somebody else's and the actor pays no bills.
        BookingClosed: It was not bought.
    """
    found = any_order(tx, order_id)
    if tx.user_id not in {found.user_id, found.decided_by} and not may(tx, Permission.ORDER_DECIDE):
        raise unknown_order()
    return receipt_of(tx, found)


def check_ticks(*, business_use: bool, terms: bool) -> None:
    """Refuse what nobody agreed to.

    Raises:
        Invalid: A tick is missing, at its name.
    """
    if not business_use:
        raise Invalid(_("Bestätigen Sie die geschäftliche Nutzung."), "business_use")
    if not terms:
        raise Invalid(_("Stimmen Sie den Nutzungsbedingungen zu."), "terms")


def buy(tx: Transaction, found: Order, seen: Quote, *, owner_id: int | None) -> Receipt:
    """Place an order of the company for what was `seen`.

    An add-on belongs to whoever looks after what it extends: they see both, or neither.

    Raises:
        Invalid: A rule is broken.
        NoPaymentMethod: There is nothing to pay it by.
        QuoteMoved: It would not come to what was `seen`.
    """
    booking = booking_of(tx, found)
    quote = booking.quote
    _check_method(booking)
    if moved := quote.moved_since(seen):
        raise QuoteMoved(moved, quote)
    _freeze(tx, found, quote)
    base = booking.base
    base_id = base.subscription_id if base else None
    subscribe(tx, found, quote, owner_id=(base and base.owner_id) or owner_id, base_id=base_id)
    _write_down(tx, found, quote)
    made = receipt_of(tx, found)
    send_receipt(tx, found, made)
    return made


def receipt_of(tx: Transaction, found: Order) -> Receipt:
    """The receipt of an order of the company.

    Raises:
        BookingClosed: It was not placed.
    """
    made = receipts.receipt(tx.session, found.id)
    if made is None:
        raise BookingClosed(found.id, found.state)
    return made


def _check_method(booking: Booking) -> None:
    if booking.method is None:
        raise NoPaymentMethod(may_pay=booking.may_pay)
    if booking.method.ended:
        raise NoPaymentMethod(may_pay=booking.may_pay, ended=True)


def _write_down(tx: Transaction, found: Order, quote: Quote) -> None:
    """Who bought what, and what they agreed to by doing it."""
    first = quote.lines[0]
    asked_by = None if found.user_id == tx.user_id else str(found.user_id)
    changes = {
        "edition": (None, str(first.edition_id)),
        "licences": (None, str(first.licences)),
        "net_cents": (None, str(quote.recurring.net)),
        "method": (None, str(quote.method_id)),
        "terms": (None, TERMS_VERSION),
        "business_use": (None, "assured"),
    }
    told = {**changes, **changed(requester=(None, asked_by))}
    tx.audit_many([Entry(AuditAction.ORDER_PLACED, Subject.ORDER, found.id, told)])


def _freeze(tx: Transaction, found: Order, quote: Quote) -> None:
    """Keep words and prices as they were agreed on; from here on nothing of it changes."""
    found.state, found.decided_at, found.decided_by = OrderState.PLACED, tx.now, tx.user_id
    found.method_id = quote.method_id
    found.first_due_on, found.ends_on = quote.first_due_on, quote.ends_on
    tx.session.flush()  # the version is checked before anything is made of it
    keep_words(tx, found, quote)
