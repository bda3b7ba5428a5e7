"""What comes from the terminal, made harmless before Textual reads keys from it."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PASTE_LIMIT: Final = 1024 * 1024
"""Characters taken of one bracketed paste; the rest is dropped and the person is told."""
_BEGIN: Final = "\x1b[200~"
_END: Final = "\x1b[201~"
_SPENT: Final = -1
"""Characters left of a paste that was cut and reported."""
_KEYS_IN_PASTE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Controls but tab and line ends: in a paste Textual takes ESC for the start of keys."""


class StdinGuard:
    """Turns bytes into text that Textual can parse: valid UTF-8, pastes cut and without keys.

    A paste that never ends passes its first characters and then nothing, so that it costs neither
    memory nor time; the program goes on.

    Args:
        too_long: Called once for each paste that was cut.
        limit: Characters taken of one paste.
    """

    def __init__(self, too_long: Callable[[], None], limit: int = PASTE_LIMIT) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._too_long = too_long
        self._limit = limit
        self._tail = ""  # the beginning of a marker, at the end of what was read so far
        self._left: int | None = None  # characters the current paste may still have

    def feed(self, data: bytes) -> str:
        """The harmless form of `data`. Nothing typed is held back, so no key comes late."""
        rest = self._decode(data)
        passed: list[str] = []
        while rest:
            rest = self._typed(rest, passed) if self._left is None else self._pasted(rest, passed)
        return "".join(passed)

    def _typed(self, text: str, passed: list[str]) -> str:
        """Pass `text` up to the begin of a paste; what follows it."""
        seen = self._tail + text  # the tail was passed already
        at = seen.find(_BEGIN)
        if at < 0:
            self._tail = _beginning_of(_BEGIN, seen)
            passed.append(text)
            return ""
        end = at + len(_BEGIN) - len(self._tail)
        passed.append(text[:end])
        self._tail, self._left = "", self._limit
        return text[end:]

    def _pasted(self, text: str, passed: list[str]) -> str:
        """Pass what may pass of `text` up to the end of the paste; what follows it."""
        before, end, rest = (self._tail + text).partition(_END)  # the tail was held back
        self._tail = "" if end else _beginning_of(_END, before)
        passed.append(self._allowed(before.removesuffix(self._tail)))
        if end:
            self._left = None
            passed.append(_END)
        return rest

    def _allowed(self, text: str) -> str:
        """As much of `text` as the current paste may still have, without keys in it."""
        left = self._left or 0
        text = _KEYS_IN_PASTE.sub("", text)
        if left >= 0 and len(text) > left:
            self._too_long()
            self._left = _SPENT
        elif left >= 0:
            self._left = left - len(text)
        return text[: max(left, 0)]


def _beginning_of(marker: str, text: str) -> str:
    """The longest end of `text` that may grow into `marker`."""
    lengths = range(min(len(marker) - 1, len(text)), 0, -1)
    return next((marker[:n] for n in lengths if text.endswith(marker[:n])), "")
