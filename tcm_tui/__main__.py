"""`tcm-tui`: runs a command, or opens the portal.

Neither click nor Textual is imported before it is known which of them is needed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tcm_tui import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tcm_tui.bootstrap import StartPortal

_OPTIONS = {
    "--data": "data_dir",
    "--database": "database_url",
    "--lang": "language",
    "--theme": "theme",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; the exit code is 0 done, 1 refused, 2 usage, 129 hung up, 130 interrupted, 143 ended."""
    os.umask(0o077)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        sys.stdout.write(f"tcm-tui {__version__}\n")
        return 0
    options = _portal_options(given)
    if options is None:
        from tcm_tui.cli import run  # noqa: PLC0415 - see above

        outcome = run(given)
        return outcome if isinstance(outcome, int) else _open(outcome)
    return _open_with(options)


def _portal_options(given: list[str]) -> dict[str, str] | None:
    """The options when there is nothing but options; None leaves the line to the command parser."""
    found: dict[str, str] = {}
    rest = iter(given)
    for word in rest:
        name, equals, value = word.partition("=")
        if name not in _OPTIONS:
            return None
        text = value if equals else next(rest, None)
        if text is None:
            return None
        found[_OPTIONS[name]] = text
    return found


def _open_with(options: dict[str, str]) -> int:
    """Open the portal with the settings of this start."""
    from tcm_tui.bootstrap import StartPortal, load_settings  # noqa: PLC0415 - see above
    from tcm_tui.domain.errors import DomainError  # noqa: PLC0415

    try:
        return _open(StartPortal(load_settings(options)))
    except DomainError as refusal:
        sys.stderr.write(f"tcm-tui: {refusal.message}\n")
        return 1


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
        sys.stderr.write(f"tcm-tui: {refusal}\n")
        return refusal.exit_code


if __name__ == "__main__":
    sys.exit(main())
