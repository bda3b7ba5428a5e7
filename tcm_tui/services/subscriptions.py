"""„Produkte“: the subscriptions of a company as they stand today.

Whoever has the role USER sees those they own; everybody else who may read any sees all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tcm_tui.data import subscription_facts as queries
from tcm_tui.data import subscription_history
from tcm_tui.data import subscriptions as lists
from tcm_tui.domain.permissions import Permission
from tcm_tui.domain.subscription_changes import next_charge
from tcm_tui.domain.subscription_rows import ENDING_SOON, Attention, SubscriptionPage, Sums
from tcm_tui.services.context import reading
from tcm_tui.services.subscription_facts import (
    choices,
    facts,
    last_day,
    may_add,
    owner_limit,
    reached,
    rows,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from tcm_tui.domain.subscription_history import SubscriptionEvent
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.transaction import Transaction


HISTORY_SHOWN: Final = 50
"""Lines of the past on the page of a subscription; `history` goes on."""


@reading(Permission.SUBSCRIPTION_READ)
def subscriptions(tx: Transaction) -> list[SubscriptionRow]:
    """All of them, also those that ended: by title, then by name."""
    return lists.rows(tx.session, tx.company_id, tx.today, owner_id=owner_limit(tx))


@reading(Permission.SUBSCRIPTION_READ)
def subscription(tx: Transaction, subscription_id: int) -> SubscriptionPage:
    """Everything about one.

    Raises:
        NotFound: The company has no such subscription, or the actor may not see it.
    """
    one = reached(tx, subscription_id)
    known = facts(tx, one)
    (found,) = rows(tx, [one.id])
    past = subscription_history.history(
        tx.session, tx.company_id, one.id, before=None, limit=HISTORY_SHOWN
    )
    return SubscriptionPage(
        row=found,
        today=tx.today,
        timeline=known.timeline,
        editions=known.names,
        end_if_cancelled=last_day(tx, one),
        base=next(iter(_visible(tx, [one.base_id])), None) if one.base_id else None,
        add_ons=_visible(tx, queries.add_on_ids(tx.session, one.id, tx.today)),
        next_charge=next_charge(known.timeline, tx.today + timedelta(days=1)),
        choices=choices(tx, known) if found.running else (),
        may_add=may_add(tx, known) if found.running else (),
        history=tuple(past),
    )


@reading(Permission.SUBSCRIPTION_READ)
def history(
    tx: Transaction, subscription_id: int, *, before: int | None = None, limit: int = 50
) -> list[SubscriptionEvent]:
    """What happened to one, the newest first.

    Args:
        tx: The transaction.
        subscription_id: Which one.
        before: The id of the line to continue behind, None for the newest.
        limit: Lines at most.

    Raises:
        NotFound: The company has no such subscription, or the actor may not see it.
    """
    one = reached(tx, subscription_id)
    return subscription_history.history(
        tx.session, tx.company_id, one.id, before=before, limit=limit
    )


@reading(Permission.SUBSCRIPTION_READ)
def due_within(tx: Transaction, days: int) -> list[SubscriptionRow]:
    """Those whose last day of all comes within so many days, the soonest first."""
    found = (one for one in _running(tx) if one.ends_within(tx.today, days))
    return sorted(found, key=lambda one: one.ends_on or tx.today)


@reading(Permission.SUBSCRIPTION_READ)
def unused(tx: Transaction) -> Sums:
    """What the running ones cost a month, and what of that nobody uses."""
    return Sums.of(_running(tx))


@reading(Permission.SUBSCRIPTION_READ)
def attention(tx: Transaction) -> Attention:
    """What of them somebody should look at, for „Übersicht“."""
    found = _running(tx)
    return Attention(
        sums=Sums.of(found),
        ending=sum(one.ends_within(tx.today, ENDING_SOON) for one in found),
        ownerless=sum(one.owner_id is None for one in found),
    )


def _visible(tx: Transaction, ids: Collection[int]) -> tuple[SubscriptionRow, ...]:
    """Those of `ids` that the actor may see by themselves."""
    limit = owner_limit(tx)
    return tuple(one for one in rows(tx, ids) if limit in (None, one.owner_id))


def _running(tx: Transaction) -> list[SubscriptionRow]:
    limit = owner_limit(tx)
    return lists.rows(tx.session, tx.company_id, tx.today, owner_id=limit, running=True)
