"""What a search means: words that must all occur in a name or an address.

A word of one or two letters must begin a word; from three letters on it may stand anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.text import sort_key, spellings

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATORS: Final = " ,.@-_'+/()&"
"""What words end at, in names and in addresses."""
ANYWHERE: Final = 3
"""From so many letters on a word may stand anywhere: the index knows letters by threes."""
_BLANKS: Final = str.maketrans(SEPARATORS, " " * len(SEPARATORS))


def words(text: str) -> list[tuple[str, ...]]:
    """The words looked for, each with all its spellings, as sort keys."""
    return [spellings(word) for word in sort_key(text).split()]


def must_begin(spelling: str) -> bool:
    """Whether it is found at the beginning of a word only."""
    return len(spelling) < ANYWHERE and spelling[0] not in SEPARATORS


def found_in(search: str, keys: Sequence[str]) -> bool:
    """Whether every word looked for occurs in one of the sort keys, in one of its spellings."""
    return all(
        any(_holds(key, spelling) for spelling in word for key in keys) for word in words(search)
    )


def _holds(key: str, spelling: str) -> bool:
    if must_begin(spelling):
        return f" {spelling}" in f" {key.translate(_BLANKS)}"
    return spelling in key


def trigrams(spelling: str) -> list[str]:
    """Threes of letters that every text with this spelling has, as the index knows them.

    There every word stands behind two blanks. Nothing but separators has none.
    """
    first, *others = spelling.translate(_BLANKS).split(" ")
    parts = [f"  {first}" if must_begin(spelling) else first]
    parts += [f"  {other}" for other in others if other]
    # „ ab“ stands nowhere but behind another blank: „  a“ says nothing more.
    starts = (int(part.startswith("  ") and len(part) > ANYWHERE) for part in parts)
    found = (
        part[at : at + ANYWHERE]
        for part, start in zip(parts, starts, strict=True)
        for at in range(start, len(part) - ANYWHERE + 1)
    )
    return list(dict.fromkeys(three for three in found if three.strip()))
