"""An entrance to the portal: nothing but the dialogs of accepting, over a real database."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from textual import work
from textual.app import App
from textual.events import Paste

import tcm_tui
from tcm_tui.screens.sign_in.acceptance import Acceptance, accept
from tcm_tui.themes import DARK
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.tick import TickField
from tests.waiting import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.domain.sign_in import SignedIn
    from tcm_tui.services.context import Context

BERLIN = ZoneInfo("Europe/Berlin")


class Entrance(App[None]):
    """Asks for a code (unless one is brought along) and keeps who signed in."""

    CSS_PATH = Path(tcm_tui.__file__).parent / "app.tcss"

    def __init__(self, ctx: Context, code: str = "") -> None:
        super().__init__()
        self.ctx = ctx
        self.code = code
        self.results: list[SignedIn | None] = []
        self.asked: list[str] = []
        self.animation_level = "none"
        self.answer = asyncio.Event()
        self.answer.set()

    def on_mount(self) -> None:
        """Begin, in the colours of the portal."""
        self.register_theme(DARK)
        self.theme = DARK.name
        self.enter()

    @work
    async def enter(self) -> None:
        """The whole way."""
        self.results.append(await accept(self, Acceptance.asking(self.ask), BERLIN, self.code))

    async def ask(self, use_case: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401 - any use case
        """Run a use case in a thread, as soon as it may answer."""
        self.asked.append(use_case.__name__)
        await self.answer.wait()
        return await asyncio.to_thread(use_case, self.ctx, *args)


async def paste(pilot: Pilot[None], event: Paste) -> None:
    """Hand a paste to what has the focus, as the terminal would."""
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(event)
    await settle(pilot)


def field(pilot: Pilot[None], name: str) -> FormField:
    """The field called `name`."""
    return pilot.app.screen.query_one(f"#{name}", FormField)


async def fill(pilot: Pilot[None], **values: str | bool) -> None:
    """Go to each field and replace what stands there."""
    for name, value in values.items():
        found = field(pilot, name)
        found.focus_input()
        await pilot.pause()
        if isinstance(found, TickField):
            if found.value != value:
                await pilot.press("space")
        else:
            await pilot.press("end", "ctrl+u")
            await paste(pilot, Paste(str(value)))
    await settle(pilot)
