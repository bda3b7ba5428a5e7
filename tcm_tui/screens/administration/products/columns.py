"""The columns of „Produkte“, and its orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.money import euros
from tcm_tui.domain.seats import seats_text
from tcm_tui.domain.subscription_list import (
    SOON,
    ListedSubscription,
    ListOrder,
    days_left,
    end_text,
    state_text,
)
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.record_columns import Column, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tcm_tui.domain.subscription_rows import SubscriptionRow

NONE: Final = "–"
_ADD_ON: Final = "+ "
"""Stands before what only extends another subscription."""
_TONES: Final = {
    SubscriptionState.ACTIVE: None,
    SubscriptionState.CANCELLED: Tone.WARNING,
    SubscriptionState.ENDED: Tone.MUTED,
    SubscriptionState.EXPIRING: Tone.WARNING,
    SubscriptionState.TRIAL: Tone.GOOD,
}
_LABELS: Final = {
    ListOrder.PRODUCT: N_("Produkt"),
    ListOrder.NAME: N_("Abonnement-Name"),
    ListOrder.SEATS: N_("Lizenzen"),
    ListOrder.MONTHLY: N_("Im Monat"),
    ListOrder.ENDS: N_("Läuft bis"),
    ListOrder.OWNER: N_("Inhaber"),
    ListOrder.STATE: N_("Status"),
}


@dataclass(frozen=True)
class Sorting:
    """An order and its direction."""

    order: ListOrder
    descending: bool = False


SORTINGS: Final = tuple(
    Sorting(order, descending) for order in ListOrder for descending in (False, True)
)
FIRST: Final = SORTINGS[0]


def sorting_text(sorting: Sorting) -> str:
    """„Produkt ↑“."""
    return f"{_(_LABELS[sorting.order])} {'↓' if sorting.descending else '↑'}"


def by_header(now: Sorting, order: ListOrder) -> Sorting:
    """What a click on a header asks for: its order, and turned round when it is that already.

    Of seats and prices one looks for the most first.
    """
    if order is now.order:
        return Sorting(order, not now.descending)
    return Sorting(order, order in {ListOrder.SEATS, ListOrder.MONTHLY})


def columns(
    today: Callable[[], date], order: ListOrder, *, narrow: bool
) -> list[Column[ListedSubscription]]:
    """What a line says; narrow terminals drop the last ones first.

    Args:
        today: The day of contracts.
        order: What the list is sorted by: that one is dropped last.
        narrow: Whether name and product share one column: the line below the list has both.
    """
    found = [_label_column()] if narrow else [_product_column(), _name_column()]
    found += [*_figures(), *_standing(today)]
    return [
        replace(column, priority=0) if column.name == order.value else column for column in found
    ]


def _label_column() -> Column[ListedSubscription]:
    return Column(
        name=ListOrder.PRODUCT.value,
        label=N_("Abonnement"),
        render=lambda line: _marked(line.row, line.row.label),
        width=24,
        flexible=True,
        sortable=True,
        tone=_quiet_when_ended,
    )


def _product_column() -> Column[ListedSubscription]:
    return Column(
        name=ListOrder.PRODUCT.value,
        label=_LABELS[ListOrder.PRODUCT],
        render=lambda line: _marked(line.row, line.row.title),
        width=28,
        flexible=True,
        sortable=True,
        tone=_quiet_when_ended,
    )


def _name_column() -> Column[ListedSubscription]:
    return Column(
        name=ListOrder.NAME.value,
        label=_LABELS[ListOrder.NAME],
        render=lambda line: line.row.name or NONE,
        width=15,
        flexible=True,
        priority=2,
        sortable=True,
    )


def _figures() -> list[Column[ListedSubscription]]:
    return [
        Column(
            name=ListOrder.SEATS.value,
            label=_LABELS[ListOrder.SEATS],
            render=lambda line: seats_text(line.row.used, line.row.licences),
            width=13,
            priority=1,
            sortable=True,
        ),
        Column(
            name=ListOrder.MONTHLY.value,
            label=_LABELS[ListOrder.MONTHLY],
            render=lambda line: euros(line.row.monthly_cents),
            width=10,
            priority=5,
            align="right",
            sortable=True,
        ),
    ]


def _standing(today: Callable[[], date]) -> list[Column[ListedSubscription]]:
    return [
        Column(
            name=ListOrder.ENDS.value,
            label=_LABELS[ListOrder.ENDS],
            render=lambda line: end_text(line.row, today()),
            width=11,
            priority=3,
            sortable=True,
            tone=lambda line: _end_tone(line.row, today()),
        ),
        Column(
            name=ListOrder.OWNER.value,
            label=_LABELS[ListOrder.OWNER],
            render=lambda line: line.row.owner or _("ohne"),
            width=11,
            priority=6,
            sortable=True,
            tone=lambda line: Tone.WARNING if line.row.owner_id is None else None,
        ),
        Column(
            name=ListOrder.STATE.value,
            label=_LABELS[ListOrder.STATE],
            render=lambda line: state_text(line.row.state),
            width=11,
            priority=4,
            sortable=True,
            tone=lambda line: _TONES[line.row.state],
        ),
    ]


def _marked(row: SubscriptionRow, text: str) -> str:
    return f"{_ADD_ON}{text}" if row.is_add_on else text


def _quiet_when_ended(line: ListedSubscription) -> Tone | None:
    return None if line.row.running else Tone.MUTED


def _end_tone(row: SubscriptionRow, today: date) -> Tone | None:
    """The nearer, the louder, and loudest for what ends for good; the words say it as well."""
    days = days_left(row, today)
    near, soon, _later = SOON
    if 0 <= days <= near and row.ends_on is not None:
        return Tone.ERROR
    return Tone.WARNING if 0 <= days <= soon else None
