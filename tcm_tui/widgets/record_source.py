"""Where a `RecordTable` reads its rows: the protocol, and a source for a list in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

Row = TypeVar("Row")


class RowGone(LookupError):
    """The row to continue behind is no longer there, and its place cannot be told."""


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
            RowGone: `after` is gone and its place with it; the table tries a neighbour.
        """


class ListSource(Generic[Row]):
    """Pages of a list in memory.

    An entry of `rows` may be replaced by one with the same key; `RecordTable.refresh_rows` shows
    it without sorting again. A list with other keys is a new source, see
    `RecordTable.replace_source`.

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
        self._positions = {key(row): position for position, row in enumerate(self.rows)}
        # As positions in `rows`, so that a row replaced there is replaced here.
        self._order: tuple[str, bool] | None = None
        self._sorted: list[int] = []
        self._places: dict[Hashable, int] = {}

    async def __call__(
        self, *, order: str, descending: bool, after: Row | None, backwards: bool, limit: int
    ) -> Sequence[Row]:
        """One page, see `Source`.

        Raises:
            RowGone: `after` is not in the list.
        """
        self._sort(order, descending=descending)
        place = None if after is None else self._places.get(self._key(after))
        if after is not None and place is None:
            raise RowGone
        if backwards:
            end = len(self._sorted) if place is None else place
            wanted = self._sorted[max(0, end - limit) : end]
        else:
            start = 0 if place is None else place + 1
            wanted = self._sorted[start : start + limit]
        return [self.rows[position] for position in wanted]

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, key: Hashable) -> Row | None:
        """The row with `key` as it is now, None when it is not there."""
        position = self._positions.get(key)
        return None if position is None else self.rows[position]

    def put(self, row: Row) -> None:
        """Replace the row that has the same key.

        Raises:
            KeyError: There is none.
        """
        self.rows[self._positions[self._key(row)]] = row

    def at(self, index: int, order: str, *, descending: bool) -> Row:
        """The row at `index` of the list as displayed; the nearest one when it is too large.

        Raises:
            IndexError: The list is empty.
        """
        self._sort(order, descending=descending)
        return self.rows[self._sorted[max(0, min(index, len(self._sorted) - 1))]]

    def place(self, key: Hashable, order: str, *, descending: bool) -> int | None:
        """Where the row with `key` stands, None when it is not there."""
        self._sort(order, descending=descending)
        return self._places.get(key)

    def _sort(self, order: str, *, descending: bool) -> None:
        if self._order == (order, descending):
            return
        self._sorted = list(range(len(self.rows)))
        if sort_key := self._sort_keys.get(order):
            values = [sort_key(row) for row in self.rows]
            self._sorted.sort(key=values.__getitem__, reverse=descending)
        self._places = {
            self._key(self.rows[position]): place for place, position in enumerate(self._sorted)
        }
        self._order = (order, descending)
