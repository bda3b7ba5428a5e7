"""The way to the terminal and back: keys that cannot crash, and a terminal that may be gone.

Textual's own driver ends the program on a byte that is not UTF-8 and spins for ever on a terminal
that was closed (SECURITY.md 5.2, 5.3).
"""

from __future__ import annotations

import os
import selectors
import sys
import termios
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tcm_tui.terminal_guard.stdin import StdinGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.message import Message

    from tcm_tui.terminal_guard.app import GuardedApp

_CHUNK: Final = 4096
_TICK: Final = 0.1
"""Seconds between looks at the clock of the parser, which tells Escape from a sequence."""
_LARGEST: Final = 2000
"""Columns or lines above which a size reported through standard input is not believed."""
_GIVE_BACK: Final = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What Textual sends when it gives the terminal back."""


class TerminalFile:
    """Standard error while the screens are shown: swallows what is written to a dead terminal."""

    def __init__(self) -> None:
        self._file = sys.__stderr__
        self._gone = False

    def write(self, text: str) -> int:
        """Write `text`, or drop it when the terminal is gone."""
        self._attempt(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        self._attempt("")

    def fileno(self) -> int:
        """The descriptor of the terminal."""
        return self._file.fileno() if self._file else -1

    def _attempt(self, text: str) -> None:
        if self._file is None or self._gone:
            return
        try:
            if text:
                self._file.write(text)
            else:
                self._file.flush()
        except OSError:
            # Python would fail once more when it flushes at the end, and change the exit code.
            self._gone = True
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)


class GuardedDriver(LinuxDriver):
    """Textual's driver with lenient input, a limit for pastes and an end when the terminal ends."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._guarded: GuardedApp = app  # type: ignore[assignment]  # only GuardedApp asks for this driver
        self._screen = TerminalFile()
        self._file = self._screen  # type: ignore[assignment]  # all that Textual uses of a file
        self.drawing = False

    @property
    def can_suspend(self) -> bool:
        """Never: a suspended program would leave a signed-in screen behind."""
        return False

    def start_application_mode(self) -> None:
        """Take over the terminal."""
        if self.drawing:  # continued after a stop that nobody announced
            self.suspend_application_mode()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types
        self.drawing = True

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        super().stop_application_mode()
        self.drawing = False

    def resume_application_mode(self) -> None:
        """Take over the terminal again, after a stop from outside, and draw everything anew."""
        super().resume_application_mode()
        self._tell(self._guarded.resumed)

    def give_back_now(self) -> None:
        """Give the terminal back without Textual's help, for a program that is stuck."""
        if not self.drawing:
            return
        self.drawing = False
        with suppress(OSError, termios.error):
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            screen = self._screen.fileno()
            os.set_blocking(screen, False)  # whoever does not read must not keep us
            os.write(screen, _GIVE_BACK)
            os.set_blocking(screen, True)

    def run_input_thread(self) -> None:
        """Read keys until told to stop, or until the terminal is gone."""
        try:
            self._read_until_told()
        except (EOFError, OSError):
            self._tell(self._guarded.terminal_gone)
        except Exception as error:  # the thread's last resort: Textual's would print a traceback
            self._tell(self._guarded.unexpected, error)

    def _read_until_told(self) -> None:
        guard = StdinGuard(partial(self._tell, self._guarded.paste_too_long))
        parser = XTermParser(self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                text = guard.feed(self._read()) if selector.select(_TICK) else ""
                try:
                    self._pass_on(parser.feed(text) if text else ())
                    self._pass_on(parser.tick())
                except (ArithmeticError, LookupError, ValueError):
                    # Sequences with numbers that are none, or none that fit: `ESC [ 1:2 u`.
                    parser = self._successor(parser)

    def _read(self) -> bytes:
        if data := os.read(self.fileno, _CHUNK):
            return data
        raise EOFError

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if not (isinstance(message, events.Resize) and max(message.size) > _LARGEST):
                self.process_message(message)

    def _successor(self, broken: XTermParser) -> XTermParser:
        """A parser that knows what `broken` knew of the terminal, if that can be right."""
        parser = XTermParser(self._debug)
        if broken.terminal_pixel_size and all(broken.terminal_pixel_size):
            parser.mouse_pixels = broken.mouse_pixels
            parser.terminal_size = broken.terminal_size
            parser.terminal_pixel_size = broken.terminal_pixel_size
        return parser

    def _tell(self, function: Callable[..., object], *args: object) -> None:
        """Have `function` called where the app runs; this is another thread."""
        self._loop.call_soon_threadsafe(function, *args)
