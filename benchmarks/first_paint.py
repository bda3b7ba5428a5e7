"""First paint and exit against a bare Textual app, and `--version` against a bare Python.

    python -m benchmarks.first_paint [--command 'tcm-tui demo'] [--runs 15]

Budgets: first paint 1.4 times the bare app, exit 1.2 times, `--version` 2.5 times `python -c pass`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from benchmarks._demo import arguments, demo_folder
from benchmarks._demo import command as demo_command
from benchmarks.pty import HELLO, Session, Verdict, environment, interleaved, report

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when all budgets are kept."""
    options = arguments(argv, "First paint, exit and --version.")
    with demo_folder() as folder:
        command = options.command or demo_command(folder)
        bare = [sys.executable, "-c", "pass"]
        paint = interleaved(
            {"ours": partial(first_paint, command), "hello": partial(first_paint, HELLO)},
            options.runs,
        )
        leave = interleaved(
            {"ours": partial(leaving, command), "hello": partial(leaving, HELLO)}, options.runs
        )
        version = interleaved(
            {
                "ours": partial(whole_run, [command[0], "--version"]),
                "python": partial(whole_run, bare),
            },
            options.runs,
        )
    return report(
        [
            Verdict("first paint / hello", paint["ours"], paint["hello"], 1.4),
            Verdict("exit / hello", leave["ours"], leave["hello"], 1.2),
            Verdict("--version / python -c pass", version["ours"], version["python"], 2.5),
        ]
    )


def first_paint(command: Sequence[str]) -> float:
    """Milliseconds until `command` shows its first text."""
    with Session(command) as session:
        return session.first_paint()


def leaving(command: Sequence[str]) -> float:
    """Milliseconds `command` needs to end once it has started and settled."""
    with Session(command) as session:
        session.first_paint()
        session.settle(0.5)
        return session.quit()


def whole_run(command: Sequence[str]) -> float:
    """Milliseconds from start to end of a command without a screen."""
    began = time.monotonic()
    subprocess.run(command, env=environment(), check=True, capture_output=True)
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
