"""Long lists of values, asked for in portions that both databases take."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Value = TypeVar("Value")

IN_ONE_QUESTION: Final = 1_000
"""Values of one IN list; SQLite takes 32,766."""


def portions(values: Iterable[Value]) -> Iterator[Sequence[Value]]:
    """`values` in their order, at most `IN_ONE_QUESTION` at once."""
    rest = iter(values)
    while portion := list(islice(rest, IN_ONE_QUESTION)):
        yield portion
