"""The box „Neuigkeiten“: scrolls, and reads older lines when it comes near their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from rich.segment import Segment
from textual import work
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import N_, _
from tcm_tui.screens.administration.overview.feed_lines import FeedLine, feed_lines
from tcm_tui.widgets.key_bar import read_again_text
from tcm_tui.widgets.record_columns import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from rich.style import Style
    from textual.binding import BindingType

    from tcm_tui.domain.activity import Event

PAGE: Final = 50
"""Events read at once."""
_SLOW: Final = 0.1
"""Seconds after which waiting is shown."""


class Reader(Protocol):
    """Reads events."""

    async def __call__(self, before: int | None, limit: int) -> Sequence[Event]:
        """The newest events older than the one with the id `before`.

        Raises:
            DomainError: They cannot be read; the box shows its sentence.
        """


class Feed(ScrollView, can_focus=True):
    """Events by day, newest first; reading again leaves the lines in view where they are.

    Args:
        read: Where the events come from.
        zone: In which times are told.
        now: What „heute“ is.
        vim_keys: Whether j, k and so on scroll as well.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"feed--{name}" for name in ("heading", "moment", "good", "quiet", "error")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "vim('down')", N_("Zeile nach unten"), show=False, id="feed.down"),
        Binding("k", "vim('up')", N_("Zeile nach oben"), show=False, id="feed.up"),
        Binding("G", "vim('end')", N_("Zum Ende"), show=False, id="feed.last"),
        Binding(
            "ctrl+d", "vim('page_down')", N_("Seite nach unten"), show=False, id="feed.page_down"
        ),
        Binding("ctrl+u", "vim('page_up')", N_("Seite nach oben"), show=False, id="feed.page_up"),
    ]

    def __init__(
        self, read: Reader, zone: ZoneInfo, now: Callable[[], datetime], *, vim_keys: bool
    ) -> None:
        super().__init__()
        self._vim_keys = vim_keys
        self._source = read
        self._zone = zone
        self._now = now
        self._events: list[Event] = []
        self._lines: list[FeedLine] = []
        self.empty_text = ""
        """Says what belongs here, marked with `N_()`."""
        self._begun = self._whole = False
        self._slow = False
        self._error = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """The letters of vim are keys only for who wants them."""
        return self._vim_keys if action == "vim" else True

    def action_vim(self, name: str) -> None:
        """What vim does with a key."""
        {
            "down": self.action_scroll_down,
            "up": self.action_scroll_up,
            "end": self.action_scroll_end,
            "page_down": self.action_page_down,
            "page_up": self.action_page_up,
        }[name]()

    def start(self) -> None:
        """Read from the newest event on; what was shown is another list."""
        self._events, self._error = [], ""
        self._begun = self._whole = False
        self._show()
        self.scroll_home(animate=False)
        self._read(newest=True)

    def reload(self) -> None:
        """Read what is new."""
        self._read(newest=True)

    @work(group="load", exclusive=True)
    async def _read(self, *, newest: bool) -> None:
        slow = self.set_timer(_SLOW, self._show_waiting)
        try:
            if newest:
                await self._read_newest()
            while self._wants_more():
                await self._read_older()
        except DomainError as error:
            self._events, self._error, self._whole = [], error.message, True
            self._show()
        finally:
            slow.stop()
            self._slow = False

    async def _read_newest(self) -> None:
        page = list(await self._source(None, PAGE))
        known = self._events[0].id if self._events else 0
        fresh = sum(event.id > known for event in page)
        rest = page[fresh:]
        if rest and rest == self._events[: len(rest)]:
            self._events[:0] = page[:fresh]
        else:
            # Too much is new to join on, or it is another list: who may see less now, sees less.
            self._events, self._whole = page, len(page) < PAGE
        self._error, self._begun = "", True
        self._show(keep_view=True)

    async def _read_older(self) -> None:
        page = await self._source(self._events[-1].id, PAGE)
        self._events += page
        self._whole = len(page) < PAGE
        self._show()

    def _wants_more(self) -> bool:
        """Whether less than a screen of lines is left below, and there may be more."""
        left = len(self._lines) - self.scroll_offset.y - self.size.height
        return bool(self._events) and not self._whole and left < self.size.height

    def _read_ahead(self) -> None:
        if self._wants_more() and not any(
            worker.node is self and not worker.is_finished for worker in self.workers
        ):
            self._read(newest=False)

    def _show_waiting(self) -> None:
        self._slow = True
        self.refresh()

    def _show(self, *, keep_view: bool = False) -> None:
        """Lay the events out; with `keep_view` lines that come in on top move nothing."""
        before, top = self._lines, self.scroll_offset.y
        width = self._room
        self._lines = feed_lines(self._events, width, self._now(), self._zone) if width else []
        if self._lines == before and self._lines:
            return
        self.virtual_size = Size(width, len(self._lines))
        if keep_view and top:
            self.scroll_to(y=top + len(self._lines) - len(before), animate=False)
        self.refresh()

    @property
    def _room(self) -> int:
        """Cells for a line: the bar has its place even while there is none, for it comes later."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    def on_resize(self) -> None:
        """Fold anew."""
        self._show()
        self._read_ahead()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Older events are read before their place comes into view."""
        super().watch_scroll_y(old_value, new_value)
        if new_value > old_value:
            self._read_ahead()

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """A line of the list, or one about its state."""
        width, base = self._room, self.visual_style.rich_style
        index = y + self.scroll_offset.y
        if index < len(self._lines):
            return self._line(self._lines[index], base)
        if y == 0 and (sentence := self._state()):
            style = base + self._style("error" if self._error else "quiet")
            return Strip([Segment(cut(sentence, width), style)], width)
        return Strip.blank(width, base)

    def _line(self, line: FeedLine, base: Style) -> Strip:
        width = self._room
        if line.heading:
            return Strip([Segment(cut(line.text, width), base + self._style("heading"))], width)
        style = base + self._style("good") if line.good else base
        room = max(0, width - len(line.moment))
        return Strip(
            [
                Segment(line.moment, base + self._style("good" if line.good else "moment")),
                Segment(cut(line.text, room), style),
            ]
        ).adjust_cell_length(width, base)

    def _state(self) -> str:
        if self._error:
            return f"{self._error} {read_again_text(self.screen)}"
        if self._slow:
            return _("Wird geladen …")
        return _(self.empty_text) if self._begun and self.empty_text else ""

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"feed--{name}", partial=True)
