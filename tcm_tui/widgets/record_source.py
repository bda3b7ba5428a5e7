"""Where a `RecordTable` reads its rows: the protocol, and a source for a list in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

Row = TypeVar("Row")


class Source(Protocol[Row]):
    """Reads one page by keyset; `partial(self.ask, members.page, search=…)` is one."""

    async def __call__(
        self, *, order: str, descending: bool, after: Row | None, backwards: bool, limit: int
    ) -> Sequence[Row]:
        """At most `limit` rows next to `after`, always in the order they are displayed.

        Args:
            order: Name of the column to sort by.
            descending: Whether it falls.
            after: The row to continue behind, itself left out; it may be gone by now. None is the
                start, or with `backwards` the end.
            backwards: Read the rows above `after` instead of those below it.
            limit: How many at most; fewer mean that the list ends there.

        Raises:
            DomainError: The list cannot be read; the table shows its sentence.
        """


class ListSource(Generic[Row]):
    """Pages of a list in memory.

    Args:
        rows: All rows; in this order unless `sort_keys` knows the order asked for.
        key: What identifies a row.
        sort_keys: By column name, what to sort by.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        key: Callable[[Row], Hashable],
        sort_keys: Mapping[str, Callable[[Row], str | int | float]] | None = None,
    ) -> None:
        self.rows = list(rows)
        self._key = key
        self._sort_keys = sort_keys or {}
        self._sorted: tuple[tuple[str, bool], list[Row], dict[Hashable, int]] | None = None

    async def __call__(
        self, *, order: str, descending: bool, after: Row | None, backwards: bool, limit: int
    ) -> Sequence[Row]:
        """One page, see `Source`; a row that is gone counts as the start (or the end)."""
        rows, places = self._in_order(order, descending=descending)
        place = None if after is None else places.get(self._key(after))
        if backwards:
            end = len(rows) if place is None else place
            return rows[max(0, end - limit) : end]
        start = 0 if place is None else place + 1
        return rows[start : start + limit]

    def place(self, key: Hashable, order: str, *, descending: bool) -> int | None:
        """Where the row with `key` stands, None when it is not there."""
        return self._in_order(order, descending=descending)[1].get(key)

    def _in_order(self, order: str, *, descending: bool) -> tuple[list[Row], dict[Hashable, int]]:
        if self._sorted is None or self._sorted[0] != (order, descending):
            rows = list(self.rows)
            if sort_key := self._sort_keys.get(order):
                rows.sort(key=sort_key, reverse=descending)
            places = {self._key(row): index for index, row in enumerate(rows)}
            self._sorted = ((order, descending), rows, places)
        return self._sorted[1], self._sorted[2]
