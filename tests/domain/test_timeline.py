"""What holds on which day of a subscription, when its terms end, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.subscriptions import Phase, SubscriptionState, Timeline, state_label
from tcm_tui.domain.terms import add_months

from .timelines import DAY, UNHURRIED, day_of, timelines

YEAR = Timeline(
    starts_on=date(2026, 11, 23),
    term_months=12,
    charging=Charging.MONTHLY,
    phases=(Phase(date(2026, 11, 23), 1, 10, 560),),
)
TRIED = replace(YEAR, trial_until=date(2026, 12, 22))


@UNHURRIED
@given(data=st.data(), timeline=timelines())
def test_every_day_has_a_term_a_period_and_a_phase(data: st.DataObject, timeline: Timeline) -> None:
    """A period lies within its term, and the phase of a day has begun by then."""
    day = data.draw(day_of(timeline))
    term, period = timeline.term_on(day), timeline.period_on(day)
    assert day in term
    assert day in period
    assert term.first <= period.first <= period.last <= term.last
    assert timeline.phase_on(day).from_on <= day


@UNHURRIED
@given(data=st.data(), timeline=timelines())
def test_the_phase_of_a_day_is_the_last_that_began(data: st.DataObject, timeline: Timeline) -> None:
    """Of two of one day, the later."""
    day = data.draw(day_of(timeline))
    begun = [one for one in timeline.phases if one.from_on <= day]
    assert timeline.phase_on(day) is begun[-1]
    planned = timeline.planned_after(day)
    assert (planned is None) == (len(begun) == len(timeline.phases))


@UNHURRIED
@given(data=st.data(), timeline=timelines())
def test_it_is_left_at_the_end_of_a_term(data: st.DataObject, timeline: Timeline) -> None:
    """Until the day before this one ends; on its last day the next one is certain."""
    day = data.draw(day_of(timeline))
    end, term = timeline.end_if_left_on(day), timeline.term_on(day)
    assert end > day
    assert timeline.term_on(end).last == end
    assert (end == term.last) == (day < term.last)
    if day == term.last:
        assert timeline.term_on(end).first == term.last + DAY


@UNHURRIED
@given(data=st.data(), timeline=timelines())
def test_an_end_that_is_set_ends_it_once(data: st.DataObject, timeline: Timeline) -> None:
    """On its last day it still runs, on the next no more; taking the end back changes nothing."""
    day = data.draw(day_of(timeline))
    end = timeline.end_if_left_on(day)
    left = replace(timeline, ends_on=end, cancelled=True)
    expiring = replace(timeline, ends_on=end)
    assert left.state_on(day) is left.state_on(end) is SubscriptionState.CANCELLED
    assert expiring.state_on(day) is expiring.state_on(end) is SubscriptionState.EXPIRING
    assert left.state_on(end + DAY) is expiring.state_on(end + DAY) is SubscriptionState.ENDED
    assert replace(left, ends_on=None, cancelled=False) == timeline
    assert left.term_on(day) == timeline.term_on(day)


@pytest.mark.parametrize(
    ("timeline", "day", "end"),
    [
        (YEAR, date(2026, 11, 23), date(2027, 11, 22)),
        (YEAR, date(2027, 11, 21), date(2027, 11, 22)),
        (YEAR, date(2027, 11, 22), date(2028, 11, 22)),
        (YEAR, date(2027, 11, 23), date(2028, 11, 22)),
        (TRIED, date(2026, 12, 21), date(2026, 12, 22)),
        (TRIED, date(2026, 12, 22), date(2027, 12, 22)),
        (replace(YEAR, starts_on=date(2028, 2, 29)), date(2028, 3, 1), date(2029, 2, 27)),
        (replace(YEAR, starts_on=date(2028, 2, 29)), date(2031, 3, 1), date(2032, 2, 28)),
    ],
)
def test_days_until_which_it_can_be_left(timeline: Timeline, day: date, end: date) -> None:
    """A year, a trial, and one that began on the 29th of February."""
    assert timeline.end_if_left_on(day) == end


def test_a_trial_becomes_a_term_by_itself() -> None:
    """Its days are a term and a period of their own; the first term begins behind it."""
    assert TRIED.state_on(date(2026, 12, 22)) is SubscriptionState.TRIAL
    assert TRIED.state_on(date(2026, 12, 23)) is SubscriptionState.ACTIVE
    assert TRIED.term_on(date(2026, 12, 22)).last == date(2026, 12, 22)
    assert TRIED.term_on(date(2026, 12, 23)).last == date(2027, 12, 22)
    assert TRIED.period_on(date(2026, 12, 23)).last == date(2027, 1, 22)


def test_what_begins_behind_the_end_is_not_planned_any_more() -> None:
    """A smaller edition from the next term on, of something that ends with this one."""
    smaller = Phase(add_months(YEAR.starts_on, 12), 2, 10, 280)
    planned = replace(YEAR, phases=(*YEAR.phases, smaller))
    today = YEAR.starts_on + timedelta(days=30)
    assert planned.planned_after(today) == smaller
    left = replace(planned, ends_on=planned.end_if_left_on(today), cancelled=True)
    assert left.planned_after(today) is None


@UNHURRIED
@given(data=st.data(), timeline=timelines())
def test_what_was_decided_today_leaves_the_past_as_it_was(
    data: st.DataObject, timeline: Timeline
) -> None:
    """Terms follow from the first day, whatever becomes of edition and licences."""
    day = data.draw(day_of(timeline).filter(lambda day: day >= timeline.phases[-1].from_on))
    changed = replace(timeline, phases=(*timeline.phases, Phase(day, 9, 1, 1)))
    before = data.draw(st.dates(timeline.starts_on, day))
    assert changed.term_on(before) == timeline.term_on(before)
    if before < day:
        assert changed.phase_on(before) == timeline.phase_on(before)


def test_every_state_has_its_word() -> None:
    """Five different ones."""
    assert len({state_label(state) for state in SubscriptionState}) == len(SubscriptionState) == 5
