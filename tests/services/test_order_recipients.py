"""Whoever may act in a company no more learns nothing of what became of their request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Membership
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.people import MembershipState
from tcm_tui.services.booking import booking
from tcm_tui.services.order_requests import approve, decline, request, requests
from tcm_tui.services.ordering import orders, place

from .inviting import mails
from .ordering import TICKED, booked, colleague, guest, open_shop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context

ANNA = "anna.muster@muster-maschinenbau.example"


def disable(who: Context) -> None:
    """They are in no company any more, be it theirs or the one they visit for."""
    assert who.actor is not None
    with who.database.transaction(writing=True) as session:
        for one in session.scalars(
            select(Membership).where(Membership.user_id == who.actor.user_id)
        ):
            one.state = MembershipState.DISABLED


@pytest.mark.parametrize("who", [colleague, guest], ids=["member", "guest"])
@pytest.mark.parametrize("said", [True, False], ids=["yes", "no"])
def test_without_access_there_is_no_mail(
    ctx: Context, who: Callable[[Context], Context], *, said: bool
) -> None:
    """A receipt tells the address and how the company pays."""
    shop = open_shop(ctx)
    asking = who(ctx)
    found = booked(asking, shop.wish())
    request(asking, found.id, "Bitte")
    disable(asking)
    before = len(mails(ctx))
    if said:
        approve(ctx, found.id, booking(ctx, found.id).quote, **TICKED)
    else:
        decline(ctx, found.id, "Nein")
    told = [(one.kind, one.recipient) for one in mails(ctx)[before:]]
    assert told == ([(MailKind.ORDER_RECEIPT, ANNA)] if said else [])


def test_a_guest_with_access_is_told(ctx: Context) -> None:
    """As a member is."""
    shop = open_shop(ctx)
    nora = guest(ctx)
    found = booked(nora, shop.wish())
    request(nora, found.id, "Bitte")
    decline(ctx, found.id, "Nein")
    assert mails(ctx)[-1].recipient == "nora.nord@nordlicht.example"


def test_a_guest_is_told_with_whom_they_work_for(ctx: Context) -> None:
    """In the list of orders, on the receipt, among requests: nobody knows them by name alone."""
    shop = open_shop(ctx)
    theirs = guest(ctx)
    asked = booked(theirs, shop.wish())
    request(theirs, asked.id, "Für die Messe")
    (waiting,) = requests(ctx)
    assert waiting.requester.endswith("(Nordlicht IT-Beratung GmbH)")
    approve(ctx, asked.id, booking(ctx, asked.id).quote, **TICKED)
    (row,) = orders(ctx)
    assert (row.buyer, row.requester) == ("Anna Muster", waiting.requester)
    made = booked(theirs, shop.wish())
    receipt = place(theirs, made.id, made.quote, **TICKED)
    assert receipt.buyer == waiting.requester
    assert orders(ctx)[0].buyer == waiting.requester
