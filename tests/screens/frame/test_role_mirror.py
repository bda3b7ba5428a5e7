"""A role that changes while the session is open: screens show it at the next action."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import update

from tcm_tui.data.models import Membership
from tcm_tui.domain.errors import DomainError, NotPermitted, SessionEnded
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Permission, Role
from tcm_tui.domain.sessions import SessionLocked
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.sign_in.locked import Locked
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.activity import last_entry
from tcm_tui.services.invitations import default_role
from tcm_tui.widgets.tabs import Tab
from tests.builders import PASSWORD
from tests.screens.support import settle, sign_in

from .panes import PANES

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.app import MarketplaceApp
    from tcm_tui.services.context import Context
    from tests.screens.support import Stage

PATIENCE: Final = 10.0
"""Seconds after which a test gives up waiting for a thread."""


def change(stage: Stage, **values: object) -> None:
    """Anna's membership becomes another over there."""
    with stage.nobody.database.transaction(writing=True) as session:
        session.execute(
            update(Membership)
            .where(Membership.id == stage.anna.membership_id)
            .values(version=Membership.version + 1, **values)
        )


async def act(app: MarketplaceApp, pilot: Pilot[None], use_case: object = last_entry) -> None:
    """One more action of hers."""
    try:
        await app.ask(use_case)  # type: ignore[arg-type]  # any use case without arguments
    except DomainError as refusal:
        assert isinstance(refusal, NotPermitted)  # noqa: PT017 - refusals are part of it
    await settle(pilot)


def administration(app: MarketplaceApp) -> Administration:
    """The screen below everything."""
    assert isinstance(app.home, Administration)
    return app.home


@pytest.mark.parametrize("use_case", [last_entry, default_role])
async def test_c16_a_lost_role_greys_the_keys_at_the_next_action(
    stage: Stage, use_case: object
) -> None:
    """Whether that action was allowed or refused; the tabs are those that the role still opens."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert administration(app).may(Permission.MEMBER_INVITE)
        change(stage, role=Role.BILLING_ADMIN)
        await act(app, pilot, use_case)
        assert not administration(app).may(Permission.MEMBER_INVITE)
        assert [tab.digit for tab in app.screen.query(Tab)] == [1, 2, 3, 4, 5]


async def test_c16_a_lost_tab_is_gone_at_the_next_action(stage: Stage) -> None:
    """Also when it was the one in front; no key and no message opens it any more."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("2")
        await settle(pilot)
        change(stage, role=Role.USER)
        await act(app, pilot)
        await pilot.press("2")
        app.post_message(Navigate(Destination.MEMBERS))
        await settle(pilot)
        assert administration(app).destination is Destination.OVERVIEW
        assert [tab.digit for tab in app.screen.query(Tab)] == [1, 3, 4, 5]


async def test_c16_a_new_tab_is_there_at_the_next_action(stage: Stage) -> None:
    """Promoted meanwhile."""
    change(stage, role=Role.USER)
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        change(stage, role=Role.COMPANY_ADMIN)
        await act(app, pilot)
        assert len(app.screen.query(Tab)) == 6


async def lock(app: MarketplaceApp, stage: Stage, pilot: Pilot[None]) -> None:
    """Nobody has been there for a quarter of an hour."""
    stage.clock.forward(minutes=15)
    app.look_whether_idle()
    await settle(pilot)
    assert isinstance(app.screen, Locked)


async def unlock(pilot: Pilot[None]) -> None:
    """Whoever is back types the password."""
    await pilot.press(*PASSWORD, "enter")
    await settle(pilot)


async def test_a_lock_stays_over_a_role_that_changes(stage: Stage) -> None:
    """What an answer brings that was on its way already waits until the lock is gone."""
    app = stage.app(demo=True, panes=PANES)
    read, answer = Event(), Event()

    def held_up(ctx: Context) -> None:
        last_entry(ctx)
        read.set()
        answer.wait(PATIENCE)

    async with app.run_test() as pilot:
        await sign_in(pilot)
        change(stage, role=Role.USER)
        asking = asyncio.create_task(app.ask(held_up))
        assert await asyncio.to_thread(read.wait, PATIENCE)
        await lock(app, stage, pilot)
        answer.set()
        await settle(pilot)
        assert isinstance(app.screen, Locked)
        assert len(administration(app).query(Tab)) == 6
        await unlock(pilot)
        await asking
        await settle(pilot)
        assert not app.locked
        assert len(administration(app).query(Tab)) == 4


async def test_what_is_asked_under_a_lock_is_answered_after_it(stage: Stage) -> None:
    """A locked session refuses everything; a screen below waits, and then shows the new role."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await lock(app, stage, pilot)
        change(stage, role=Role.USER)
        with pytest.raises(SessionLocked):
            await app.session.ask_covered(last_entry)
        asking = asyncio.create_task(app.ask(last_entry))
        await settle(pilot)
        assert not asking.done()
        assert len(administration(app).query(Tab)) == 6
        await unlock(pilot)
        await asking
        await settle(pilot)
        assert app.screen is administration(app)
        assert [tab.digit for tab in app.screen.query(Tab)] == [1, 3, 4, 5]


async def test_d5_after_a_lost_role_the_lost_access_still_leads_out(stage: Stage) -> None:
    """The person is still known as who signed in."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        change(stage, role=Role.BILLING_ADMIN)
        await act(app, pilot)
        change(stage, state=MembershipState.DISABLED)
        with pytest.raises(SessionEnded):
            await app.ask(last_entry)
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
