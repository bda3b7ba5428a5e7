"""The sheet about somebody takes the room that its lines need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.screens.administration.members.sheet import Sheet
from tests.screens.members.crowd import fill
from tests.screens.members.steps import open_tab, press

if TYPE_CHECKING:
    from tests.screens.support import Stage


SIZE = (120, 40)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is shown is the same over any database."""
    return sqlite_url


async def test_all_facts_of_an_invitation_are_seen(stage: Stage) -> None:
    """Seven lines; nothing is read later that would make the dialog grow."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await press(pilot, "down", "enter")
        assert pilot.app.screen.query_one(Sheet).size.height == 7
