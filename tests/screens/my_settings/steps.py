"""Going to a section of „Meine Einstellungen“ by its name: their digits may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.screens.my_settings.my_settings import MySettings
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.screens.sections.section import Section


async def open_settings(pilot: Pilot[Any]) -> MySettings:
    """From any screen of the portal."""
    await press(pilot, "f4", "e")
    assert isinstance(pilot.app.screen, MySettings)
    return pilot.app.screen


async def open_section(pilot: Pilot[Any], heading: str, *, inside: bool = True) -> Section:
    """Sign in and open the section with this heading, with the focus in it or in the menu."""
    await sign_in(pilot)
    settings = await open_settings(pilot)
    headings = [kind.heading for kind in settings._kinds]
    await press(pilot, str(headings.index(heading) + 1), *(["enter"] if inside else []))
    assert settings.section is not None
    return settings.section


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press these, one after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
