"""What „Neuigkeiten“ tell of orders and requests, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.activity import Whose
from tcm_tui.domain.own_activity import THE_NEWEST
from tcm_tui.domain.permissions import Role
from tcm_tui.services import resellers
from tcm_tui.services.activity import feed
from tcm_tui.services.booking import begin, discard
from tcm_tui.services.order_requests import approve, decline, request, withdraw

from .ordering import TICKED, Shop, booked, colleague, guest, open_shop, order

if TYPE_CHECKING:
    from tcm_tui.services.context import Context


@pytest.fixture
def shop(ctx: Context) -> Shop:
    """Something to book."""
    return open_shop(ctx)


def newest(ctx: Context) -> str:
    """The first line as people read it."""
    return feed(ctx, Whose.ALL, limit=1)[0].sentence()


def test_what_was_bought_is_told(ctx: Context, shop: Shop) -> None:
    """By the edition, also with an add-on; to those who pay the bills, too."""
    order(ctx, shop.wish(edition_id=shop.standard), licences=3, add_ons=((shop.copilot, 1),))
    told = "Anna Muster hat „Microsoft 365 Business Standard“ bestellt"
    assert newest(ctx) == told
    assert newest(colleague(ctx, Role.BILLING_ADMIN, "bernd@muster.example")) == told
    assert feed(colleague(ctx), Whose.ALL, limit=1) == []


def test_what_is_only_begun_is_nobodys_business(ctx: Context, shop: Shop) -> None:
    """Nor that it was given up."""
    before = [one.id for one in feed(ctx, Whose.ALL, limit=10)]
    found = begin(ctx, shop.wish())
    discard(ctx, found.id)
    assert [one.id for one in feed(ctx, Whose.ALL, limit=10)] == before


def test_a_request_is_told_with_what_became_of_it(ctx: Context, shop: Shop) -> None:
    """Asked for, declined, asked for again, taken back, asked for once more, bought."""
    derya = colleague(ctx)
    told = "„Microsoft 365 Business Basic“"
    found = booked(derya, shop.wish())
    request(derya, found.id, "")
    assert newest(ctx) == f"Derya Derya hat {told} angefragt"
    decline(ctx, found.id, "")
    assert newest(ctx) == f"Anna Muster hat die Anfrage zu {told} abgelehnt"
    again = booked(derya, shop.wish())
    request(derya, again.id, "")
    withdraw(derya, again.id)
    assert newest(ctx) == f"Derya Derya hat die Anfrage zu {told} zurückgezogen"
    last = booked(derya, shop.wish())
    request(derya, last.id, "")
    approve(ctx, last.id, last.quote, **TICKED)
    assert newest(ctx) == f"Anna Muster hat {told} bestellt"


def test_putting_away_what_was_declined_is_no_news(ctx: Context, shop: Shop) -> None:
    """It was told once what became of the request: nobody took it back."""
    derya = colleague(ctx)
    found = booked(derya, shop.wish())
    request(derya, found.id, "")
    decline(ctx, found.id, "")
    told = newest(ctx)
    withdraw(derya, found.id)
    assert newest(ctx) == told
    assert "abgelehnt" in told


def test_what_a_guest_booked_is_listed_with_their_vertriebspartner(
    ctx: Context, shop: Shop
) -> None:
    """Everything that they did is."""
    order(guest(ctx), shop.wish())
    (link,) = resellers.linked(ctx)
    told = [deed.sentence() for deed in resellers.deeds(ctx, link.link_id, THE_NEWEST)]
    assert any("„Microsoft 365 Business Basic“ bestellt" in one for one in told)
    assert "Nordlicht" in newest(ctx)
