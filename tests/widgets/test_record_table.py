"""The windowed table: what is read, where the cursor stands, what is drawn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.text import FORBIDDEN
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable

from .record_tables import Person, TableApp, lines, people, settle, show

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_row_is_reached_in_order_both_ways(size: tuple[int, int]) -> None:
    """Paging down and up meets each row, with three screens held at most."""
    async with TableApp().run_test(size=size) as pilot:
        table = await show(pilot, people(130))
        for step, wanted in ((1, range(1, 130)), (-1, range(128, -1, -1))):
            for number in wanted:
                table.action_move(step)
                await settle(pilot)
                assert table.cursor_row == people(130)[number]
                assert len(table._window.rows) <= 3 * size[1]


async def test_home_and_end_reach_the_edges() -> None:
    """End shows the last row, Home the first."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(5_000))
        await pilot.press("end")
        await settle(pilot)
        assert table.cursor_row == Person(4_999, "Name 04999")
        await pilot.press("home")
        await settle(pilot)
        assert table.cursor_row == Person(0, "Name 00000")


async def test_a_reload_keeps_cursor_and_marks() -> None:
    """Rows that came in above do not move the cursor to another person."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(100))
        await pilot.press("down", "down", "space")
        more = [*(Person(-n, "neu") for n in range(1, 9)), *people(100)]
        table.replace_source(ListSource(more, key=lambda row: row.key))
        await settle(pilot)
        assert table.cursor_row == Person(3, "Name 00003")
        assert table.marked == {2}
        await pilot.press("escape")
        assert table.marked == set()


async def test_failed_is_not_empty() -> None:
    """A refusal is shown with the key that tries again, an empty list with its own sentence."""

    async def refuse(**_wanted: object) -> Sequence[Person]:
        raise Unavailable("Die Daten sind belegt.")

    async with TableApp().run_test() as pilot:
        table = await show(pilot, [])
        assert "Hier stehen Personen." in lines(table)[2]
        table.source = refuse
        await settle(pilot)
        assert "Die Daten sind belegt. F5 Neu lesen" in lines(table)[2]


async def test_a_stale_answer_is_dropped() -> None:
    """The answer of the source shown last wins, however late the first one comes."""
    gate = asyncio.Event()

    async def late(**_wanted: object) -> Sequence[Person]:
        await gate.wait()
        return [Person(1, "veraltet")]

    async with TableApp().run_test() as pilot:
        pilot.app.query_one(RecordTable).source = late
        await pilot.pause()
        table = await show(pilot, people(1))
        gate.set()
        await settle(pilot)
        assert "Name 00000" in lines(table)[1]


async def test_a9_columns_stay_straight() -> None:
    """Wide, combining, very long and hostile names neither move a column nor reach the terminal."""
    names = [
        "漢字" * 30,
        "e\u0301" * 40,
        "x" * 10_000,
        "\x1b]52;c;x\x07",
        "[@click=app.quit]",
        "👨‍👩‍👧" * 9,
    ]
    async with TableApp().run_test() as pilot:
        table = await show(pilot, [Person(n, name) for n, name in enumerate(names)])
        for number, line in enumerate(lines(table)[1 : len(names) + 1]):
            assert cell_len(line) == 80
            assert not set(map(ord, line)) & set(FORBIDDEN)
            assert cell_len(line[: line.rindex(str(number))]) == 3 + 20 + 2 + 7


async def test_narrow_terminals_drop_columns_by_priority() -> None:
    """The last column by priority goes, the first stays."""
    async with TableApp().run_test(size=(60, 16)) as pilot:
        header = lines(await show(pilot, people(3)))[0]
        assert "Name" in header
        assert "Nummer" in header
        assert "Fern" not in header


async def test_a_click_moves_the_cursor() -> None:
    """The row clicked on has the cursor."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(30))
        await pilot.click(RecordTable, offset=(6, 5))
        assert table.cursor_row == Person(4, "Name 00004")


async def test_an_overlay_finds_its_cell() -> None:
    """The cell of the cursor's line moves with the cursor; a dropped column has none."""
    async with TableApp().run_test(size=(60, 16)) as pilot:
        table = await show(pilot, people(3))
        await pilot.press("down")
        assert table.column_region("number") == (25, 2, 8, 1)
        assert table.column_region("far") is None
