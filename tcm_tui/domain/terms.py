"""Days of contracts: months from a first day, and the spans that they divide time into.

A day of a contract is a day in Germany, wherever the program runs and whatever zone it shows:
instants are UTC, days are those of Europe/Berlin.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_ZONE: Final = "Europe/Berlin"
_DAY: Final = timedelta(days=1)
_EVERY_MONTH: Final = 28
"""The last day that every month has."""


def contract_day(at: datetime) -> date:
    """The day on which something happens for a contract."""
    return at.astimezone(ZoneInfo(_ZONE)).date()


def add_months(first: date, months: int) -> date:
    """The same day `months` later; the last of a month that has no such day.

    Always counted from the first day: 31 January, 28 February, 31 March.
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = first.day
    if day > _EVERY_MONTH:
        day = min(day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def days_from(self, day: date) -> int:
        """How many are left from `day` on, itself included."""
        return (self.last - day).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_on(anchor: date, months: int, day: date) -> Span:
    """Of the spans of `months` that follow each other from `anchor` on, the one with `day`.

    Raises:
        ValueError: `day` lies before `anchor`.
    """
    if day < anchor:
        raise ValueError(day)
    passed = (day.year - anchor.year) * 12 + day.month - anchor.month
    number = passed // months
    if add_months(anchor, number * months) > day:
        number -= 1  # its day of the month has not come yet
    first = add_months(anchor, number * months)
    return Span(first, add_months(anchor, (number + 1) * months) - _DAY)
