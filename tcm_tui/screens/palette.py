"""The palette: every place, every action allowed here, and people, by name."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.calm_focus import CalmFocus
from tcm_tui.widgets.field_input import BareInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

TYPING_PAUSE: Final = 0.15
"""Seconds without a key before people are looked for."""
_TYPED_MAX: Final = 100
_HINT_AT: Final = 28
"""Column of keys and addresses."""


@dataclass(frozen=True)
class Command:
    """A line of the palette.

    Args:
        label: What it is called, in the language in use.
        run: What choosing it does, once the palette has closed.
        hint: Shown at its right, such as its key.
        aliases: Other words it is found by.
    """

    label: str
    run: Callable[[], object]
    hint: str = ""
    aliases: str = ""

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every one of `words`, sort keys, is in it."""
        text = sort_key(f"{self.label} {self.aliases}")
        return all(word in text for word in words)


class Palette(CalmFocus, ModalScreen[Command | None]):
    """Typing narrows the list down; Enter chooses, Escape closes.

    Args:
        commands: Places and actions.
        people: Finds people by name; None for those who may not see any.
        asks: What may be typed, as long as nothing is.
    """

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+p", "leave", N_("Schließen"), id="palette.leave", show=False),
        Binding("down", "move(1)", N_("Hinunter"), id="palette.down", show=False, priority=True),
        Binding("up", "move(-1)", N_("Hinauf"), id="palette.up", show=False, priority=True),
    ]

    def __init__(
        self,
        commands: Sequence[Command],
        people: Callable[[str], Awaitable[list[Command]]] | None,
        asks: str,
    ) -> None:
        super().__init__()
        self._asks = asks
        self._commands = commands
        self._people = people
        self._shown: list[Command] = []

    def compose(self) -> ComposeResult:
        """The line to type in, what was found, and what to say when nothing was."""
        with Vertical(id="palette", classes="box"):
            yield BareInput(placeholder=self._asks, max_length=_TYPED_MAX)
            yield OptionList(id="palette-list", markup=False)
            yield Static(txt(_("Nichts gefunden. Versuchen Sie ein anderes Wort.")), id="nothing")

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(OptionList).can_focus = False
        self._show(list(self._commands))

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def action_move(self, step: int) -> None:
        """Move the mark in the list while the cursor stays in the line."""
        found = self.query_one(OptionList)
        if step > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        words = sort_key(event.value).split()
        self._show([one for one in self._commands if one.matches(words)])
        if self._people is not None:
            self._look_for_people(event.value.strip())

    @work(group="load", exclusive=True)
    async def _look_for_people(self, search: str) -> None:
        if not search or self._people is None:
            return
        await asyncio.sleep(TYPING_PAUSE)
        if found := await self._people(search):
            self._show([*self._shown, *found])

    def _show(self, commands: list[Command]) -> None:
        self._shown = commands
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options([Option(_line(one)) for one in commands])
        found.highlighted = 0 if commands else None
        found.display = bool(commands)
        self.query_one("#nothing").display = not commands

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._shown[at])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._shown[event.option_index])


def _line(command: Command) -> Content:
    label = txt(f" {command.label}")
    gap = max(2, _HINT_AT - label.cell_length) if command.hint else 0
    return Content.assemble(label, " " * gap, (command.hint, "$text-muted"))
