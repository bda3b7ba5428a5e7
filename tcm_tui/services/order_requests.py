"""„Anfragen“: who may not buy asks those who may, who approve or decline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tcm_tui.data import memberships, orders
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.booking import quote_for
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.order_drafts import check_reason
from tcm_tui.domain.orders import OrderState, RequestRow
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.booking_facts import (
    any_order,
    base_of,
    booking_of,
    keep_words,
    may,
    own_order,
    product_page,
    refuse_closed,
)
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.order_mail import send_answer, send_request
from tcm_tui.services.ordering import buy, check_ticks, receipt_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.data.models import Order, OrderLine
    from tcm_tui.domain.catalogue import ProductPage
    from tcm_tui.domain.money import Total
    from tcm_tui.domain.order_drafts import BaseFacts
    from tcm_tui.domain.orders import Receipt
    from tcm_tui.domain.quotes import Quote
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.PRODUCT_BOOK)
def request(tx: Transaction, order_id: int, reason: str) -> None:
    """Ask for what the actor began; those who decide are told by mail. Once more changes nothing.

    Raises:
        NotFound: It is not there, or somebody else's.
        BookingClosed: It was placed or given up, or its request was declined.
        Invalid: `reason` is too long, a rule is broken, or the actor may buy without asking.
    """
    found = own_order(tx, order_id)
    if found.state is OrderState.REQUESTED:
        return
    refuse_closed(found, OrderState.OPEN)
    if may(tx, Permission.ORDER_DECIDE):
        raise Invalid(_("Sie dürfen selbst bestellen. Eine Anfrage ist nicht nötig."))
    found.reason = check_reason(reason, "reason")
    quote = booking_of(tx, found).quote
    found.state, found.changed_at = OrderState.REQUESTED, tx.now
    tx.session.flush()  # the version is checked before anything is written about it
    tx.audit(
        AuditAction.ORDER_REQUESTED,
        Subject.ORDER,
        found.id,
        edition=(None, str(quote.lines[0].edition_id)),
        licences=(None, str(quote.lines[0].licences)),
        net_cents=(None, str(quote.recurring.net)),
    )
    keep_words(tx, found, quote)
    send_request(tx, found, quote)


@reading(Permission.PRODUCT_BOOK)
def requests(tx: Transaction) -> list[RequestRow]:
    """Requests that wait or were declined, the newest first: of everybody for those who decide."""
    whose = None if may(tx, Permission.ORDER_DECIDE) else tx.user_id
    found = orders.asked_for(tx.session, tx.company_id, whose)
    lines = orders.lines_of(tx.session, [one.id for one, *_people in found])
    shop = _Shop(tx)
    return [
        _row(tx, one, lines[one.id], (requester, acts, decider), shop)
        for one, requester, acts, decider in found
    ]


@reading(Permission.ORDER_DECIDE)
def waiting(tx: Transaction) -> int:
    """How many requests wait for somebody who decides."""
    return orders.waiting(tx.session, tx.company_id)


@use_case(Permission.PRODUCT_BOOK)
def withdraw(tx: Transaction, order_id: int) -> None:
    """Take back an own request, or put away a declined one; once more changes nothing.

    Raises:
        NotFound: It is not there, or somebody else's.
        BookingClosed: It was placed, or never asked for.
    """
    found = own_order(tx, order_id)
    if found.state is OrderState.DISCARDED:
        return
    refuse_closed(found, OrderState.REQUESTED, OrderState.DECLINED)
    waited = found.state is OrderState.REQUESTED
    found.state = OrderState.DISCARDED
    tx.session.flush()  # the version is checked before anything is written about it
    # What was declined is put away, which is no news to whoever declined it.
    action = AuditAction.ORDER_WITHDRAWN if waited else AuditAction.ORDER_DISCARDED
    tx.audit(action, Subject.ORDER, found.id)


@use_case(Permission.ORDER_DECIDE)
def approve(
    tx: Transaction, order_id: int, seen: Quote, *, business_use: bool, terms: bool
) -> Receipt:
    """Buy what somebody asked for: it is theirs then. Again answers with the same receipt.

    Args:
        tx: The transaction.
        order_id: What was asked for.
        seen: What it was shown to come to.
        business_use: The tick that it is for a business.
        terms: The tick that the terms are agreed to.

    Raises:
        NotFound: It is not there.
        BookingClosed: It was declined or withdrawn.
        Invalid: A tick is missing, at its name, or a rule is broken.
        NoPaymentMethod: There is nothing to pay it by.
        QuoteMoved: It would not come to what was `seen`.
    """
    found = any_order(tx, order_id)
    if found.state is OrderState.PLACED:
        return receipt_of(tx, found)
    refuse_closed(found, OrderState.REQUESTED)
    check_ticks(business_use=business_use, terms=terms)
    return buy(tx, found, seen, owner_id=_owner(tx, found))


@use_case(Permission.ORDER_DECIDE)
def decline(tx: Transaction, order_id: int, answer: str) -> None:
    """Say no to what somebody asked for; they are told by mail. Once more changes nothing.

    Raises:
        NotFound: It is not there.
        BookingClosed: It was placed or withdrawn.
        Invalid: `answer` is too long.
    """
    found = any_order(tx, order_id)
    if found.state is OrderState.DECLINED:
        return
    refuse_closed(found, OrderState.REQUESTED)
    found.answer = check_reason(answer, "answer")
    found.state, found.decided_at, found.decided_by = OrderState.DECLINED, tx.now, tx.user_id
    tx.session.flush()  # the version is checked before anything is written about it
    tx.audit(AuditAction.ORDER_DECLINED, Subject.ORDER, found.id)
    send_answer(tx, found)


def _owner(tx: Transaction, found: Order) -> int | None:
    """The requester, if they belong to the company still; a guest never did."""
    return (
        found.user_id if memberships.is_active(tx.session, tx.company_id, found.user_id) else None
    )


def _row(
    tx: Transaction,
    found: Order,
    lines: Sequence[OrderLine],
    people: tuple[str, bool, str],
    shop: _Shop,
) -> RequestRow:
    """A line of the list; `people`: who asks, whether they act still, and who declined it."""
    requester, reachable, decider = people
    total, hindrance = _today(found, lines, shop)
    return RequestRow(
        id=found.id,
        state=found.state,
        requester=requester,
        reachable=reachable,
        own=found.user_id == tx.user_id,
        title=lines[0].title,
        name=found.name,
        licences=lines[0].licences,
        term_months=found.term_months,
        charging=found.charging,
        total=total,
        hindrance=hindrance,
        reason=found.reason,
        requested_at=found.changed_at,
        answer=found.answer,
        decided_by=decider,
        version=found.version,
    )


def _today(found: Order, lines: Sequence[OrderLine], shop: _Shop) -> tuple[Total | None, str]:
    """What a waiting request comes to today, or what stands against it."""
    if found.state is not OrderState.REQUESTED:
        return None, ""
    page, base = shop.page(found.product_id), shop.base(found)
    try:
        draft = orders.drafted(found, lines).checked(page, base)
    except Invalid as refusal:
        return None, refusal.message
    return quote_for(draft, page, shop.tx.today, base).recurring, ""


@dataclass(frozen=True)
class _Shop:
    """What requests are judged by, each read once however many are for the same."""

    tx: Transaction
    _pages: dict[int, ProductPage] = field(default_factory=dict)
    _bases: dict[int, BaseFacts | None] = field(default_factory=dict)

    def page(self, product_id: int) -> ProductPage:
        """A product, with what the company has of it."""
        if product_id not in self._pages:
            self._pages[product_id] = product_page(self.tx, product_id)
        return self._pages[product_id]

    def base(self, found: Order) -> BaseFacts | None:
        """What an add-on is asked for."""
        number = found.base_order_id
        if number is None:
            return None
        if number not in self._bases:
            self._bases[number] = base_of(self.tx, number)
        return self._bases[number]
