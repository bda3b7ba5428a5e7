"""Data is shown as it is, whatever it looks like: A3, A4, A5."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.link import Link
from tcm_tui.widgets.menu import Menu, MenuItem
from tcm_tui.widgets.record_columns import Column
from tcm_tui.widgets.record_source import ListSource
from tcm_tui.widgets.record_table import RecordTable
from tcm_tui.widgets.tabs import TabBar, TabLabel
from tcm_tui.widgets.text import cell, toast, txt
from tcm_tui.widgets.tick import TickField
from tcm_tui.widgets.top_bar import BarPerson, TopBar

from .record_tables import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.widget import Widget

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
STRINGS: Final = 100_000 if SOAK else 10_000
WIDGETS: Final = 500 if SOAK else 50
ALPHABET: Final = "[]/\\@=\"'$ (),.:;!#\nabc"
WORDS: Final = ("[@click=app.boom]", "[/]", "[link=x]", "[b]", "[red]", "[$x]", "\\[", "[Sales]")
ATTACKS: Final = (
    "[@click=app.boom]hier[/]",
    "[ @click=app.boom]hier[/]",
    "[@click=app.boom('x')]hier",
    "[link=https://boese.example]hier[/link]",
    "[Sales]",
    "[/x]",
    "[bold red]rot[/]",
    "\\[@click=app.boom]hier",
)
WIDGET_FACTORIES: Final[dict[str, Callable[[str], Widget]]] = {
    "button": lambda text: Button(txt(text)),
    "choice": lambda text: Choice([(1, text), (2, "b")], 1, label=text),
    "field": lambda text: Field(text, name="a", placeholder=text),
    "link": lambda text: Link(text, "app.nothing"),
    "static": lambda text: Static(txt(text)),
    "tabs": lambda text: TabBar([TabLabel(1, text)]),
    "tick": lambda text: TickField(text, name="a"),
    "top bar": lambda text: TopBar(BarPerson(text, text), text),
}
SCREEN_FACTORIES: Final[dict[str, Callable[[str], Screen[Any]]]] = {
    "confirm": lambda text: Confirm(text, title=text, yes=text, no=text),
    "menu": lambda text: Menu([MenuItem("a", text, "a")], right=False),
}


class Stage(App[None]):
    """A place to show widgets; `booms` counts actions that data has run."""

    booms = 0

    def compose(self) -> ComposeResult:
        """An empty place."""
        yield VerticalScroll(id="stage")

    def action_boom(self, *_arguments: object) -> None:
        """What no data may ever run."""
        self.booms += 1


def strings(count: int) -> Iterator[str]:
    """Reproducible nonsense made of what markup is made of."""
    chance = random.Random(5)
    for _ in range(count):
        pieces = chance.choices([*ALPHABET, *WORDS], k=chance.randint(1, 12))
        yield "".join(pieces)


def test_a5_no_string_breaks_a_text() -> None:
    """Every one of them comes out as it went in."""
    for string in strings(STRINGS):
        assert txt(string).plain == string
        assert not txt(string).spans
        assert cell(string).plain == string.replace("\n", "\ufffd")
        assert not cell(string).spans


class Ear(Static):
    """Hears what is told, and whether it would be read as markup."""

    heard: ClassVar[list[tuple[str, bool]]] = []

    def notify(self, message: str, *, markup: bool = True, **_how: object) -> None:
        """Note it down."""
        self.heard.append((message, markup))


def test_a5_no_string_is_markup_in_a_toast() -> None:
    """The message is the string, character for character."""
    Ear.heard.clear()
    for string in strings(STRINGS):
        toast(Ear(), string)
    assert Ear.heard == [(string, False) for string in strings(STRINGS)]


async def test_a3_a4_a5_toasts_show_data_literally() -> None:
    """As long as they were asked to stay."""
    async with Stage().run_test(size=(120, 40), notifications=True) as pilot:
        for attack in (*ATTACKS, *strings(WIDGETS)):
            toast(pilot.app.query_one("#stage"), attack, severity="error", timeout=9)
            await pilot.pause()
            (note,) = pilot.app._notifications
            assert (note.severity, note.timeout) == ("error", 9)
            await pilot.pause()
            _check(pilot, attack)
            pilot.app.clear_notifications()


@pytest.mark.parametrize("factory", WIDGET_FACTORIES.values(), ids=WIDGET_FACTORIES.keys())
async def test_a3_a4_a5_widgets_show_data_literally(factory: Callable[[str], Widget]) -> None:
    """No crash, no meta that runs something, and what `[Sales]` says is there to be read."""
    async with Stage().run_test(size=(120, 40)) as pilot:
        stage = pilot.app.query_one("#stage")
        for text in (*ATTACKS, *strings(WIDGETS)):
            await stage.remove_children()
            await stage.mount(factory(text))
            await pilot.pause()
            _check(pilot, text)


@pytest.mark.parametrize("factory", SCREEN_FACTORIES.values(), ids=SCREEN_FACTORIES.keys())
async def test_a3_a4_a5_screens_show_data_literally(
    factory: Callable[[str], Screen[Any]],
) -> None:
    """The same for what covers the screen."""
    async with Stage().run_test(size=(120, 40)) as pilot:
        for text in (*ATTACKS, *strings(WIDGETS)):
            await pilot.app.push_screen(factory(text))
            await pilot.pause()
            _check(pilot, text)
            await pilot.app.pop_screen()


async def test_a3_a4_a5_rows_show_data_literally() -> None:
    """Each cell, also when it is clicked on."""
    rows = [*ATTACKS, *strings(STRINGS)]
    column = Column[int](
        name="a", label="[@click=app.boom]A", width=60, render=lambda row: rows[row]
    )
    async with Stage().run_test(size=(120, 40)) as pilot:
        table = RecordTable([column], key=lambda row: row)
        await pilot.app.query_one("#stage").mount(table)
        table.source = ListSource(range(len(rows)), key=lambda row: row)
        await settle(pilot)
        for y, attack in enumerate(ATTACKS, start=1):
            assert attack in table.render_line(y).text
            await pilot.click(RecordTable, offset=(6, y))
        _check(pilot, "")
        for row in range(0, len(rows), 37):
            table.move_cursor(row)
            await settle(pilot)
        assert isinstance(pilot.app, Stage)
        assert pilot.app.booms == 0


def _check(pilot: Pilot[None], text: str) -> None:
    """Nothing on the screen runs anything, and one-line attacks can be read."""
    strips = pilot.app.screen._compositor.render_strips()
    metas = [segment.style.meta for strip in strips for segment in strip if segment.style]
    assert not [meta for meta in metas if "@click" in meta]
    assert not [segment for strip in strips for segment in strip if _links(segment.style)]
    if text in ATTACKS:
        assert text in "".join(strip.text for strip in strips)


def _links(style: object) -> bool:
    return bool(getattr(style, "link", None))


def test_what_is_measured_is_what_is_drawn() -> None:
    """A dangerous character takes its cell from the start, so cutting to a width cuts with „…“."""
    assert txt("a\x1b\u202eb").cell_length == len("a\ufffd\ufffdb")
    assert txt("a\x1b\nb").plain == "a\ufffd\nb"
