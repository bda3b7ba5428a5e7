"""„Anmelden“: quick, patient with the data, and silent about why it refuses."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button, Input, Static

from tcm_tui.domain.errors import Unavailable
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import SecretInput
from tests.builders import PASSWORD
from tests.screens.frame.panes import PANES
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.bootstrap import Portal
    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def line(pilot: Pilot[None]) -> str:
    """What is said about the whole form."""
    return str(pilot.app.screen.query_one("#sign-in-line", Static).content)


async def test_the_first_field_has_the_focus_and_enter_goes_on(stage: Stage) -> None:
    """Address, Enter, password, Enter."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot, stage.anna)
        assert app.signed_in is not None
        assert app.signed_in.email == stage.anna.email


async def test_in_the_demo_enter_signs_in(stage: Stage) -> None:
    """Everything is filled in."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert app.signed_in is not None


async def test_a_demo_person_is_chosen_from_the_list(stage: Stage) -> None:
    """Enter on the line of a person signs that person in."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.screen.query_one("#email", Field).value = "somebody@else.example"
        app.screen.query_one("#people").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.email == stage.anna.email


async def test_what_is_typed_before_the_data_is_open_is_kept(stage: Stage) -> None:
    """Enter waits and says for what; a second one changes nothing."""
    gate = threading.Event()

    def late() -> Portal:
        gate.wait(20)
        return stage.open()

    app = stage.app(panes=PANES, open_data=late)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*stage.anna.email, "enter", *PASSWORD, "enter")
        await pilot.pause()
        assert line(pilot) == "Daten werden geöffnet …"
        await pilot.press("enter")
        assert len([one for one in app.workers if one.group == "submit"]) == 1
        gate.set()
        await settle(pilot)
        assert app.signed_in is not None


async def test_data_that_cannot_be_opened_says_so(stage: Stage) -> None:
    """At once, and again when somebody tries all the same."""

    def broken() -> Portal:
        raise Unavailable("Die Datenbank ist nicht lesbar.")

    app = stage.app(panes=PANES, open_data=broken)
    async with app.run_test() as pilot:
        await settle(pilot)
        await app.workers.wait_for_complete([one for one in app.workers if one.group == "open"])
        await pilot.pause()
        assert line(pilot) == "Die Datenbank ist nicht lesbar."
        await pilot.press("a", "enter", "b", "enter")
        await settle(pilot)
        assert line(pilot) == "Die Datenbank ist nicht lesbar."
        assert app.screen.query_one("#email", Field).value == "a"


async def test_a_refusal_stands_at_the_password_and_keeps_what_was_typed(stage: Stage) -> None:
    """The same sentence for an unknown address."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        sentences = []
        for address in (stage.anna.email, "niemand@partner.example"):
            email = app.screen.query_one("#email", Field)
            email.focus_input()
            email.value = address
            password = app.screen.query_one("#password", Field)
            password.value = "falsch"
            password.focus_input()
            await pilot.press("enter")
            await settle(pilot)
            sentences.append(password.error)
            assert email.value == address
        assert sentences[0]
        assert sentences[0] == sentences[1]


async def test_empty_fields_are_asked_for(stage: Stage) -> None:
    """Nothing is sent."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.screen.query_one("#submit", Button).press()
        await settle(pilot)
        assert app.screen.query_one("#email", Field).error == "Bitte ausfüllen."


async def test_a11_a_password_is_not_copied(stage: Stage) -> None:
    """Neither copied nor cut."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        secret = app.screen.query_one(SecretInput)
        secret.focus()
        secret.action_select_all()
        await pilot.press("ctrl+c", "ctrl+x")
        assert app.clipboard == ""
        assert secret.value == PASSWORD


async def test_the_mailbox_is_offered_in_local_mode(stage: Stage) -> None:
    """It opens and closes, and what was typed is still there."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        await pilot.click("#to-mailbox")
        await settle(pilot)
        assert not isinstance(app.screen, SignInScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert app.screen.query_one("#email Input", Input).value == "x"


@SIZES
def test_signing_in_to_the_demo(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The form, and the demo's people."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=settle)


@SIZES
def test_a_refused_sign_in(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The sentence stands at the password."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(*"anna@muster.example", "enter", *"falsch", "enter")
        await settle(pilot)

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)
