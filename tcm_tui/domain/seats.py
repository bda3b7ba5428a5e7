"""Seats of a subscription as a bar with its numbers."""

from __future__ import annotations

from typing import Final

from tcm_tui.domain.numbers import number

_TAKEN: Final = "▰"
_FREE: Final = "▱"
BAR: Final = 5
"""Signs of a bar, each a cell."""


def seats_bar(used: int, licences: int, signs: int = BAR) -> str:
    """„▰▰▰▱▱“: the share in use, half up.

    Full and empty are told of nothing else: one free seat leaves a sign, one in use takes one.
    """
    if licences <= 0:
        return _FREE * signs
    taken = (2 * used * signs + licences) // (2 * licences)
    if 0 < used < licences and signs > 1:
        taken = max(1, min(signs - 1, taken))
    taken = max(0, min(signs, taken))
    return _TAKEN * taken + _FREE * (signs - taken)


def seats_text(used: int, licences: int) -> str:
    """„▰▰▰▱▱ 12/25“."""
    return f"{seats_bar(used, licences)} {number(used)}/{number(licences)}"
