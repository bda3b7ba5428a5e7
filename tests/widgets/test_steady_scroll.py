"""A box that scrolls only as long as it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.widgets import Static

from tcm_tui.widgets.steady_scroll import SteadyScroll
from tests.waiting import settle

if TYPE_CHECKING:
    from textual.app import ComposeResult

WIDTH = 20
HEIGHT = 4
BREAKS = "x" * 9 + " " + "x" * 10
"""A line that breaks beside the bar and not without it."""


class Boxed(App[None]):
    """A text in the box, on a screen of `WIDTH` by `HEIGHT`."""

    CSS = "SteadyScroll { max-height: 100%; }"

    def compose(self) -> ComposeResult:
        """The box."""
        with SteadyScroll():
            yield Static()


@pytest.mark.parametrize("lines", range(1, HEIGHT + 1))
async def test_it_looks_the_same_whatever_was_in_it_before(lines: int) -> None:
    """A bar that was needed for more lines is there afterwards only if these need it too."""
    app = Boxed()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        box, text = app.query_one(SteadyScroll), app.query_one(Static)
        text.update("\n".join([BREAKS] * lines))
        await settle(pilot)
        at_first = (box.show_vertical_scrollbar, text.size)
        text.update("\n".join([BREAKS] * HEIGHT * 2))
        await settle(pilot)
        assert box.show_vertical_scrollbar
        text.update("\n".join([BREAKS] * lines))
        await settle(pilot)
        assert (box.show_vertical_scrollbar, text.size) == at_first


async def test_it_is_as_high_as_lines_that_break_beside_the_bar() -> None:
    """A word that just does not fit there takes a line more, and the box has it."""
    app = Boxed()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        box, text = app.query_one(SteadyScroll), app.query_one(Static)
        text.update(BREAKS)
        await settle(pilot)
        assert box.size.height == text.size.height == 2
        assert not box.show_vertical_scrollbar
