"""`tcm-tui`: runs a command, or opens the portal.

Neither click nor Textual is imported before it is known which of them is needed. What opens the
portal in the usual ways is understood here, so that its first paint need not wait for click.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from tcm_tui import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.bootstrap import StartPortal
    from tcm_tui.terminal_guard.environment import StartRefused

_OPTIONS = {
    "--data": "data_dir",
    "--database": "database_url",
    "--lang": "language",
    "--theme": "theme",
}
_DEMO = {"--at": "folder"}
_WORDS_MAX = {"demo": 0, "open": 1}
"""The commands that open the portal, with how many words may follow."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; the exit code is 0 done, 1 refused, 2 usage, 129 hung up, 130 interrupted, 143 ended."""
    os.umask(0o077)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        sys.stdout.write(f"tcm-tui {__version__}\n")
        return 0
    gc.disable()  # a sixth of the time to the first paint; switched on again once the data is open
    line = _split(given)
    if line is not None:
        options, words = line
        if not words:
            return _open_with(options)
        if (start := _usual_start(options, words)) is not None:
            return _open(start)
    gc.enable()
    return _run(given)


def _split(given: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """Options by name, and words; None leaves the line to the command parser."""
    options, words = dict[str, str](), list[str]()
    rest = iter(given)
    for word in rest:
        name, equals, value = word.partition("=")
        known = {**_OPTIONS, **(_DEMO if words == ["demo"] else {})}
        if not word.startswith("-"):
            words.append(word)
            continue
        text = value if equals else next(rest, None)
        if name not in known or text is None:
            return None
        options[known[name]] = text
    return options, words


def _usual_start(options: dict[str, str], words: list[str]) -> StartPortal | None:
    """How `demo` and `open` begin; None leaves making, and refusing, to the command itself."""
    command, *more = words
    if command not in _WORDS_MAX or len(more) > _WORDS_MAX[command]:
        return None
    from tcm_tui.bootstrap import load_settings, start_code, start_demo  # noqa: PLC0415 - see above
    from tcm_tui.domain.errors import DomainError  # noqa: PLC0415

    folder = options.pop("folder", None)
    try:
        settings = load_settings(options)
        if command == "open":
            return start_code(settings, next(iter(more), None))
        return None if "database_url" in options else start_demo(settings, folder)
    except DomainError:
        return None


def _open_with(options: dict[str, str]) -> int:
    """Open the portal with the settings of this start."""
    from tcm_tui.bootstrap import StartPortal, load_settings  # noqa: PLC0415 - see above
    from tcm_tui.domain.errors import DomainError  # noqa: PLC0415
    from tcm_tui.domain.text import shown  # noqa: PLC0415

    try:
        return _open(StartPortal(load_settings(options)))
    except DomainError as refusal:
        sys.stderr.write(f"tcm-tui: {shown(refusal.message)}\n")
        return 1


def _run(given: list[str]) -> int:
    """Run a command, and the portal if it says how that opens."""
    from tcm_tui.cli import run  # noqa: PLC0415 - see above
    from tcm_tui.terminal_guard.environment import (  # noqa: PLC0415
        StartRefused,
        prepare_environment,
    )

    try:
        outcome = run(given, before_opening=prepare_environment)
    except StartRefused as refusal:
        return _refused(refusal)
    return outcome if isinstance(outcome, int) else _open(outcome)


def _open(start: StartPortal) -> int:
    """Open the portal in this terminal."""
    from tcm_tui.terminal_guard.environment import (  # noqa: PLC0415 - see above
        StartRefused,
        prepare_environment,
    )

    try:
        prepare_environment()
        from tcm_tui.app import MarketplaceApp  # noqa: PLC0415 - Textual reads the environment
        from tcm_tui.terminal_guard.app import run  # noqa: PLC0415

        return run(MarketplaceApp(start))
    except StartRefused as refusal:
        return _refused(refusal)


def _refused(refusal: StartRefused) -> int:
    sys.stderr.write(f"tcm-tui: {refusal}\n")
    return refusal.exit_code


if __name__ == "__main__":
    sys.exit(main())
