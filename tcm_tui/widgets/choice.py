"""A choice among few on one line („Benutzer ▾“); the list opens below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static

from tcm_tui.i18n import N_
from tcm_tui.widgets.open_list import OpenList, next_with_initial
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content
    from textual.geometry import Region

Value = TypeVar("Value")


class Choice(Static, Generic[Value], can_focus=True):
    """Shows what is chosen; Enter, Space, ↓ or a click open the list, a letter chooses at once.

    Args:
        options: Each value with what it is called.
        value: What is chosen at first; one of the options.
        label: Stands before it („Rolle: alle ▾“).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,down", "open", N_("Auswählen"), id="choice.open", show=False),
    ]
    DEFAULT_CSS = """
    Choice {
        width: auto;
        height: 1;
        pointer: pointer;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:hover { text-style: bold; }
        &:disabled { color: $text-disabled; }
    }
    """
    ALLOW_SELECT = False

    brief: reactive[bool] = reactive(False, layout=True)
    """Leave the label out."""

    @dataclass
    class Changed(Message):
        """Something else was chosen."""

        choice: Choice[Any]
        value: Any

        @property
        def control(self) -> Choice[Any]:
            """Where it was chosen."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[Value, str]],
        value: Value,
        *,
        label: str = "",
        name: str | None = None,
    ) -> None:
        super().__init__(name=name, id=name)
        self._values = [option for option, _called in options]
        self._labels = [called for _option, called in options]
        self._chosen = self._values.index(value)
        self._label = label

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self._values[self._chosen]

    @value.setter
    def value(self, value: Value) -> None:
        chosen = self._values.index(value)
        if chosen != self._chosen:
            self._chosen = chosen
            self.refresh(layout=True)
            self.post_message(self.Changed(self, value))

    def render(self) -> Content:
        """„Rolle: Benutzer ▾“."""
        before = f"{self._label}: " if self._label and not self.brief else ""
        return txt(f"{before}{self._labels[self._chosen]} ▾")

    def on_click(self) -> None:
        """Open the list, as Enter does."""
        self.action_open()

    def on_key(self, event: events.Key) -> None:
        """Choose the next option that begins with the letter typed."""
        if event.character is None or not event.character.isalpha():
            return
        event.stop()
        if (found := next_with_initial(self._labels, event.character, self._chosen)) is not None:
            self.value = self._values[found]

    def action_open(self) -> None:
        """Let the person choose in the list."""
        menu = ChoiceMenu(self._labels, self._chosen, self.region)

        def closed(chosen: int | None) -> None:
            if chosen is not None:
                self.value = self._values[chosen]
            menu.go_on()

        # At once, so that keys typed ahead find the list.
        self.app.push_screen(menu, closed)


class ChoiceMenu(OpenList[int]):
    """The open list: the position chosen, or `None` when it was left.

    Args:
        labels: What the options are called.
        chosen: Position of the one chosen so far.
        beside: The place on the screen it belongs to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Abbrechen"), id="choice.leave", show=False),
    ]

    def __init__(self, labels: Sequence[str], chosen: int, beside: Region) -> None:
        super().__init__(beside)
        self._labels = labels
        self._chosen = chosen

    def lines(self) -> Sequence[str]:
        """The labels."""
        return [f" {label} " for label in self._labels]

    def initials(self) -> Sequence[str]:
        """The labels."""
        return self._labels

    def first(self) -> int:
        """At the one chosen so far."""
        return self._chosen

    def action_take(self) -> None:
        """Close it with the option under the cursor, as Enter does."""
        self.dismiss(self.options.highlighted)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)
