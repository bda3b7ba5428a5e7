"""What a company's subscriptions cost: lines by month, those of the past and those to come.

They are no bills yet: they follow from the subscriptions as they stand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.charges import Charge, ChargeKind, charges
from tcm_tui.domain.money import Total
from tcm_tui.domain.search import found_in
from tcm_tui.domain.terms import add_months
from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from tcm_tui.domain.subscriptions import Timeline

MONTHS_PAST: Final = 24
"""Before the one with today; what is older is not listed."""
MONTHS_AHEAD: Final = 12
"""Behind the one with today."""


class Standing(StrEnum):
    """Where a month stands: whether its lines have fallen due."""

    CURRENT = "current"
    OPEN = "open"
    PAST = "past"


_STANDINGS: Final = {
    Standing.CURRENT: N_("● läuft"),
    Standing.OPEN: N_("◌ offen"),
    Standing.PAST: N_("✓ vergangen"),
}
_KINDS: Final = {
    ChargeKind.CHANGE: N_("Änderung"),
    ChargeKind.END: N_("Gutschrift zum Ende"),
    ChargeKind.PERIOD: N_("Zeitraum"),
}


def first_month(today: date) -> date:
    """The first day whose lines are listed."""
    return add_months(today.replace(day=1), -MONTHS_PAST)


def standing_text(standing: Standing) -> str:
    """„◌ offen“."""
    return _(_STANDINGS[standing])


def kind_label(kind: ChargeKind) -> str:
    """What a line is for."""
    return _(_KINDS[kind])


@dataclass(frozen=True)
class Billed:
    """A subscription that causes costs.

    Args:
        id: Of the subscription.
        name: Its „Abonnement-Name“, "" when it has none.
        titles: What each edition is called that it ever was, or is to be.
        timeline: Its dates.
    """

    id: int
    name: str
    titles: Mapping[int, str]
    timeline: Timeline

    @property
    def label(self) -> str:
        """What people call it: its name, else what it began as."""
        return self.name or self.titles[self.timeline.phases[0].edition_id]

    @cached_property
    def place(self) -> tuple[str, int]:
        """Where it stands among others."""
        return sort_key(self.label), self.id

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What a search looks in."""
        return sort_key(self.name), *(sort_key(title) for title in self.titles.values())


@dataclass(frozen=True)
class CostLine:
    """A line of costs; `place` tells it from others of its subscription."""

    billed: Billed
    place: int
    charge: Charge

    @property
    def key(self) -> tuple[int, int]:
        """What identifies it."""
        return self.billed.id, self.place

    @property
    def title(self) -> str:
        """„Microsoft 365 Business Basic“."""
        return self.billed.titles[self.charge.edition_id]

    @property
    def due_on(self) -> date:
        """When it falls due."""
        return self.charge.due_on


@dataclass(frozen=True)
class CostMonth:
    """The lines that fall due in a month, by their days."""

    first: date
    lines: tuple[CostLine, ...]
    standing: Standing

    @cached_property
    def total(self) -> Total:
        """What they come to."""
        return Total.of(line.charge.amount for line in self.lines)


@dataclass(frozen=True)
class CostFilter:
    """Which subscriptions are wanted: by words, and by their numbers (none means all)."""

    search: str = ""
    ids: frozenset[int] = frozenset()


EVERYTHING: Final = CostFilter()


@dataclass(frozen=True)
class Costs:
    """All lines from `MONTHS_PAST` before today's month to `MONTHS_AHEAD` behind it.

    Months stand with the last first; there is none without lines. `mine` says that only what the
    person owns is among them.
    """

    today: date
    months: tuple[CostMonth, ...]
    mine: bool = False

    @classmethod
    def of(cls, billed: Iterable[Billed], today: date, *, mine: bool = False) -> Costs:
        """What these cost, as it stands on `today`."""
        this_month = today.replace(day=1)
        since = first_month(today)
        until = add_months(this_month, MONTHS_AHEAD + 1)
        by_month: defaultdict[date, list[CostLine]] = defaultdict(list)
        for one in billed:
            for place, charge in enumerate(charges(one.timeline, until, since=since)):
                if charge.due_on < until:
                    line = CostLine(one, place, charge)
                    by_month[charge.due_on.replace(day=1)].append(line)
        months = (
            CostMonth(first, tuple(sorted(lines, key=_by_day)), _standing(first, this_month))
            for first, lines in by_month.items()
        )
        return cls(today, tuple(sorted(months, key=_by_month, reverse=True)), mine)

    @cached_property
    def billed(self) -> tuple[Billed, ...]:
        """The subscriptions that the lines are of, by what people call them."""
        found = {line.billed.id: line.billed for month in self.months for line in month.lines}
        return tuple(sorted(found.values(), key=lambda one: one.place))

    def only(self, wanted: CostFilter) -> Costs:
        """The lines of those that are wanted."""
        if wanted == EVERYTHING:
            return self
        ids = {
            one.id
            for one in self.billed
            if (not wanted.ids or one.id in wanted.ids) and found_in(wanted.search, one.keys)
        }
        months = (_only_of(month, ids) for month in self.months)
        return replace(self, months=tuple(month for month in months if month.lines))

    @cached_property
    def passed(self) -> Total:
        """What has fallen due up to today."""
        return self._sum(open_ones=False)

    @cached_property
    def coming(self) -> Total:
        """What falls due behind today."""
        return self._sum(open_ones=True)

    def is_open(self, line: CostLine) -> bool:
        """Whether a line falls due only behind today."""
        return line.due_on > self.today

    def _sum(self, *, open_ones: bool) -> Total:
        return Total.of(
            line.charge.amount
            for month in self.months
            for line in month.lines
            if self.is_open(line) is open_ones
        )


def _only_of(month: CostMonth, ids: Collection[int]) -> CostMonth:
    return replace(month, lines=tuple(line for line in month.lines if line.billed.id in ids))


def _standing(first: date, this_month: date) -> Standing:
    if first == this_month:
        return Standing.CURRENT
    return Standing.OPEN if first > this_month else Standing.PAST


def _by_day(line: CostLine) -> tuple[date, tuple[str, int], int]:
    return line.due_on, line.billed.place, line.place


def _by_month(month: CostMonth) -> date:
    return month.first
