"""Lines of costs: nothing is charged twice, nothing is lost, and the past stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.charges import Charge, ChargeKind, change_on, charges
from tcm_tui.domain.money import Total
from tcm_tui.domain.subscriptions import Phase, Timeline
from tcm_tui.domain.terms import Span, add_months, span_on

from .timelines import DAY, DAYS, UNHURRIED, day_of, phases, timelines

MONTH = Span(date(2026, 11, 1), date(2026, 11, 30))
FOREVER = date(2035, 1, 1)


def booked(*steps: Phase, starts_on: date = MONTH.first) -> Timeline:
    """A subscription that is charged by the month."""
    return Timeline(starts_on=starts_on, term_months=1, charging=Charging.MONTHLY, phases=steps)


def net(lines: list[Charge]) -> int:
    """What they come to."""
    return Total.of(one.amount for one in lines).net


# --- a month, however it is changed within it -------------------------------------------------


@UNHURRIED
@given(anchor=DAYS, data=st.data())
def test_changes_of_a_month_come_to_the_days_they_held(anchor: date, data: st.DataObject) -> None:
    """Each state is charged for its own days: what it comes to is a difference of two roundings.

    So all of a month is never more than half a cent a rounding off, whatever is changed in it.
    """
    month = span_on(anchor, 1, anchor)
    steps = data.draw(phases(anchor, at_most=8, within=st.integers(0, 6)))
    timeline = booked(*steps, starts_on=anchor)
    held = sum(timeline.phase_on(anchor + timedelta(days=n)).cents for n in range(month.days))
    exact = Fraction(held, month.days)
    lines = list(charges(timeline, month.last))
    roundings = 2 * (len(lines) - 1)
    assert abs(net(lines) - exact) <= Fraction(roundings, 2)


@UNHURRIED
@given(anchor=DAYS, cents=st.integers(0, 100_000), data=st.data())
def test_a_month_that_returns_to_what_it_was_loses_no_cent(
    anchor: date, cents: int, data: st.DataObject
) -> None:
    """Changed and changed back on each of some days: the month costs what it would have."""
    month = span_on(anchor, 1, anchor)
    steps = [Phase(anchor, 1, 7, cents)]
    for passed in sorted(data.draw(st.lists(st.integers(0, month.days - 1), max_size=5))):
        day = anchor + timedelta(days=passed)
        steps += [Phase(day, 2, 40, 2 * cents + 1), Phase(day, 1, 7, cents)]
    lines = list(charges(booked(*steps, starts_on=anchor), month.last))
    assert [one.kind for one in lines] == [
        ChargeKind.PERIOD
    ]  # no line of 0 for what came to nothing
    assert net(lines) == 7 * cents


@UNHURRIED
@given(timeline=timelines(), data=st.data())
def test_a_change_costs_what_was_said_before_it(timeline: Timeline, data: st.DataObject) -> None:
    """What the preview names is what the lines of this period come to more, to the cent."""
    day = data.draw(day_of(timeline).filter(lambda day: day >= timeline.phases[-1].from_on))
    wanted = Phase(day, 3, data.draw(st.integers(1, 400)), data.draw(st.integers(0, 10_000)))
    period = timeline.period_on(day)
    changed = replace(timeline, phases=(*timeline.phases, wanted))
    before = list(charges(timeline, period.last, since=period.first))
    after = list(charges(changed, period.last, since=period.first))
    assert change_on(timeline, day, wanted).net == net(after) - net(before)


@pytest.mark.parametrize(
    ("day", "licences", "cents"),
    [
        (date(2026, 11, 1), 20, 10 * 560),  # on the first day: all of the month
        (date(2026, 11, 16), 20, 10 * 560 // 2),  # 15 of 30 days
        (date(2026, 11, 30), 11, 205 - 187),  # a day of 11 and a day of 10, each rounded
        (date(2026, 11, 16), 5, -5 * 560 // 2),
        (date(2026, 11, 16), 10, 0),
    ],
)
def test_a_change_is_charged_by_the_days_that_are_left(
    day: date, licences: int, cents: int
) -> None:
    """Itself included; below zero for fewer."""
    ten = booked(Phase(MONTH.first, 1, 10, 560))
    assert change_on(ten, day, Phase(day, 1, licences, 560)).net == cents


def test_a_change_in_february_counts_its_days() -> None:
    """Of 28 days, and of 29 in a leap year; a month from the 31st ends on the 27th."""
    for first, last, days in (
        (date(2026, 2, 1), date(2026, 2, 28), 28),
        (date(2028, 2, 1), date(2028, 2, 29), 29),
        (date(2026, 1, 31), date(2026, 2, 27), 28),
    ):
        timeline = booked(Phase(first, 1, 1, 100 * days), starts_on=first)
        assert timeline.period_on(first).last == last
        assert change_on(timeline, last, Phase(last, 1, 3, 100 * days)).net == 200


# --- over the years ---------------------------------------------------------------------------


@UNHURRIED
@given(timeline=timelines())
def test_every_day_is_charged_for_once(timeline: Timeline) -> None:
    """Periods follow each other from the first day that costs something on."""
    until = timeline.starts_on + timedelta(days=1_200)
    periods = [one.days for one in charges(timeline, until) if one.kind is ChargeKind.PERIOD]
    assert periods[0].first == timeline.paid_from
    assert all(one.last + DAY == later.first for one, later in pairwise(periods))
    assert periods[-1].first <= until <= periods[-1].last


@UNHURRIED
@given(timeline=timelines())
def test_lines_stand_in_their_order_with_what_holds_then(timeline: Timeline) -> None:
    """Each names the licences and the price from its day on."""
    until = timeline.starts_on + timedelta(days=900)
    lines = list(charges(timeline, until))
    assert [one.due_on for one in lines] == sorted(one.due_on for one in lines)
    for line in lines:
        held = timeline.phase_on(line.due_on)
        assert (line.edition_id, line.licences, line.unit_cents) == (
            *(held.edition_id, held.licences, held.unit_cents),
        )
        if line.kind is ChargeKind.PERIOD:
            assert line.amount.net == line.licences * line.unit_cents
            assert line.days == timeline.period_on(line.due_on)


@UNHURRIED
@given(timeline=timelines(), data=st.data())
def test_lines_of_some_time_are_a_part_of_all(timeline: Timeline, data: st.DataObject) -> None:
    """However time is cut in two, no line is missing, and none is in both."""
    until = timeline.starts_on + timedelta(days=900)
    cut = data.draw(st.dates(timeline.starts_on, until))
    early, late = charges(timeline, cut), charges(timeline, until, since=cut + DAY)
    assert [*early, *late] == list(charges(timeline, until))


@UNHURRIED
@given(timeline=timelines(trial=True))
def test_a_trial_is_free(timeline: Timeline) -> None:
    """Whatever is changed in it: nothing falls due before it is over."""
    assert timeline.trial_until is not None
    assert not list(charges(timeline, timeline.trial_until))
    assert change_on(timeline, timeline.trial_until, Phase(timeline.starts_on, 1, 99, 99)).net == 0
    left = replace(timeline, ends_on=timeline.trial_until, cancelled=True)
    assert not list(charges(left, FOREVER))


# --- what is decided today leaves the past as it was ------------------------------------------


@UNHURRIED
@given(timeline=timelines(), data=st.data())
def test_cancelling_takes_only_what_would_have_come(
    timeline: Timeline, data: st.DataObject
) -> None:
    """All lines up to the last day stay, none comes later, and nothing is given back."""
    day = data.draw(day_of(timeline))
    end = timeline.end_if_left_on(day)
    left = replace(timeline, ends_on=end, cancelled=True)
    assert list(charges(left, FOREVER)) == list(charges(timeline, end))


@UNHURRIED
@given(timeline=timelines(), data=st.data())
def test_a_change_leaves_earlier_lines(timeline: Timeline, data: st.DataObject) -> None:
    """A new phase changes what falls due from its day on."""
    day = data.draw(day_of(timeline).filter(lambda day: day >= timeline.phases[-1].from_on))
    changed = replace(timeline, phases=(*timeline.phases, Phase(day, 3, 11, 111)))
    assert list(charges(changed, day - DAY)) == list(charges(timeline, day - DAY))


@UNHURRIED
@given(timeline=timelines(), data=st.data())
@example(
    timeline=booked(Phase(date(2026, 1, 31), 1, 3, 999), starts_on=date(2026, 1, 31)), data=None
)
def test_an_add_on_that_ends_with_its_base_costs_its_days(
    timeline: Timeline, data: st.DataObject | None
) -> None:
    """It ends amid a period: what was charged for later days is given back on the day behind it.

    Lines of before stay, so that what was charged once is never charged differently.
    """
    end = date(2026, 3, 14) if data is None else data.draw(day_of(timeline))
    ended = replace(timeline, ends_on=end)
    lines, before = list(charges(ended, FOREVER)), list(charges(timeline, end))
    assert lines[: len(before)] == before
    period, back = timeline.period_on(end), lines[len(before) :]
    if end < timeline.paid_from or end == period.last:
        assert back == []
    else:
        (line,) = back
        assert (line.kind, line.due_on, line.licences) == (ChargeKind.END, end + DAY, 0)
        assert line.days == Span(end + DAY, period.last)
        had = timeline.phase_on(end).cents
        assert line.amount.net == -round_half_up(Fraction(had * line.days.days, period.days))


def round_half_up(cents: Fraction) -> int:
    """As the rule says it, in other words than the program's."""
    return int(cents + Fraction(1, 2))


def test_the_demo_of_a_year_in_figures() -> None:
    """25 × 11,70 € a month; five more amid the second; smaller from the next year on."""
    first = date(2026, 1, 1)
    timeline = Timeline(
        starts_on=first,
        term_months=12,
        charging=Charging.MONTHLY,
        phases=(
            Phase(first, 2, 25, 1170),
            Phase(date(2026, 2, 15), 2, 30, 1170),
            Phase(add_months(first, 12), 1, 30, 560),
        ),
    )
    lines = list(charges(timeline, date(2027, 1, 31)))
    assert [one.amount.net for one in lines] == [29250, 29250, 2925, *([35100] * 10), 16800]
    change = lines[2]
    assert (change.kind, change.days) == (
        ChargeKind.CHANGE,
        Span(date(2026, 2, 15), date(2026, 2, 28)),
    )
    assert change.licences == 30
