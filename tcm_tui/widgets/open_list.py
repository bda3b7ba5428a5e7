"""The list that a choice opens below its line, whether one or several of it can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tcm_tui.domain.text import sort_key
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Region

_FRAME: Final = 2
"""Cells that the border of the list takes in each direction."""
_STEPS: Final = {"tab": 1, "shift+tab": -1}
"""The keys that leave an open list for another field, as they leave any field."""


def next_with_initial(labels: Sequence[str], letter: str, after: int) -> int | None:
    """The next of `labels` behind `after` that begins with `letter`, round the end."""
    wanted = sort_key(letter)
    order = [*range(after + 1, len(labels)), *range(after + 1)]
    return next((n for n in order if sort_key(labels[n]).startswith(wanted)), None)


class OpenList(ModalScreen[ScreenResultType | None]):
    """Options over the screen, beside the line they belong to; a click elsewhere closes it.

    A subclass gives `lines`, `initials` and `first`.

    Args:
        beside: The place on the screen it belongs to.
    """

    DEFAULT_CSS = """
    OpenList {
        background: transparent;
        & OptionList {
            position: absolute;
            height: auto;
            padding: 0;
            background: $panel;
            border: round $border;
            &:focus { border: round $border; }
        }
    }
    """

    def __init__(self, beside: Region) -> None:
        super().__init__()
        self._beside = beside
        self.step = 0
        """Where one goes from here: 1 for the field behind it, -1 for the one before it."""

    def lines(self) -> Sequence[str]:
        """What the options say now."""
        raise NotImplementedError

    def initials(self) -> Sequence[str]:
        """What a letter typed is compared with, an option each."""
        raise NotImplementedError

    def first(self) -> int:
        """Where the list begins."""
        raise NotImplementedError

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def compose(self) -> ComposeResult:
        """The list."""
        yield OptionList(*(Option(txt(line)) for line in self.lines()))

    def on_mount(self) -> None:
        """Place the list below its line, or above where there is no room."""
        options, lines, screen = self.options, self.lines(), self.app.size
        self.set_focus(options)
        options.highlighted = self.first()
        width = max(txt(line).cell_length for line in lines) + _FRAME
        height = min(len(lines) + _FRAME, screen.height)
        options.styles.width = width
        options.styles.max_height = height
        below = self._beside.bottom + height <= screen.height
        y = self._beside.bottom if below else max(0, self._beside.y - height)
        options.styles.offset = (max(0, min(self._beside.x, screen.width - width)), y)

    def on_key(self, event: events.Key) -> None:
        """Tab goes on to the next field; a letter to the next option that begins with it."""
        if event.key in _STEPS:
            event.stop()
            event.prevent_default()
            self.step = _STEPS[event.key]
            self.action_take()
            return
        if event.character is None or not event.character.isalpha():
            return
        before = self.options.highlighted or 0
        found = next_with_initial(self.initials(), event.character, before)
        if found is not None:
            self.options.highlighted = found

    def on_click(self, event: events.Click) -> None:
        """A click beside the list closes it."""
        if event.widget is self:
            self.action_leave()

    def action_leave(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_take(self) -> None:
        """Close it with what is under the cursor; a subclass may have something to return."""
        self.action_leave()

    def go_on(self) -> None:
        """Closed by Tab, move to the field after its line, or before it."""
        if self.step > 0:
            self.app.screen.focus_next()
        elif self.step < 0:
            self.app.screen.focus_previous()
