"""What the portal writes and computes while nobody touches it, with each field focused in turn.

    python -m benchmarks.idle [--fields 3] [--seconds 3]

Budget: 0 bytes, and no processor time beyond that of the bare app next to it, which looks for keys
ten times a second as well. The clock of the kernel ticks in 10 ms.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from benchmarks._demo import command, demo_folder
from benchmarks._places import PLACES, go
from benchmarks.pty import HELLO, Session, Verdict, report

if TYPE_CHECKING:
    from collections.abc import Sequence

_KERNEL_TICK: Final = 10.0
"""Milliseconds: programs whose use differs by less in all that time are equal."""


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="Idle bytes and processor time.")
    parser.add_argument("--fields", type=int, default=3, help="fields a place (default: 3)")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each (default: 3)")
    options = parser.parse_args(argv)
    with Session(HELLO) as session:
        session.first_paint()
        session.settle()
        _bytes, floor = session.idle(options.seconds)
    verdicts = []
    with demo_folder() as folder:
        for place in PLACES:
            with Session(command(folder)) as session:
                go(session, place)
                found = idle(session, options.fields, options.seconds)
            size, busy = (max(figures) for figures in zip(*found, strict=True))
            verdicts.append(Verdict(f"{place}: bytes a second", size, 0, 0, "B "))
            own = round(max(0.0, busy - floor - _KERNEL_TICK / options.seconds), 3)
            verdicts.append(Verdict(f"{place}: CPU beyond hello's", own, 0, 0))
    return report(verdicts)


def idle(session: Session, fields: int, seconds: float) -> list[tuple[float, float]]:
    """Bytes and milliseconds of processor time per second, for each field focused."""
    found = []
    for _field in range(fields):
        found.append(session.idle(seconds))
        session.press(b"\t")
        session.settle()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
