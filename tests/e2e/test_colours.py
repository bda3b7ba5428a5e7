"""What reaches the terminal of colours: none with NO_COLOR, its own sixteen where it has no more.

SECURITY.md B10: colour is never the only signal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from .portal import demo, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from .terminal import Terminal

_STYLES: Final = re.compile(rb"\x1b\[([\d;]*)m")
BACK_TO_DEFAULT: Final = frozenset({"39", "49"})
REVERSE: Final = "7"


def parts(terminal: Terminal) -> set[str]:
    """Every number of every style sent."""
    found = _STYLES.findall(bytes(terminal.raw))
    return {part for style in found for part in style.decode().split(";")}


def colours(terminal: Terminal) -> set[str]:
    """Those that name a colour."""
    return {
        part
        for part in parts(terminal) - BACK_TO_DEFAULT
        if part.isdecimal() and (30 <= int(part) <= 49 or 90 <= int(part) <= 107)
    }


def test_b10_without_colours_the_cursor_is_still_seen(demo_folder: Path) -> None:
    """NO_COLOR: not one colour from „Anmelden“ to the list, and its cursor is drawn reversed."""
    with demo(demo_folder, env={"NO_COLOR": "1"}) as terminal:
        sign_in(terminal)
        terminal.press("2")
        terminal.wait_for("Becker, Jonas")
        shown = len(terminal.raw)
        terminal.press("down")
        terminal.wait_until(lambda: len(terminal.raw) > shown)
        terminal.wait_quiet()
        assert not colours(terminal)
        steps = {
            part
            for style in _STYLES.findall(bytes(terminal.raw[shown:]))
            for part in style.decode().split(";")
        }
        assert REVERSE in steps


@pytest.mark.parametrize("name", ["xterm", "linux", "screen"])
def test_b10_a_terminal_of_16_colours_is_sent_no_others(demo_folder: Path, name: str) -> None:
    """Nothing of 256 or true colours, and the portal's accent is the terminal's magenta."""
    with demo(demo_folder, env={"TERM": name, "COLORTERM": ""}) as terminal:
        terminal.wait_for("Anmelden")
        terminal.wait_quiet()
        found = colours(terminal)
    assert not found & {"38", "48"}
    assert "45" in found
