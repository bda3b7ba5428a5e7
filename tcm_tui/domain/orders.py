"""Orders: from a booking that was begun to one that was placed, and what lists show of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.terms import contract_day
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.catalogue import Charging
    from tcm_tui.domain.money import Total
    from tcm_tui.domain.payment import PaymentKind
    from tcm_tui.domain.quotes import Quote


class OrderState(StrEnum):
    """Where an order stands."""

    DECLINED = "declined"
    """Somebody who may buy said no to a request."""
    DISCARDED = "discarded"
    """Whoever began or requested it gave it up."""
    OPEN = "open"
    """Begun; it can be left and gone on with."""
    PLACED = "placed"
    """Bought; never changed any more."""
    REQUESTED = "requested"
    """Somebody who may not buy asks those who may."""


UNFINISHED: Final = (OrderState.DECLINED, OrderState.OPEN, OrderState.REQUESTED)
"""Where an order waits for whoever began it: to go on, for an answer, or to read it."""
_STATES: Final = {
    OrderState.DECLINED: N_("abgelehnt"),
    OrderState.DISCARDED: N_("verworfen"),
    OrderState.OPEN: N_("begonnen"),
    OrderState.PLACED: N_("bestellt"),
    OrderState.REQUESTED: N_("angefragt"),
}


def order_state_label(state: OrderState) -> str:
    """The word for `state`."""
    return _(_STATES[state])


def order_number(order_id: int, placed_at: datetime) -> str:
    """„B-2026-000042“: the year in which it was placed, in Germany, and its number."""
    return f"B-{contract_day(placed_at).year}-{order_id:06}"


@dataclass(frozen=True)
class BegunRow:
    """A line of „Begonnen“: a booking that its owner can go on with.

    Args:
        id: Of the order.
        title: „Microsoft 365 Business Basic“.
        name: The „Abonnement-Name“ that it is to have, "" for none.
        licences: Of the edition, add-ons aside.
        term_months: For how long.
        charging: How often it falls due.
        changed_at: When it was worked on last.
        version: Of the order.
    """

    id: int
    title: str
    name: str
    licences: int
    term_months: int
    charging: Charging
    changed_at: datetime
    version: int


@dataclass(frozen=True)
class RequestRow:
    """A line of „Anfragen“: what somebody asked for, and what was said to it.

    Args:
        id: Of the order.
        state: `REQUESTED` or `DECLINED`.
        requester: Who asks.
        reachable: Whether they have access still: nobody else is told of an answer.
        own: Whether that is who looks.
        title: „Microsoft 365 Business Basic“.
        name: The „Abonnement-Name“ that it is to have, "" for none.
        licences: Of the edition, add-ons aside.
        term_months: For how long.
        charging: How often it falls due.
        total: Of one charged period, at today's prices; None when it was declined, or cannot be
            booked so any more.
        hindrance: Why that is, a sentence; "" when nothing stands against it.
        reason: What the requester says about it.
        requested_at: When.
        answer: Why it was declined, "" before.
        decided_by: Who declined it, "" before.
        version: Of the order.
    """

    id: int
    state: OrderState
    requester: str
    reachable: bool
    own: bool
    title: str
    name: str
    licences: int
    term_months: int
    charging: Charging
    total: Total | None
    hindrance: str
    reason: str
    requested_at: datetime
    answer: str
    decided_by: str
    version: int

    @property
    def waiting(self) -> bool:
        """Whether it is still to be decided."""
        return self.state is OrderState.REQUESTED


@dataclass(frozen=True)
class OrderRow:
    """A line of „Bestellungen“: what was bought, by whom, when, for how much.

    Args:
        id: Of the order.
        placed_at: When.
        buyer: Who placed it.
        requester: Who had asked for it, "" when nobody else did.
        title: „Microsoft 365 Business Basic“, as it was called then.
        name: The „Abonnement-Name“ that it was booked with.
        licences: Of the edition, add-ons aside.
        term_months: For how long.
        charging: How often it falls due.
        trial: Whether it began with free days.
        total: Of one charged period, its add-ons included.
    """

    id: int
    placed_at: datetime
    buyer: str
    requester: str
    title: str
    name: str
    licences: int
    term_months: int
    charging: Charging
    trial: bool
    total: Total

    @property
    def number(self) -> str:
        """„B-2026-000042“."""
        return order_number(self.id, self.placed_at)


@dataclass(frozen=True)
class Receipt:
    """What was bought: the same whenever it is asked for.

    Args:
        order_id: The order.
        placed_at: When.
        product_id: Of the catalogue.
        name: The „Abonnement-Name“ that it was booked with.
        buyer: Who placed it.
        requester: Who had asked for it, "" when nobody else did.
        address: Whom its bills are made out to.
        kind: How it is paid; None where that was not kept.
        masked: What that method is recognised by.
        quote: What was agreed on, with the words and prices of then.
        subscription_ids: What came of it: the edition first, then its add-ons.
    """

    order_id: int
    placed_at: datetime
    product_id: int
    name: str
    buyer: str
    requester: str
    address: BillingAddress
    kind: PaymentKind | None
    masked: str
    quote: Quote
    subscription_ids: tuple[int, ...]

    @property
    def number(self) -> str:
        """„B-2026-000042“."""
        return order_number(self.order_id, self.placed_at)

    @property
    def title(self) -> str:
        """„Microsoft 365 Business Basic“, as it was called then."""
        return self.quote.lines[0].title
