"""Changing to English while the portal runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import OptionList

from tests.screens.support import settle

if TYPE_CHECKING:
    from tests.screens.support import Stage


async def test_the_roles_of_the_demo_change_with_the_language(stage: Stage) -> None:
    """Beside the form everything is English, too."""
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"english")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        first = app.screen.query_one("#people", OptionList).get_option_at_index(0)
        assert str(first.prompt) == "Anna Muster – Company administrator"
