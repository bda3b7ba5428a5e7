"""Starts the app of `test_terminal_guard.py` like the program starts: `guard_app MODE [FILE]`."""

from __future__ import annotations

import sys

from tcm_tui.terminal_guard.environment import StartRefused, prepare_environment


def main(arguments: list[str]) -> int:
    """Prepare, then import Textual, then run; the exit code."""
    try:
        prepare_environment()
        # Only now: Textual reads the environment while it is imported.
        from tests.e2e.guard_screen import start  # noqa: PLC0415

        return start(*arguments)
    except StartRefused as refused:
        print(refused, file=sys.stderr)  # noqa: T201 - the one line a start without terminal says
        return refused.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
