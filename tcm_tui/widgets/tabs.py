"""The row of tabs: a digit, a label, one of them in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import HorizontalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


@dataclass(frozen=True)
class TabLabel:
    """What a tab shows: its digit is its key."""

    digit: int
    text: str


class Tab(Static):
    """One tab."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """It was chosen with the mouse."""

        digit: int

    def __init__(self, label: TabLabel) -> None:
        super().__init__(txt(f"{label.digit} {label.text}"))
        self.digit = label.digit

    def on_click(self) -> None:
        """Tell which one."""
        self.post_message(self.Clicked(self.digit))


class TabBar(HorizontalScroll, can_focus=False):
    """The tabs; scrolls to the one in front where they do not fit."""

    DEFAULT_CSS = """
    TabBar {
        height: 1; background: $panel; scrollbar-size: 0 0;
        & Tab { width: auto; padding: 0 2; color: $text-muted; }
        & Tab:hover { color: $foreground; }
        & Tab.-front { background: $background; color: $text-primary; text-style: bold; }
    }
    """

    front: reactive[int] = reactive(0, init=False)
    """Digit of the tab in front."""

    def __init__(self, labels: Sequence[TabLabel]) -> None:
        super().__init__()
        self._labels = labels

    def compose(self) -> ComposeResult:
        """A tab each."""
        for label in self._labels:
            yield Tab(label)

    def watch_front(self, digit: int) -> None:
        """Bring it to the front, and into view."""
        for tab in self.query(Tab):
            tab.set_class(tab.digit == digit, "-front")
            if tab.digit == digit:
                tab.scroll_visible(animate=False)
