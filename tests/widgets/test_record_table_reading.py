"""What the windowed table reads, when, and what becomes of keys and cursor meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import pytest
from sqlalchemy import insert
from textual.app import App
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.data.models import EmailAddress, Membership, User
from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.members import MemberRow
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.services import members
from tcm_tui.widgets.record_columns import Column
from tcm_tui.widgets.record_source import ListSource, RowGone
from tcm_tui.widgets.record_table import RecordTable

from ..builders import START
from .record_tables import Person, TableApp, lines, people, settle, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.geometry import Region

    from tcm_tui.services.context import Context


class Slow:
    """A database that answers when the test says so; `limits` is what was asked for."""

    def __init__(self, rows: Sequence[Person]) -> None:
        self.list = ListSource(rows, key=lambda row: row.key)
        self.gate = asyncio.Event()
        self.gate.set()
        self.limits: list[int] = []
        self.refusal: Unavailable | None = None

    async def __call__(
        self, *, order: str, descending: bool, after: Person | None, backwards: bool, limit: int
    ) -> Sequence[Person]:
        """One page, late."""
        self.limits.append(limit)
        await self.gate.wait()
        if self.refusal:
            raise self.refusal
        return await self.list(
            order=order, descending=descending, after=after, backwards=backwards, limit=limit
        )


def without(rows: Sequence[Person], *keys: int) -> ListSource[Person]:
    """A list that lacks some rows."""
    return ListSource([row for row in rows if row.key not in keys], key=lambda row: row.key)


class MembersApp(App[None]):
    """The members of a real database."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx

    def compose(self) -> ComposeResult:
        """The table."""
        name = Column[MemberRow](name="name", label="Name", width=30, render=lambda row: row.name)
        yield RecordTable([name], key=lambda row: row.key)

    def on_mount(self) -> None:
        """Read."""
        self.query_one(RecordTable).source = self._page
        self.query_one(RecordTable).focus()

    async def _page(
        self, *, order: str, descending: bool, after: MemberRow | None, backwards: bool, limit: int
    ) -> Sequence[MemberRow]:
        read = partial(members.page, self._ctx, order=order, descending=descending, after=after)
        return await asyncio.to_thread(read, backwards=backwards, limit=limit)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_pages_of_a_real_database(ctx: Context) -> None:
    """5,000 members by keyset: from the first to the last one and back, three screens held."""
    _write_members(ctx, 4_999)
    everybody = [row.key for row in members.page(ctx, limit=6_000)]
    assert len(everybody) == 5_000
    async with MembersApp(ctx).run_test() as pilot:
        table: RecordTable[MemberRow] = pilot.app.query_one(RecordTable)
        await settle(pilot)
        assert table.row_count_known is None
        for key, start, step in (("pagedown", 0, 23), ("pageup", 4_999, -23)):
            await pilot.press("home" if step > 0 else "end")
            await settle(pilot)
            for page in range(1, 8):
                await pilot.press(key)
                await settle(pilot)
                row = table.cursor_row
                assert row is not None
                assert row.key == everybody[start + page * step]
                assert len(table._window.rows) <= 3 * 23


def _write_members(ctx: Context, count: int) -> None:
    assert ctx.actor is not None
    company = ctx.actor.company_id
    numbers = range(1_000, 1_000 + count)
    with ctx.database.transaction(writing=True) as session:
        session.execute(
            insert(User),
            [
                {
                    "id": n,
                    "first_name": "Erika",
                    "last_name": f"Muster {n % 50}",
                    "language": "de",
                    "created_at": START,
                    "version": 1,
                }
                for n in numbers
            ],
        )
        session.execute(
            insert(EmailAddress),
            [
                {
                    "user_id": n,
                    "address": f"e{n}@muster.example",
                    "canonical": f"e{n}@muster.example",
                    "is_primary": True,
                }
                for n in numbers
            ],
        )
        session.execute(
            insert(Membership),
            [
                {
                    "company_id": company,
                    "user_id": n,
                    "role": Role.USER,
                    "state": MembershipState.ACTIVE,
                    "sort_name": f"muster {n % 50}, erika",
                    "sort_address": f"e{n}@muster.example",
                    "joined_at": START,
                    "version": 1,
                }
                for n in numbers
            ],
        )


class Early(TableApp):
    """Asks for rows before anything has a size."""

    def __init__(self) -> None:
        super().__init__()
        self.source = Slow(people(500))

    def on_mount(self) -> None:
        """Ask."""
        self.table.source = self.source


async def test_the_first_screen_is_one_reading() -> None:
    """Nothing is read before it is known how many rows fill the screen."""
    app = Early()
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        assert app.source.limits == [2 * 39]


async def test_a_screen_that_grows_while_it_is_read_is_read_once_more() -> None:
    """Whole, and not the rest of it."""
    source = Slow(people(500))
    async with TableApp().run_test(size=(80, 20)) as pilot:
        source.gate.clear()
        pilot.app.query_one(RecordTable).source = source
        await pilot.resize_terminal(80, 40)
        await pilot.pause()
        source.gate.set()
        await settle(pilot)
        assert source.limits == [2 * 19, 2 * 39]


async def test_a_bigger_terminal_is_filled() -> None:
    """No empty lines stay below when there are more rows."""
    async with TableApp().run_test(size=(80, 20)) as pilot:
        table = await show(pilot, people(500))
        await pilot.resize_terminal(80, 100)
        await settle(pilot)
        assert "Name 00098" in lines(table)[99]
        await pilot.resize_terminal(80, 10)
        await settle(pilot)
        assert table.cursor_region is not None


async def test_a_short_list_is_known_whole() -> None:
    """Its number of rows needs no counting."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(12))
        assert table.row_count_known == 12


async def test_keys_typed_during_a_slow_first_reading_are_kept() -> None:
    """They move through the rows once those are there."""
    source = Slow(people(500))
    source.gate.clear()
    async with TableApp().run_test() as pilot:
        table = pilot.app.query_one(RecordTable)
        table.source = source
        table.focus()
        await pilot.press(*["down"] * 60, "up")
        source.gate.set()
        await settle(pilot)
        assert table.cursor_row == people(500)[59]


async def test_keys_typed_during_a_slow_reload_are_kept() -> None:
    """They move the cursor at once, and beyond the rows held as soon as those come."""
    source = Slow(people(500))
    async with TableApp().run_test() as pilot:
        table = await show(pilot, [])
        table.source = source
        await settle(pilot)
        source.gate.clear()
        table.reload()
        await pilot.press("down", "down")
        assert table.cursor_row == people(500)[2]
        await pilot.press(*["pagedown"] * 6)
        source.gate.set()
        await settle(pilot)
        assert table.cursor_row == people(500)[2 + 6 * 23]


@pytest.mark.parametrize(
    ("gone", "expected"), [((50,), 51), ((50, 51, 52), 53), (range(50, 100), 49)]
)
async def test_the_cursor_stays_near_a_row_that_went(gone: Sequence[int], expected: int) -> None:
    """On the one that follows, or on the last one."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(100))
        table.move_cursor(50)
        await settle(pilot)
        table.replace_source(without(people(100), *gone))
        await settle(pilot)
        assert table.cursor_row == people(100)[expected]


async def test_another_list_altogether_starts_at_its_start() -> None:
    """When no row is left there is no place to keep."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(30))
        await pilot.press("down", "down")
        others = [Person(number, "anders") for number in range(1_000, 1_030)]
        table.replace_source(ListSource(others, key=lambda row: row.key))
        await settle(pilot)
        assert "anders" in lines(table)[1]


async def test_a_list_in_memory_says_when_a_row_is_gone() -> None:
    """Instead of an answer from somewhere else in the list."""
    source = without(people(10), 5)
    with pytest.raises(RowGone):
        await source(order="", descending=False, after=people(10)[5], backwards=True, limit=3)


async def test_marks_survive_reload_and_search() -> None:
    """A search shows other rows from their start; who was marked stays marked."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(100))
        await pilot.press("space", "space")
        table.source = without(people(100), 0)
        await settle(pilot)
        assert table.marked == {0, 1}
        assert lines(table)[1].startswith(" ✓ Name 00001")
        table.reload()
        await settle(pilot)
        assert lines(table)[1].startswith(" ✓ Name 00001")


class Reloading(TableApp):
    """A table in a place that a key reads again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "bell", "Neu lesen", id="administration.reload")
    ]


async def test_the_sentence_names_the_key_in_force() -> None:
    """Whoever has put „Neu lesen“ elsewhere is told to press that."""
    app = Reloading()
    app.set_keymap({"administration.reload": "f8"})
    source = Slow(people(500))
    source.refusal = Unavailable("Die Daten sind belegt.")
    async with app.run_test() as pilot:
        table = await show(pilot, [])
        table.source = source
        await settle(pilot)
        assert "Die Daten sind belegt. F8 Neu lesen" in lines(table)[2]


async def test_a_failed_reading_ahead_keeps_the_rows() -> None:
    """The sentence has the last line, the cursor stays in view; the next reading clears it."""
    source = Slow(people(500))
    async with TableApp().run_test() as pilot:
        table = await show(pilot, [])
        table.source = source
        await settle(pilot)
        source.refusal = Unavailable("Die Daten sind belegt.")
        await pilot.press(*["pagedown"] * 4)
        await settle(pilot)
        drawn = lines(table)
        assert "Name" in drawn[1]
        assert "Die Daten sind belegt. F5 Neu lesen" in drawn[-1]
        assert table.cursor_region is not None
        assert table.cursor_region.y < 23
        asked = len(source.limits)
        await settle(pilot)
        assert len(source.limits) == asked, "nobody asked for another try"
        source.refusal = None
        table.reload()
        await settle(pilot)
        assert "belegt" not in "".join(lines(table))


async def test_a_failed_new_list_shows_no_old_rows() -> None:
    """They would be taken for the answer."""
    source = Slow(people(5))
    source.refusal = Unavailable("Die Daten sind belegt.")
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(9))
        table.source = source
        await settle(pilot)
        assert "Name 0" not in "".join(lines(table))
        assert "Die Daten sind belegt." in lines(table)[2]
        assert table.row_count_known is None


async def test_a_slow_reading_says_so() -> None:
    """After 100 ms, whether rows are shown or not; the answer takes it away."""
    source = Slow(people(100))
    async with TableApp().run_test() as pilot:
        table = await show(pilot, [])
        source.gate.clear()
        table.source = source
        await pilot.pause()
        assert "Wird geladen" not in "".join(lines(table))
        await _until_shown(pilot.app, table, "Wird geladen …", line=2)
        source.gate.set()
        await settle(pilot)
        assert "Wird geladen" not in "".join(lines(table))
        source.gate.clear()
        table.reload()
        await _until_shown(pilot.app, table, "Wird geladen …", line=0)
        assert "Name 00000" in lines(table)[1]
        source.gate.set()


async def _until_shown(app: App[None], table: RecordTable[Person], text: str, line: int) -> None:
    """Wait for the timer, at most two seconds."""
    shown = asyncio.Event()
    draw = table.refresh

    def look(*regions: object, **how: bool) -> RecordTable[Person]:
        if text in lines(table)[line]:
            shown.set()
        return draw(*regions, **how)  # type: ignore[arg-type]  # handed on as it came

    table.refresh = look  # type: ignore[method-assign]  # only watched
    assert app.is_running
    await asyncio.wait_for(shown.wait(), 2)
    table.refresh = draw  # type: ignore[method-assign]  # as it was


async def test_a_row_that_changed_is_drawn_alone() -> None:
    """Neither sorted nor read again; only its line is drawn."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(10_000))
        source = table.source
        assert isinstance(source, ListSource)
        source.put(replace(people(10_000)[3], name="Neuer Name"))
        drawn = _watch(table)
        table.refresh_row(3)
        assert "Neuer Name" in lines(table)[4]
        assert drawn == [4]
        table.refresh_rows([3, 9_000])
        assert drawn == [4, 4]


async def test_jumping_in_a_list_in_memory() -> None:
    """By place and by key; a key that is nowhere is said to be."""
    async with TableApp().run_test() as pilot:
        table = await show(pilot, people(10_000))
        for index in (9_999, 5_000, 5_003, 0):
            table.move_cursor(index)
            await settle(pilot)
            assert table.cursor_row == people(10_000)[index]
        assert table.scroll_to_key(7_777)
        await settle(pilot)
        assert table.cursor_row == people(10_000)[7_777]
        assert not table.scroll_to_key(-1)
        table.source = without(people(10_000), 1)
        table.move_cursor(50)
        await settle(pilot)
        assert table.cursor_row == people(10_000)[51]


async def test_a_step_draws_two_lines_and_focus_one() -> None:
    """What keeps a slow line usable: nothing is drawn that looks the same as before."""
    async with TableApp().run_test() as pilot:
        other = Static("·")
        other.can_focus = True
        await pilot.app.mount(other)
        table = await show(pilot, people(200))
        drawn = _watch(table)
        await pilot.press("down")
        assert sorted(drawn) == [1, 2]
        drawn.clear()
        other.focus()
        await pilot.pause()
        assert drawn == [2]
        drawn.clear()
        table.reload()
        await settle(pilot)
        assert drawn == []


def _watch(table: RecordTable[Person]) -> list[int]:
    """The lines drawn from now on; -1 is a drawing of everything."""
    drawn: list[int] = []
    draw = table.refresh

    def watch(*regions: Region, **how: bool) -> RecordTable[Person]:
        drawn.extend([region.y for region in regions] or [-1])
        return draw(*regions, **how)

    table.refresh = watch  # type: ignore[method-assign]  # only watched
    return drawn
