"""A sentence to agree to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.i18n import N_
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.geometry import Size

_BOX: Final = 4
"""Cells that „[✓] “ takes."""


class Tick(Static, can_focus=True):
    """A box to tick whose sign does not rely on colour; Space ticks, Enter moves on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", N_("Ankreuzen"), id="tick.tick", show=False),
        Binding("enter", "submit", N_("Weiter"), id="tick.submit", show=False),
    ]
    ALLOW_SELECT = False

    value: reactive[bool] = reactive(False, init=False)
    """Whether it is ticked."""

    @dataclass
    class Changed(Message):
        """It was ticked or unticked."""

        tick: Tick

        @property
        def control(self) -> Tick:
            """The box it happened to."""
            return self.tick

    @dataclass
    class Submitted(Message):
        """Enter was pressed on it."""

        tick: Tick

        @property
        def control(self) -> Tick:
            """The box it happened to."""
            return self.tick

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label

    def render(self) -> Content:
        """The box and what it stands for, further lines below its first word."""
        box = txt(f"[{'✓' if self.value else ' '}] ")
        return box + txt("\n" + " " * _BOX).join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """The lines that `render` makes of the label."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        return txt(self._label).wrap(max(1, width - _BOX))

    def watch_value(self) -> None:
        """Tell the field."""
        self.post_message(self.Changed(self))

    def on_click(self) -> None:
        """A click ticks as Space does."""
        self.action_tick()

    def action_tick(self) -> None:
        """Tick or untick."""
        self.value = not self.value

    def action_submit(self) -> None:
        """On to the next field."""
        self.post_message(self.Submitted(self))


class TickField(FormField):
    """A sentence to agree to, with a line for what is wrong.

    Args:
        label: The sentence.
        name: The domain's name of the field, which `DomainError.field` uses.
        rule: Given whether it is ticked, raises a DomainError when that is not enough.
    """

    DEFAULT_CSS = """
    TickField {
        & Tick { padding: 0 2; height: auto; }
        & Tick:focus { background: $block-cursor-blurred-background; text-style: bold; }
        &.-invalid Tick { color: $text-error; }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        name: str,
        rule: Callable[[bool], object] | None = None,
    ) -> None:
        self.tick = Tick(label)
        super().__init__(self.tick, name=name)
        self._rule = rule

    def compose(self) -> ComposeResult:
        """The box, the line."""
        yield self.tick
        yield self._line

    @property
    def value(self) -> bool:
        """Whether it is ticked."""
        return self.tick.value

    @property
    def state(self) -> object:
        """Whether it is ticked."""
        return self.value

    def check(self) -> None:
        """Run the rule.

        Raises:
            DomainError: It is not ticked and must be.
        """
        if self._rule is not None:
            self._rule(self.value)

    @on(Tick.Changed)
    def _ticked(self, event: Tick.Changed) -> None:
        event.stop()
        self.changed()

    @on(Tick.Submitted)
    def _enter(self, event: Tick.Submitted) -> None:
        event.stop()
        self.submitted()
