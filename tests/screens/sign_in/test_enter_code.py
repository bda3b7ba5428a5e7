"""„Code eingeben“: a code is found in what was pasted, and a bad one says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from tcm_tui.domain.codes import new_code
from tcm_tui.domain.invitations import InvitationState
from tcm_tui.screens.sign_in.accept_invitation import JoinAsNew
from tcm_tui.screens.sign_in.enter_code import EnterCode
from tests.builders import START, add_invitation, everything
from tests.waiting import settle

from .entrance import Entrance, field, fill, paste

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

LENA = "lena.hoffmann@muster-maschinenbau.example"
MAIL = """Guten Tag,

Anna Muster lädt Sie ein, dem Konto Muster Maschinenbau GmbH beizutreten.

    {code}

Der Code gilt bis zum 06.12.2026.
"""


async def test_a_code_opens_the_invitation(nobody: Context, anna: Person) -> None:
    """Typed in any case, without its dashes."""
    _id, code = add_invitation(nobody.database, anna, LENA)
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await fill(pilot, code=code.text.lower().replace("-", ""))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, JoinAsNew)


async def test_a_whole_mail_can_be_pasted(nobody: Context, anna: Person) -> None:
    """The code is taken out of it."""
    _id, code = add_invitation(nobody.database, anna, LENA)
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, Paste(MAIL.format(code=code.text)))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, JoinAsNew)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Geben Sie den Code aus der E-Mail ein."),
        ("ABCD-EFGH", "Der Code ist unvollständig: acht Gruppen zu vier Zeichen."),
        ("ich habe keinen", "In diesem Text steht kein Code."),
    ],
)
async def test_what_is_no_code_is_refused_without_asking(
    nobody: Context, typed: str, sentence: str
) -> None:
    """And stays in the field."""
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, code=typed)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert (field(pilot, "code").error, field(pilot, "code").state) == (sentence, typed)
        assert app.asked == []


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (InvitationState.ACCEPTED, "Dieser Code wurde schon verwendet. Melden Sie sich an."),
        (
            InvitationState.REVOKED,
            "Diese Einladung wurde zurückgezogen. Bitten Sie um eine neue.",
        ),
        (InvitationState.EXPIRED, "Diese Einladung ist abgelaufen. Bitten Sie um eine neue."),
    ],
)
async def test_a_code_that_opens_nothing_any_more_says_why(
    nobody: Context, anna: Person, state: InvitationState, sentence: str
) -> None:
    """What was typed stays, nothing is written."""
    _id, code = add_invitation(nobody.database, anna, LENA, state=state)
    before = everything(nobody)
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, code=code.text)
        await pilot.press("enter")
        await settle(pilot)
        assert (field(pilot, "code").error, field(pilot, "code").state) == (sentence, code.text)
    assert everything(nobody) == before


async def test_an_unknown_code_says_nothing_else(nobody: Context) -> None:
    """Well formed, but nobody's."""
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, code=new_code().text)
        await pilot.press("enter")
        await settle(pilot)
        sentence = "Diesen Code gibt es nicht. Prüfen Sie die Eingabe."
        assert field(pilot, "code").error == sentence


async def test_a_code_brought_along_is_used_at_once(nobody: Context, anna: Person) -> None:
    """As `tcm-tui open CODE` and „Code verwenden“ do."""
    _id, code = add_invitation(nobody.database, anna, LENA)
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, JoinAsNew)


async def test_a_code_brought_along_that_is_too_old_says_so(
    nobody: Context, anna: Person, clock: Clock
) -> None:
    """In the form, with the code filled in."""
    _id, code = add_invitation(nobody.database, anna, LENA, at=START)
    clock.forward(days=15)
    app = Entrance(nobody, code.text)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, EnterCode)
        assert field(pilot, "code").state == code.text
        assert "abgelaufen" in field(pilot, "code").error


async def test_escape_leaves_no_worker_running(nobody: Context) -> None:
    """And the way ends with nobody signed in."""
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.results == [None]
        assert not [worker for worker in app.workers if worker.is_running]


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(
    nobody: Context, anna: Person
) -> None:
    """The code is looked up once."""
    _id, code = add_invitation(nobody.database, anna, LENA)
    app = Entrance(nobody)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, code=code.text)
        app.answer.clear()
        await pilot.press("ctrl+s", "ctrl+s", "enter", "escape")
        app.answer.set()
        await settle(pilot)
        assert app.asked == ["_open"]
        assert isinstance(app.screen, JoinAsNew)
