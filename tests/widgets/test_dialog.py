"""Dialogs: nothing typed is lost, nothing is done twice, no is the default."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.widgets import Button, Static

from tcm_tui.domain.errors import Invalid, Unavailable
from tcm_tui.domain.people import check_email
from tcm_tui.widgets.dialog import Confirm, FormDialog
from tcm_tui.widgets.field import Field
from tests.waiting import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.screen import Screen


class InviteForm(FormDialog[str, str]):
    """Two fields, of which one has a rule."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.take, title="Benutzer einladen", verb="Einladung absenden")

    def compose_form(self) -> ComposeResult:
        """The fields."""
        yield Field("E-Mail-Adresse", name="email", rule=check_email)
        yield Field("Vorname", name="first_name")

    def values(self) -> str:
        """The address."""
        return self.query_one("#email", Field).value


class Desk:
    """Where forms are handed in; answers when told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.open = asyncio.Event()
        self.refusal: Exception | None = None

    async def take(self, value: str) -> str:
        """Take `value`, answer it back or refuse."""
        self.taken.append(value)
        await self.open.wait()
        if self.refusal is not None:
            raise self.refusal
        return value


class Room(App[None]):
    """Opens one dialog and keeps what it returned."""

    def __init__(self, dialog: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self.dialog = dialog
        self.results: list[object] = []

    def on_mount(self) -> None:
        """Open it."""
        self.push_screen(self.dialog(), self.results.append)


async def fill(pilot: Pilot[None], address: str = "tim@muster.example") -> InviteForm:
    """Type `address` and a name; the focus ends in the second field."""
    await pilot.press(*address, "enter", *"Tim")
    form = pilot.app.screen
    assert isinstance(form, InviteForm)
    return form


async def test_enter_goes_on_and_submits_on_the_last_field() -> None:
    """The whole form without any other key."""
    desk = Desk()
    desk.open.set()
    app = Room(lambda: InviteForm(desk))
    async with app.run_test() as pilot:
        await fill(pilot)
        assert desk.taken == []
        await pilot.press("enter")
        await settle(pilot)
        assert app.results == ["tim@muster.example"]


async def test_a_wrong_field_is_focused_and_nothing_is_submitted() -> None:
    """The first of those that are wrong."""
    desk = Desk()
    async with Room(lambda: InviteForm(desk)).run_test() as pilot:
        form = await fill(pilot, "tim")
        await pilot.press("ctrl+s")
        assert desk.taken == []
        assert pilot.app.focused is form.query_one("#email", Field).input


@pytest.mark.parametrize("way", ["ctrl+s", "enter", "click"])
async def test_a_second_submission_while_the_first_runs_changes_nothing(way: str) -> None:
    """By key or mouse; the result comes once."""
    desk = Desk()
    app = Room(lambda: InviteForm(desk))
    async with app.run_test() as pilot:
        await fill(pilot)
        for _ in range(3):
            await (pilot.click("#submit") if way == "click" else pilot.press(way))
        assert desk.taken == ["tim@muster.example"]
        desk.open.set()
        await settle(pilot)
        assert app.results == ["tim@muster.example"]


async def test_a_cancel_does_not_overtake_a_submission() -> None:
    """Escape waits for the answer; so does the button."""
    desk = Desk()
    app = Room(lambda: InviteForm(desk))
    async with app.run_test() as pilot:
        form = await fill(pilot)
        await pilot.press("ctrl+s", "escape")
        assert pilot.app.screen is form
        assert "Bitte warten" in (form.query_one(".dialog").border_subtitle or "")
        assert all(button.disabled for button in form.query(Button))
        desk.open.set()
        await settle(pilot)
        assert app.results == ["tim@muster.example"]


async def test_a_refusal_lands_at_its_field_with_everything_kept() -> None:
    """And the form can be handed in again."""
    desk = Desk()
    desk.refusal = Invalid("Ist bereits Mitglied.", "email")
    desk.open.set()
    app = Room(lambda: InviteForm(desk))
    async with app.run_test() as pilot:
        form = await fill(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        email, first_name = form.query(Field)
        assert (email.error, email.value) == ("Ist bereits Mitglied.", "tim@muster.example")
        assert first_name.value == "Tim"
        assert pilot.app.focused is email.input
        desk.refusal = None
        await pilot.press("backspace", "e", "ctrl+s")
        await settle(pilot)
        assert app.results == ["tim@muster.example"]


async def test_a_refusal_of_the_whole_stands_above_the_buttons() -> None:
    """Until the next try."""
    desk = Desk()
    desk.refusal = Unavailable("Die Datenbank ist beschäftigt.")
    desk.open.set()
    async with Room(lambda: InviteForm(desk)).run_test() as pilot:
        form = await fill(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        line = form.query_one(".dialog--error", Static)
        assert str(line.content) == "Die Datenbank ist beschäftigt."
        assert line.region.height == 1
        assert line.region.bottom <= form.query_one("#submit").region.y


async def test_escape_leaves_an_untouched_form_at_once_and_no_worker() -> None:
    """`None` means cancelled."""
    app = Room(lambda: InviteForm(Desk()))
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert app.results == [None]
        assert not list(app.workers)


async def test_escape_asks_before_it_throws_typed_text_away() -> None:
    """No keeps it, yes leaves; no worker stays behind."""
    app = Room(lambda: InviteForm(Desk()))
    async with app.run_test() as pilot:
        form = await fill(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Confirm)
        assert form.query_one("#first_name", Field).value == "Tim"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("right", "enter")
        await pilot.pause()
        assert app.results == [None]
        assert not list(app.workers)


async def test_a_small_terminal_shows_the_focused_field_and_the_buttons() -> None:
    """80x24 and below: the form scrolls, its foot stays."""

    class LongForm(InviteForm):
        def compose_form(self) -> ComposeResult:
            """More fields than fit."""
            for number in range(8):
                yield Field(f"Feld {number}", name=f"field_{number}")

    app = Room(lambda: LongForm(Desk()))
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.press(*["enter"] * 7)
        await pilot.pause()
        last = app.screen.query_one("#field_7", Field)
        foot = app.screen.query_one(".dialog--foot")
        assert app.focused is last.input
        assert last.region.y >= 0
        assert last.region.bottom <= foot.region.y
        assert foot.region.bottom <= 16


QUESTION = "Benutzer [bold]wirklich[/] entfernen?"


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], False),
        (["escape"], False),
        (["right", "enter"], True),
        (["tab", "enter"], True),
        (["right", "left", "enter"], False),
    ],
)
async def test_no_is_the_default_of_a_question(keys: list[str], answer: bool) -> None:
    """The button that does it has to be gone to."""
    app = Room(lambda: Confirm(QUESTION, title="Entfernen?", yes="Benutzer entfernen"))
    async with app.run_test() as pilot:
        assert app.focused is app.screen.query_one("#no")
        await pilot.press(*keys)
        await pilot.pause()
        assert app.results == [answer]


async def test_a_question_shows_data_literally() -> None:
    """A name in it is no markup."""
    app = Room(lambda: Confirm(QUESTION, title="[x]", yes="[/nope]"))
    async with app.run_test():
        assert str(app.screen.query_one("#question", Static).render()) == QUESTION
        assert str(app.screen.query_one("#yes", Button).label) == "[/nope]"
