"""An answer that comes while its screen is being taken away."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING, Final

from textual import work
from textual.widgets import Static

from tcm_tui.domain.errors import Unavailable
from tcm_tui.navigation import Destination
from tcm_tui.screens.portal_screen import PortalPane
from tests.screens.support import sign_in
from tests.waiting import settle

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.services.context import Context
    from tests.screens.support import Stage

PATIENCE: Final = 10.0
"""Seconds after which a thread gives up waiting."""


class SlowToLeave(Static):
    """Something that takes its time when it is taken away."""

    def __init__(self) -> None:
        super().__init__(id="slow")
        self.leaving = asyncio.Event()
        self.may_go = asyncio.Event()

    async def on_unmount(self) -> None:
        """Hold the removal of everything around it up."""
        self.leaving.set()
        await self.may_go.wait()


class AskingPane(PortalPane):
    """Shows an answer in a line of its own; without an answer it shows why."""

    destination = Destination.OVERVIEW

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answer = Event(), Event()
        self.refuses = False
        self.done = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The line, and what is slow."""
        yield Static("", id="line")
        yield SlowToLeave()

    @work(group="held")
    async def read(self) -> None:
        """Ask, and show what was answered."""
        try:
            try:
                text = await self.ask(self._held_up)
            except Unavailable as refusal:
                text = refusal.message
            self.query_one("#line", Static).update(text)
        finally:
            self.done.set()

    def _held_up(self, _ctx: Context) -> str:
        self.asked.set()
        self.answer.wait(PATIENCE)
        if self.refuses:
            raise Unavailable("Die Datenbank ist gerade nicht erreichbar.")
        return "da"


async def late(stage: Stage, *, refuses: bool) -> None:
    """Take the pane away while it waits; the answer comes when its line is gone already."""
    app = stage.app(demo=True, panes={Destination.OVERVIEW: lambda: AskingPane})
    async with app.run_test() as pilot:
        await sign_in(pilot)
        pane = app.screen.query_one(AskingPane)
        pane.refuses = refuses
        slow = pane.query_one(SlowToLeave)
        pane.read()
        assert await asyncio.to_thread(pane.asked.wait, PATIENCE)
        leaving = asyncio.ensure_future(pane.remove())
        await slow.leaving.wait()
        while pane.query("#line"):
            await asyncio.sleep(0)
        pane.answer.set()
        await pane.done.wait()
        slow.may_go.set()
        await leaving
        await settle(pilot)
        assert app.return_code is None


async def test_an_answer_nobody_can_see_any_more_is_dropped(stage: Stage) -> None:
    """It ended the program: there was no line to show it in."""
    await late(stage, refuses=False)


async def test_so_is_a_refusal(stage: Stage) -> None:
    """The same."""
    await late(stage, refuses=True)
