"""Deleting an account takes what somebody began to book, wherever they did, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Membership
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.orders import OrderState
from tcm_tui.services.account_deletion import delete
from tcm_tui.services.booking import begin
from tcm_tui.services.order_requests import decline, request, requests
from tests.builders import Person, signed_in

from .inviting import journal
from .ordering import (
    booked,
    colleague,
    guest,
    let_everybody_buy,
    open_shop,
    order,
    orders_stored,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.data.models import AuditEntry
    from tcm_tui.services.context import Context


def told(entry: AuditEntry) -> tuple[int | None, int | None]:
    """In whose journal, and what it is about."""
    return entry.company_id, entry.subject_id


def at_home(who: Context, address: str) -> Context:
    """The same with the company that they belong to: guests cannot delete their account."""
    assert who.actor is not None
    user_id = who.actor.user_id
    with who.database.transaction(writing=False) as session:
        one = session.scalars(select(Membership).where(Membership.user_id == user_id)).one()
    return signed_in(who, Person(user_id, one.company_id, one.id, address, ""))


@pytest.mark.parametrize(
    ("who", "address"),
    [(colleague, "derya@muster.example"), (guest, "nora.nord@nordlicht.example")],
    ids=["member", "guest"],
)
def test_what_waits_for_nobody_is_given_up(
    ctx: Context, anna: Person, who: Callable[[Context], Context], address: str
) -> None:
    """Also of a guest: in the company that they booked for, whose journal says so."""
    shop = open_shop(ctx)
    leaving = who(ctx)
    asked = booked(leaving, shop.wish(), name="Laptop Tim")
    request(leaving, asked.id, "Für Tim")
    begun = begin(leaving, shop.wish())
    delete(at_home(leaving, address), address)
    assert requests(ctx) == []
    assert [(one.id, one.state, one.name, one.reason) for one in orders_stored(ctx)] == [
        (asked.id, OrderState.DISCARDED, "", ""),
        (begun.id, OrderState.DISCARDED, "", ""),
    ]
    (withdrawn,) = journal(ctx, AuditAction.ORDER_WITHDRAWN)
    (discarded,) = journal(ctx, AuditAction.ORDER_DISCARDED)
    assert told(withdrawn) == (anna.company_id, asked.id)
    assert told(discarded) == (anna.company_id, begun.id)


def test_what_was_declined_forgets_its_name_and_what_was_bought_keeps_it(ctx: Context) -> None:
    """The company goes on with what it bought."""
    shop = open_shop(ctx)
    let_everybody_buy(ctx)
    derya = colleague(ctx)
    order(derya, shop.wish(), name="Vertrieb Nord")
    asked = booked(derya, shop.wish(), name="Laptop Tim")
    request(derya, asked.id, "Für Tim")
    decline(ctx, asked.id, "Nein, Tim")
    delete(derya, "derya@muster.example")
    bought, declined = orders_stored(ctx)
    assert (bought.state, bought.name) == (OrderState.PLACED, "Vertrieb Nord")
    assert (declined.state, declined.name, declined.answer) == (OrderState.DISCARDED, "", "")
    assert requests(ctx) == []  # nobody else could put it away
