"""Days of contracts: month ends, leap years, and the day that it is in Germany."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcm_tui.domain.terms import Span, add_months, contract_day, span_on

from .timelines import DAY, DAYS

MONTHS = st.integers(0, 60)
LENGTHS = st.sampled_from([1, 12, 24])


@pytest.mark.parametrize(
    ("first", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),  # counted from the first day, not on from 28
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_the_same_day_months_later(first: date, months: int, later: date) -> None:
    """The last of a month that has no such day."""
    assert add_months(first, months) == later


@given(first=DAYS, months=MONTHS)
def test_months_go_on(first: date, months: int) -> None:
    """Each later one is later, in the next month, never past the day it is counted from."""
    one, next_one = add_months(first, months), add_months(first, months + 1)
    assert one < next_one
    assert (next_one.year * 12 + next_one.month) - (one.year * 12 + one.month) == 1
    assert one.day <= first.day
    assert one.day == first.day or (one + DAY).day == 1


@given(anchor=DAYS, months=LENGTHS, passed=st.integers(0, 2_000))
@example(anchor=date(2026, 1, 31), months=1, passed=28)  # 28 February: on the day, it begins
@example(anchor=date(2028, 2, 29), months=12, passed=365)  # 27 February 2029: the day before
@example(anchor=date(2028, 2, 29), months=12, passed=366)
def test_every_day_is_in_one_span(anchor: date, months: int, passed: int) -> None:
    """Spans follow each other from the anchor on: without a gap, and without a day in two."""
    day = anchor + timedelta(days=passed)
    span = span_on(anchor, months, day)
    assert day in span
    assert span_on(anchor, months, span.first) == span_on(anchor, months, span.last) == span
    follower = span_on(anchor, months, span.last + DAY)
    assert follower.first == span.last + DAY
    if span.first > anchor:
        assert span_on(anchor, months, span.first - DAY).last == span.first - DAY
    else:
        assert span.first == anchor


@given(anchor=DAYS, number=st.integers(0, 30))
def test_months_fill_a_year_to_the_day(anchor: date, number: int) -> None:
    """A term ends with the last of its months: nothing is charged beyond it."""
    term = span_on(anchor, 12, add_months(anchor, number))
    last_month = span_on(anchor, 1, term.last)
    assert last_month.last == term.last
    assert span_on(anchor, 1, term.first).first == term.first


@given(anchor=DAYS, months=LENGTHS, before=st.integers(1, 400))
def test_there_is_none_before_the_first_day(anchor: date, months: int, before: int) -> None:
    """Not even an empty one."""
    with pytest.raises(ValueError, match=r"\d{4}"):
        span_on(anchor, months, anchor - timedelta(days=before))


def test_both_ends_of_a_span_belong_to_it() -> None:
    """A whole February has 28 days; on its last, one is left."""
    february = Span(date(2026, 2, 1), date(2026, 2, 28))
    assert february.days == february.days_from(february.first) == 28
    assert february.days_from(february.last) == 1
    assert february.last in february
    assert february.last + DAY not in february
    assert february.first - DAY not in february


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), date(2026, 11, 24)),  # winter: an hour ahead
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),  # summer: two hours
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),  # clocks go forward
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # clocks go back
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_is_that_of_germany(at: datetime, day: date) -> None:
    """Whatever time the clocks show there, and wherever the program runs."""
    assert contract_day(at) == day


@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    hours=st.integers(0, 48),
)
@example(at=datetime(2026, 3, 28, 22, 30, tzinfo=UTC), hours=24)
@example(at=datetime(2026, 10, 24, 21, 30, tzinfo=UTC), hours=24)
def test_days_follow_each_other(at: datetime, hours: int) -> None:
    """Time that passes never leads to an earlier day, nor a day on to more than the next."""
    first, later = contract_day(at), contract_day(at + timedelta(hours=hours))
    assert first <= later <= first + timedelta(days=hours // 24 + 1)
