"""The sheet about a subscription: facts at once, holders and past as soon as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tcm_tui.domain.errors import DomainError
from tcm_tui.screens.administration.products.facts import facts
from tcm_tui.screens.administration.products.sheet_lines import (
    fact_lines,
    history_lines,
    holder_lines,
)
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events

    from tcm_tui.domain.assignments import PersonRow
    from tcm_tui.domain.subscription_history import SubscriptionEvent
    from tcm_tui.domain.subscription_rows import SubscriptionPage
    from tcm_tui.screens.administration.products.reading import Reading

PAGE: Final = 20
"""Lines of the past read at once."""


class Sheet(Static):
    """Facts, holders, past; stands in something that scrolls, and reads on near its end.

    Args:
        reading: What is asked.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__(txt(""), id="subscription-sheet")
        self._reading = reading
        self._page: SubscriptionPage | None = None
        self._holders: list[PersonRow] | None = None
        self._events: list[SubscriptionEvent] = []
        self._whole = False
        self._error = ""
        self._folded = 0
        """The width that lines were folded to."""

    def on_mount(self) -> None:
        """Follow what it scrolls in."""
        if isinstance(self.parent, Widget):
            self.watch(self.parent, "scroll_y", self._read_on, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold anew, once the layout under way is done: it would miss that the height changes."""
        if event.size.width != self._folded:
            self._folded = event.size.width
            self.call_after_refresh(self._draw)

    def clear(self, sentence: str = "") -> None:
        """Tell of nothing, and why."""
        self._page, self._error = None, sentence
        self._draw()

    async def show(self, page: SubscriptionPage) -> None:
        """Tell of a subscription; of the same one again, where one has scrolled to."""
        same = self._page is not None and self._page.row.id == page.row.id
        self._page, self._error = page, ""
        self._events, self._whole = list(page.history), len(page.history) < PAGE
        if not same:
            self._holders = None
            if isinstance(self.parent, Widget):
                self.parent.scroll_home(animate=False)
        self._draw()
        if page.row.running:
            await self._read_holders(page.row.id)

    async def _read_holders(self, subscription_id: int) -> None:
        try:
            self._holders = await self._reading.holders(subscription_id)
        except DomainError as refusal:
            self._error = refusal.message
        self._draw()

    def _read_on(self) -> None:
        """Read what is older once the end comes into view."""
        scroller = self.parent
        if not isinstance(scroller, Widget) or self._whole or not self._events:
            return
        if scroller.max_scroll_y - scroller.scroll_y < scroller.size.height:
            self._read_older()

    @work(group="load", exclusive=True)
    async def _read_older(self) -> None:
        page = self._page
        if page is None:
            return
        last = self._events[-1].id
        try:
            older = await self._reading.history(page.row.id, last, PAGE)
        except DomainError:
            return  # what is told so far stays; the next key tries again
        if self._page is page and self._events[-1].id == last:
            self._events += older
            self._whole = len(older) < PAGE
            self._draw()

    def _draw(self) -> None:
        lines = [txt(self._error)] if self._error else []
        if self._page is not None and (width := self.size.width):
            lines += fact_lines(facts(self._page), width)
            if self._holders is not None:
                lines += holder_lines(self._holders, self._page.row.used, width)
            lines += history_lines(self._events, width, self._reading.zone, whole=self._whole)
        self.update(Content("\n").join(lines))
