"""What a subscription costs, as lines: they follow from its timeline, nothing is stored.

A period is charged in advance on its first day. A change within it is charged, or given back, by
the days that are left; so is an end within it. Lines of past days never change, since phases are
added from today on only, and nothing ends in the past.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.money import Amount, part_of
from tcm_tui.domain.terms import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tcm_tui.domain.subscriptions import Phase, Timeline

_DAY: Final = timedelta(days=1)


class ChargeKind(StrEnum):
    """What a line is for."""

    CHANGE = "change"
    END = "end"
    """Gives back what was charged beyond the last day: of an add-on that ends with its base."""
    PERIOD = "period"


@dataclass(frozen=True)
class Charge:
    """A line: due on the first of the days that it is for.

    A change names the licences and the price that hold from then on; its amount is what they cost
    more for the days that are left, below zero when they cost less. From an end on there are none.
    """

    kind: ChargeKind
    days: Span
    edition_id: int
    licences: int
    unit_cents: int
    amount: Amount

    @property
    def due_on(self) -> date:
        """When it falls due."""
        return self.days.first


def charges(timeline: Timeline, until: date, *, since: date | None = None) -> Iterator[Charge]:
    """The lines that fall due up to `until`, in the order of their days.

    Args:
        timeline: Of the subscription.
        until: The last day, itself included.
        since: The first day, None for all that there ever were.
    """
    begin = timeline.paid_from if since is None else max(since, timeline.paid_from)
    last = until if timeline.ends_on is None else min(until, timeline.ends_on)
    day = begin
    while day <= last:
        period = timeline.period_on(day)
        yield from (one for one in _of_period(timeline, period, last) if one.due_on >= begin)
        day = period.last + _DAY
    end = _of_end(timeline)
    if end is not None and begin <= end.due_on <= until:
        yield end


def change_on(timeline: Timeline, day: date, wanted: Phase) -> Amount:
    """What going over to `wanted` on `day` costs at once, for the rest of the period.

    0 in a trial, and below zero for less.
    """
    if day < timeline.paid_from:
        return Amount(0)
    return Amount(_difference(timeline.phase_on(day), wanted, timeline.period_on(day), day))


def _of_period(timeline: Timeline, period: Span, last: date) -> Iterator[Charge]:
    first = timeline.phase_on(period.first)
    yield _line(ChargeKind.PERIOD, period, first, first.cents)
    later = sorted(
        {one.from_on for one in timeline.phases if period.first < one.from_on <= period.last}
    )
    steps = [first, *(timeline.phase_on(day) for day in later)]
    for day, (before, after) in zip(later, pairwise(steps), strict=True):
        if day <= last and not before.is_like(after):
            days = Span(day, period.last)
            cents = _difference(before, after, period, day)
            yield _line(ChargeKind.CHANGE, days, after, cents)


def _of_end(timeline: Timeline) -> Charge | None:
    """What an end within a period gives back; terms end with a period, so most give nothing."""
    if timeline.ends_on is None or timeline.ends_on < timeline.paid_from:
        return None
    period = timeline.period_on(timeline.ends_on)
    if timeline.ends_on == period.last:
        return None
    days = Span(timeline.ends_on + _DAY, period.last)
    had = timeline.phase_on(timeline.ends_on)
    back = -part_of(had.cents, days.days, period.days)
    return _line(ChargeKind.END, days, replace(had, licences=0), back)


def _line(kind: ChargeKind, days: Span, phase: Phase, cents: int) -> Charge:
    return Charge(kind, days, phase.edition_id, phase.licences, phase.unit_cents, Amount(cents))


def _difference(before: Phase, after: Phase, period: Span, day: date) -> int:
    """What the rest of a period costs more; each side is rounded, so that nothing is lost."""
    left, whole = period.days_from(day), period.days
    return part_of(after.cents, left, whole) - part_of(before.cents, left, whole)
