"""What is told of a booking before it is placed, and on its receipt: only days that come."""

from __future__ import annotations

from datetime import date

import pytest

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.quotes import Quote, QuoteLine
from tcm_tui.screens.marketplace.booking.facts import quote_facts

FIRST = date(2026, 11, 22)
TRIAL = date(2026, 12, 21)


@pytest.mark.parametrize(
    ("trial_until", "ends_on", "term", "due"),
    [
        (None, None, "vom 22.11.2026 bis", "zuerst am 22.11.2026, danach am 22.12.2026"),
        (None, date(2026, 12, 1), "vom 22.11.2026 bis 01.12.2026", "zuerst am 22.11.2026"),
        (TRIAL, None, "vom 22.12.2026 bis", "zuerst am 22.12.2026, danach am 22.01.2027"),
        (TRIAL, TRIAL, "vom 22.11.2026 bis 21.12.2026", None),
    ],
    ids=["runs on", "ends soon", "trial", "ends with its trial"],
)
def test_only_days_that_come_are_told(
    trial_until: date | None, ends_on: date | None, term: str, due: str | None
) -> None:
    """Of an add-on to what ends, perhaps before anything falls due."""
    lines = (QuoteLine(1, "Copilot", 2, 2800),)
    quote = Quote(lines, 12, Charging.MONTHLY, FIRST, trial_until, ends_on)
    told = dict(quote_facts(quote))
    assert term in told["Laufzeit"]
    assert told.get("Fällig") == due
