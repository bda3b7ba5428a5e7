"""A choice of several on one line: with keys, letters and the mouse."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.widgets import Input, OptionList

from tcm_tui.widgets.multi_choice import MultiChoice, MultiMenu

FRUIT = [("a", "● Apfel"), ("b", "○ Birne"), ("k", "! Kirsche")]


class Room(App[None]):
    """One choice, near the lower edge."""

    CSS = "Container { align: right bottom; }"

    def __init__(self) -> None:
        super().__init__()
        self.choice = MultiChoice(FRUIT, label="Obst", name="fruit")
        self.chosen: list[frozenset[str]] = []

    def compose(self) -> ComposeResult:
        """The choice."""
        with Container():
            yield self.choice

    def on_multi_choice_changed(self, event: MultiChoice.Changed) -> None:
        """Keep what was chosen."""
        self.chosen.append(event.values)


async def test_space_ticks_and_enter_ticks_and_closes() -> None:
    """Each tick counts at once; a letter goes to a word behind its sign."""
    app = Room()
    async with app.run_test() as pilot:
        assert str(app.choice.render()) == "Obst: alle ▾"
        await pilot.press("enter", "k", "space", "b", "enter")
        await pilot.pause()
        assert app.chosen == [frozenset("k"), frozenset("kb")]
        assert str(app.choice.render()) == "Obst: ○ Birne +1 ▾"
        assert app.focused is app.choice
        app.choice.brief = True
        assert str(app.choice.render()) == "○ Birne +1 ▾"


async def test_tab_closes_the_list_and_goes_on() -> None:
    """Nothing is ticked by leaving."""
    app = Room()
    async with app.run_test() as pilot:
        after = Input()
        await app.mount(after)
        app.choice.focus()
        await pilot.press("enter", "down", "tab")
        await pilot.pause()
        assert app.choice.values == frozenset()
        assert app.focused is after


async def test_ticks_are_shown_and_taken_back() -> None:
    """„alle“ is ticked when nothing else is."""
    app = Room()
    async with app.run_test() as pilot:
        await pilot.press("space", "down", "space")
        options = app.screen.query_one(OptionList)
        shown = [str(options.get_option_at_index(at).prompt) for at in range(4)]
        assert shown == ["   alle ", " ✓ ● Apfel ", "   ○ Birne ", "   ! Kirsche "]
        await pilot.press("space")
        assert str(options.get_option_at_index(0).prompt) == " ✓ alle "
        await pilot.press("escape")
        await pilot.pause()
        assert app.choice.values == frozenset()


async def test_the_list_stays_on_the_screen() -> None:
    """In the lower right corner it opens above; a click beside it closes it."""
    app = Room()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(app.choice)
        assert isinstance(app.screen, MultiMenu)
        region = app.screen.query_one(OptionList).region
        assert region.bottom <= app.choice.region.y
        assert region.right <= app.size.width
        await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert app.screen.query(MultiChoice)
        assert app.chosen == []


async def test_other_options_keep_what_is_still_among_them() -> None:
    """Read anew, the list has other fruit; one that is gone is wanted no more."""
    app = Room()
    async with app.run_test() as pilot:
        app.choice.want(["b", "k", "x"])
        app.choice.offer([("b", "○ Birne"), ("p", "Pflaume")])
        await pilot.pause()
        assert app.chosen == [frozenset("bk"), frozenset("b")]
        assert str(app.choice.render()) == "Obst: ○ Birne ▾"


async def test_what_nothing_chosen_means_may_be_less_than_all() -> None:
    """Then all of them one by one are something else than that."""
    app = Room()
    app.choice = MultiChoice(FRUIT, label="Obst", name="fruit", otherwise="frisch")
    async with app.run_test() as pilot:
        assert str(app.choice.render()) == "Obst: frisch ▾"
        await pilot.press("enter", *["down", "space"] * 3, "escape")
        await pilot.pause()
        assert app.choice.values == frozenset("abk")
