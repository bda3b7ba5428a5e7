"""Add-ons are booked to a subscription that whoever books them looks after, until the last step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.errors import Invalid
from tcm_tui.services.booking import begin, booking, revise
from tcm_tui.services.order_requests import approve, request
from tcm_tui.services.ordering import place
from tcm_tui.services.subscription_owners import take_over

from .ordering import TICKED, colleague, let_everybody_buy, open_shop, order, stored

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
