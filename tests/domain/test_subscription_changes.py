"""What a change of a subscription comes to, whenever it is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.charges import ChargeKind, charges
from tcm_tui.domain.subscription_changes import (
    change_edition,
    change_licences,
    next_charge,
    without_plan,
)
from tcm_tui.domain.subscriptions import Phase, Timeline

DAY: Final = timedelta(days=1)
BEGIN: Final = date(2026, 3, 1)
NAMES: Final = {1: "Basic", 2: "Standard", 3: "Premium"}
BASIC: Final = Phase(BEGIN, 1, 10, 560)


def running(
    *phases: Phase,
    starts_on: date = BEGIN,
    term_months: int = 12,
    charging: Charging = Charging.MONTHLY,
    trial_until: date | None = None,
    ends_on: date | None = None,
) -> Timeline:
    """A timeline with these phases, by default ten of Basic."""
    held = phases or (Phase(starts_on, 1, 10, 560),)
    return Timeline(starts_on, term_months, charging, held, trial_until, ends_on)


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
LICENCES = st.integers(1, 100_000)
CENTS = st.integers(0, 1_000_000)
TIMELINES = st.builds(
    lambda first, licences, cents, term, yearly: running(
        Phase(first, 1, licences, cents),
        starts_on=first,
        term_months=term,
        charging=Charging.YEARLY if yearly and term > 1 else Charging.MONTHLY,
    ),
    DAYS,
    LICENCES,
    CENTS,
    st.sampled_from((1, 12, 24)),
    st.booleans(),
)


@given(TIMELINES, st.integers(0, 1_200), LICENCES)
def test_what_is_told_is_what_is_charged(timeline: Timeline, later: int, licences: int) -> None:
    """The amounts of a preview are those of the lines that its change makes."""
    today = timeline.starts_on + timedelta(days=later)
    change = change_licences(timeline, today, licences)
    seen = change.preview(7, NAMES)
    due = [one for one in charges(change.changed, today) if one.due_on == today]
    before = [one for one in charges(timeline, today) if one.due_on == today]
    assert sum(one.amount.net for one in due) - sum(one.amount.net for one in before) == (
        seen.now.net
    )
    assert seen.next_charge is not None
    assert seen.next_charge.due_on == seen.rest.last + DAY
    assert seen.next_charge.amount.net == licences * timeline.phases[0].unit_cents


@given(TIMELINES, st.integers(0, 1_200), st.lists(LICENCES, min_size=1, max_size=5))
def test_however_often_it_changes_on_a_day_the_last_one_counts(
    timeline: Timeline, later: int, steps: list[int]
) -> None:
    """The parts add up to what one change would have cost, to the cent."""
    today = timeline.starts_on + timedelta(days=later)
    whole = change_licences(timeline, today, steps[-1]).preview(7, NAMES).now.net
    parts = 0
    for licences in steps:
        change = change_licences(timeline, today, licences)
        parts += change.preview(7, NAMES).now.net
        timeline = change.changed
    assert parts == whole


@given(TIMELINES, st.integers(0, 1_200), CENTS)
def test_what_costs_less_waits_for_the_term_and_what_does_not_holds_at_once(
    timeline: Timeline, later: int, cents: int
) -> None:
    """The one costs nothing now, the other never gives anything back."""
    today = timeline.starts_on + timedelta(days=later)
    seen = change_edition(timeline, today, 2, cents).preview(7, NAMES)
    if cents < timeline.phases[0].unit_cents:
        assert seen.from_on == timeline.term_on(today).last + DAY
        assert seen.now.net == 0
    else:
        assert seen.from_on == today
        assert seen.now.net >= 0
    assert seen.next_charge is not None
    assert seen.next_charge.unit_cents == cents


@pytest.mark.parametrize(
    ("first", "today", "begin"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),  # the second term's first day
        (date(2026, 1, 31), date(2026, 2, 27), date(2026, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 28), date(2028, 3, 29)),
    ],
)
def test_a_term_of_a_month_ends_where_months_do(first: date, today: date, begin: date) -> None:
    """A smaller edition begins with the next one."""
    timeline = running(starts_on=first, term_months=1)
    assert change_edition(timeline, today, 2, 100).wanted.from_on == begin


def test_a_trial_is_a_term_of_its_own() -> None:
    """Up at once and for nothing, down with the first day that is paid for."""
    timeline = running(trial_until=date(2026, 3, 30))
    today = date(2026, 3, 10)
    up = change_edition(timeline, today, 2, 1170).preview(7, NAMES)
    assert (up.from_on, up.now.net) == (today, 0)
    down = change_edition(timeline, today, 3, 100).preview(7, NAMES)
    assert (down.from_on, down.now.net) == (date(2026, 3, 31), 0)
    for seen in (up, down):
        assert seen.next_charge is not None
        assert seen.next_charge.due_on == date(2026, 3, 31)


def test_a_plan_takes_along_how_many_there_are() -> None:
    """Changed before it begins, it begins with as many."""
    today = date(2026, 11, 22)
    planned = change_edition(running(Phase(BEGIN, 2, 10, 1170)), today, 1, 560)
    changed = change_licences(planned.changed, today, 25).changed
    later = changed.planned_after(today)
    assert later == Phase(date(2027, 3, 1), 1, 25, 560)
    assert changed.phase_on(date(2027, 2, 28)).licences == 25
    assert without_plan(changed, today).planned_after(today) is None


def test_a_new_choice_drops_the_plan_and_says_so() -> None:
    """More licences do not."""
    today = date(2026, 11, 22)
    planned = change_edition(running(Phase(BEGIN, 2, 10, 1170)), today, 1, 560).changed
    up = change_edition(planned, today, 3, 2060)
    assert up.preview(7, NAMES).drops_plan == "Basic"
    assert up.changed.planned_after(today) is None
    more = change_licences(planned, today, 25)
    assert more.preview(7, NAMES).drops_plan is None
    assert more.changed.planned_after(today) is not None


def test_nothing_is_charged_behind_the_end() -> None:
    """The last period has no next one."""
    timeline = running(ends_on=date(2027, 2, 28))
    last = next_charge(timeline, date(2027, 2, 1))
    assert last is not None
    assert (last.kind, last.due_on) == (ChargeKind.PERIOD, date(2027, 2, 1))
    assert next_charge(timeline, date(2027, 2, 2)) is None
    seen = change_licences(timeline, date(2027, 2, 2), 25).preview(7, NAMES)
    assert (seen.next_charge, seen.rest.days) == (None, 27)


def test_a_yearly_price_is_told_when_it_falls_due() -> None:
    """Up to a year ahead, and behind a long trial."""
    timeline = running(charging=Charging.YEARLY)
    found = next_charge(timeline, BEGIN + DAY)
    assert found is not None
    assert found.due_on == date(2027, 3, 1)
    trial = running(charging=Charging.YEARLY, trial_until=date(2028, 2, 29))
    found = next_charge(trial, BEGIN)
    assert found is not None
    assert found.due_on == date(2028, 3, 1)
