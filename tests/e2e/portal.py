"""The real program in a terminal, on a copy of the demo, and what a person does there first."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ANNA: Final = "anna.muster@muster-maschinenbau.example"
LONG: Final = 60.0
"""Seconds for what takes a while on a busy machine: 24 password hashes, 190 mails."""
WIDE: Final = (120, 40)


def program(home: Path, *words: str) -> list[str]:
    """`tcm-tui words` with a data folder inside `home`."""
    return [sys.executable, "-m", "tcm_tui", "--data", str(home / "data"), *words]


@dataclass(frozen=True)
class Copy:
    """A demo of a test's own.

    Args:
        folder: With its mails, its log and, on SQLite, its database.
        server: The address of its database on a server, None for SQLite.
    """

    folder: Path
    server: str | None = None

    @property
    def url(self) -> str:
        """Where its data are."""
        return self.server or f"sqlite:///{self.folder / 'tcm.db'}"

    def open(self, *, size: tuple[int, int] = WIDE) -> Terminal:
        """The portal on it."""
        return demo(self.folder, server=self.server, size=size)


def demo(
    folder: Path,
    *,
    server: str | None = None,
    size: tuple[int, int] = WIDE,
    env: Mapping[str, str] | None = None,
) -> Terminal:
    """The portal on the demo in `folder`; what belongs to the person is beside it."""
    home = folder.parent
    words = [] if server is None else ["--database", server]
    return Terminal(
        program(home, *words, "demo", "--at", str(folder)),
        size=size,
        env={"HOME": str(home)} | dict(env or {}),
    )


def sign_in(terminal: Terminal) -> None:
    """The form is filled in for Anna: Enter is enough."""
    terminal.wait_for(ANNA, LONG)
    terminal.press("enter")
    terminal.wait_for("Neuigkeiten", LONG)
    terminal.wait_for("hat die Registrierung abgeschlossen", LONG)


def sign_out(terminal: Terminal) -> None:
    """By the name menu."""
    terminal.press("f4")
    terminal.wait_for("Abmelden")
    terminal.press("x")
    terminal.wait_for("Passwort")


def choose(terminal: Terminal, command: str) -> None:
    """By the palette."""
    terminal.press("ctrl+p")
    terminal.wait_for("  Ort")
    terminal.type(command)
    terminal.wait_quiet()
    terminal.press("enter")


def letters(folder: Path) -> list[Path]:
    """The mails of the demo in `folder`, oldest first."""
    found = [*(folder / "mail" / "new").iterdir(), *(folder / "mail" / "cur").iterdir()]
    return sorted(found, key=lambda path: path.name)


def wait_outside(terminal: Terminal, reached: Callable[[], bool]) -> None:
    """Wait for something that the screen does not show, such as a file; reading meanwhile."""
    deadline = time.monotonic() + LONG
    while not reached():
        assert time.monotonic() < deadline, terminal.screen_text()
        terminal.read_for(0.05)
