"""Searching how-tos: every word must stand somewhere in one, titles count first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.text import sort_key, spellings
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tcm_tui.screens.help.how_to import HowTo


def find(how_tos: Iterable[HowTo], typed: str) -> list[HowTo]:
    """Those of `how_tos` with every word of `typed`; first those with all of them in the title."""
    words = [spellings(word) for word in sort_key(typed).split()]
    in_title, elsewhere = [], []
    for one in how_tos:
        title = sort_key(_(one.title))
        steps = sort_key(" ".join(_(step) for step in one.steps))
        if _holds(title, words):
            in_title.append(one)
        elif _holds(f"{title} {steps} {sort_key(one.aliases)}", words):
            elsewhere.append(one)
    return in_title + elsewhere


def _holds(text: str, words: list[tuple[str, ...]]) -> bool:
    return all(any(spelling in text for spelling in word) for word in words)
