"""The portal stopped by the shell and continued: nothing of the data is drawn that is locked."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from . import portal
from .terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=lambda value: value.name)
@pytest.mark.parametrize("minutes", [14, 15])
def test_b9_continued_after_the_idle_time_it_asks_for_the_password(
    demo_folder: Path, tmp_path: Path, number: signal.Signals, minutes: int
) -> None:
    """Before anything is drawn; continued sooner, everything is there."""
    passed = tmp_path / "minutes"
    passed.write_text("0", encoding="utf-8")
    command = [sys.executable, "-m", "tests.e2e.shifted", str(demo_folder), str(passed)]
    with Terminal(command, size=portal.WIDE, env={"HOME": str(tmp_path)}) as terminal:
        portal.sign_in(terminal)
        terminal.wait_quiet()
        terminal.kill(number)
        terminal.wait_quiet()
        passed.write_text(str(minutes), encoding="utf-8")
        before = len(terminal.raw)
        terminal.kill(signal.SIGCONT)
        if minutes < 15:
            terminal.wait_until(lambda: b"Neuigkeiten" in terminal.raw[before:])
            return
        terminal.wait_for("Gesperrt", portal.LONG)
        assert b"Neuigkeiten" not in terminal.raw[before:]
        terminal.type("Demo-Passwort-2026")
        terminal.press("enter")
        terminal.wait_for("Neuigkeiten", portal.LONG)
