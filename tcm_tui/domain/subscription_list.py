"""The list „Produkte“: what of it is wanted, in which order, and how its lines read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import day_text
from tcm_tui.domain.search import holds, words
from tcm_tui.domain.subscriptions import SubscriptionState, state_label
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from tcm_tui.domain.subscription_rows import SubscriptionRow

SOON: Final = (30, 60, 90)
"""Days before an end that stand out (PRODUCT.md section 8)."""


class Showing(StrEnum):
    """What else a subscription can be picked by; of several, all must hold."""

    ENDING_30 = "ending_30"
    ENDING_60 = "ending_60"
    ENDING_90 = "ending_90"
    FREE = "free"
    OWN = "own"
    OWNERLESS = "ownerless"


class ListOrder(StrEnum):
    """What the list can be sorted by; each is the name of its column."""

    PRODUCT = "product"
    NAME = "name"
    SEATS = "seats"
    MONTHLY = "monthly"
    ENDS = "ends"
    OWNER = "owner"
    STATE = "state"


@dataclass(frozen=True)
class OfProvider:
    """All products of a provider."""

    provider: str


@dataclass(frozen=True)
class OfProduct:
    """One product."""

    product_id: int


@dataclass(frozen=True)
class ListFilter:
    """What is wanted of the list; nothing chosen of a kind means that it does not matter.

    Without a state the running ones are wanted: those that ended are there for who asks for them.
    """

    search: str = ""
    states: frozenset[SubscriptionState] = frozenset()
    kinds: frozenset[OfProvider | OfProduct] = frozenset()
    showing: frozenset[Showing] = frozenset()

    @property
    def filtered(self) -> bool:
        """Whether a filter is in force, the search aside."""
        return bool(self.states or self.kinds or self.showing)


RUNNING: Final = ListFilter()
"""What the list begins with."""


@dataclass(frozen=True)
class Viewer:
    """Who looks at the list, and on which day of contracts."""

    user_id: int
    today: date


@dataclass(frozen=True)
class ListedSubscription:
    """A line of the list: a subscription with the keys that it is found and sorted by."""

    row: SubscriptionRow

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What the search looks in: name, title, provider."""
        row = self.row
        return sort_key(row.name), sort_key(row.title), sort_key(row.provider)


def matching(
    lines: Iterable[ListedSubscription], wanted: ListFilter, viewer: Viewer
) -> list[ListedSubscription]:
    """Those of `lines` that are wanted, in their order."""
    looked_for = words(wanted.search)
    return [
        line
        for line in lines
        if _is_in_state(line.row, wanted.states)
        and _is_of(line.row, wanted.kinds)
        and all(_SHOWING[one](line.row, viewer) for one in wanted.showing)
        and _has(line, looked_for)
    ]


def found_by_name(rows: Iterable[SubscriptionRow], search: str) -> list[SubscriptionRow]:
    """Those of `rows` that run and have every word of `search` in their name or title."""
    looked_for = words(search)
    lines = (ListedSubscription(row) for row in rows if row.running)
    return [line.row for line in lines if _has(line, looked_for)]


def _has(line: ListedSubscription, looked_for: Sequence[tuple[str, ...]]) -> bool:
    """Whether every word occurs in one of the keys, in one of its spellings."""
    return all(
        any(holds(key, spelling) for spelling in word for key in line.keys) for word in looked_for
    )


def _is_in_state(row: SubscriptionRow, states: frozenset[SubscriptionState]) -> bool:
    return row.state in states if states else row.running


def _is_of(row: SubscriptionRow, kinds: frozenset[OfProvider | OfProduct]) -> bool:
    return not kinds or OfProvider(row.provider) in kinds or OfProduct(row.product_id) in kinds


def _ends(days: int) -> Callable[[SubscriptionRow, Viewer], bool]:
    return lambda row, viewer: row.ends_within(viewer.today, days)


def days_left(row: SubscriptionRow, today: date) -> int:
    """How many days until it ends or, of a longer term, begins anew; below zero for never soon.

    That a monthly term begins anew is nothing to look at.
    """
    if not row.running:
        return -1
    if row.ends_on is not None:
        return (row.ends_on - today).days
    if row.term_months == 1 and row.state is not SubscriptionState.TRIAL:
        return -1
    return (row.term.last - today).days


_SHOWING: Final[Mapping[Showing, Callable[[SubscriptionRow, Viewer], bool]]] = {
    Showing.ENDING_30: _ends(30),
    Showing.ENDING_60: _ends(60),
    Showing.ENDING_90: _ends(90),
    Showing.FREE: lambda row, _viewer: row.running and row.free > 0,
    Showing.OWN: lambda row, viewer: row.owner_id == viewer.user_id,
    Showing.OWNERLESS: lambda row, _viewer: row.owner_id is None,
}

# --- words ------------------------------------------------------------------------------------

_SHOWING_LABELS: Final = {
    Showing.ENDING_30: N_("endet in 30 Tagen"),
    Showing.ENDING_60: N_("endet in 60 Tagen"),
    Showing.ENDING_90: N_("endet in 90 Tagen"),
    Showing.FREE: N_("mit freien Lizenzen"),
    Showing.OWN: N_("eigene"),
    Showing.OWNERLESS: N_("ohne Inhaber"),
}
_SIGNS: Final = {
    SubscriptionState.ACTIVE: "●",
    SubscriptionState.CANCELLED: "!",
    SubscriptionState.ENDED: "○",
    SubscriptionState.EXPIRING: "!",
    SubscriptionState.TRIAL: "◌",
}


def showing_label(showing: Showing) -> str:
    """„endet in 30 Tagen“."""
    return _(_SHOWING_LABELS[showing])


def state_text(state: SubscriptionState) -> str:
    """„● aktiv“: never by colour alone."""
    return f"{_SIGNS[state]} {state_label(state)}"


def last_day(row: SubscriptionRow) -> date:
    """The last day of all, of one that goes on that of its term."""
    return row.ends_on or row.term.last


def end_text(row: SubscriptionRow, today: date) -> str:
    """„in 8 Tagen“ for what is near, else the day."""
    days = days_left(row, today)
    if not 0 <= days <= SOON[-1]:
        return day_text(last_day(row))
    return in_days_text(days)


def in_days_text(days: int) -> str:
    """„heute“, „in 8 Tagen“."""
    return ngettext("in {n} Tag", "in {n} Tagen", days).format(n=days) if days else _("heute")


# --- order ------------------------------------------------------------------------------------

SORT_KEYS: Final[dict[str, Callable[[ListedSubscription], str | int | float]]] = {
    ListOrder.PRODUCT: lambda line: line.keys[1],
    # What has no name comes behind what has one.
    ListOrder.NAME: lambda line: line.keys[0] or "\U0010ffff",
    ListOrder.SEATS: lambda line: line.row.free,
    ListOrder.MONTHLY: lambda line: line.row.monthly_cents,
    ListOrder.ENDS: lambda line: last_day(line.row).toordinal(),
    ListOrder.OWNER: lambda line: sort_key(line.row.owner),
    ListOrder.STATE: lambda line: state_label(line.row.state),
}
"""What the list is sorted by, by the names of its columns."""
