"""Cents: one rule of rounding, VAT per line, and sums that are what their lines come to."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcm_tui.domain.money import Amount, Total, euros, part_of
from tcm_tui.i18n import set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

CENTS = st.integers(-(10**12), 10**12)
WHOLE = st.integers(1, 400)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """The language is the process's."""
    yield
    set_language("de")


@given(cents=CENTS, whole=WHOLE, data=st.data())
def test_a_part_is_the_nearest_cent(cents: int, whole: int, data: st.DataObject) -> None:
    """Never half a cent off; exactly half a cent goes away from zero."""
    part = data.draw(st.integers(0, whole))
    exact, rounded = Fraction(cents * part, whole), part_of(cents, part, whole)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@pytest.mark.parametrize(
    ("cents", "part", "whole", "rounded"),
    [(5, 1, 2, 3), (-5, 1, 2, -3), (4, 1, 3, 1), (5, 1, 3, 2), (560, 30, 30, 560), (0, 7, 31, 0)],
)
def test_half_a_cent_goes_up(cents: int, part: int, whole: int, rounded: int) -> None:
    """Below zero, up is away from zero: 2.5 is 3, and −2.5 is −3."""
    assert part_of(cents, part, whole) == rounded


@given(cents=CENTS, cuts=st.lists(st.integers(0, 31), max_size=8))
def test_parts_that_follow_each_other_make_the_whole(cents: int, cuts: list[int]) -> None:
    """However a month is cut, and each cut rounded, nothing of it is lost."""
    places = [0, *sorted(cuts), 31]
    parts = [
        part_of(cents, later, 31) - part_of(cents, earlier, 31)
        for earlier, later in pairwise(places)
    ]
    assert sum(parts) == cents


@given(cents=CENTS, percent=st.sampled_from([0, 7, 19]))
def test_giving_back_costs_what_having_did(cents: int, percent: int) -> None:
    """With its VAT: both lines together come to nothing."""
    taken, given_back = Amount(cents, percent), Amount(-cents, percent)
    assert taken.vat == -given_back.vat
    assert Total.of([taken, given_back]) == Total(0, 0)


@given(st.lists(st.tuples(CENTS, st.sampled_from([0, 7, 19])), max_size=40))
@example([(1, 19), (1, 19), (1, 19)])  # 3 × 0.19 is 0, not the 0.57 of their sum
def test_the_sum_of_lines_is_the_total(lines: list[tuple[int, int]]) -> None:
    """Net, VAT and gross: none of them is rounded again."""
    amounts = [Amount(cents, percent) for cents, percent in lines]
    total = Total.of(iter(amounts))
    assert total.net == sum(one.net for one in amounts)
    assert total.vat == sum(one.vat for one in amounts)
    assert total.gross == sum(one.gross for one in amounts) == total.net + total.vat


@given(st.lists(CENTS, max_size=20), st.lists(CENTS, max_size=20))
def test_totals_may_be_made_in_portions(some: list[int], more: list[int]) -> None:
    """Months come to what their lines come to, in whichever heaps they are added."""
    heaps = [Total.of(map(Amount, heap)) for heap in (some, more)]
    everything = Total.of(map(Amount, some + more))
    assert everything == Total(sum(one.net for one in heaps), sum(one.vat for one in heaps))


def test_vat_is_the_german_rate() -> None:
    """19 % of a line: 25 licences of 11,70 € a month."""
    line = Amount(25 * 1170)
    assert (line.net, line.vat, line.gross) == (29250, 5558, 34808)


@pytest.mark.parametrize(
    ("language", "cents", "shown"),
    [
        ("de", 128450, "1.284,50 €"),
        ("de", -1, "-0,01 €"),
        ("de", 123456789012345, "1.234.567.890.123,45 €"),
        ("en", 128450, "€1,284.50"),
    ],
)
def test_money_is_shown_in_the_format_of_the_language(
    language: str, cents: int, shown: str
) -> None:
    """To the cent, however much it is."""
    set_language(language)
    assert euros(cents).replace("\u00a0", " ") == shown
