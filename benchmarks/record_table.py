"""The windowed table at 1,000 to 1,000,000 rows, against Textual's DataTable.

    python -m benchmarks.record_table [--runs 5]

Each figure is measured in a pseudo-terminal of 120×40: time from the key to the last byte of what
it draws, and how many bytes that are. Budgets: ready with 1,000,000 rows 1.15 times the time for
1,000, memory 1.05 times; a cursor key 0.6 times DataTable's time and 0.4 times its bytes, a page
key 0.25 times its time, a change of focus 0.3 times its bytes.
"""

from __future__ import annotations

import argparse
import select
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks._tables import READY, make_file
from benchmarks.pty import Session, Verdict, report

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES: Final = (1_000, 100_000, 1_000_000)
PEER_SIZES: Final = (1_000,)
"""DataTable takes 20 seconds and more for 100,000 rows: that is measured once, with `--large`."""
KEYS: Final = {"cursor": b"\x1b[B", "page": b"\x1b[6~", "focus": b"\t"}
PRESSES: Final = 20
QUIET: Final = 0.12
"""Seconds without a byte after which all of a key's picture has arrived."""


class Watched(Session):
    """A table in a pseudo-terminal."""

    def ready(self) -> float:
        """Milliseconds until the first row is on the screen."""
        self._read_until(lambda: READY.encode() in self.output)
        return (time.monotonic() - self.started) * 1000

    def key(self, keys: bytes) -> tuple[float, float]:
        """Milliseconds until a key's picture has arrived, and its bytes."""
        size, began = len(self.output), time.monotonic()
        last = began
        self.press(keys)
        while select.select([self._master], [], [], QUIET)[0] and self._read():
            last = time.monotonic()
        return (last - began) * 1000, len(self.output) - size


@dataclass(frozen=True)
class Case:
    """A program over a file of some size."""

    program: str
    path: str

    def measure(self) -> dict[str, float]:
        """Every figure of one run."""
        with Watched([sys.executable, "-m", "benchmarks._tables", self.program, self.path]) as run:
            figures = {"ready": run.ready()}
            run.settle(0.5)
            figures["memory"] = run.memory()
            for name, keys in KEYS.items():
                pressed = [run.key(keys) for _ in range(PRESSES)]
                figures[f"{name} time"] = statistics.median(took for took, _size in pressed)
                figures[f"{name} bytes"] = statistics.mean(size for _took, size in pressed)
            run.quit()
        return figures


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when all budgets are kept."""
    parser = argparse.ArgumentParser(description="The windowed table against DataTable.")
    parser.add_argument("--runs", type=int, default=5, help="runs that count (default: 5)")
    parser.add_argument("--large", action="store_true", help="DataTable with 100,000 rows, once")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="tcm-tables-") as folder:
        files = {size: str(Path(folder, f"{size}.db")) for size in SIZES}
        for size, path in files.items():
            make_file(path, size)
        cases = {f"ours {size}": Case("ours", files[size]) for size in SIZES}
        cases |= {f"datatable {size}": Case("datatable", files[size]) for size in PEER_SIZES}
        found = _interleaved(cases, options.runs)
        if options.large:
            found["datatable 100000"] = Case("datatable", files[100_000]).measure()
    _print_all(found)
    return report(_verdicts(found))


def _interleaved(cases: dict[str, Case], runs: int) -> dict[str, dict[str, float]]:
    """The median of each figure; the programs take turns, and the first turn does not count."""
    found: dict[str, dict[str, list[float]]] = {
        name: defaultdict[str, list[float]](list) for name in cases
    }
    for number in range(runs + 1):
        for name in list(cases)[:: 1 if number % 2 else -1]:
            for figure, value in cases[name].measure().items():
                if number:
                    found[name][figure].append(value)
    return {
        name: {figure: statistics.median(values) for figure, values in figures.items()}
        for name, figures in found.items()
    }


def _print_all(found: dict[str, dict[str, float]]) -> None:
    names = list(next(iter(found.values())))
    print(f"{'':18}" + "".join(f"{name:>14}" for name in names))
    for case, figures in found.items():
        print(f"{case:18}" + "".join(f"{figures[name]:14.1f}" for name in names))


def _verdicts(found: dict[str, dict[str, float]]) -> list[Verdict]:
    small, large = found[f"ours {SIZES[0]}"], found[f"ours {SIZES[-1]}"]
    peer = found[f"datatable {PEER_SIZES[0]}"]
    return [
        Verdict("ready, 1,000,000 / 1,000 rows", large["ready"], small["ready"], 1.15),
        Verdict("memory, 1,000,000 / 1,000 rows", large["memory"], small["memory"], 1.05, "MB"),
        Verdict("cursor key / DataTable", large["cursor time"], peer["cursor time"], 0.6),
        Verdict("the same in bytes", large["cursor bytes"], peer["cursor bytes"], 0.4, "B "),
        Verdict("page key / DataTable", large["page time"], peer["page time"], 0.25),
        Verdict("change of focus, in bytes", large["focus bytes"], peer["focus bytes"], 0.3, "B "),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
