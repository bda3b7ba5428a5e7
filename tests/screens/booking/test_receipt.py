"""The receipt: where it leads, into which files it goes, and what guests see of it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.marketplace.booking.receipt import ReceiptScreen
from tests.builders import PASSWORD, add_member, add_reseller, link_reseller, signed_in
from tests.screens.support import settle, sign_in
from tests.services.ordering import stored

from .desk import go, press, seen, shop, to_receipt, told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.support import Stage

SIZE = (120, 40)


async def test_the_receipt_leads_on(stage: Stage) -> None:
    """To the subscription, and to handing out its licences."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_receipt(pilot, found)
        await press(pilot, "p")
        home = pilot.app.screen_stack[1]
        assert isinstance(home, Administration)
        assert home.destination is Destination.PRODUCTS


@pytest.mark.parametrize("ending", [".txt", ".pdf"])
async def test_the_receipt_is_saved(stage: Stage, tmp_path: Path, ending: str) -> None:
    """As text or PDF, where one says; nobody else can read it."""
    pytest.importorskip("typst")
    found = shop(stage)
    target = tmp_path / f"beleg{ending}"
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_receipt(pilot, found)
        await press(pilot, "s", "ctrl+u")
        pilot.app.post_message(Paste(str(target)))
        await settle(pilot)
        await press(pilot, "enter")
        assert told(pilot) == [f"Gespeichert, nur für Sie lesbar: {target}"]
    kept = target.read_bytes()
    assert kept.startswith(b"%PDF") if ending == ".pdf" else "B-2026-" in kept.decode()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_the_receipt_does_not_speak_of_today(stage: Stage) -> None:
    """It is looked at in later weeks, too."""
    found = shop(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await to_receipt(pilot, found)
        assert "Bei Bestellung fällig" in seen(pilot)
        assert "Heute fällig" not in seen(pilot)


async def test_guests_book_and_are_led_nowhere_they_may_not_go(stage: Stage) -> None:
    """Nora of a Vertriebspartner: by the active method; no subscription is shown to her."""
    found = shop(stage)
    partner = add_reseller(stage.nobody.database)
    nora = add_member(
        stage.nobody.database,
        partner,
        "nora.nord@nordlicht.example",
        password_hash=stage.nobody.hasher.hash(PASSWORD),
    )
    link_reseller(stage.nobody.database, stage.anna.company_id, partner)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, nora)
        await go(pilot, Destination.CUSTOMERS, stage.anna.company_id)
        await go(pilot, Destination.BOOKING, found.wish())
        await press(pilot, *"25", "ctrl+s")
        assert "mit dem aktiven Bezahlverfahren des Unternehmens" in seen(pilot)
        await press(pilot, "ctrl+s", "space", "tab", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        text = seen(pilot)
        assert "Beleg speichern" in text
        assert "Lizenzen zuweisen" not in text
        assert "Zu „Produkte“" not in text
        bought = stored(signed_in(stage.nobody, stage.anna))
        assert [(one.licences, one.owner_id) for one in bought] == [(25, None)]
