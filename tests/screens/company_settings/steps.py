"""Going to a box of „Unternehmenseinstellungen“ by its heading: their order may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.screens.administration.company_settings.company_settings import CompanySettingsTab
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.builders import Person


async def open_tab(pilot: Pilot[Any], person: Person | None = None) -> CompanySettingsTab:
    """Sign in and open the tab; the focus is in none of its boxes."""
    await sign_in(pilot, person)
    await press(pilot, "6")
    return tab(pilot)


async def open_box(pilot: Pilot[Any], heading: str) -> CompanySettingsTab:
    """Sign in, open the tab and go into the box with this heading."""
    found = await open_tab(pilot)
    await go_to(pilot, heading)
    return found


async def go_to(pilot: Pilot[Any], heading: str) -> None:
    """From another box or from outside of them."""
    found = tab(pilot)
    if not found.stack.has_focus:
        await press(pilot, "escape")
    headings = [box.heading for box in found.stack.boxes]
    steps = headings.index(heading) - found.stack.pointed
    await press(pilot, *["down" if steps > 0 else "up"] * abs(steps), "enter")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press these, one after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def tab(pilot: Pilot[Any]) -> CompanySettingsTab:
    """The tab."""
    return pilot.app.screen.query_one(CompanySettingsTab)
