"""Instants as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tcm_tui.domain.dates import feed_moment, long_day, long_moment, short_moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (None, "–"),
        (datetime(2026, 11, 18, 7, 41, tzinfo=UTC), "heute 08:41"),
        (datetime(2026, 11, 17, 23, 30, tzinfo=UTC), "heute 00:30"),
        (datetime(2026, 11, 17, 7, 0, tzinfo=UTC), "gestern"),
        (datetime(2026, 9, 2, 7, 0, tzinfo=UTC), "02.09."),
        (datetime(2025, 9, 2, 7, 0, tzinfo=UTC), "02.09.2025"),
    ],
)
def test_a_narrow_column_says_when_in_few_letters(at: datetime | None, text: str) -> None:
    """The nearer, the more exact."""
    assert short_moment(at, NOW, BERLIN) == text


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 18, 7, 12, tzinfo=UTC), "08:12"),
        (datetime(2026, 11, 17, 15, 3, tzinfo=UTC), "Di 16:03"),
        (datetime(2026, 11, 15, 15, 3, tzinfo=UTC), "15.11. 16:03"),
        (datetime(2025, 11, 15, 15, 3, tzinfo=UTC), "15.11.2025"),
    ],
)
def test_the_feed_says_what_its_heading_leaves_open(at: datetime, text: str) -> None:
    """Under „Heute“ the time is enough."""
    assert feed_moment(at, NOW, BERLIN) == text


def test_details_say_it_in_full() -> None:
    """Summer time and all."""
    at = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    assert long_moment(at, BERLIN) == "02.07.2026, 00:05 Uhr"
    assert long_day(at, BERLIN) == "02.07.2026"
