"""Windows of every size while a form is half filled in: alive, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from . import portal
from .portal import ANNA, LONG, WIDE
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TYPED: Final = "halb-getippt"
EXTREMES: Final = ((0, 0), (1, 1), (1, 200), (200, 1), (59, 16), (60, 15), (1000, 1000))
TIMES: Final = 200
PACE: Final = 0.01
"""Seconds between two sizes: 200 of them in two seconds."""


def half_sign_in(terminal: Terminal) -> None:
    """An address begun."""
    terminal.wait_for(ANNA, LONG)
    terminal.press("ctrl+u")
    terminal.type(TYPED)


def half_invite(terminal: Terminal) -> None:
    """A row begun."""
    portal.sign_in(terminal)
    terminal.press("m")
    terminal.wait_for("Einladungen absenden")
    terminal.type(TYPED)


def half_edit(terminal: Terminal) -> None:
    """A profile begun."""
    portal.sign_in(terminal)
    terminal.press("2")
    terminal.wait_for("Angemeldet")
    terminal.press("home", "e")
    terminal.wait_for("Position")
    terminal.press("ctrl+u")
    terminal.type(TYPED)


@pytest.mark.parametrize("fill_in", [half_sign_in, half_invite, half_edit])
def test_b8_a_half_filled_form_outlives_every_size(
    fill_in: Callable[[Terminal], None], demo_folder: Path
) -> None:
    """Nothing at all, one cell, a million cells, and 200 sizes as a window is dragged."""
    with portal.demo(demo_folder) as terminal:
        fill_in(terminal)
        terminal.wait_for(TYPED)
        for columns, lines in EXTREMES:
            terminal.resize(columns, lines)
            terminal.wait_quiet()
            assert terminal.process.poll() is None
            if (columns, lines) in {(59, 16), (60, 15)}:
                assert "Fenster zu klein" in terminal.screen_text()
                assert TYPED not in terminal.screen_text()
        terminal.forget()
        for number in range(TIMES):
            terminal.resize(1 + number * 7 % 150, 1 + number * 11 % 50)
            terminal.read_for(PACE)
        terminal.resize(*WIDE)
        terminal.wait_rest()
        terminal.wait_for(TYPED, LONG)
        terminal.type("x")
        terminal.wait_for(f"{TYPED}x", LONG)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert foreign_sequences(terminal.raw) == []
        assert terminal.modes() == RESTORED
