"""Finding products: every word must occur, and what says most about a product counts most.

Words are those of `domain.search`: „ue“ finds „ü“, marks and case do not matter. A word that
begins with what is looked for comes before one that only holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import Category, category_label
from tcm_tui.domain.search import ANYWHERE, SEPARATORS, words
from tcm_tui.domain.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tcm_tui.domain.catalogue import ProductRow

_NAME: Final = 64
_EDITION: Final = 32
_PROVIDER: Final = 16
_CATEGORY: Final = 8
_SUMMARY: Final = 4
_DESCRIPTION: Final = 2
_INSIDE: Final = 2
"""A word that holds what is looked for counts so many times less than one that begins with it."""
_BLANKS: Final = str.maketrans(SEPARATORS, " " * len(SEPARATORS))


@dataclass(frozen=True)
class CatalogueFilter:
    """Which products are wanted; an empty set means all."""

    search: str = ""
    categories: frozenset[Category] = frozenset()
    providers: frozenset[str] = frozenset()

    @property
    def filtered(self) -> bool:
        """Whether some are left out, whatever is searched for."""
        return bool(self.categories or self.providers)


EVERYTHING: Final = CatalogueFilter()


class ProductIndex:
    """Products with the words they are found by; made once for a list, asked at each key."""

    def __init__(self, rows: Iterable[ProductRow]) -> None:
        self._entries = [(row, _words_of(row)) for row in rows]

    @property
    def providers(self) -> tuple[str, ...]:
        """Who offers something, by name."""
        return tuple(sorted({row.provider for row, _words in self._entries}, key=sort_key))

    @property
    def categories(self) -> tuple[Category, ...]:
        """What there is something for, by the portal's words."""
        found = {row.category for row, _words in self._entries}
        return tuple(sorted(found, key=lambda one: sort_key(category_label(one))))

    def find(self, wanted: CatalogueFilter) -> list[ProductRow]:
        """What is wanted; the best first, and among equals in the order they came in."""
        sought = words(wanted.search)
        found = [
            (score, row)
            for row, known in self._entries
            if _passes(row, wanted) and (score := _score(known, sought)) is not None
        ]
        return [row for _score_of_it, row in sorted(found, key=lambda one: -one[0])]


def _words_of(row: ProductRow) -> list[tuple[str, int]]:
    """Every word that says something about a product, with how much it counts."""
    parts = (
        (_NAME, [row.name, row.key]),
        (_EDITION, [*row.editions, *row.add_ons]),
        (_PROVIDER, [row.provider]),
        (_CATEGORY, [category_label(row.category)]),
        (_SUMMARY, [row.summary]),
        (_DESCRIPTION, [row.description]),
    )
    most: dict[str, int] = {}
    for weight, texts in parts:
        for word in _split(texts):
            most[word] = max(most.get(word, 0), weight)
    return list(most.items())


def _split(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        # „Backup-Server“ is found by „backup“ and by „server“.
        yield from sort_key(text).translate(_BLANKS).split()


def _passes(row: ProductRow, wanted: CatalogueFilter) -> bool:
    if wanted.categories and row.category not in wanted.categories:
        return False
    return not wanted.providers or row.provider in wanted.providers


def _score(known: Sequence[tuple[str, int]], sought: Sequence[tuple[str, ...]]) -> int | None:
    """How well a product fits; None when a word does not occur."""
    total = 0
    for spellings in sought:
        best = max(_spelling_score(known, one.translate(_BLANKS).split()) for one in spellings)
        if not best:
            return None
        total += best
    return total


def _spelling_score(known: Sequence[tuple[str, int]], parts: Sequence[str]) -> int:
    """How well one spelling of a word fits, all of whose parts must occur; 0 where one does not."""
    scores = [
        max((_weight(word, counts, part) for word, counts in known), default=0) for part in parts
    ]
    return 0 if 0 in scores else sum(scores)


def _weight(word: str, counts: int, part: str) -> int:
    """How much a word of a product says for what is looked for."""
    if word.startswith(part):
        return counts
    return counts // _INSIDE if len(part) >= ANYWHERE and part in word else 0
