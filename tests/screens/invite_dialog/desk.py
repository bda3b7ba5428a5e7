"""A desk with nothing on it but „Mehrere einladen“, over a real database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import App
from textual.widgets import Button, Static

from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.screens.administration.invite_dialog.jobs import InviteJobs
from tcm_tui.themes import THEMES
from tests.waiting import settle as taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from tcm_tui.services.context import Context

LENA = "lena.hoffmann@muster-maschinenbau.example"
TIM = "tim.bauer@muster-maschinenbau.example"
JONAS = "jonas.becker@muster-maschinenbau.example"
"""A member."""
DERYA = "derya.celik@muster-maschinenbau.example"
"""Already invited."""


class Desk(App[None]):
    """Opens the dialog and keeps what it answered.

    Args:
        ctx: Who invites.
        role: The company's default role.
        jail: The only folder for files.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = None

    def __init__(self, ctx: Context, role: Role = Role.USER, *, jail: Path | None = None) -> None:
        super().__init__()
        self.ctx = ctx
        self.default_role = role
        self.jobs = InviteJobs.asking(self.ask, import_jail=jail, export_jail=jail)
        self.answers: list[int | None] = []
        self.asked: list[str] = []
        self.answer = asyncio.Event()
        self.answer.set()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def on_mount(self) -> None:
        """Begin."""
        self.invite()

    @work
    async def invite(self) -> None:
        """Open the dialog."""
        dialog = InviteDialog(self.jobs, self.default_role)
        self.answers.append(await self.push_screen_wait(dialog))

    async def ask(self, use_case: Callable[..., Any], *args: Any) -> Any:  # noqa: ANN401 - any use case
        """Run a use case in a thread, as soon as it may answer."""
        self.asked.append(use_case.__name__)
        await self.answer.wait()
        return await asyncio.to_thread(use_case, self.ctx, *args)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until keys were taken and the database has answered about every address."""
    await taken(pilot)
    while running := [w for w in pilot.app.workers if w.group == "look-up"]:
        await pilot.app.workers.wait_for_complete(running)
        await taken(pilot)


def dialog(pilot: Pilot[None]) -> InviteDialog:
    """The dialog."""
    found = pilot.app.screen
    assert isinstance(found, InviteDialog)
    return found


def verdicts(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Address and verdict of each row that is not empty."""
    rows = dialog(pilot).invitations
    return [(row.email, rows.verdict(row.id).reason) for row in rows.rows if not row.empty]


def counts(pilot: Pilot[None]) -> str:
    """The line with the counts."""
    return str(pilot.app.screen.query_one("#invite-counts", Static).content)


def told(pilot: Pilot[None]) -> str:
    """What the dialog says happened."""
    return str(pilot.app.screen.query_one("#invite-told", Static).content)


def refused(pilot: Pilot[None]) -> str:
    """What the dialog says could not be done."""
    return str(pilot.app.screen.query_one(".dialog--error", Static).content)


def roles(pilot: Pilot[None]) -> list[Role]:
    """The role of each row that is not empty."""
    return [row.role for row in dialog(pilot).invitations.rows if not row.empty]


def send_button(pilot: Pilot[None]) -> str:
    """What the primary button says."""
    return str(pilot.app.screen.query_one("#submit", Button).label)


def reason(pilot: Pilot[None]) -> str:
    """The whole of a reason that its column cuts."""
    return str(pilot.app.screen.query_one("#invite-reason", Static).content)


async def write(pilot: Pilot[None], text: str) -> None:
    """Type `text` as fast as a terminal hands it over; a line end is Enter, as typed."""
    await taken(pilot)
    for character in text:
        key = "enter" if character == "\n" else character
        pilot.app.post_message(events.Key(key, "\r" if key == "enter" else character))
    await taken(pilot)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Hand a paste to what has the focus, as the terminal would."""
    target = pilot.app.focused or pilot.app.screen
    target.post_message(events.Paste(text))
    await settle(pilot)


async def shows(pilot: Pilot[None], screen: type[Screen[Any]]) -> None:
    """Wait until a screen of this kind is on top: what opened it waits for a person."""
    while not isinstance(pilot.app.screen, screen):
        await pilot.pause()


async def pick(pilot: Pilot[None], path: Path) -> None:
    """Type `path` into the file dialog and take it."""
    await settle(pilot)
    await pilot.press("end", "ctrl+u")
    await paste(pilot, str(path))
    await pilot.press("enter")
    await settle(pilot)
