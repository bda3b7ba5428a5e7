"""What a booking comes to: sums, and the days on which it falls due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.charges import charges
from tcm_tui.domain.money import Total
from tcm_tui.domain.orders import order_number
from tcm_tui.domain.quotes import Quote, QuoteLine
from tcm_tui.domain.subscriptions import Phase, Timeline

LINE: Final = QuoteLine(1, "Microsoft 365 Business Basic", 25, 560)
ADD_ON: Final = QuoteLine(3, "Microsoft 365 Business Copilot", 5, 2810)
QUOTE: Final = Quote((LINE, ADD_ON), 12, Charging.MONTHLY, date(2026, 11, 22), method_id=1)
DAYS: Final = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def test_it_is_due_at_once_and_then_each_period() -> None:
    """VAT is rounded for each line, and sums are sums of lines."""
    assert QUOTE.recurring == QUOTE.due_now == Total(14000 + 14050, 2660 + 2670)
    assert (QUOTE.first_due_on, QUOTE.next_due_on) == (date(2026, 11, 22), date(2026, 12, 22))
    assert (QUOTE.term.first, QUOTE.term.last) == (date(2026, 11, 22), date(2027, 11, 21))


def test_a_trial_puts_everything_off() -> None:
    """Nothing is due until the day behind it."""
    trial = replace(QUOTE, trial_until=date(2026, 12, 21))
    assert trial.due_now == Total()
    assert trial.recurring == QUOTE.recurring
    assert (trial.first_due_on, trial.next_due_on) == (date(2026, 12, 22), date(2027, 1, 22))
    assert trial.term.first == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("first", "charging", "following"),
    [
        (date(2027, 1, 31), Charging.MONTHLY, date(2027, 2, 28)),
        (date(2028, 1, 31), Charging.MONTHLY, date(2028, 2, 29)),
        (date(2028, 2, 29), Charging.YEARLY, date(2029, 2, 28)),
        (date(2026, 12, 31), Charging.MONTHLY, date(2027, 1, 31)),
    ],
)
def test_the_last_days_of_months(first: date, charging: Charging, following: date) -> None:
    """A month that has no such day ends with its last one."""
    assert replace(QUOTE, starts_on=first, charging=charging).next_due_on == following


@pytest.mark.parametrize(
    ("ends_on", "days"),
    [
        (None, ["2026-11-22", "2026-12-22"]),
        (date(2026, 12, 22), ["2026-11-22", "2026-12-22"]),
        (date(2026, 12, 21), ["2026-11-22"]),
        (date(2026, 11, 21), []),
    ],
)
def test_nothing_falls_due_behind_its_end(ends_on: date | None, days: list[str]) -> None:
    """An add-on to what ends is told for no day that it does not see."""
    found = replace(QUOTE, ends_on=ends_on).due_days
    assert [day.isoformat() for day in found] == days


@given(
    first=DAYS,
    charging=st.sampled_from(Charging),
    licences=st.integers(1, 5000),
    unit_cents=st.integers(0, 100_000),
    trial=st.none() | st.integers(0, 60),
)
def test_what_is_shown_is_what_will_be_charged(
    first: date, charging: Charging, licences: int, unit_cents: int, trial: int | None
) -> None:
    """The first two lines that the subscription makes fall due on these days, at this amount."""
    until = None if trial is None else first + timedelta(days=trial)
    quote = Quote((QuoteLine(1, "x", licences, unit_cents),), 12, charging, first, until)
    timeline = Timeline(first, 12, charging, (Phase(first, 1, licences, unit_cents),), until)
    due = list(charges(timeline, quote.next_due_on))[:2]
    assert [one.due_on for one in due] == [quote.first_due_on, quote.next_due_on]
    assert {one.amount.gross for one in due} == {quote.recurring.gross}
    assert timeline.term_on(quote.first_due_on) == quote.term


def test_nothing_moved_is_nothing_to_tell() -> None:
    """Words alone are no reason to ask again."""
    other = replace(QUOTE, lines=(replace(LINE, title="Anders"), ADD_ON))
    assert other.moved_since(QUOTE) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines": (replace(LINE, unit_cents=600), ADD_ON)}, "kostet jetzt 6,00 € statt 5,60 €"),
        ({"lines": (replace(LINE, licences=24), ADD_ON)}, "jetzt 24 Lizenzen statt 25"),
        ({"lines": (replace(LINE, licences=1), ADD_ON)}, "jetzt 1 Lizenz statt 25"),
        ({"lines": (replace(LINE, licences=2500), ADD_ON)}, "jetzt 2.500 Lizenzen statt 25"),
        ({"lines": (LINE,)}, "andere Auswahl"),
        ({"term_months": 24}, "Laufzeit oder Abrechnung"),
        ({"charging": Charging.YEARLY}, "Laufzeit oder Abrechnung"),
        ({"method_id": 2}, "Bezahlverfahren"),
        ({"method_id": None}, "Bezahlverfahren"),
        ({"trial_until": date(2026, 12, 21)}, "am 22.12.2026 das erste Mal fällig"),
        ({"starts_on": date(2026, 11, 23)}, "am 23.11.2026 das erste Mal fällig"),
        ({"ends_on": date(2027, 1, 1)}, "Ende"),
    ],
)
def test_whatever_moved_is_told(changes: dict[str, Any], words: str) -> None:
    """A sentence for each thing."""
    (told,) = replace(QUOTE, **changes).moved_since(QUOTE)
    assert words in told.replace("\N{NO-BREAK SPACE}", " ")
    assert told.endswith(".")


def test_all_that_moved_is_told() -> None:
    """Not only the first."""
    other = replace(QUOTE, lines=(replace(LINE, unit_cents=600, licences=24),), method_id=2)
    assert len(other.moved_since(QUOTE)) == 4


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "B-2026-000042"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "B-2027-000042"),
    ],
)
def test_a_number_has_the_year_of_its_day_in_germany(at: datetime, number: str) -> None:
    """Half an hour before midnight, UTC, is the next year."""
    assert order_number(42, at) == number
