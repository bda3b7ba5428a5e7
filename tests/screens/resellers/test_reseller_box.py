"""Who is let in: linked by a number, listed with what they did, removed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.company_settings.link_reseller import LinkReseller
from tcm_tui.screens.administration.company_settings.reseller_deeds import ResellerDeeds
from tcm_tui.services import resellers
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tests.builders import signed_in
from tests.screens.support import settle, sign_in

from .partner import NAME, NUMBER, appoint, linked, open_box, press, seen, told, visited

if TYPE_CHECKING:
    from tests.screens.support import Stage


def open_links(stage: Stage) -> list[str]:
    """Whom Anna's company lets in."""
    found = resellers.linked(signed_in(stage.nobody, stage.anna))
    return [one.name for one in found if one.is_open]


async def test_whose_number_it_is_stands_there_before_it_is_linked(stage: Stage) -> None:
    """As soon as it is whole; Enter links."""
    appoint(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot)
        assert "Kein Vertriebspartner hat Zugriff" in seen(pilot)
        await press(pilot, "n", *"p1000")
        assert NAME not in seen(pilot)
        await press(pilot, "1")
        assert f"Zugriff bekommt: {NAME}" in seen(pilot)
        assert open_links(stage) == []
        await press(pilot, "enter")
        assert open_links(stage) == [NAME]
        assert NUMBER in seen(pilot)


async def test_nobody_is_linked_unseen(stage: Stage) -> None:
    """Where the answer came late, the name is shown first."""
    appoint(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot)
        await press(pilot, "n", *NUMBER)
        dialog = pilot.app.screen
        assert isinstance(dialog, LinkReseller)
        dialog._tell("", "")  # as if it had not been answered yet
        await press(pilot, "enter")
        assert pilot.app.screen is dialog
        assert f"Zugriff bekommt: {NAME}" in seen(pilot)
        assert open_links(stage) == []
        await press(pilot, "enter")
        assert open_links(stage) == [NAME]


async def test_a_number_that_is_nobodys_is_refused_at_its_field(stage: Stage) -> None:
    """What was typed stays."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot)
        await press(pilot, "n", *"P-77777", "enter")
        field = pilot.app.screen.query_one(Field)
        assert "nicht vergeben" in field.error
        assert field.value == "P-77777"
        await press(pilot, "escape", "right", "enter")
        assert not isinstance(pilot.app.screen, LinkReseller)


async def test_removing_is_asked_and_no_is_the_answer_to_enter(stage: Stage) -> None:
    """Then it is in force at once; the row stays, and says so."""
    linked(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot)
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert open_links(stage) == [NAME]
        await press(pilot, "delete", "right", "enter")
        assert open_links(stage) == []
        assert f"○ {NAME}" in seen(pilot)
        await press(pilot, "delete")
        assert "schon beendet" in told(pilot)


async def test_everything_they_did_is_listed(stage: Stage) -> None:
    """Enter on the row; Escape closes, and no worker goes on."""
    visited(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot)
        assert "2 Aktionen" in seen(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResellerDeeds)
        listed = seen(pilot)
        assert "Nora Nord hat den Zugriff begonnen" in listed
        assert "Nora Nord hat Anna Muster das Zurücksetzen des Passworts angeboten" in listed
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ResellerDeeds)
        assert not [one for one in pilot.app.workers if one.group in {"load", "submit"}]


async def test_the_buttons_do_the_same(stage: Stage) -> None:
    """For whoever prefers the mouse."""
    visited(stage)
    async with stage.app(demo=True).run_test(size=(120, 50)) as pilot:
        await open_box(pilot)
        for button, expected in (
            ("#reseller-deeds", ResellerDeeds),
            ("#unlink-reseller", Confirm),
            ("#link-reseller", LinkReseller),
        ):
            assert await pilot.click(button)
            await settle(pilot)
            assert isinstance(pilot.app.screen, expected)
            await press(pilot, "escape")


async def test_news_name_the_partner(stage: Stage) -> None:
    """On „Übersicht“, and in what was done to a member."""
    visited(stage)
    async with stage.app(demo=True).run_test(size=(140, 40)) as pilot:
        await sign_in(pilot)
        assert f"Nora Nord ({NAME}) hat Anna Muster" in seen(pilot)


async def test_only_administrators_of_the_company_see_the_box(stage: Stage) -> None:
    """Nobody else has the tab."""
    linked(stage)
    derya = stage.colleague(Role.BILLING_ADMIN)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await sign_in(pilot, derya)
        await press(pilot, "6")
        assert NAME not in seen(pilot)
