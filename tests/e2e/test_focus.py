"""Tab repaints what looks different and nothing else; nothing stays behind that is not so."""

from __future__ import annotations

import signal
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from . import portal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .terminal import Terminal

WHOLE_SCREEN: Final = 10_000
"""Bytes: a third of what Textual's own table sends when the focus leaves it."""
TABS: Final = 6


def at_sign_in(terminal: Terminal) -> None:
    """„Anmelden“."""
    terminal.wait_for(portal.ANNA, portal.LONG)


def at_members(terminal: Terminal) -> None:
    """„Benutzer“."""
    portal.sign_in(terminal)
    terminal.press("2")
    terminal.wait_for("Hoffmann, Lena", portal.LONG)


def in_a_dialog(terminal: Terminal) -> None:
    """„Mehrere einladen“."""
    portal.sign_in(terminal)
    terminal.press("m")
    terminal.wait_for("absenden", portal.LONG)


def all_drawn(terminal: Terminal, since: int) -> bool:
    """Whether a whole screen came after so many bytes."""
    return len(terminal.raw) - since > WHOLE_SCREEN


@pytest.mark.parametrize("way", [at_sign_in, at_members, in_a_dialog])
def test_tab_repaints_only_what_changes(way: Callable[[Terminal], None], demo_folder: Path) -> None:
    """Few bytes, and the same picture as when everything is drawn anew."""
    with portal.demo(demo_folder) as terminal:
        way(terminal)
        terminal.wait_quiet()
        for _press in range(TABS):
            before = len(terminal.raw)
            terminal.press("tab")
            terminal.wait_quiet()
            assert 0 < len(terminal.raw) - before < WHOLE_SCREEN
            seen, drawn = terminal.cells(), len(terminal.raw)
            terminal.kill(signal.SIGCONT)  # continued: the program draws everything
            terminal.wait_until(partial(all_drawn, terminal, drawn))
            terminal.wait_quiet()
            assert terminal.cells() == seen
