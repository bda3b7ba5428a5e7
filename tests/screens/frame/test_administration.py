"""„Verwaltung“: its tabs, its keys, and looking for what others did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.domain.permissions import Role
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.host import Navigate
from tcm_tui.services.invitations import invite
from tcm_tui.widgets.tabs import Tab
from tests.builders import signed_in
from tests.screens.support import settle, sign_in

from .panes import PANES, MembersPane, OverviewPane

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage


def front(pilot: Pilot[None]) -> Destination:
    """The tab in front."""
    screen = pilot.app.screen
    assert isinstance(screen, Administration)
    return screen.destination


async def test_digits_and_ctrl_page_keys_turn_the_tabs(stage: Stage) -> None:
    """Digits, but not while typing; Ctrl+PgUp and PgDn always."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        assert front(pilot) is Destination.OVERVIEW
        await pilot.press("2")
        await settle(pilot)
        assert front(pilot) is Destination.MEMBERS
        await pilot.press("1")
        await settle(pilot)
        assert front(pilot) is Destination.MEMBERS, "the digit was typed into the search"
        await pilot.press("ctrl+pageup")
        await settle(pilot)
        assert front(pilot) is Destination.OVERVIEW


async def test_a_pane_is_made_when_it_is_first_shown(stage: Stage) -> None:
    """And kept from then on."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        assert not pilot.app.screen.query(MembersPane)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("ctrl+pageup", "ctrl+pagedown")
        await settle(pilot)
        assert pilot.app.screen.query_one("#search", Input).value == "x"


async def test_a_click_turns_to_a_tab(stage: Stage) -> None:
    """The mouse does what the digit does."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await pilot.click(pilot.app.screen.query(Tab)[1])
        await settle(pilot)
        assert front(pilot) is Destination.MEMBERS


async def test_a_role_has_only_its_tabs(stage: Stage) -> None:
    """A user has no „Benutzer“, by no key and by no message."""
    user = stage.colleague(Role.USER)
    async with stage.app(panes=PANES).run_test() as pilot:
        await sign_in(pilot, user)
        assert [tab.digit for tab in pilot.app.screen.query(Tab)] == [1, 3, 4, 5]
        await pilot.press("2")
        pilot.app.post_message(Navigate(Destination.MEMBERS))
        await settle(pilot)
        assert front(pilot) is Destination.OVERVIEW
        await pilot.press("ctrl+pagedown")
        await settle(pilot)
        assert front(pilot) is Destination.PRODUCTS, "the next of its own"


async def test_a_pane_is_read_again_only_when_something_happened(stage: Stage) -> None:
    """Nothing is repainted otherwise."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, Administration)
        pane = screen.query_one(OverviewPane)
        await screen.look().wait()
        await screen.look().wait()
        assert pane.refreshed == 0
        invite(signed_in(stage.nobody, stage.anna), InvitationDraft("neu@partner.example"))
        await screen.look().wait()
        assert pane.refreshed == 1
        await pilot.press("f5")
        assert pane.refreshed == 2


async def test_navigation_carries_what_to_show(stage: Stage) -> None:
    """The pane is given the item, even when it was not there before."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        pilot.app.screen.post_message(Navigate(Destination.MEMBERS, 42))
        await settle(pilot)
        await pilot.pause()
        assert pilot.app.screen.query_one(MembersPane).opened == [42]


@pytest.mark.parametrize("keys", [("f4", "x"), ("ctrl+p", *"abmelden", "enter")])
async def test_signing_out_by_menu_and_palette(stage: Stage, keys: tuple[str, ...]) -> None:
    """„Anmelden“ again, and nobody is signed in."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot)
        await pilot.pause()
        assert app.signed_in is None
        assert app.screen.query("#sign-in-form")
