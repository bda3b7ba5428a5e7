"""Add-ons are booked to a subscription that whoever books them looks after, until the last step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.services.booking import begin, booking, revise
from tcm_tui.services.order_requests import approve, request
from tcm_tui.services.ordering import place
from tcm_tui.services.subscription_owners import take_over
from tcm_tui.services.subscriptions import subscription

from .ordering import TICKED, colleague, guest, let_everybody_buy, open_shop, order, stored
from .subscribed import to_licences

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking
    from tcm_tui.services.context import Context
    from tests.builders import Person

LOST = "betreut jetzt jemand anderes"


@pytest.fixture
def derya(ctx: Context) -> Context:
    """Somebody who may buy, and touches only what they look after."""
    open_shop(ctx)
    let_everybody_buy(ctx)
    return colleague(ctx)


def begun_to_own(ctx: Context) -> Booking:
    """An add-on that was begun to a subscription of one's own."""
    shop = open_shop(ctx, method=False)
    base = order(ctx, shop.wish(), licences=5).subscription_ids[0]
    return begin(ctx, shop.wish(edition_id=shop.copilot, base_id=base))


def test_nobody_buys_for_what_they_look_after_no_more(ctx: Context, derya: Context) -> None:
    """Somebody took it over between two steps: it is their money now, and their decision."""
    found = begun_to_own(derya)
    take_over(ctx, [one.id for one in stored(ctx)])
    for deed in (
        lambda: place(derya, found.id, found.quote, **TICKED),
        lambda: revise(derya, found.id, found.draft, found.version),
        lambda: request(derya, found.id, "Bitte"),
        lambda: booking(derya, found.id).quote,
    ):
        with pytest.raises(Invalid, match=LOST) as refused:
            deed()
        assert refused.value.field == "edition_id"
    assert len(stored(ctx)) == 1


def test_what_was_asked_for_is_for_those_to_decide_who_may_touch_all(
    ctx: Context, anna: Person, derya: Context
) -> None:
    """Who looks after it changed since: an administrator sees that, and may say yes."""
    found = begun_to_own(derya)
    request(derya, found.id, "Bitte")
    take_over(ctx, [one.id for one in stored(ctx)])
    approve(ctx, found.id, booking(ctx, found.id).quote, **TICKED)
    base, add_on = stored(ctx)
    assert (add_on.base_id, base.owner_id) == (base.id, anna.user_id)


def test_an_add_on_belongs_to_whoever_looks_after_what_it_extends(
    ctx: Context, derya: Context
) -> None:
    """An administrator books it for them: they see it, and can give it back."""
    shop = open_shop(ctx, method=False)
    number = order(derya, shop.wish(), licences=5).subscription_ids[0]
    order(ctx, shop.wish(edition_id=shop.copilot, base_id=number), licences=5)
    assert derya.actor is not None
    assert {one.owner_id for one in stored(ctx)} == {derya.actor.user_id}
    (add_on,) = subscription(derya, number).add_ons
    assert to_licences(derya, add_on.id, 2).licences == 2


def test_what_nobody_looks_after_gets_an_add_on_of_whoever_books_it(
    ctx: Context, anna: Person
) -> None:
    """Somebody has to."""
    shop = open_shop(ctx)
    number = order(guest(ctx), shop.wish(), licences=5).subscription_ids[0]
    order(ctx, shop.wish(edition_id=shop.copilot, base_id=number))
    assert [one.owner_id for one in stored(ctx)] == [None, anna.user_id]
