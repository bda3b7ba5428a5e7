"""A session ends after eight hours, is told of it before, and rests while it is locked."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Static

from tcm_tui.domain.sessions import ENDS_SOON, SESSION_LIFE
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.sign_in.locked import Locked
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.activity import last_entry
from tcm_tui.widgets.field import Field
from tests.builders import PASSWORD
from tests.screens.support import settle, sign_in

from .panes import PANES
from .test_lock import Form, idle

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

STEP = timedelta(minutes=10)


async def busy(pilot: Pilot[Any], stage: Stage, length: timedelta) -> None:
    """Somebody is there all the time."""
    end = stage.clock() + length
    while stage.clock() < end:
        stage.clock.now = min(stage.clock() + STEP, end)
        await pilot.press("tab")
    await settle(pilot)


def notices(pilot: Pilot[Any]) -> list[str]:
    """What is said in the corner."""
    return [one.message for one in pilot.app._notifications]


async def test_b11_ten_minutes_before_its_end_a_session_says_so(stage: Stage) -> None:
    """Once, with the hour; nothing else changes."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await busy(pilot, stage, SESSION_LIFE - ENDS_SOON - timedelta(seconds=1))
        app.look_whether_idle()
        assert notices(pilot) == []
        await busy(pilot, stage, timedelta(seconds=1))
        app.look_whether_idle()
        (said,) = notices(pilot)
        assert said.startswith("Ihre Sitzung endet um 18:00 Uhr, 8 Stunden nach der Anmeldung.")
        assert isinstance(app.screen, Administration)


@pytest.mark.parametrize("typed", [True, False])
async def test_b11_after_eight_hours_a_session_ends(stage: Stage, typed: bool) -> None:
    """Without a key; what was typed is not lost without a word."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await busy(pilot, stage, SESSION_LIFE - timedelta(seconds=1))
        await app.push_screen(form := Form())
        if typed:
            form.query_one("#title", Field).value = "ganz getippt"
        stage.clock.forward(seconds=1)
        app.look_whether_idle()
        await settle(pilot)
        await pilot.pause()
        assert isinstance(app.screen, SignInScreen)
        assert app.signed_in is None
        said = str(app.screen.query_one("#sign-in-line", Static).content)
        assert said.startswith("Nach 8 Stunden endet jede Sitzung. Melden Sie sich neu an.")
        assert ("wurde nicht gespeichert" in said) is typed


async def test_b11_a_locked_session_ends_as_well(stage: Stage) -> None:
    """Its lock opens nothing any more."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await idle(app, stage, pilot)
        assert isinstance(app.screen, Locked)
        stage.clock.now += SESSION_LIFE
        app.look_whether_idle()
        await settle(pilot)
        await pilot.pause()
        assert isinstance(app.screen, SignInScreen)


async def test_b9_a_key_after_the_idle_time_finds_the_lock(stage: Stage) -> None:
    """A laptop that slept has no timer that could have locked: nothing is done by that key."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        stage.clock.forward(minutes=15)
        await pilot.press("2")
        await settle(pilot)
        assert isinstance(app.screen, Locked)
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert isinstance(app.screen, Administration)
        assert app.screen.destination == "overview"


async def test_what_is_asked_under_the_lock_is_answered_after_it(stage: Stage) -> None:
    """The session is locked in the database as well: nothing could be read meanwhile."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await idle(app, stage, pilot)
        asked = asyncio.create_task(app.ask(last_entry))
        await pilot.pause(0.1)
        assert not asked.done()
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert await asked > 0


async def test_a_lock_written_late_does_not_lock_what_is_open(stage: Stage) -> None:
    """Unlocking waits until the lock is on record."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        stage.clock.forward(minutes=15)
        app.look_whether_idle()
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert isinstance(app.screen, Administration)
        assert await app.ask(last_entry) > 0
