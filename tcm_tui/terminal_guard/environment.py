"""What must hold before Textual is imported: variables, umask, a real terminal, UTF-8."""

from __future__ import annotations

import os
import sys
from typing import Final

from tcm_tui.i18n import _

NO_TERMINAL: Final = 2
"""Exit code when there is nothing to draw on."""
NOT_SAFE: Final = 1
"""Exit code when the filter under the renderer does not hold."""
_STDIN: Final = 0
_STDERR: Final = 2
_BLIND_TERMINALS: Final = frozenset({"", "dumb", "unknown"})


class StartRefused(Exception):
    """The portal cannot start here: a line for the person, an `exit_code` for the shell."""

    exit_code: int = NO_TERMINAL


class GuardFailed(StartRefused):
    """The filter under the renderer is missing or lets something through."""

    exit_code = NOT_SAFE


def prepare_environment() -> None:
    """Make the process fit for a full-screen start; call it before anything imports Textual.

    Raises:
        StartRefused: There is no terminal to draw on, or it cannot show the screens.
    """
    os.umask(0o077)
    drop_textual_variables()
    _require_terminal()
    _require_utf8()


def drop_textual_variables() -> None:
    """Forget every TEXTUAL* variable: they import modules, write files and type keys."""
    for name in [name for name in os.environ if name.upper().startswith("TEXTUAL")]:
        del os.environ[name]


def _require_terminal() -> None:
    # Textual reads standard input and draws on standard error; standard output may go anywhere.
    if not (os.isatty(_STDIN) and os.isatty(_STDERR)):
        raise StartRefused(_("tcm-tui braucht ein Terminal für Eingabe und Anzeige."))
    try:
        os.tcgetpgrp(_STDIN)
    except OSError:
        # A process without a controlling terminal is never told that the terminal closed.
        raise StartRefused(_("tcm-tui braucht ein Terminal, das diesen Prozess steuert.")) from None
    if os.environ.get("TERM", "") in _BLIND_TERMINALS:
        raise StartRefused(
            _("Dieses Terminal zeigt keine Masken. Setzen Sie TERM, etwa auf xterm-256color.")
        )


def _require_utf8() -> None:
    if charset := _named_charset():
        raise StartRefused(
            _("tcm-tui braucht UTF-8, eingestellt ist {charset}.").format(charset=charset)
        )
    # Without a named charset the terminal of today is UTF-8; Python may still have guessed ASCII.
    for stream in (sys.__stderr__, sys.__stdout__):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")


def _named_charset() -> str:
    """The charset other than UTF-8 that the locale variables name, or an empty text."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    charset = locale.partition(".")[2].partition("@")[0]
    same = charset.lower().replace("-", "").replace("_", "")
    return "" if same in {"", "utf8"} else charset
