"""What a subscription costs, as lines: they follow from its timeline, nothing is stored.

A period is charged in advance on its first day. A change within it is charged, or given back, by
the days that are left. Lines of past days never change, since phases are added from today on only.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    PERIOD = "period"


@dataclass(frozen=True)
class Charge:
    """A line: due on the first of the days that it is for.

    A change names the licences and the price that hold from then on; its amount is what they cost
    more for the days that are left, below zero when they cost less.
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


def charges(timeline: Timeline, until: date) -> Iterator[Charge]:
    """The lines that fall due up to `until`, in the order of their days."""
    last = until if timeline.ends_on is None else min(until, timeline.ends_on)
    day = timeline.paid_from
    while day <= last:
        period = timeline.period_on(day)
        yield from _of_period(timeline, period, last)
        day = period.last + _DAY


def change_on(timeline: Timeline, day: date, wanted: Phase) -> Amount:
    """What going over to `wanted` on `day` costs at once, for the rest of the period.

    0 in a trial, and below zero for less.
    """
    if day < timeline.paid_from:
        return Amount(0)
    return Amount(_difference(timeline.phase_on(day), wanted, timeline.period_on(day), day))


def _of_period(timeline: Timeline, period: Span, last: date) -> Iterator[Charge]:
    first = timeline.phase_on(period.first)
    yield Charge(
        ChargeKind.PERIOD,
        period,
        first.edition_id,
        first.licences,
        first.unit_cents,
        Amount(first.cents),
    )
    later = sorted(
        {one.from_on for one in timeline.phases if period.first < one.from_on <= period.last}
    )
    steps = [first, *(timeline.phase_on(day) for day in later)]
    for day, (before, after) in zip(later, pairwise(steps), strict=True):
        if day <= last and before != after:
            yield Charge(
                ChargeKind.CHANGE,
                Span(day, period.last),
                after.edition_id,
                after.licences,
                after.unit_cents,
                Amount(_difference(before, after, period, day)),
            )


def _difference(before: Phase, after: Phase, period: Span, day: date) -> int:
    """What the rest of a period costs more; each side is rounded, so that nothing is lost."""
    left, whole = period.days_from(day), period.days
    return part_of(after.cents, left, whole) - part_of(before.cents, left, whole)
