"""While something slow is done, keys are taken and shown: before it ends, not after."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from textual import events
from textual.widgets import Input

from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.screens.help.help import HelpScreen
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.hashing import Hasher
from tcm_tui.widgets.file_dialog import FileDialog
from tcm_tui.widgets.file_picker import OpenFileDialog
from tests.builders import PASSWORD
from tests.screens.invite_dialog.desk import shows
from tests.screens.support import settle, sign_in
from tests.waiting import MOMENT

from .places import portal, seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.screens.support import Stage

ROWS: Final = 10_000
FEWEST: Final = 3
"""Helps that open and close while a file of `ROWS` is read: it takes seconds on any machine."""


class HeldHasher(Hasher):
    """With the real parameters; each check waits until it may end."""

    entered = threading.Event()
    may_end = threading.Event()

    def verify(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as the one it stands for
        """The real check, and then no answer yet."""
        answer = super().verify(*args, **options)
        self.entered.set()
        assert self.may_end.wait(30)
        return answer


@pytest.fixture
def held(stage: Stage) -> Iterator[Stage]:
    """A stage whose sign-in ends when the test lets it."""
    HeldHasher.entered.clear()
    HeldHasher.may_end.clear()
    yield replace(stage, nobody=replace(stage.nobody, hasher=HeldHasher()))
    HeldHasher.may_end.set()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> Iterator[None]:
    """The folder last used is one per process: a test must not leave its own to the next."""
    FileDialog.last_folder = tmp_path
    yield
    FileDialog.last_folder = None


async def help_opens_and_closes(pilot: Pilot[Any]) -> None:
    """F1 is shown, Esc too."""
    below = pilot.app.screen
    pilot.app.post_message(events.Key("f1", None))
    while not (isinstance(pilot.app.screen, HelpScreen) and "Tasten" in seen(pilot)):
        await asyncio.sleep(MOMENT)  # the pilot would wait for what is slow as well
    pilot.app.post_message(events.Key("escape", "\x1b"))
    while pilot.app.screen is not below:
        await asyncio.sleep(MOMENT)


async def test_b12_keys_are_shown_while_a_password_is_checked(held: Stage) -> None:
    """argon2 with the parameters of real accounts, and its answer held back."""
    async with held.app().run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*held.anna.email, "enter", *PASSWORD, "enter")
        while not HeldHasher.entered.is_set():
            await help_opens_and_closes(pilot)
        await help_opens_and_closes(pilot)
        address = pilot.app.screen.query_one("#email Input", Input)
        address.focus()
        await pilot.press("end", "x", "y")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SignInScreen)
        assert portal(pilot).signed_in is None
        assert address.value == f"{held.anna.email}xy"
        HeldHasher.may_end.set()
        await settle(pilot)
        assert portal(pilot).signed_in is not None


async def test_b12_keys_are_shown_while_a_long_file_is_imported(
    stage: Stage, tmp_path: Path
) -> None:
    """Read in its own process, judged in slices: neither holds up a key."""
    path = tmp_path / "liste.csv"
    lines = [f"person{number}@kunde.example;Vorname;Nachname" for number in range(ROWS)]
    path.write_text("\n".join(["E-Mail;Vorname;Nachname", *lines]), encoding="utf-8")
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await pilot.press("m", "ctrl+o")
        await shows(pilot, OpenFileDialog)
        await settle(pilot)
        field = pilot.app.screen.query_one("#path Input", Input)
        field.value = str(path)
        pilot.app.post_message(events.Key("enter", "\r"))
        while not isinstance(pilot.app.screen, InviteDialog):
            await asyncio.sleep(MOMENT)
        dialog = pilot.app.screen
        assert isinstance(dialog, InviteDialog)
        while dialog.job is None:
            await asyncio.sleep(MOMENT)
        during = 0
        while dialog.job is not None:
            await help_opens_and_closes(pilot)
            during += dialog.job is not None
        assert during >= FEWEST
        await settle(pilot)
        assert f"{ROWS // 1000}.000 " in seen(pilot)
