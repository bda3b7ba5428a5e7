"""The menu of a sectioned screen: a column at the left, a row where that would cost too much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tcm_tui.i18n import N_
from tcm_tui.widgets.tabs import TabBar


class SectionMenu(TabBar, can_focus=True):
    """The sections; arrow keys turn to another at once, Enter goes into it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "turn(-1)", show=False, id="section_menu.previous"),
        Binding("down,right", "turn(1)", show=False, id="section_menu.next"),
        Binding("enter", "go_in", N_("Öffnen"), id="section_menu.go_in"),
    ]

    @dataclass
    class Turned(Message):
        """Another section is wanted: so many steps down."""

        step: int

    class Chosen(Message):
        """The section in front is the one: go into it."""

    def action_turn(self, step: int) -> None:
        """Ask for the section `step` further."""
        self.post_message(self.Turned(step))

    def action_go_in(self) -> None:
        """Ask to go into the section in front."""
        self.post_message(self.Chosen())
