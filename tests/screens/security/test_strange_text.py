"""Text that turns writing around, or is wide, stacked or endless: columns stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyte
import pytest
from rich.cells import cell_len
from textual.widgets import Input

from tests.screens.members.crowd import fill
from tests.screens.support import settle

from .places import PLACES, Place, seen
from .test_markup import write_names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from tests.screens.support import Stage

BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TURNED: Final = tuple(f"Vorn{sign}xslx.exe{sign}Hinten" for sign in BIDI)
STRANGE: Final = {
    "wide": "\u754c\u8a9e\u6587\u5b57" * 30,
    "combining": "".join(f"{letter}\u0301\u0327\u0323" for letter in "Muster") * 20,
    "stacked": "M" + "\u0336" * 400,
    "endless": "Maximiliane " * 834,
    "endless_word": "x" * 10_000,
    "emoji": "\U0001f600\U0001f680" * 40,
    "half_wide": "\uff21\uff76\uff9e" * 60,
}
CLUSTERS: Final = (
    "Vorn \U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7 flags",
    "Vorn \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "Vorn \U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3fb kiss",
    "Vorn 1\ufe0f\u20e3#\u20e3*\ufe0f\u20e3 keycaps",
    "Vorn \u2764\ufe0f\u260e\ufe0f\u00a9\ufe0f\u26a1\ufe0e pictures and letters",
    "Vorn \U0001f44d\U0001f3ff\U0001f3fb skin",
    "Vorn \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f England",
    "Vorn \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f441\ufe0f\u200d\U0001f5e8\ufe0f two",
    "Vorn a\u200db\u00adc\u200bd\u2060e\u034f nothing",
    "Vorn \u845b\U000e0100 a\ufe0f\ufe0f stray",
    "\U0001f1e9" * 61,
)
"""Each is as wide as the terminal likes."""
SIZES: Final = ((120, 40), (80, 24), (200, 60))
TABLES: Final = ("members", "members_plan", "members_removal", "member", "invite_many", "overview")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
async def test_a7_nothing_turns_the_writing_around(place: Place, stage: Stage) -> None:
    """Shown as a sign wherever a name stands, and never as it is."""
    fill(stage)
    write_names(stage, list(TURNED))
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await place.reach(pilot)
        drawn = seen(pilot)
        for field in pilot.app.screen.query(Input):  # the guard makes what is typed harmless
            drawn = drawn.replace(field.value, "")
        assert not set(drawn) & set(BIDI)
        if place.name in {"members", "member", "members_plan", "member_role"}:
            assert "Vorn\ufffdxslx.exe\ufffdHinten" in drawn


def borders(pilot: Pilot[Any]) -> set[int]:
    """The columns in which something stands up, counted in cells."""
    found = []
    for line in seen(pilot).splitlines():
        found += [cell_len(line[:at]) for at, sign in enumerate(line) if sign in "│╮╯╭╰"]
    return set(found)


@pytest.mark.parametrize("name", TABLES)
async def test_a9_columns_stay_where_they_are(name: str, stage: Stage) -> None:
    """Borders stand where they stand with plain names, every line is as wide as the window."""
    place = next(one for one in PLACES if one.name == name)
    fill(stage)
    straight = {}
    async with stage.app(demo=True).run_test(size=SIZES[0]) as pilot:
        await place.reach(pilot)
        async for size in _sizes(pilot):
            straight[size] = borders(pilot)
    write_names(stage, list(STRANGE.values()))
    async with stage.app(demo=True).run_test(size=SIZES[0]) as pilot:
        await place.reach(pilot)
        async for size in _sizes(pilot):
            assert line_widths(pilot) == {size[0]}
            assert borders(pilot) == straight[size]
            assert "…" in seen(pilot) or name == "overview"
        async for size in _sizes(pilot):
            for key in ("down", "end", "home", "pagedown"):
                await pilot.press(key)
                await settle(pilot)
                assert line_widths(pilot) == {size[0]}


async def _sizes(pilot: Pilot[Any]) -> AsyncIterator[tuple[int, int]]:
    """One size after the other, once the screen has it."""
    for size in SIZES:
        await pilot.resize_terminal(*size)
        await settle(pilot)
        yield size


def line_widths(pilot: Pilot[Any]) -> set[int]:
    """How wide the lines are, in cells."""
    return {cell_len(line) for line in seen(pilot).splitlines()}


def crooked(pilot: Pilot[Any]) -> list[str]:
    """The lines that a terminal draws wider or narrower than they were measured, or broken."""
    width = pilot.app.size.width
    found = []
    for line in seen(pilot).splitlines():
        terminal = pyte.Screen(width + 20, 1)
        pyte.Stream(terminal).feed(line)
        drawn = {x for x in range(width) if terminal.buffer[0][x].data in set("│╮╯╭╰")}
        measured = {cell_len(line[:at]) for at, sign in enumerate(line) if sign in "│╮╯╭╰"}
        if terminal.cursor.x != width or drawn != measured:
            found.append(line)
    return found


@pytest.mark.parametrize("name", TABLES)
async def test_a9_borders_are_straight_where_pictures_stand(name: str, stage: Stage) -> None:
    """Flags, families, keycaps and skins are as wide in the terminal as they were measured."""
    place = next(one for one in PLACES if one.name == name)
    fill(stage)
    write_names(stage, list(CLUSTERS))
    async with stage.app(demo=True).run_test(size=SIZES[0]) as pilot:
        await place.reach(pilot)
        assert "Vorn DEFR flags" in seen(pilot) or name not in {"members", "member"}
        async for _size in _sizes(pilot):
            assert crooked(pilot) == []
