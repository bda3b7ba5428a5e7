"""Booking: begun, gone on with in as many windows as one likes, given up (PRODUCT.md section 8).

What is being booked is an open order of whoever began it; `ordering` places it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from tcm_tui.data import orders, subscription_facts
from tcm_tui.data.models import Order, OrderLine
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.booking import BookingChanged
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.order_drafts import OrderDraft
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.services.booking_facts import (
    any_order,
    booking_of,
    may,
    own_order,
    product_page,
    refuse_closed,
    unknown_order,
)
from tcm_tui.services.context import reading, use_case
from tcm_tui.services.subscription_facts import owner_limit

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.booking_wish import BookingWish
    from tcm_tui.domain.catalogue import ProductPage
    from tcm_tui.domain.order_drafts import BaseFacts
    from tcm_tui.domain.orders import BegunRow
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.PRODUCT_BOOK)
def begin(tx: Transaction, wish: BookingWish) -> Booking:
    """Begin a booking, or go on with the one of that product which the actor began already.

    What was chosen now holds; licences, name and add-ons of before stay if they fit to it.

    Raises:
        NotFound: There is no such product, or no such subscription to book an add-on to.
        Invalid: It cannot be booked so.
    """
    page = product_page(tx, wish.product_id)
    base_order_id, base = _base(tx, wish)
    known = orders.open_order(tx.session, tx.company_id, tx.user_id, wish.product_id)
    if known is None:
        draft = _fresh(page, wish, base).checked(page, base)
        return booking_of(tx, _add(tx, wish.product_id, base_order_id, draft))
    before = orders.draft_of(tx.session, known)
    same_base = known.base_order_id == base_order_id
    draft = _continued(before, page, wish, base) if same_base else _fresh(page, wish, base)
    draft = draft.checked(page, base)
    if not same_base or draft != before:
        known.base_order_id = base_order_id
        _keep(tx, known, draft)
    return booking_of(tx, known, continued=True)


@reading(Permission.PRODUCT_BOOK)
def booking(tx: Transaction, order_id: int) -> Booking:
    """What the actor began or asks for; to whoever decides about requests, every request.

    Raises:
        NotFound: It is not there, or somebody else's.
        BookingClosed: It was placed, given up or declined.
    """
    found = any_order(tx, order_id)
    if found.user_id != tx.user_id and not may(tx, Permission.ORDER_DECIDE):
        raise unknown_order()
    refuse_closed(found, OrderState.OPEN, OrderState.REQUESTED)
    return booking_of(tx, found)


@use_case(Permission.PRODUCT_BOOK)
def revise(tx: Transaction, order_id: int, draft: OrderDraft, version: int) -> Booking:
    """Keep what was typed.

    Raises:
        NotFound: It is not there, or somebody else's.
        BookingClosed: It was placed, sent as a request, or given up.
        BookingChanged: It was changed in another window since `version`.
        Invalid: A rule is broken, as `OrderDraft.checked` says.
    """
    found = own_order(tx, order_id)
    refuse_closed(found, OrderState.OPEN)
    before = booking_of(tx, found)
    wanted = draft.checked(before.page, before.base)
    if wanted == before.draft:
        return before
    if found.version != version:
        raise BookingChanged(before)
    _keep(tx, found, wanted)
    return booking_of(tx, found)


@reading(Permission.PRODUCT_BOOK)
def begun(tx: Transaction) -> list[BegunRow]:
    """What the actor began and may go on with, the newest first."""
    return orders.begun(tx.session, tx.company_id, tx.user_id)


@use_case(Permission.PRODUCT_BOOK)
def discard(tx: Transaction, order_id: int) -> None:
    """Give up what the actor began; once more changes nothing.

    Raises:
        NotFound: It is not there, or somebody else's.
        BookingClosed: It was placed or sent as a request.
    """
    found = own_order(tx, order_id)
    if found.state is OrderState.DISCARDED:
        return
    refuse_closed(found, OrderState.OPEN)
    found.state, found.decided_at, found.decided_by = OrderState.DISCARDED, tx.now, tx.user_id
    tx.session.flush()  # the version is checked before anything is written about it
    tx.audit(AuditAction.ORDER_DISCARDED, Subject.ORDER, found.id)


def _base(tx: Transaction, wish: BookingWish) -> tuple[int | None, BaseFacts | None]:
    """What an add-on is wished for, by its order; nothing for a booking by itself."""
    if wish.base_id is None:
        return None, None
    limit = owner_limit(tx)
    found = (
        subscription_facts.subscription(tx.session, tx.company_id, wish.base_id, owner_id=limit)
        if may(tx, Permission.SUBSCRIPTION_CHANGE)
        else None
    )
    if found is None or found.base_id is not None or found.product_id != wish.product_id:
        raise NotFound(_("Dieses Abonnement gibt es nicht."))
    return found.order_id, orders.base(tx.session, tx.company_id, found.order_id, tx.today)


def _fresh(page: ProductPage, wish: BookingWish, base: BaseFacts | None) -> OrderDraft:
    """What a booking begins with: as few licences as there can be."""
    least = {one.id: one.min_licences for one in page.editions}
    return OrderDraft(
        edition_id=wish.edition_id,
        licences=least.get(wish.edition_id, 1),
        term_months=base.term_months if base else wish.term_months,
        charging=base.charging if base else wish.charging,
        trial=wish.trial and base is None,
    )


def _continued(
    before: OrderDraft, page: ProductPage, wish: BookingWish, base: BaseFacts | None
) -> OrderDraft:
    """`before` with what was chosen now; what no longer fits to that begins anew."""
    fresh = _fresh(page, wish, base)
    wanted = replace(
        before,
        edition_id=fresh.edition_id,
        term_months=fresh.term_months,
        charging=fresh.charging,
        trial=fresh.trial,
    )
    try:
        return wanted.checked(page, base)
    except Invalid:
        return replace(fresh, name=before.name)


def _add(tx: Transaction, product_id: int, base_order_id: int | None, draft: OrderDraft) -> Order:
    found = Order(
        company_id=tx.company_id,
        user_id=tx.user_id,
        reseller_id=tx.reseller_id,
        product_id=product_id,
        base_order_id=base_order_id,
        state=OrderState.OPEN,
        term_months=draft.term_months,
        charging=draft.charging,
        trial=draft.trial,
        name=draft.name,
        created_at=tx.now,
        changed_at=tx.now,
    )
    tx.session.add(found)
    tx.session.flush()  # its lines name it
    _write_lines(tx, found.id, draft)
    tx.audit(AuditAction.ORDER_BEGUN, Subject.ORDER, found.id, product=(None, str(product_id)))
    return found


def _keep(tx: Transaction, found: Order, draft: OrderDraft) -> None:
    """Let an open order be what was typed."""
    found.term_months, found.charging = draft.term_months, draft.charging
    found.trial, found.name, found.changed_at = draft.trial, draft.name, tx.now
    flag_modified(found, "changed_at")  # its lines alone would not make the next version
    tx.session.flush()  # the version is checked before the lines are written anew
    for line in orders.lines(tx.session, found.id):
        tx.session.delete(line)
    tx.session.flush()  # an edition stands in an order once
    _write_lines(tx, found.id, draft)


def _write_lines(tx: Transaction, order_id: int, draft: OrderDraft) -> None:
    """The edition first: the order of lines is that of their numbers."""
    wanted = ((draft.edition_id, draft.licences), *draft.add_ons)
    for edition_id, licences in wanted:
        tx.session.add(OrderLine(order_id=order_id, edition_id=edition_id, licences=licences))
        tx.session.flush()  # the next one gets a higher number
