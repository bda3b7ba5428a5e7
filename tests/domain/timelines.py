"""Days, prices and whole subscriptions, as hypothesis makes them up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from hypothesis import settings
from hypothesis import strategies as st

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.subscriptions import Phase, Timeline

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

UNHURRIED: Final = settings(deadline=None)
"""Years of lines may take a while on a machine that others use, too."""
DAY: Final = timedelta(days=1)
FAR: Final = timedelta(days=1_500)
"""Beyond two terms of 24 months."""
DAYS: Final = st.dates(date(2023, 12, 1), date(2029, 3, 1))
"""With the 29th of February twice."""
CENTS: Final = st.integers(0, 3_000_000)
LICENCES: Final = st.integers(1, 400)
TERMS: Final = st.sampled_from(
    [(1, Charging.MONTHLY)] + [(months, one) for months in (12, 24) for one in Charging]
)


def phases(
    first: date, *, at_most: int = 6, within: SearchStrategy[int] | None = None
) -> SearchStrategy[tuple[Phase, ...]]:
    """What begins on `first`, and changes of it: `within` are the days between two of them."""
    steps = st.tuples(
        st.integers(0, 200) if within is None else within, st.integers(1, 3), LICENCES, CENTS
    )

    def made(drawn: list[tuple[int, int, int, int]]) -> tuple[Phase, ...]:
        days = accumulate((after for after, *_rest in drawn[1:]), initial=0)
        return tuple(
            Phase(first + timedelta(days=passed), *rest)
            for passed, (_after, *rest) in zip(days, drawn, strict=True)
        )

    return st.lists(steps, min_size=1, max_size=at_most).map(made)


@st.composite
def timelines(draw: DrawFn, *, trial: bool | None = None) -> Timeline:
    """A subscription that renews itself, with changes over the years."""
    starts_on = draw(DAYS)
    term_months, charging = draw(TERMS)
    tried = draw(st.booleans()) if trial is None else trial
    free = draw(st.integers(1, 45)) if tried else 0
    return Timeline(
        starts_on=starts_on,
        term_months=term_months,
        charging=charging,
        phases=draw(phases(starts_on)),
        trial_until=starts_on + timedelta(days=free - 1) if free else None,
    )


def day_of(timeline: Timeline) -> SearchStrategy[date]:
    """Some day on which it runs."""
    return st.dates(timeline.starts_on, timeline.starts_on + FAR)
