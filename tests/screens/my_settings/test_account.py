"""„Konto“ by keys: own data into a file, and the way out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button

from tcm_tui.data.models import User
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.my_settings.account import AccountSection
from tcm_tui.screens.my_settings.delete_account import DeleteAccount
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.screens.proving import Proving
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.themes import THEMES
from tcm_tui.widgets.export_file import ExportFileDialog
from tcm_tui.widgets.field import Field
from tests.builders import PASSWORD, add_member
from tests.screens.support import settle

from .steps import open_section, press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage


async def go(pilot: Pilot[None]) -> AccountSection:
    """Sign in as Anna and go into „Konto“."""
    section = await open_section(pilot, AccountSection.heading)
    assert isinstance(section, AccountSection)
    return section


def toasts(pilot: Pilot[None]) -> list[str]:
    """What was said in the corner, oldest first."""
    return [one.message for one in pilot.app._notifications]


async def test_own_data_goes_into_the_file_chosen(stage: Stage) -> None:
    """As JSON where the name says so; the path is told."""
    target = stage.folder / "ich.json"
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "x")
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportFileDialog)
        dialog.pick(str(target), target)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, MySettings)
        assert toasts(pilot)[-1] == f"Exportiert: {target}"
    assert json.loads(target.read_text("utf-8"))["person"][0]["last_name"] == "Muster"


async def test_after_a_while_the_password_is_asked_for_first(stage: Stage) -> None:
    """Then the same goes on."""
    target = stage.folder / "ich.xlsx"
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        stage.clock.forward(minutes=6)
        await press(pilot, "x")
        dialog = pilot.app.screen
        assert isinstance(dialog, ExportFileDialog)
        dialog.pick(str(target), target)
        await pilot.press("ctrl+s")
        while not isinstance(pilot.app.screen, Proving):
            await pilot.pause()
        assert not target.exists()
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, MySettings)
    assert target.exists()


async def test_the_last_administrator_cannot_delete_the_account(stage: Stage) -> None:
    """The section says why, and so does the key."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        section = await go(pilot)
        assert section.query_one("#delete-account", Button).disabled
        assert "Muster Maschinenbau GmbH" in section.why_not("delete_account")
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, MySettings)


async def test_deleting_asks_for_the_address_and_leads_out(stage: Stage) -> None:
    """A slip changes nothing; then „Anmelden“ says what happened."""
    add_member(stage.nobody.database, stage.anna.company_id, "p@m.example", role=Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "delete")
        dialog = pilot.app.screen
        assert isinstance(dialog, DeleteAccount)
        field = dialog.query_one(Field)
        field.value = "anna"
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is dialog
        assert field.error.startswith("Geben Sie zur Bestätigung Ihre primäre Adresse ein")
        field.value = stage.anna.email.upper()
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, SignInScreen)
    with stage.nobody.database.transaction(writing=False) as session:
        assert session.get_one(User, stage.anna.user_id).last_name == ""


async def test_all_that_is_wrong_is_in_view_where_little_room_is(stage: Stage) -> None:
    """The address to type stands in the second line below the field."""
    add_member(stage.nobody.database, stage.anna.company_id, "b@c.example", role=Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        await go(pilot)
        await press(pilot, "delete", *"anna", "ctrl+s")
        field = pilot.app.screen.query_one(Field)
        strips = pilot.app.screen._compositor.render_strips()
        seen = "\n".join(strip.text for strip in strips)
        assert all(line in seen.partition("│ anna ")[2] for line in field.error.split())


async def test_escape_keeps_the_account(stage: Stage) -> None:
    """And leaves no worker running."""
    add_member(stage.nobody.database, stage.anna.company_id, "p@m.example", role=Role.COMPANY_ADMIN)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await go(pilot)
        await press(pilot, "delete", "escape")
        assert isinstance(pilot.app.screen, MySettings)
        assert [worker for worker in pilot.app.workers if worker.group != "watch"] == []


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_button_greyed_out_says_in_every_look_what_it_is(stage: Stage, theme: str) -> None:
    """No frame in place of its words, not where the colours are the terminal's either."""
    settings = replace(stage.settings, theme=theme)
    async with stage.app(demo=True, settings=settings).run_test(size=(80, 24)) as pilot:
        section = await go(pilot)
        button = section.query_one("#delete-account", Button)
        assert button.disabled
        row = pilot.app.screen._compositor.render_strips()[button.region.y]
        assert "Konto löschen" in row.text
