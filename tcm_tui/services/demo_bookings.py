"""How the sample company comes to have what it uses: as its people would book and change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.models import Edition
from tcm_tui.domain import demo
from tcm_tui.domain.assignments import Wish
from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.domain.demo_bookings import (
    ADMIN,
    DEEDS,
    EVERYBODYS,
    Begin,
    Book,
    Cancel,
    Give,
    HandOver,
    Lapse,
    Rename,
    Resize,
    Upgrade,
)
from tcm_tui.domain.permissions import Permission
from tcm_tui.services import (
    assignments,
    booking,
    demo_partner,
    order_requests,
    ordering,
    subscription_changes,
    subscription_endings,
    subscription_owners,
    subscriptions,
)
from tcm_tui.services.context import use_case
from tcm_tui.services.demo_days import LAST_MINUTE, acting, members_of, on_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.demo_bookings import Deed
    from tcm_tui.domain.members import RowKey
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context
    from tcm_tui.services.transaction import Transaction


@use_case(Permission.OPERATOR)
def _editions(tx: Transaction) -> dict[str, tuple[int, int]]:
    """By its key, the product and the number of each edition of the catalogue."""
    rows = tx.session.execute(select(Edition.key, Edition.product_id, Edition.id))
    return {key: (product_id, edition_id) for key, product_id, edition_id in rows}


class Bookings:
    """What the story has booked so far.

    Args:
        ctx: An operator's; its clock says what „today“ is.
    """

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._editions = _editions(ctx)
        self._numbers: dict[str, int] = {}
        """By the keys of the story."""

    def play(self, days_ago: int) -> bool:
        """Do what is done on that day; whether that is anything."""
        deeds = [one for one in DEEDS if one.days_ago == days_ago]
        day = on_day(self._ctx, days_ago, minutes=LAST_MINUTE)
        for deed in deeds:
            with acting(day, demo_partner.whose(day, _email(deed.by))) as actor:
                self._do(day, actor, deed)
        return bool(deeds)

    def welcome(self, days_ago: int, people: Sequence[RowKey]) -> None:
        """Give those who joined on that day, or are about to, what everybody has."""
        day = on_day(self._ctx, days_ago, minutes=LAST_MINUTE)
        if people and EVERYBODYS in self._numbers:
            with acting(day, demo_partner.whose(day, _email(ADMIN))) as actor:
                self._give(actor, EVERYBODYS, people)

    def _do(self, day: Context, actor: Context, deed: Deed) -> None:  # noqa: C901 - a line a deed
        match deed:
            case Book():
                self._book(actor, deed)
            case Begin():
                begun = self._begin(actor, deed)
                if deed.reason:
                    order_requests.request(actor, begun.id, deed.reason)
            case Give():
                self._give(actor, deed.key, members_of(day, [_email(one) for one in deed.people]))
            case Rename():
                subscription_changes.rename(actor, self._row(actor, deed.key), deed.name)
            case Resize():
                seen = subscription_changes.preview_licences(
                    actor, self._numbers[deed.key], deed.licences
                )
                subscription_changes.set_licences(actor, seen)
            case Upgrade():
                _product, edition_id = self._editions[deed.edition]
                seen = subscription_changes.preview_edition(
                    actor, self._numbers[deed.key], edition_id
                )
                subscription_changes.set_edition(actor, seen)
            case Cancel():
                subscription_endings.cancel(actor, self._row(actor, deed.key))
            case Lapse():
                subscription_endings.set_renewal(actor, self._row(actor, deed.key), on=False)
            case HandOver():
                owner = demo_partner.whose(day, _email(deed.to))
                subscription_owners.hand_over(actor, [self._numbers[deed.key]], owner)

    def _begin(self, actor: Context, wanted: Book | Begin) -> Booking:
        """Begin a booking and fill it in."""
        product_id, edition_id = self._editions[wanted.edition]
        wish = BookingWish(product_id, edition_id)
        if isinstance(wanted, Book):
            base_id = self._numbers[wanted.base] if wanted.base else None
            wish = replace(wish, charging=wanted.charging, trial=wanted.trial, base_id=base_id)
        begun = booking.begin(actor, wish)
        draft = replace(begun.draft, licences=wanted.licences, name=wanted.name)
        return booking.revise(actor, begun.id, draft, begun.version)

    def _book(self, actor: Context, wanted: Book) -> None:
        begun = self._begin(actor, wanted)
        receipt = ordering.place(actor, begun.id, begun.quote, business_use=True, terms=True)
        self._numbers[wanted.key] = receipt.subscription_ids[0]

    def _give(self, actor: Context, key: str, people: Sequence[RowKey]) -> None:
        """Assign a licence to each.

        Raises:
            ValueError: The story has fewer licences than it gives.
        """
        wishes = [Wish(self._numbers[key], holder, give=True) for holder in people]
        if not assignments.apply(actor, wishes).saved:
            raise ValueError(key)

    def _row(self, actor: Context, key: str) -> SubscriptionRow:
        return subscriptions.subscription(actor, self._numbers[key]).row


def _email(local_part: str) -> str:
    return f"{local_part}@{demo.DOMAIN}"
