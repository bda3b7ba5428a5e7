"""The two directions of „Apps zuweisen“, and which of them is in front."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.i18n import N_, _

if TYPE_CHECKING:
    from textual import events


class Direction(StrEnum):
    """From whom or what one begins."""

    BY_PEOPLE = "by-people"
    BY_APP = "by-app"

    @property
    def other(self) -> Direction:
        """The other one."""
        return Direction.BY_APP if self is Direction.BY_PEOPLE else Direction.BY_PEOPLE


_LABELS: Final = {
    Direction.BY_PEOPLE: N_("Benutzer → Apps"),
    Direction.BY_APP: N_("Apps → Benutzer"),
}
_GAP: Final = "   "


class Directions(Static):
    """Both, the one in front marked; a click chooses."""

    DEFAULT_CSS = """
    Directions { width: auto; height: 1; pointer: pointer; }
    """
    ALLOW_SELECT = False

    value: reactive[Direction] = reactive(Direction.BY_PEOPLE, init=False, layout=True)
    """The one in front."""

    @dataclass
    class Chosen(Message):
        """Another one is wanted."""

        direction: Direction

    def render(self) -> Content:
        """„● Benutzer → Apps   ○ Apps → Benutzer“."""
        return Content(_GAP).join(
            Content.styled(_text(one, chosen=one is self.value), self._style(one))
            for one in Direction
        )

    def _style(self, one: Direction) -> str:
        return "bold" if one is self.value else "$text-muted"

    def on_click(self, event: events.Click) -> None:
        """Choose the one that was clicked."""
        end = Content(_text(Direction.BY_PEOPLE, chosen=True)).cell_length
        wanted = Direction.BY_PEOPLE if event.x <= end else Direction.BY_APP
        if wanted is not self.value:
            self.post_message(self.Chosen(wanted))


def _text(one: Direction, *, chosen: bool) -> str:
    return f"{'●' if chosen else '○'} {_(_LABELS[one])}"
