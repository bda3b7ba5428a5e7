"""What the program writes and computes while nobody touches it, with each field focused in turn.

    python -m benchmarks.idle [--command 'tcm-tui demo --at FOLDER'] [--fields 4] [--seconds 5]

Budget: 0 bytes and no processor time of its own; the clock of the kernel ticks in 10 ms, and
Textual looks for keys ten times a second, which the bare app next to it does as well.
"""

from __future__ import annotations

import sys
import tempfile
from typing import TYPE_CHECKING

from benchmarks.pty import HELLO, Session, Verdict, arguments, report

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = 4
"""Fields visited with Tab: the first one, and as many presses less one."""
SECONDS = 5.0
_KERNEL_TICK = 10.0
"""Milliseconds: two programs that differ by less than this a second are equal."""


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when the budgets are kept."""
    with tempfile.TemporaryDirectory(prefix="tcm-idle-") as folder:
        options = arguments(argv, "Idle bytes and processor time.", folder)
        ours = idle(options.command, FIELDS)
    floor = max(busy for _, busy in idle(HELLO, 1))
    verdicts = []
    for number, (size, busy) in enumerate(ours, start=1):
        verdicts.append(Verdict(f"field {number}: bytes per second", size, 0, 0, "B "))
        own = max(0.0, busy - floor - _KERNEL_TICK / SECONDS)
        verdicts.append(Verdict(f"field {number}: CPU over hello's", own, 0, 0))
    return report(verdicts)


def idle(command: Sequence[str], fields: int) -> list[tuple[float, float]]:
    """Bytes and milliseconds of processor time per second, for each field focused."""
    found = []
    with Session(command) as session:
        session.first_paint()
        session.settle()
        for _ in range(fields):
            found.append(session.idle(SECONDS))
            session.press(b"\t")
            session.settle()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
