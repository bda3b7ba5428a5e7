"""Keys and mouse of the windowed table, and what it tells about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable

from .record_tables import Person, TableApp, lines, people, settle, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.message import Message

HEIGHT = 23
"""Rows on a screen of 80×24."""


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("j", 101),
        ("k", 99),
        ("gg", 0),
        ("g", 100),
        ("gjg", 101),
        ("G", 4_999),
        (["ctrl+d"], 100 + HEIGHT // 2),
        (["ctrl+u"], 100 - HEIGHT // 2),
    ],
)
@pytest.mark.parametrize("vim_keys", [True, False], ids=["on", "off"])
async def test_vim_keys(keys: Sequence[str], expected: int, *, vim_keys: bool) -> None:
    """They move when switched on, and do nothing at all when not."""
    async with TableApp(vim_keys=vim_keys).run_test() as pilot:
        table = await show(pilot, people(5_000))
        table.move_cursor(100)
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        assert table.cursor_row == people(5_000)[expected if vim_keys else 100]


async def test_a_page_key_moves_the_screen_with_the_cursor() -> None:
    """The cursor keeps its line; at the end it stops on the last row, and comes back."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(100))
        await pilot.press("down", "down")
        region = table.cursor_region
        for page in (1, 2, 3):
            await pilot.press("pagedown")
            await settle(pilot)
            assert table.cursor_row == people(100)[2 + page * HEIGHT]
            assert table.cursor_region == region
        await pilot.press("pagedown", "pagedown")
        await settle(pilot)
        assert table.cursor_row == people(100)[-1]
        await pilot.press("pageup")
        await settle(pilot)
        assert table.cursor_row == people(100)[99 - HEIGHT]


async def test_the_wheel_scrolls_and_the_cursor_stays_in_view() -> None:
    """Three lines a notch; the cursor stays on its row until that leaves the screen."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(200))
        await pilot.press("down", "down", "down", "down")
        await pilot._post_mouse_events([_wheel_down()], RecordTable, offset=(5, 5))
        assert "Name 00003" in lines(table)[1]
        assert table.cursor_row == people(200)[4]
        for _ in range(20):
            await pilot._post_mouse_events([_wheel_down()], RecordTable, offset=(5, 5))
            await settle(pilot)
        assert "Name 00063" in lines(table)[1]
        assert table.cursor_row == people(200)[63]
        assert table.cursor_region == (0, 1, 80, 1)


def _wheel_down() -> type[events.MouseScrollDown]:
    return events.MouseScrollDown


async def test_clicks_move_then_open() -> None:
    """The click that brings the focus opens nothing; the second one on a row opens it."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(30))
        pilot.app.set_focus(None)
        await pilot.pause()
        await pilot.click(RecordTable, offset=(6, 1))
        assert _heard(pilot.app, RecordTable.Selected) == 0
        await pilot.click(RecordTable, offset=(6, 5))
        assert table.cursor_row == Person(4, "Name 00004")
        assert _heard(pilot.app, RecordTable.Selected) == 0
        await pilot.click(RecordTable, offset=(6, 5))
        assert _heard(pilot.app, RecordTable.Selected) == 1


async def test_a_click_below_the_rows_does_nothing() -> None:
    """Neither does one on a column that cannot be sorted by."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(3))
        await pilot.click(RecordTable, offset=(6, 9))
        await pilot.click(RecordTable, offset=(27, 0))
        assert table.cursor_row == people(3)[0]
        assert _heard(pilot.app, RecordTable.SortRequested) == 0


async def test_the_header_asks_for_an_order_and_shows_it() -> None:
    """Whoever owns the table sorts it; the arrow says which way."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(3))
        await pilot.click(RecordTable, offset=(6, 0))
        assert _heard(pilot.app, RecordTable.SortRequested) == 1
        assert "Name ↑" in lines(table)[0]
        table.source = ListSource(
            people(3), key=lambda row: row.key, sort_keys={"name": lambda row: row.name}
        )
        table.sort_by("name", descending=True)
        await settle(pilot)
        assert "Name ↓" in lines(table)[0]
        assert "Name 00002" in lines(table)[1]


async def test_enter_opens_and_names_the_table() -> None:
    """The message carries the row, and the table for those who have two of them."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(3))
        await pilot.press("down", "enter")
        (opened,) = [
            event for event in _app(pilot.app).told if isinstance(event, RecordTable.Selected)
        ]
        assert opened.row == people(3)[1]
        assert opened.control is table


async def test_marks_of_all_rows() -> None:
    """A list in memory is marked whole, Escape takes the marks away and is free afterwards."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(200))
        await pilot.press("asterisk")
        assert len(table.marked) == 200
        assert all("✓" in line for line in lines(table)[1:])
        await pilot.press("escape")
        assert table.marked == set()
        assert not table.check_action("unmark", ())
        assert "✓" not in "".join(lines(table))


async def test_only_the_caller_knows_all_rows_of_a_database() -> None:
    """The table asks for their keys; marks may name rows that were never read."""

    async def read(**_wanted: object) -> Sequence[Person]:
        return people(3)

    async with TableApp().run_test() as pilot:
        table = await show(pilot, [])
        table.source = read
        await settle(pilot)
        await pilot.press("asterisk")
        assert _heard(pilot.app, RecordTable.MarkAllRequested) == 1
        assert table.marked == set()
        table.mark(set(range(1_000)))
        assert lines(table)[3].startswith(" ✓ Name 00002")
        table.clear_marks()
        assert table.marked == set()


async def test_space_marks_and_goes_on() -> None:
    """The mark is shown in its line and told."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(3))
        _heard(pilot.app, RecordTable.MarksChanged)
        await pilot.press("space")
        assert table.cursor_row == people(3)[1]
        assert lines(table)[1].startswith(" ✓ Name 00000")
        assert _heard(pilot.app, RecordTable.MarksChanged) == 1
        await pilot.press("up", "space")
        assert table.marked == set()


async def test_an_overlay_follows_its_row() -> None:
    """Moving, scrolling and resizing tell it; nothing is told when nothing moved."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(200))
        assert _heard(pilot.app, RecordTable.Highlighted) == 1
        table.reload()
        await settle(pilot)
        assert _heard(pilot.app, RecordTable.Highlighted) == 0
        await pilot.press(*["down"] * 5)
        assert _heard(pilot.app, RecordTable.Highlighted) == 5
        table._scroll(2)
        await pilot.pause()
        assert _heard(pilot.app, RecordTable.Highlighted) == 1
        await pilot.resize_terminal(70, 20)
        await settle(pilot)
        assert _heard(pilot.app, RecordTable.Highlighted) >= 1


async def test_arrows_say_that_the_list_goes_on() -> None:
    """At the bottom when there is more below, at the top when there is more above."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(100))
        drawn = lines(table)
        assert drawn[1].endswith("  ")
        assert drawn[-1].endswith(" ↓")
        await pilot.press("end")
        await settle(pilot)
        drawn = lines(table)
        assert drawn[1].endswith(" ↑")
        assert drawn[-1].endswith("  ")


def _app(app: object) -> TableApp:
    assert isinstance(app, TableApp)
    return app


def _heard(app: object, kind: type[Message]) -> int:
    return _app(app).heard(kind)
