"""What a search means: words that must all occur in a name or an address.

A word of one or two letters must begin a word; from three letters on it may stand anywhere. Signs
that words end at, with no letter among them, are looked for no more than blanks are.
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
    return [spellings(word) for word in sort_key(text).split() if word.strip(SEPARATORS)]


def must_begin(spelling: str) -> bool:
    """Whether it is found at the beginning of a word only."""
    return len(spelling) < ANYWHERE and spelling[0] not in SEPARATORS


def found_in(search: str, keys: Sequence[str]) -> bool:
    """Whether every word looked for occurs in one of the sort keys, in one of its spellings."""
    return all(
        any(holds(key, spelling) for spelling in word for key in keys) for word in words(search)
    )


def holds(key: str, spelling: str) -> bool:
    """Whether a spelling occurs in a sort key, or in the beginning of one."""
    if must_begin(spelling):
        return key.startswith(spelling) or any(f"{one}{spelling}" in key for one in SEPARATORS)
    return spelling in key


def trigrams(spelling: str) -> list[str]:
    """Threes of letters that every text with this spelling has, as the index knows them.

    There every word stands behind two blanks. No spelling of a word looked for has none.
    """
    first, *others = spelling.translate(_BLANKS).split(" ")
    parts = [f"  {first}" if must_begin(spelling) else first]
    parts += [f"  {other}" for other in others if other]
    # „ ab“ stands nowhere but behind another blank: „  a“ says nothing more.
    starts = (int(part.startswith("  ") and len(part) > ANYWHERE) for part in parts)
    found = [three for part, at in zip(parts, starts, strict=True) for three in _threes(part[at:])]
    return list(dict.fromkeys(found or _threes(f"{first}  ")))  # „ab-“ has its end only


def stored(begun: str) -> str:
    """The beginning of a sort key as the index holds it."""
    return "  " + begun.translate(_BLANKS).replace(" ", "  ")


def _threes(text: str) -> list[str]:
    return [text[at : at + ANYWHERE] for at in range(len(text) - ANYWHERE + 1)]
