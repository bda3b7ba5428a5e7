"""A part of a screen that reads, and saves, on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from tcm_tui.screens.asks import Asks
from tcm_tui.widgets.field import FormField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.navigation import Topic


class Section(Asks, Container):
    """A part of a screen that saves what is filled in on its own.

    A subclass composes its content. What it shows is read by `refresh_data`, which is called when
    the section has been composed and whenever one comes back to it.
    """

    heading: ClassVar[str]
    """What the menu calls it, a German source."""
    brief: ClassVar[str] = ""
    """What the menu calls it where little room is, a German source; empty for the same."""
    topic: ClassVar[Topic | None] = None
    """What F1 speaks about while it is in front; None for what the screen is about."""

    _at_first: Sequence[object] | None = None
    """What was read or saved last; None until the section is composed."""

    def on_mount(self) -> None:
        """What is composed is what was there at first."""
        self.kept()

    def refresh_data(self) -> None:
        """Read again; what somebody is typing stays."""

    def focus_first(self) -> None:
        """Take the focus; the first that can have it."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return

    def typed(self) -> Sequence[object]:
        """What would be lost by leaving; extend it for more than fields."""
        return [field.state for field in self.query(FormField)]

    def kept(self) -> None:
        """What stands there now was read or saved: leaving loses nothing."""
        self._at_first = self.typed()

    @property
    def unsaved(self) -> bool:
        """Whether leaving would lose something."""
        return self._at_first is not None and list(self.typed()) != list(self._at_first)
