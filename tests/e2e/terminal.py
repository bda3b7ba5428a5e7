"""A terminal for tests: runs a command in a real pseudo-terminal and sees what a person would see.

Reads every byte, draws them with pyte, and waits for text instead of for time.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import pyte

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping, Sequence

    from _typeshed import SizedBuffer

PATIENCE: Final = 15.0
"""Seconds a test waits for something to show before it fails."""
DEFAULT_SIZE: Final = (100, 30)
RESTORED: Final = frozenset({7, 25})
"""Private modes that are on in a terminal that was given back: line wrap and cursor."""
QUIET: Final = 0.2
"""Seconds after which nothing more comes: longer than what waits for the next letter typed."""
_ESCAPE_PAUSE: Final = 0.12
"""Seconds without a key after Escape: Textual takes what comes within 0.1 for a sequence."""
_LOOK: Final = 0.02
"""Seconds between two looks whether the program rests: longer than its timers for drawing."""
_REACTION: Final = 0.15
"""Seconds a program has to begin to act on a key, on a machine with nothing else to do."""
_LOOKS: Final = 2
"""That many in a row must find it at rest before the next key is pressed."""
_MOMENT: Final = 0.03
_CONTROLLED: Final = 'exec "$@" <>"$0" >&0 2>&0'
"""For sh: opening the terminal in a new session makes it the controlling one."""
_FINALS: Final = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_TILDES: Final = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6} | {
    f"f{key}": code
    for key, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
}
_PLAIN: Final = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "comma": ",",
    "slash": "/",
    "question_mark": "?",
} | {f"f{key}": f"\x1bO{final}" for key, final in zip(range(1, 5), "PQRS", strict=True)}
_MODIFIERS: Final = {"shift": 2, "alt": 3, "ctrl": 5}

_NOT_FOR_PYTE: Final = re.compile(rb"\x1b\[(?:[<>=][\d;]*[A-Za-z]|\?\d+\$p)")
_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[<>=?]?[\d;]*\$?)?\Z")
_OTHER_SCREEN: Final = re.compile(rb"\x1b\[\?1049[hl]")
_MODE: Final = re.compile(rb"\x1b\[\?(\d+)([hl])")
_OWN: Final = re.compile(
    r"\x1b\[(?:"
    r"\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"  # modes
    r"|\?(?:2026|2048)\$p"  # which of the two newest modes do you know?
    r"|>\d+u|<u"  # keyboard protocol on and off
    r"|[\d;]*m|\d+;\d+H)"  # colours, cursor positions
)
"""All that Textual 8.2.8 itself sends, by observation of a plain app."""
_FOREIGN: Final = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x07|\x1b\\|\x9c|\Z)"  # OSC, DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI
    r"|\x1b[ -/]*.?"
    r"|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    r"|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
    re.DOTALL,
)


def foreign_sequences(raw: bytes | bytearray) -> list[str]:
    """Everything in `raw` that acts on a terminal and that Textual itself would not send.

    Line ends are text. The bell counts as foreign: a test that expects one says so.
    """
    text = raw.decode("utf-8", errors="surrogateescape")
    return _FOREIGN.findall(_OWN.sub("", text))


def modes_left_on(raw: bytes | bytearray) -> set[int]:
    """The private modes that are on after `raw`, in a terminal that began with `RESTORED`."""
    modes = set(RESTORED)
    for number, final in _MODE.findall(raw):
        (modes.add if final == b"h" else modes.discard)(int(number))
    return modes


def key_bytes(key: str) -> bytes:
    """What a terminal sends for `key`, named as Textual names keys: `ctrl+s`, `f4`, `x`."""
    if key in _PLAIN:
        return _PLAIN[key].encode()
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    code = 1 + sum(_MODIFIERS[modifier] - 1 for modifier in modifiers)
    if name in _FINALS:
        return f"\x1b[{f'1;{code}' if modifiers else ''}{_FINALS[name]}".encode()
    if name in _TILDES:
        return f"\x1b[{_TILDES[name]}{f';{code}' if modifiers else ''}~".encode()
    if modifiers == ["ctrl"]:
        return bytes([ord(name.upper()) & 0x1F])
    return (b"\x1b" if modifiers == ["alt"] else b"") + name.encode()


class Terminal:
    """A command in a pseudo-terminal of its own. Use it as a context manager: it ends with it.

    Args:
        command: The program and its arguments.
        size: Columns and lines.
        env: Added to a small environment of a usual terminal; nothing else is inherited.
        cwd: Where it starts.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = DEFAULT_SIZE,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn = 0
        self._master, slave = os.openpty()
        self._set_size(*size)
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _CONTROLLED, os.ttyname(slave), *command],
            env=usual_environment() | dict(env or {}),
            cwd=cwd,
            stdin=slave,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.close_master()

    # Keys

    def send(self, data: SizedBuffer) -> None:
        """Send bytes as they are, reading meanwhile, so that neither side waits for the other."""
        rest = memoryview(data)
        while rest:
            readable, writable, _ = select.select([self._master], [self._master], [], PATIENCE)
            if readable and not self._read():
                return
            if writable:
                rest = rest[os.write(self._master, rest[:1024]) :]

    def press(self, *keys: str) -> None:
        """Press keys one after the other, named as Textual names them, at a person's pace.

        Textual hands keys that follow Tab in one burst to the field that had the focus before.
        """
        for key in keys:
            self.wait_quiet(_MOMENT)
            self.send(key_bytes(key))
            if key == "escape":
                self.read_for(_ESCAPE_PAUSE)
            self.wait_until(partial(self._has_written, len(self.raw)), _REACTION)
            self.wait_rest()

    def type(self, text: str) -> None:
        """Type `text`."""
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """Paste `text` the way terminals do for programs that asked for brackets."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    # What is seen

    def screen_text(self) -> str:
        """What the screen shows now, line by line, without blanks at the ends."""
        self._draw()
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def cells(self) -> list[list[object]]:
        """What each cell shows now: its letter, colours and style."""
        self._draw()
        lines, columns = self._screen.lines, self._screen.columns
        return [[self._screen.buffer[y][x] for x in range(columns)] for y in range(lines)]

    def wait_for(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until the screen shows `text`."""
        if not self.wait_until(lambda: text in self.screen_text(), timeout):
            raise AssertionError(f"„{text}“ did not show:\n{self.screen_text()}")

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until the screen no longer shows `text`."""
        if not self.wait_until(lambda: text not in self.screen_text(), timeout):
            raise AssertionError(f"„{text}“ did not go away:\n{self.screen_text()}")

    def wait_until(self, reached: Callable[[], bool], timeout: float = PATIENCE) -> bool:
        """Read until `reached`, the end of the program or of `timeout`; whether it was reached."""
        deadline = time.monotonic() + timeout
        while not reached():
            if not self._read_before(deadline):
                return reached()
        return True

    def wait_quiet(self, quiet: float = QUIET) -> None:
        """Wait until the program rests and has written nothing for `quiet` seconds."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            while select.select([self._master], [], [], quiet)[0] and self._read():
                pass
            if self.process.poll() is not None or not self._works():
                return

    def wait_rest(self) -> None:
        """Wait until the program sleeps: one that waits for a processor has not acted yet."""
        deadline = time.monotonic() + PATIENCE
        resting = 0
        while resting < _LOOKS and time.monotonic() < deadline and self.process.poll() is None:
            self.read_for(_LOOK)
            resting = 0 if self._works() else resting + 1

    def read_for(self, seconds: float) -> None:
        """Read whatever comes for a while."""
        self.wait_until(lambda: False, seconds)

    def modes(self) -> set[int]:
        """The private modes that are on; `RESTORED` once the terminal was given back."""
        return modes_left_on(self.raw)

    # The end

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window."""
        self._draw()
        self._set_size(columns, lines)
        self._screen.resize(max(lines, 1), max(columns, 1))

    def forget(self) -> None:
        """Draw nothing of what was written so far: of a million cells pyte needs many seconds."""
        self._drawn = len(self.raw)
        self._screen.reset()

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def close_master(self) -> None:
        """Close the window: the program loses its terminal."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """Wait for the end; the exit code, negative for a signal that ended it."""
        deadline = time.monotonic() + timeout
        while self._master >= 0 and self._read_before(deadline):
            pass
        try:
            return self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running:\n{self.screen_text()}") from None

    def wait_dead(self, timeout: float = PATIENCE) -> None:
        """Wait for the end without clearing it away: `cpu_seconds` can still be asked."""
        deadline = time.monotonic() + timeout
        process = (os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        while os.waitid(*process) is None:
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {timeout} s")
            time.sleep(_LOOK)

    def cpu_seconds(self) -> float:
        """Processor time the program has used so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    # Inside

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _has_written(self, before: int) -> bool:
        """Whether something came after the first `before` bytes."""
        return len(self.raw) > before

    def _works(self) -> bool:
        """Whether one of its threads runs, waits for a processor or for a disk."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return any(_state(task) in "RD" for task in tasks.glob("*/stat"))

    def _read_before(self, deadline: float) -> bool:
        """Read once, if something comes before `deadline`; whether it did."""
        left = deadline - time.monotonic()
        return left > 0 and bool(select.select([self._master], [], [], left)[0]) and self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError as error:
            if error.errno != errno.EIO:  # EIO: the last program has closed its side
                raise
            data = b""
        self.raw += data
        return bool(data)

    def _draw(self) -> None:
        """Feed pyte what it has not seen, without the sequences it would draw as text.

        pyte knows no alternate screen: entering and leaving it both begin an empty one.
        """
        fresh = self.raw[self._drawn :]
        if unfinished := _UNFINISHED.search(fresh):
            fresh = fresh[: unfinished.start()]
        self._drawn += len(fresh)
        first, *others = _OTHER_SCREEN.split(_NOT_FOR_PYTE.sub(b"", fresh))
        self._stream.feed(first)
        for part in others:
            self._screen.reset()
            self._stream.feed(part)


def _state(stat: Path) -> str:
    """The letter of a thread's state; that of a sleeping one when it has just ended."""
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return "S"


def usual_environment() -> dict[str, str]:
    """A small environment of a usual terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
