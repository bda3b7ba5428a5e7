"""The sheet about somebody takes the room that its lines need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.permissions import Permission
from tcm_tui.screens.administration.members.sheet import Sheet
from tcm_tui.screens.administration.past_sheet import PAGE
from tcm_tui.services.admitting import Demand
from tests.builders import signed_in
from tests.screens.members.crowd import fill, member
from tests.screens.members.steps import open_tab, press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.services.transaction import Transaction
    from tests.builders import Person
    from tests.screens.support import Stage

SIZE = (120, 40)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is shown is the same over any database."""
    return sqlite_url


async def test_all_facts_of_an_invitation_are_seen(stage: Stage) -> None:
    """Eight lines; nothing is read later that would make the dialog grow."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await press(pilot, "down", "enter")
        assert pilot.app.screen.query_one(Sheet).size.height == 8


ENTRIES = 2 * PAGE + 5


def much_happened(stage: Stage, person: Person) -> None:
    """Their telephone number was changed again and again: „0 → 1“, „1 → 2“ and so on."""
    ctx = signed_in(stage.nobody, stage.anna)

    def change(tx: Transaction) -> None:
        for number in range(ENTRIES):
            phone = (f"0228 {number}", f"0228 {number + 1}")
            tx.audit(
                AuditAction.MEMBER_EDITED, Subject.MEMBERSHIP, person.membership_id, phone=phone
            )

    ctx.run(change, Demand(Permission.SESSION_OWN, writing=True))


def told(pilot: Pilot[None]) -> list[str]:
    """The lines of the sheet."""
    return str(pilot.app.screen.query_one(Sheet).content).splitlines()


async def test_a_long_past_is_read_on_as_one_scrolls(stage: Stage) -> None:
    """Twenty entries at a time, each once and newest first, up to the very first."""
    fill(stage)
    much_happened(stage, member(stage, "Alma", "Abend"))
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        await open_tab(pilot)
        await press(pilot, "enter")
        changed = [line for line in told(pilot) if "0228" in line]
        assert (len(changed), told(pilot)[-1].strip()) == (PAGE, "…")
        for _key in range(12):
            await press(pilot, "pagedown")
        changed = [line for line in told(pilot) if "0228" in line]
        assert [line.split()[-1] for line in changed] == [str(n) for n in range(ENTRIES, 0, -1)]
        assert told(pilot)[-1].strip() != "…"


async def test_the_palette_offers_what_buttons_do_too(stage: Stage) -> None:
    """A member has more keys than the border has room for; all of them are found by name."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await open_tab(pilot)
        await press(pilot, "enter")
        border = str(pilot.app.screen.query_one(".dialog").border_subtitle)
        assert "Entf Entfernen" in border
        assert "Rolle ändern" not in border
        await press(pilot, "ctrl+p")
        options = pilot.app.screen.query_one(OptionList).options
        offered = {str(one.prompt).split("  ")[0].strip() for one in options}
        assert {"Rolle ändern", "Bearbeiten", "Passwort zurücksetzen", "Entfernen"} <= offered
