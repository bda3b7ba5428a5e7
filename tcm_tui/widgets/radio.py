"""One of a few, all of them in view: „● Standard …“, „○ Mittel …“, a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from tcm_tui.i18n import N_
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.geometry import Size

Value = TypeVar("Value")

_MARKS: Final = {True: "● ", False: "○ "}
_MARK: Final = 2
"""Cells that a mark takes."""


class RadioList(Static, Generic[Value], can_focus=True):
    """All options below each other; arrow keys and clicks choose, Enter moves on.

    Args:
        options: Each value with what it is called.
        value: What is chosen at first; one of the options.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", N_("Auswählen"), id="radio.previous", show=False),
        Binding("down", "choose(1)", N_("Auswählen"), id="radio.next", show=False),
        Binding("enter", "submit", N_("Weiter"), id="radio.submit", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"radio-list--chosen"}
    DEFAULT_CSS = """
    RadioList {
        height: auto;
        padding: 0 2;
        pointer: pointer;
        & > .radio-list--chosen { text-style: bold; }
        &:focus > .radio-list--chosen {
            background: $block-cursor-background; color: $block-cursor-foreground;
        }
    }
    """
    ALLOW_SELECT = False

    @dataclass
    class Changed(Message):
        """Something else was chosen."""

        radio: RadioList[Any]

        @property
        def control(self) -> RadioList[Any]:
            """Where it was chosen."""
            return self.radio

    @dataclass
    class Submitted(Message):
        """Enter was pressed on it."""

        radio: RadioList[Any]

        @property
        def control(self) -> RadioList[Any]:
            """Where it was pressed."""
            return self.radio

    def __init__(self, options: Sequence[tuple[Value, str]], value: Value) -> None:
        super().__init__()
        self._values = [option for option, _called in options]
        self._labels = [called for _option, called in options]
        self._chosen = self._values.index(value)

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self._values[self._chosen]

    @value.setter
    def value(self, value: Value) -> None:
        chosen = self._values.index(value)
        if chosen != self._chosen:
            self._chosen = chosen
            self.refresh()
            self.post_message(self.Changed(self))

    def offer(self, options: Sequence[tuple[Value, str]], value: Value) -> None:
        """Offer something else, with `value` chosen; nobody is told, who offers knows."""
        self._values = [option for option, _called in options]
        self._labels = [called for _option, called in options]
        self._chosen = self._values.index(value)
        self.refresh(layout=True)

    def render(self) -> Content:
        """A line for each, further lines of it below its first word."""
        style = self.get_visual_style("radio-list--chosen")
        options = []
        for position, lines in enumerate(self._lines(self.content_size.width)):
            chosen = position == self._chosen
            option = txt(_MARKS[chosen]) + txt("\n" + " " * _MARK).join(lines)
            options.append(option.stylize(style) if chosen else option)
        return txt("\n").join(options)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """The lines that `render` makes of the labels."""
        return sum(len(lines) for lines in self._lines(width))

    def on_focus(self) -> None:
        """What is chosen looks different."""
        self.refresh()

    def on_blur(self) -> None:
        """What is chosen looks different."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        below = event.get_content_offset_capture(self).y
        for position, lines in enumerate(self._lines(self.content_size.width)):
            if 0 <= below < len(lines):
                self.value = self._values[position]
            below -= len(lines)

    def action_choose(self, step: int) -> None:
        """Choose the option `step` further; at an end that one stays."""
        chosen = max(0, min(len(self._values) - 1, self._chosen + step))
        self.value = self._values[chosen]

    def action_submit(self) -> None:
        """On to the next field."""
        self.post_message(self.Submitted(self))

    def _lines(self, width: int) -> list[list[Content]]:
        return [txt(label).wrap(max(1, width - _MARK)) for label in self._labels]


class RadioField(FormField):
    """A choice of one as a field of a form, without a label: what it is about stands above it.

    Args:
        options: Each value with what it is called.
        value: What is chosen at first; one of the options.
        name: The domain's name of the field, which `DomainError.field` uses.
    """

    def __init__(self, options: Sequence[tuple[Any, str]], value: object, *, name: str) -> None:
        self.radio: RadioList[Any] = RadioList(options, value)
        super().__init__(self.radio, name=name)

    def compose(self) -> ComposeResult:
        """The options, the line."""
        yield self.radio
        yield self._line

    @property
    def value(self) -> Any:  # noqa: ANN401 - whatever the options are
        """What is chosen."""
        return self.radio.value

    def offer(self, options: Sequence[tuple[Any, str]], value: object) -> None:
        """Offer something else, with `value` chosen."""
        self.radio.offer(options, value)

    @property
    def state(self) -> object:
        """What is chosen."""
        return self.value

    @on(RadioList.Changed)
    def _chosen(self, event: RadioList.Changed) -> None:
        event.stop()
        self.changed()

    @on(RadioList.Submitted)
    def _enter(self, event: RadioList.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self))
