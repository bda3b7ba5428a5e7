"""The way to „Meine Einstellungen“, „Zweiter Faktor“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.screens.my_settings.section_list import SECTIONS
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from .conftest import Phone

DIGIT = next(
    str(digit)
    for digit, section in enumerate(SECTIONS, 1)
    if section().__name__ == "SecondFactorSection"
)
"""The key of the section."""


def to_section(
    phone: Phone | None = None, *pressed: str
) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in, with a code where there is a telephone, go there, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        if phone is not None:
            await pilot.press(*phone.code(), "enter")
            await settle(pilot)
        for key in ("f4", "e", DIGIT, "enter", *pressed):
            await pilot.press(key)
            await settle(pilot)

    return go
