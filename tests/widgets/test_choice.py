"""A choice on one line: with keys, letters and the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import Container
from textual.widgets import Input, OptionList

from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.widgets.choice import Choice, ChoiceMenu

if TYPE_CHECKING:
    from textual.app import ComposeResult

ROLES = [(role, role_label(role)) for role in Role]


class Room(App[None]):
    """One choice, near the lower edge."""

    CSS = "Container { align: right bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice(ROLES, Role.USER, label="Rolle")
        self.chosen: list[Role] = []

    def compose(self) -> ComposeResult:
        """The choice."""
        with Container():
            yield self.choice

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Keep what was chosen."""
        self.chosen.append(event.value)


class Form(Room):
    """The choice between two fields."""

    def compose(self) -> ComposeResult:
        """Field, choice, field."""
        yield Input()
        yield self.choice
        yield Input()


async def test_enter_opens_and_arrows_choose() -> None:
    """The line then shows what was chosen."""
    app = Room()
    async with app.run_test() as pilot:
        assert str(app.choice.render()) == "Rolle: Benutzer ▾"
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert app.chosen == [Role.BILLING_ADMIN]
        assert str(app.choice.render()) == "Rolle: Rechnungsadministrator ▾"


async def test_escape_changes_nothing_and_leaves_no_worker() -> None:
    """And gives the focus back."""
    app = Room()
    async with app.run_test() as pilot:
        await pilot.press("space", "down", "escape")
        await pilot.pause()
        assert (app.chosen, app.focused) == ([], app.choice)
        assert not [worker for worker in app.workers if worker.is_running]


async def test_tab_takes_what_is_under_the_cursor_and_goes_on() -> None:
    """Forwards and backwards, as from every field of a form."""
    app = Form()
    async with app.run_test() as pilot:
        before, after = app.query(Input)
        app.choice.focus()
        await pilot.press("enter", "down", "tab")
        await pilot.pause()
        assert app.chosen == [Role.BILLING_ADMIN]
        assert app.focused is after
        app.choice.focus()
        await pilot.press("enter", "shift+tab")
        await pilot.pause()
        assert app.chosen == [Role.BILLING_ADMIN]
        assert app.focused is before


async def test_letters_choose_with_and_without_the_list() -> None:
    """The next that begins with it, round the end."""
    app = Room()
    async with app.run_test() as pilot:
        await pilot.press("u")
        assert app.chosen == [Role.COMPANY_ADMIN]
        await pilot.press("enter", "r", "enter")
        await pilot.pause()
        assert app.chosen == [Role.COMPANY_ADMIN, Role.BILLING_ADMIN]


async def test_the_mouse_opens_chooses_and_leaves() -> None:
    """A click beside the list closes it."""
    app = Room()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Choice)
        assert isinstance(app.screen, ChoiceMenu)
        await pilot.click(offset=(1, 1))
        assert app.chosen == []
        await pilot.click(Choice)
        await pilot.click(OptionList, offset=(3, 3))
        await pilot.pause()
        assert app.chosen == [Role.COMPANY_ADMIN]


async def test_the_list_stays_on_the_screen() -> None:
    """Where there is no room below, it opens above."""
    app = Room()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        region = app.screen.query_one(OptionList).region
        assert app.screen.region.contains_region(region)
        assert region.bottom <= app.choice.region.y
