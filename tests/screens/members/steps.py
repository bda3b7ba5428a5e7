"""What tests of „Benutzer“ do and look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.screens.administration.members.members import MembersTab
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.builders import Person


async def open_tab(pilot: Pilot[None], person: Person | None = None) -> MembersTab:
    """Sign in and go to „Benutzer“."""
    await sign_in(pilot, person)
    await press(pilot, "2")
    return pilot.app.screen.query_one(MembersTab)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other, as a person would."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def toasts(pilot: Pilot[None]) -> list[str]:
    """What was told in the corner."""
    return [notice.message for notice in pilot.app._notifications]


def address_at_cursor(tab: MembersTab) -> str:
    """Who the cursor stands on."""
    row = tab.table.cursor_row
    assert row is not None
    return row.address


async def go_to(pilot: Pilot[None], tab: MembersTab, address: str) -> None:
    """Put the cursor on somebody."""
    await press(pilot, "home")
    while address_at_cursor(tab) != address:
        before = address_at_cursor(tab)
        await press(pilot, "down")
        assert address_at_cursor(tab) != before, "not in the list"


def names(tab: MembersTab) -> list[str]:
    """The rows shown, each with its first words."""
    drawn = [tab.table.render_line(y).text.strip() for y in range(1, tab.table.size.height)]
    return [line.split("  ")[0] for line in drawn if line]


def said(tab: MembersTab, name: str) -> str:
    """What the line called `name` says."""
    return str(tab.query_one(f"#{name}", Static).content)
