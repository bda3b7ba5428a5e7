"""One of a few, all of them in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App

from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.radio import RadioField, RadioList

if TYPE_CHECKING:
    from textual.app import ComposeResult

OPTIONS = [(1, "Kurz"), (2, "Etwas länger als eine Zeile"), (3, "[b]Wörtlich")]


class Room(App[None]):
    """Three options, the second longer than a line."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        """They alone."""
        yield RadioField(OPTIONS, 1, name="length")

    @property
    def value(self) -> object:
        """What is chosen."""
        return self.query_one(RadioField).value

    @on(FormField.Changed)
    @on(FormField.Submitted)
    def note(self, event: FormField.Changed | FormField.Submitted) -> None:
        """Remember what came."""
        self.heard.append(type(event).__name__)


def seen(app: App[None]) -> list[str]:
    """What stands on the screen."""
    strips = app.screen._compositor.render_strips()
    return [line for strip in strips if (line := strip.text.rstrip())]


async def test_a_sign_tells_what_is_chosen_and_texts_are_literal() -> None:
    """Further lines begin below the first word; what looks like markup is text."""
    app = Room()
    async with app.run_test(size=(24, 8)) as pilot:
        assert seen(app) == [
            "  ● Kurz",
            "  ○ Etwas länger als",
            "    eine Zeile",
            "  ○ [b]Wörtlich",
        ]
        await pilot.press("down")
        assert seen(app)[:2] == ["  ○ Kurz", "  ● Etwas länger als"]


async def test_arrows_choose_and_stay_at_the_ends() -> None:
    """Each choice is told once; Enter moves on."""
    app = Room()
    async with app.run_test(size=(24, 8)) as pilot:
        await pilot.press("up")
        assert (app.value, app.heard) == (1, [])
        await pilot.press("down", "down", "down", "enter")
        assert (app.value, app.heard) == (3, ["Changed", "Changed", "Submitted"])
        app.query_one(RadioList).value = 2
        await pilot.pause()
        assert app.heard[3:] == ["Changed"]


async def test_a_click_on_any_line_of_an_option_chooses_it() -> None:
    """Not the one that stands so many lines down."""
    app = Room()
    async with app.run_test(size=(24, 8)) as pilot:
        for line, value in ((2, 2), (3, 3), (0, 1), (1, 2)):
            await pilot.click(RadioList, offset=(6, line))
            assert app.value == value, line


async def test_something_else_can_be_offered() -> None:
    """With what shall be chosen of it; nobody is told, who offers knows."""
    app = Room()
    async with app.run_test(size=(24, 8)) as pilot:
        app.query_one(RadioField).offer([(7, "Sieben"), (8, "Acht")], 8)
        await pilot.pause()
        assert seen(app) == ["  ○ Sieben", "  ● Acht"]
        assert (app.value, app.heard) == (8, [])
        await pilot.press("up")
        assert (app.value, app.heard) == (7, ["Changed"])
