"""The receipt of an order, read from what was kept when it was placed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data import orders, payment_methods
from tcm_tui.data.models import Company, Order, PaymentMethod, User
from tcm_tui.domain.orders import OrderState, Receipt
from tcm_tui.domain.people import acting_name, person_name
from tcm_tui.domain.quotes import Quote, QuoteLine
from tcm_tui.domain.terms import contract_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def receipt(session: Session, order_id: int) -> Receipt | None:
    """The receipt of an order that was placed; None of any other."""
    found = session.scalars(
        select(Order).where(Order.id == order_id, Order.state == OrderState.PLACED)
    ).one_or_none()
    if found is None or found.decided_at is None:
        return None
    own = found.user_id == found.decided_by
    begun_by = acting_name(_name(session, found.user_id), _reseller(session, found.reseller_id))
    method = session.get(PaymentMethod, found.method_id) if found.method_id else None
    return Receipt(
        order_id=found.id,
        placed_at=found.decided_at,
        product_id=found.product_id,
        name=found.name,
        buyer=begun_by if own else _name(session, found.decided_by),
        requester="" if own else begun_by,
        address=(
            payment_methods.address_of(method)
            if method
            else payment_methods.company_address(session, found.company_id)
        ),
        kind=method.kind if method else None,
        masked=payment_methods.mark_of(method).masked if method else "",
        quote=_quote(session, found),
        subscription_ids=orders.subscription_ids(session, found.id),
    )


def _quote(session: Session, found: Order) -> Quote:
    """What was agreed on; free days are those before it falls due first."""
    placed_on = contract_day(found.decided_at or found.changed_at)
    due_on = found.first_due_on or placed_on
    return Quote(
        lines=tuple(
            QuoteLine(line.edition_id, line.title, line.licences, line.unit_cents)
            for line in orders.lines(session, found.id)
        ),
        term_months=found.term_months,
        charging=found.charging,
        starts_on=placed_on,
        trial_until=due_on - timedelta(days=1) if due_on > placed_on else None,
        ends_on=found.ends_on,
        method_id=found.method_id,
    )


def _reseller(session: Session, reseller_id: int | None) -> str | None:
    company = session.get(Company, reseller_id) if reseller_id else None
    return company.name if company else None


def _name(session: Session, user_id: int | None) -> str:
    user = session.get(User, user_id) if user_id else None
    return person_name(user.first_name, user.last_name) if user else ""
