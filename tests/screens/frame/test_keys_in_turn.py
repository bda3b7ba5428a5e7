"""Keys that come in one burst do what they would have done one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from tcm_tui.screens.administration.invite_dialog.dialog import InviteDialog
from tcm_tui.widgets.choice import ChoiceMenu
from tcm_tui.widgets.search_input import SearchInput
from tests.market import add_product, add_subscription
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZE = (120, 40)
NAMES = {"/": "slash", "\t": "tab", "\r": "enter"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Keys are the same over any database."""
    return sqlite_url


async def burst(pilot: Pilot[None], *typed: str | events.Paste) -> None:
    """Send everything before any of it can be dealt with, as a slow line does."""
    for one in typed:
        if isinstance(one, events.Paste):
            pilot.app.post_message(one)
        else:
            for character in one:
                name = NAMES.get(character, character)
                pilot.app.post_message(events.Key(name, character))
    await settle(pilot)


async def test_letters_behind_the_search_key_are_searched_for(stage: Stage) -> None:
    """None of them is a key of the list: nothing is disabled, nothing edited."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await pilot.press("2")
        await settle(pilot)
        await burst(pilot, "/drexd")
        assert pilot.app.screen.query_one(SearchInput).value == "drexd"


async def test_fields_are_filled_in_one_after_the_other(stage: Stage) -> None:
    """A macro that signs in: address, Tab, password, Enter."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await burst(pilot, f"{stage.anna.email}\tDemo")
        fields = list(app.screen.query(Input))
        assert [field.value for field in fields] == [stage.anna.email, "Demo"]


@pytest.mark.parametrize("tab", ["2", "3"])
async def test_a_key_behind_the_one_that_opens_a_list_is_for_the_list(
    stage: Stage, tab: str
) -> None:
    """„s“ and „l“ in one go: nothing but the order is chosen from."""
    database, anna = stage.nobody.database, stage.anna
    product = add_product(database)
    add_subscription(database, anna.company_id, product, owner_id=anna.user_id)
    app = stage.app(demo=True)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await pilot.press(tab)
        await settle(pilot)
        where = str(app.screen.query_one("#breadcrumb").render())
        await burst(pilot, "sl")
        assert isinstance(app.screen, ChoiceMenu)
        await pilot.press("escape")
        assert str(app.screen.query_one("#breadcrumb").render()) == where


async def test_a_paste_waits_for_the_dialog_it_is_meant_for(stage: Stage) -> None:
    """The address pasted right behind Tab stands in the field, not in what had the focus."""
    app = stage.app()
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await burst(pilot, "a\t", events.Paste("geheim"))
        fields = list(app.screen.query(Input))
        assert [field.value for field in fields] == ["a", "geheim"]


async def test_a_key_whose_widget_is_gone_holds_up_no_other(stage: Stage) -> None:
    """Escape closes the dialog it was typed into; the digit behind it still changes the tab."""
    app = stage.app(demo=True)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        await pilot.press("m")
        await settle(pilot)
        assert isinstance(app.screen, InviteDialog)
        app.post_message(events.Key("escape", None))
        app.post_message(events.Key("2", "2"))
        await settle(pilot)
        assert "Benutzer" in str(app.screen.query_one("#breadcrumb").render())
