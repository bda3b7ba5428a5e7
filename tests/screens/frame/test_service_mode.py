"""Several people through one account: no „Postfach“, and files in two folders only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.mail_server import SmtpServer
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.mailbox.mailbox_screen import MailboxScreen
from tcm_tui.settings import Mode, Settings
from tests.screens.security.places import seen
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from tcm_tui.app import MarketplaceApp
    from tests.screens.support import Stage

SERVER = SmtpServer("mail.example")


def service(stage: Stage) -> Settings:
    """The settings of a shared account."""
    return replace(stage.settings, mode=Mode.SERVICE, smtp=SERVER)


def with_server(stage: Stage) -> Settings:
    """One's own data, and a mail server."""
    return replace(stage.settings, smtp=SERVER)


@pytest.mark.parametrize("settings", [service, with_server])
async def test_there_is_no_mailbox_anywhere(stage: Stage, settings: object) -> None:
    """Not on „Anmelden“, „Übersicht“, in the menu or the palette, and no way leads to it."""
    assert callable(settings)
    app: MarketplaceApp = stage.app(settings=settings(stage))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "Postfach" not in seen(pilot)
        await sign_in(pilot, stage.anna)
        assert not [one for one in app.screen.query(Signpost) if "Postfach" in str(one.content)]
        for keys in (("f4",), ("escape", "ctrl+p", *"postf")):
            for key in keys:
                await pilot.press(key)
            await settle(pilot)
            assert "› Postfach" not in seen(pilot)
            assert "p  Postfach" not in seen(pilot)
        await pilot.press("escape")
        app.post_message(Navigate(Destination.MAILBOX))
        await settle(pilot)
        assert not isinstance(app.screen, MailboxScreen)


async def test_files_are_read_from_and_written_to_two_folders(stage: Stage) -> None:
    """Dialogs get them as the only ones there are."""
    app = stage.app(settings=service(stage))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.import_jail == stage.folder / "import"
        assert app.export_jail == stage.folder / "export"
        assert not app.local
        assert "lokaler Modus" not in seen(pilot)
