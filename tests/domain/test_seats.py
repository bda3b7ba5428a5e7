"""The bar of seats: as wide whatever it says, full only when all are taken."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tcm_tui.domain.seats import seats_bar, seats_text


@pytest.mark.parametrize(
    ("used", "licences", "bar"),
    [
        (0, 25, "▱▱▱▱▱"),
        (1, 300, "▰▱▱▱▱"),
        (12, 25, "▰▰▱▱▱"),
        (13, 25, "▰▰▰▱▱"),
        (299, 300, "▰▰▰▰▱"),
        (25, 25, "▰▰▰▰▰"),
        (1, 1, "▰▰▰▰▰"),
        (0, 0, "▱▱▱▱▱"),
    ],
)
def test_the_bar_is_full_or_empty_for_nothing_less(used: int, licences: int, bar: str) -> None:
    """One free seat of 300 is still to be seen."""
    assert seats_bar(used, licences) == bar
    assert cell_len(bar) == 5


def test_the_numbers_stand_behind_it() -> None:
    """Grouped as the language does."""
    assert seats_text(12, 25) == "▰▰▱▱▱ 12/25"
    assert seats_text(1000, 2000) == "▰▰▰▱▱ 1.000/2.000"
