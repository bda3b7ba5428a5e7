"""A sheet of facts that ends in a past, which is read on as one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

PAGE: Final = 20
"""Entries of the past read at once."""


class Entry(Protocol):
    """Something of the past, the newest with the greatest number."""

    @property
    def id(self) -> int:
        """Its number."""


Told = TypeVar("Told")
Past = TypeVar("Past", bound=Entry)


class PastSheet(Static, Generic[Told, Past]):
    """Stands in something that scrolls, and reads on near its end.

    A subclass gives `show`, `older` and `lines`.
    """

    DEFAULT_CSS = """
    PastSheet { height: auto; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(txt(""), id=id)
        self.told: Told | None = None
        """What it tells of."""
        self.entries: list[Past] = []
        """The past, as much of it as was read."""
        self.whole = False
        """Whether that is all of it."""
        self.error = ""
        """What could not be read, as a sentence."""
        self._folded = 0
        """The width that lines were folded to."""

    async def show(self, told: Told) -> None:
        """Tell of it; of the same again, as much as was told."""
        raise NotImplementedError

    async def older(self, told: Told, last: int) -> Sequence[Past]:
        """Up to `PAGE` entries before the one with this number.

        Raises:
            DomainError: They cannot be read.
        """
        raise NotImplementedError

    def lines(self, told: Told, width: int) -> Iterator[Content]:
        """What it says, folded."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follow what it scrolls in."""
        if isinstance(self.parent, Widget):
            self.watch(self.parent, "scroll_y", self._read_on, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold anew, once the layout under way is done: it would miss that the height changes."""
        if event.size.width != self._folded:
            self._folded = event.size.width
            self.call_after_refresh(self.draw)

    def clear(self, sentence: str = "") -> None:
        """Tell of nothing, and why."""
        self.told, self.error = None, sentence
        self.draw()

    def to_the_top(self) -> None:
        """Begin with the first line."""
        if isinstance(self.parent, Widget):
            self.parent.scroll_home(animate=False)

    def draw(self) -> None:
        """Say it."""
        lines = [txt(self.error)] if self.error else []
        if self.told is not None and (width := self.size.width):
            lines += self.lines(self.told, width)
        self.update(Content("\n").join(lines))

    def _read_on(self) -> None:
        """Read older entries once the end comes into view."""
        scroller = self.parent
        if not isinstance(scroller, Widget) or self.whole or not self.entries:
            return
        if scroller.max_scroll_y - scroller.scroll_y < scroller.size.height:
            self._read_older()

    @work(group="load", exclusive=True)
    async def _read_older(self) -> None:
        told = self.told
        if told is None:
            return
        last = self.entries[-1].id
        try:
            older = await self.older(told, last)
        except DomainError:
            return  # what is told so far stays; the next key tries again
        if self.told is told and self.entries[-1].id == last:
            self.entries += older
            self.whole = len(older) < PAGE
            self.draw()
