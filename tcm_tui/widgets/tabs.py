"""The row of tabs: a digit, a label, one of them in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.containers import HorizontalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_ROOM: Final = 2
"""Cells left free on each side of a whole name."""


@dataclass(frozen=True)
class TabLabel:
    """What a tab shows: its digit is its key.

    Args:
        digit: Stands before it.
        text: What it is called.
        short: What it is called where not all names fit beside each other; empty for the same.
    """

    digit: int
    text: str
    short: str = ""

    def words(self, *, brief: bool = False) -> str:
        """„4 Zweiter Faktor“, or briefly „4 Faktor“."""
        return f"{self.digit} {self.short if brief and self.short else self.text}"


class Tab(Static):
    """One tab."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        """It was chosen with the mouse."""

        digit: int

    def __init__(self, label: TabLabel) -> None:
        super().__init__(txt(label.words()))
        self.label = label
        self.digit = label.digit

    def shorten(self, *, brief: bool) -> None:
        """Show the short name, or the whole one."""
        self.update(txt(self.label.words(brief=brief)))

    def on_click(self) -> None:
        """Tell which one."""
        self.post_message(self.Clicked(self.digit))


class TabBar(HorizontalScroll, can_focus=False):
    """The tabs: with short names where the whole ones do not fit, and „…“ where there are more."""

    DEFAULT_CSS = """
    TabBar {
        height: 1; background: $panel; scrollbar-size: 0 0;
        & Tab { width: auto; padding: 0 2; color: $text-muted; }
        &.-brief Tab { padding: 0 1; }
        & Tab:hover { color: $foreground; }
        & Tab.-front { background: $background; color: $text-primary; text-style: bold; }
        & .tabs--more { width: 1; color: $text-muted; display: none; }
        & #tabs-before { dock: left; }
        & #tabs-after { dock: right; }
        &.-before #tabs-before, &.-after #tabs-after { display: block; }
    }
    """

    front: reactive[int] = reactive(0, init=False)
    """Digit of the tab in front."""

    def __init__(self, labels: Sequence[TabLabel]) -> None:
        super().__init__()
        self._labels = labels

    def compose(self) -> ComposeResult:
        """A tab each, between the signs that there are more."""
        yield Static("…", id="tabs-before", classes="tabs--more")
        for label in self._labels:
            yield Tab(label)
        yield Static("…", id="tabs-after", classes="tabs--more")

    def on_resize(self) -> None:
        """Use the short names where the whole ones do not fit beside each other."""
        brief = self.in_row and self._whole() > self.size.width
        if brief != self.has_class("-brief"):
            self.set_class(brief, "-brief")
            for tab in self.query(Tab):
                tab.shorten(brief=brief)
        self.call_after_refresh(self._show_front)

    @property
    def in_row(self) -> bool:
        """Whether the tabs stand beside each other, not below."""
        return self.styles.layout is None or self.styles.layout.name == "horizontal"

    def watch_front(self, digit: int) -> None:
        """Bring it to the front, and into view."""
        for tab in self.query(Tab):
            tab.set_class(tab.digit == digit, "-front")
        self._show_front()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Show on which side there are more."""
        super().watch_scroll_x(old_value, new_value)
        self._show_more()

    def _show_front(self) -> None:
        for tab in self.query(Tab):
            if tab.digit == self.front:
                tab.scroll_visible(animate=False)
        self._show_more()

    def _show_more(self) -> None:
        self.set_class(self.in_row and self.scroll_x > 0, "-before")
        self.set_class(self.in_row and self.scroll_x < self.max_scroll_x, "-after")

    def _whole(self) -> int:
        """Cells that the whole names take."""
        return sum(txt(label.words()).cell_length + 2 * _ROOM for label in self._labels)
