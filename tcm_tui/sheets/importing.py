"""Reading a file from outside, the parent's side: start the process, bound it, take what it finds.

Whatever the process does, dies of or writes, the answer is a table or one sentence.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final

from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.sheet_columns import SheetRow, SheetTable
from tcm_tui.i18n import _
from tcm_tui.sheets.protocol import SECONDS_MAX, Refusal
from tcm_tui.sheets.wording import fault_sentence, note_sentence, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_log: Final = logging.getLogger(__name__)

COMMAND: Final = (sys.executable, "-I", "-W", "ignore", "-m", "tcm_tui.sheets.reader")
ENVIRONMENT: Final = {"LC_ALL": "C.UTF-8", "OPENPYXL_LXML": "False"}
"""All the process gets: nothing of ours is in it, and lxml, which takes DTDs, stays out."""
_LINE_MAX: Final = 4 * 1024 * 1024
"""Bytes of one message; about 100,000 characters are a third of it at worst."""
_ERROR_MAX: Final = 200
"""Bytes of the name of an error; the process writes nothing else there."""


class ImportCancelled(Unavailable):
    """Somebody gave up waiting; nothing was read."""

    def __init__(self) -> None:
        super().__init__(_("Der Import wurde abgebrochen."))


class Cancellation:
    """Ends a reading from another thread; may be asked for before it begins."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kill: Callable[[], None] | None = None
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked for the end."""
        return self._cancelled

    def cancel(self) -> None:
        """End the reading now."""
        with self._lock:
            self._cancelled = True
            if self._kill is not None:
                self._kill()

    def attach(self, kill: Callable[[], None]) -> None:
        """Tell how the process is ended, now that it runs."""
        with self._lock:
            self._kill = kill
            if self._cancelled:
                kill()


@dataclass(slots=True)
class _Findings:
    """What the process has said so far."""

    rows: list[SheetRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: Refusal | None = None
    row: int = 0
    done: bool = False

    def take(self, message: dict[str, Any]) -> None:
        """Take one message; a broken one raises ValueError, KeyError or TypeError."""
        for number, cells, faults in message.get("rows", ()):
            reasons = {int(column): fault_sentence(word) for column, word in faults.items()}
            self.rows.append(SheetRow(number, tuple(cells), reasons))
            self.row = number
        if (word := message.pop("note", None)) is not None:
            self.notes.append(note_sentence(word, **message))
        if "refused" in message:
            self.refused = Refusal(message["refused"])
            self.row = int(message["row"])
        self.done |= "done" in message


def read_sheet(
    stream: BinaryIO,
    *,
    progress: Callable[[int], None] | None = None,
    cancellation: Cancellation | None = None,
    seconds: float = SECONDS_MAX,
) -> SheetTable:
    """What stands in a file, read by a limited process; blocks, so call it off the event loop.

    Args:
        stream: An open file with a descriptor, such as `open_upload` returns; it stays open.
        progress: Told now and then how many rows were read, in the caller's thread.
        cancellation: Its `cancel()` ends the reading from another thread.
        seconds: How long the process may take.

    Raises:
        Invalid: The file cannot or must not be read, in a sentence that says what to do.
        ImportCancelled: It was cancelled.
    """
    cancellation, patience = cancellation or Cancellation(), Cancellation()
    findings = _Findings()
    clock = Timer(seconds, patience.cancel)
    clock.daemon = True
    clock.start()
    try:
        status = _run(stream, (cancellation, patience), findings, progress)
    finally:
        clock.cancel()
    if cancellation.cancelled:
        raise ImportCancelled
    if patience.cancelled or status == -signal.SIGXCPU:
        raise refusal(Refusal.TOO_SLOW)
    if findings.refused is not None:
        raise refusal(findings.refused, findings.row)
    if not findings.done:
        raise refusal(Refusal.DAMAGED, findings.row)
    return SheetTable(tuple(findings.rows), tuple(findings.notes))


def _run(
    stream: BinaryIO,
    cancellations: Iterable[Cancellation],
    findings: _Findings,
    progress: Callable[[int], None] | None,
) -> int:
    """Run the process on `stream` until it falls silent; how it ended, as `Popen` tells it."""
    with subprocess.Popen(  # noqa: S603 - our own module, no word of the command is from outside
        COMMAND,
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        start_new_session=True,
    ) as process:
        try:
            for cancellation in cancellations:
                cancellation.attach(process.kill)
            _collect(process, findings, progress)
        finally:
            process.kill()  # after its last word there is nothing left to do but to end
    return process.returncode


def _collect(
    process: subprocess.Popen[bytes],
    findings: _Findings,
    progress: Callable[[int], None] | None,
) -> None:
    """Take messages until the process falls silent, or one of them is none."""
    out, errors = process.stdout, process.stderr
    if out is None or errors is None:  # only without PIPE, see above
        return
    while line := out.readline(_LINE_MAX):
        try:
            findings.take(json.loads(line))
        except (AttributeError, KeyError, TypeError, ValueError):
            _log.warning("the reading process wrote a message that is none")
            findings.done = False
            return
        if progress is not None:
            progress(len(findings.rows))
    _note_error(errors)


def _note_error(errors: IO[bytes]) -> None:
    """Put the kind of an unforeseen error on record."""
    if said := errors.read(_ERROR_MAX):
        _log.warning("the reading process ended with %r", said.decode("ascii", "replace"))
