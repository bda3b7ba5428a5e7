"""Reads what a `RecordTable` holds: an edge of the list, the rows around one, or more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from tcm_tui.widgets.record_source import RowGone, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from tcm_tui.widgets.record_window import Window

Row = TypeVar("Row")


class Reader(Generic[Row]):
    """Fills a window from a source.

    A reading that is cancelled, or that fails, leaves the window as it was. Each of them raises
    `DomainError` when the source does.

    Args:
        window: What it fills; the cursor may move while it reads.
        key: What identifies a row.
    """

    def __init__(self, window: Window[Row], key: Callable[[Row], Hashable]) -> None:
        self.source: Source[Row] | None = None
        self.order, self.descending = "", False
        self._window = window
        self._key = key

    async def edge(self, *, end: bool) -> None:
        """The first rows, or the last; the cursor goes to the edge."""
        window = self._window
        limit = 2 * window.height
        rows = await self._page(None, backwards=end, limit=limit)
        whole = len(rows) < limit
        window.at_start, window.at_end = whole or not end, whole or end
        last = max(0, len(rows) - 1) if end else 0
        window.show(rows, last, last)

    async def again(self) -> None:
        """The rows held; the cursor stays on its row, or goes to the one that follows it."""
        window, cursor = self._window, self._window.cursor
        above, below = await self._around(window.nearest())
        rows = above + below
        # Keys have moved the cursor since; rows were added and removed.
        wanted = None if window.row is None else self._key(window.row)
        places = {self._key(row): place for place, row in enumerate(rows)}
        place = places.get(wanted, len(above) + window.cursor - cursor)
        window.show(rows, place, place - window.line)

    async def at(self, row: Row) -> None:
        """The rows around `row`, which gets the cursor in the middle of the screen."""
        above, below = await self._around([row])
        place = len(above)
        self._window.show(above + below, place, place - self._window.height // 2)

    async def from_(self, anchor: Row) -> None:
        """The rows around `anchor`, which need not be in the list: what follows it comes on top.

        The cursor goes to the first row behind it, or to the last of all.
        """
        above, below = await self._around([anchor])
        place = len(above)
        self._window.show(above + below, min(place, max(0, place + len(below) - 1)), place)

    async def more(self, *, backwards: bool) -> None:
        """Further rows on that side."""
        window = self._window
        limit = window.missing(backwards=backwards)
        anchor = window.rows[0 if backwards else -1]
        try:
            rows = await self._page(anchor, backwards=backwards, limit=limit)
        except RowGone:
            await self.again()
            return
        if backwards:
            window.at_start = len(rows) < limit
        else:
            window.at_end = len(rows) < limit
        window.add(rows, backwards=backwards)

    async def _around(self, anchors: Iterable[Row]) -> tuple[list[Row], list[Row]]:
        """A screen of rows above the first anchor that is left, and two from it downwards."""
        window, height = self._window, self._window.height
        for anchor in anchors:
            try:
                above = await self._page(anchor, backwards=True, limit=height)
                # From the last row above, so that the anchor comes again, changed or not.
                start = above[-1] if above else None
                below = await self._page(start, backwards=False, limit=2 * height)
            except RowGone:
                continue
            break
        else:
            above, below = [], await self._page(None, backwards=False, limit=2 * height)
        window.at_start, window.at_end = len(above) < height, len(below) < 2 * height
        return above, below

    async def _page(self, after: Row | None, *, backwards: bool, limit: int) -> list[Row]:
        if self.source is None:
            return []
        return list(
            await self.source(
                order=self.order,
                descending=self.descending,
                after=after,
                backwards=backwards,
                limit=limit,
            )
        )
