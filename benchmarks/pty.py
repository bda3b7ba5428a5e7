"""Time a terminal program in a pseudo-terminal: first paint, idle, exit. Shared by the benchmarks.

Only ratios between programs of one interleaved run mean anything; absolute times do not.
"""

from __future__ import annotations

import os
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ALTERNATE_SCREEN: Final = b"\x1b[?1049h"
SHOWS_TEXT: Final = b"\x1b[0m"
"""What ends the first coloured text; Textual sends none of it before it draws."""
LIMIT: Final = 60.0
"""Seconds after which a program counts as stuck."""
QUIET: Final = 0.12
"""Seconds without a byte after which all of a key's picture has come."""
PROGRAM: Final = str(Path(sys.executable).with_name("tcm-tui"))
HELLO: Final = [sys.executable, "-c", (
    "from textual.app import App\n"
    "from textual.widgets import Label\n"
    "class Hello(App):\n"
    "    def compose(self): yield Label('Hallo')\n"
    "Hello().run()"
)]  # fmt: skip
"""The floor: a bare Textual app with one word in it."""


class Stuck(Exception):
    """The program did not do in time what was waited for."""


class Session:
    """A program in a pseudo-terminal, watched by the clock."""

    def __init__(self, command: Sequence[str], size: tuple[int, int] = (120, 40)) -> None:
        self.output = bytearray()
        self._master, slave = os.openpty()
        ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$@" <>"$0" >&0 2>&0', os.ttyname(slave), *command],
            env=environment(),
            stdin=slave,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def first_paint(self) -> float:
        """Milliseconds until the first text is on the screen."""
        self._read_until(self._painted)
        return (time.monotonic() - self.started) * 1000

    def wait_for(self, text: str, since: int = 0) -> float:
        """Milliseconds since the start until `text` was written, after `since` bytes of output."""
        wanted = text.encode()
        self._read_until(lambda: self.output.find(wanted, since) >= 0)
        return (time.monotonic() - self.started) * 1000

    def settle(self, quiet: float = 1.0, limit: float = 5.0) -> None:
        """Wait until nothing was written for `quiet` seconds; a blinking cursor never stops."""
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline and select.select([self._master], [], [], quiet)[0]:
            self._read()

    def press(self, keys: bytes) -> None:
        """Send keys as a terminal would."""
        os.write(self._master, keys)

    def answer(self, keys: bytes) -> tuple[float, int]:
        """Milliseconds until all that `keys` change has come, and its bytes."""
        size, began = len(self.output), time.monotonic()
        last = began
        self.press(keys)
        while select.select([self._master], [], [], QUIET)[0] and self._read():
            last = time.monotonic()
        return (last - began) * 1000, len(self.output) - size

    def memory(self) -> float:
        """MiB that are its own, and not of a file on the disk."""
        with open(f"/proc/{self._process.pid}/status", encoding="ascii") as file:
            found = next(line for line in file if line.startswith("RssAnon"))
        return int(found.split()[1]) / 1024

    def idle(self, seconds: float) -> tuple[float, float]:
        """Bytes and milliseconds of processor time, each per second, while nothing happens."""
        size, busy, began = len(self.output), self._cpu(), time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            if select.select([self._master], [], [], left)[0]:
                self._read()
        return (len(self.output) - size) / seconds, (self._cpu() - busy) * 1000 / seconds

    def busy(self) -> float:
        """Milliseconds of processor time used so far: what else the machine does does not count."""
        return self._cpu() * 1000

    def quit(self, key: bytes = b"\x11") -> float:
        """Milliseconds from the key that quits to the end of the process."""
        began = time.monotonic()
        self.press(key)
        while self._process.poll() is None:
            if time.monotonic() - began > LIMIT:
                raise Stuck
            if select.select([self._master], [], [], 0.002)[0]:
                self._read()
        return (time.monotonic() - began) * 1000

    def _painted(self) -> bool:
        drawn = self.output.find(ALTERNATE_SCREEN)
        return drawn >= 0 and self.output.find(SHOWS_TEXT, drawn) >= 0

    def _read_until(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LIMIT
        while not reached():
            left = deadline - time.monotonic()
            if left < 0 or not select.select([self._master], [], [], left)[0] or not self._read():
                raise Stuck(bytes(self.output[-500:]))

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the program has closed its side
            return False
        self.output += data
        return bool(data)

    def _cpu(self) -> float:
        """Seconds of processor time used so far."""
        with open(f"/proc/{self._process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Verdict:
    """One line of the table: a figure, the floor it is held against, and what it may cost."""

    name: str
    measured: float
    floor: float
    budget: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.measured / self.floor if self.floor else self.measured

    @property
    def held(self) -> bool:
        """Whether the budget is kept."""
        return self.ratio <= self.budget


def report(verdicts: Sequence[Verdict]) -> int:
    """Print the table; 0 when every budget is kept, else 1."""
    print(f"{'':40}{'measured':>12}{'floor':>12}{'ratio':>8}{'budget':>8}")
    for one in verdicts:
        figures = f"{one.measured:9.1f} {one.unit}{one.floor:9.1f} {one.unit}"
        verdict = "held" if one.held else "EXCEEDED"
        print(f"{one.name:40}{figures}{one.ratio:8.3g}{one.budget:8.3g}  {verdict}")
    return 0 if all(one.held for one in verdicts) else 1


def interleaved(
    measures: Mapping[str, Callable[[], float]], runs: int, warm_up: int = 1
) -> dict[str, float]:
    """The median of each measure; they take turns, so that a busy machine is fair to all."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(warm_up + runs):
        names = list(measures)[:: 1 if number % 2 else -1]
        for name in names:
            figure = measures[name]()
            if number >= warm_up:
                found[name].append(figure)
    return {name: statistics.median(figures) for name, figures in found.items()}


def environment() -> dict[str, str]:
    """The environment of a usual terminal, with byte code switched on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    for name in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR"):
        kept.pop(name, None)
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
