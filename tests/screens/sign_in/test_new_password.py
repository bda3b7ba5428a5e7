"""„Neues Passwort“: from the code in a mail to the sentence that it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from tcm_tui.domain.sign_in import without_steps
from tcm_tui.screens.sign_in.enter_code import EnterCode
from tcm_tui.screens.sign_in.new_password import NewPassword
from tcm_tui.services.passwords import send_reset
from tcm_tui.services.sign_in import sign_in
from tests.builders import PASSWORD, add_member, everything, signed_in
from tests.services.watching import fail, mails
from tests.waiting import settle

from .entrance import Entrance, field, fill, paste

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

EMAIL = "derya.celik@muster-maschinenbau.example"
NEW = "Rote-Ampel-19-Uhr"
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is looked at here is the same over any database."""
    return sqlite_url


@pytest.fixture
def code(nobody: Context, anna: Person, password_hash: str) -> str:
    """Derya's, from the mail that Anna had sent."""
    derya = add_member(nobody.database, anna.company_id, EMAIL, password_hash=password_hash)
    ctx = signed_in(nobody, anna)
    send_reset(ctx, derya.membership_id)
    return str(mails(ctx)[-1].values["code"])


async def test_a_pasted_mail_leads_to_a_new_password(nobody: Context, code: str) -> None:
    """By keys alone; nobody is signed in by it, and the old password is worth nothing."""
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, Paste(f"Guten Tag Derya,\n\n    {code}\n\nDer Code gilt einmal.\n"))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, NewPassword)
        await pilot.press(*NEW, "enter", *NEW, "enter")
        await settle(pilot)
        assert app.results == [None]
        assert "Ihr Passwort ist geändert. Melden Sie sich damit an." in [
            note.message for note in app._notifications
        ]
    fail(nobody, EMAIL)
    assert without_steps(sign_in(nobody, EMAIL, NEW)).email == EMAIL


async def test_what_breaks_a_rule_is_said_at_its_field(nobody: Context, code: str) -> None:
    """Two that differ, then the present one: what was typed stays, nothing is stored."""
    app = Entrance(nobody, code)
    async with app.run_test() as pilot:
        await settle(pilot)
        before = everything(nobody)
        await fill(pilot, password=NEW, repeated="anders")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert field(pilot, "repeated").error == "Die beiden Passwörter sind verschieden."
        await fill(pilot, password=PASSWORD, repeated=PASSWORD)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert field(pilot, "password").error.startswith("Das ist Ihr bisheriges Passwort.")
        assert field(pilot, "password").state == PASSWORD
        assert everything(nobody) == before


async def test_a_code_that_ended_meanwhile_keeps_what_was_typed(
    nobody: Context, clock: Clock, code: str
) -> None:
    """The sentence stands above the buttons."""
    app = Entrance(nobody, code)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, password=NEW, repeated=NEW)
        clock.forward(hours=2)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, NewPassword)
        assert field(pilot, "password").state == NEW


async def test_a_spent_code_says_so_before_anything_is_typed(
    nobody: Context, clock: Clock, code: str
) -> None:
    """At the field of „Code eingeben“, where another one can be given."""
    clock.forward(hours=2)
    app = Entrance(nobody, code)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, EnterCode)
        assert "kein Passwort mehr" in field(pilot, "code").error


async def test_escape_leaves_no_worker_running(nobody: Context, code: str) -> None:
    """Nothing typed: it leaves at once."""
    app = Entrance(nobody, code)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.results == [None]
        assert not [worker for worker in app.workers if worker.is_running]


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(
    nobody: Context, code: str
) -> None:
    """One password is set."""
    app = Entrance(nobody, code)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, password=NEW, repeated=NEW)
        app.answer.clear()
        await pilot.press("ctrl+s", "ctrl+s", "escape")
        assert isinstance(app.screen, NewPassword)
        app.answer.set()
        await settle(pilot)
        assert app.asked == ["_open", "_set_password"]


@SIZES
def test_new_password(
    snap_compare: Callable[..., bool], nobody: Context, code: str, size: tuple[int, int]
) -> None:
    """Half typed, rules ticked off."""

    async def typed(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await fill(pilot, password="kupfer-Anker", repeated="kupfer")
        await pilot.press("tab")
        await settle(pilot)

    assert snap_compare(Entrance(nobody, code), terminal_size=size, run_before=typed)
