"""From an order that is placed to the subscriptions that run from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.data.models import Subscription, SubscriptionPhase
from tcm_tui.domain.audit import AuditAction, Entry, Subject
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from tcm_tui.data.models import Order
    from tcm_tui.domain.quotes import Quote, QuoteLine
    from tcm_tui.services.transaction import Transaction


def subscribe(
    tx: Transaction, order: Order, quote: Quote, *, owner_id: int | None, base_id: int | None
) -> None:
    """Let what was ordered run: the edition, and its add-ons, which extend it.

    Args:
        tx: The transaction.
        order: What is being placed.
        quote: What it comes to.
        owner_id: Who looks after it, None until somebody takes it over.
        base_id: The subscription that an add-on by itself is booked to.
    """
    first, *add_ons = quote.lines
    made = [_add(tx, order, quote, first, (owner_id, base_id, order.name))]
    extended = made[0].id
    made += [_add(tx, order, quote, line, (owner_id, extended, "")) for line in add_ons]
    owner = str(owner_id) if owner_id else None
    tx.audit_many(
        [
            Entry(
                AuditAction.SUBSCRIPTION_BOOKED,
                Subject.SUBSCRIPTION,
                one.id,
                {
                    "edition": (None, str(line.edition_id)),
                    "licences": (None, str(line.licences)),
                    "owner": (None, owner),
                    "order": (None, str(order.id)),
                },
            )
            for one, line in zip(made, quote.lines, strict=True)
        ]
    )


def _add(
    tx: Transaction,
    order: Order,
    quote: Quote,
    line: QuoteLine,
    whose: tuple[int | None, int | None, str],
) -> Subscription:
    """One subscription with the phase that it begins with; `whose`: owner, base and name."""
    owner_id, base_id, name = whose
    one = Subscription(
        company_id=order.company_id,
        product_id=order.product_id,
        order_id=order.id,
        base_id=base_id,
        owner_id=owner_id,
        name=name,
        sort_name=sort_key(name),
        licences=line.licences,
        term_months=quote.term_months,
        charging=quote.charging,
        starts_on=quote.starts_on,
        trial_until=quote.trial_until,
        ends_on=quote.ends_on,
    )
    tx.session.add(one)
    tx.session.flush()  # its phase and its add-ons name it
    tx.session.add(
        SubscriptionPhase(
            subscription_id=one.id,
            from_on=quote.starts_on,
            edition_id=line.edition_id,
            licences=line.licences,
            unit_cents=line.unit_cents,
        )
    )
    return one
