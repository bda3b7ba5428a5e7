"""The one line for a window too small for anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from tcm_tui.i18n import _
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

LEAST: Final = Size(60, 16)
"""Columns and lines that the screens need."""


def too_small(size: Size) -> bool:
    """Whether the screens do not fit into `size`."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmall(Screen[None]):
    """Lies over everything until the window has grown; what is below stays as it is."""

    def __init__(self) -> None:
        super().__init__()
        self._leaving = False

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(txt(_("Fenster zu klein: mindestens 60 × 16 Zeichen.")), id="too-small")

    def on_resize(self, event: events.Resize) -> None:
        """Go when there is room."""
        self._leave(event.size)

    def on_screen_resume(self) -> None:
        """Go when the window grew while another screen lay over this one."""
        self._leave(self.app.size)

    def _leave(self, size: Size) -> None:
        if not too_small(size) and self.app.screen is self and not self._leaving:
            self._leaving = True  # growing and coming back to the front may happen at once
            self.dismiss()
