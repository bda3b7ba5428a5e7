"""The log of unexpected errors: one line each, where it happened, never with what.

Messages of exceptions and local variables are left out: they may hold passwords, codes or names
(SECURITY.md A10, A13).
"""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

_SIZE: Final = 1024 * 1024
_KEPT: Final = 3


def log_incident(path: Path, incident: str, error: BaseException, at: datetime) -> None:
    """Write down where `error` came from under the number `incident`.

    The folder is made when it is missing, for its owner alone.

    Raises:
        OSError: The log cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8")
    try:
        line = f"{at.isoformat(timespec='seconds')} ERROR incident={incident} {_told(error)}"
        handler.emit(logging.makeLogRecord({"msg": "%s", "args": (line,)}))
    finally:
        handler.close()
    path.chmod(0o600)


def _told(error: BaseException) -> str:
    """The chain of errors, innermost cause last, on one line without control characters."""
    chain: list[str] = []
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        chain.append(f"{type(one).__name__} at {_frames(one.__traceback__)}")
        one = one.__cause__ or one.__context__
    text = " caused by ".join(chain)
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _frames(found: TracebackType | None) -> str:
    frames = traceback.StackSummary.extract(
        traceback.walk_tb(found), lookup_lines=False, capture_locals=False
    )
    return " < ".join(f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in reversed(frames))
