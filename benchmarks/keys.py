"""What each key costs on the main places: bytes to the terminal, and time until they have come.

    python -m benchmarks.keys [--presses 10]

There is no budget: those of the table are in `benchmarks.record_table`. Over a line of 1 MBit/s a
key of 1,000 bytes takes 8 ms.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from typing import TYPE_CHECKING, Final

from benchmarks._demo import command, demo_folder
from benchmarks._places import PLACES, go
from benchmarks.pty import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS: Final = {"letter": b"x", "Tab": b"\t", "Down": b"\x1b[B", "Page down": b"\x1b[6~"}
_LETTERS_IN: Final = {"Anmelden", "Mehrere einladen"}
"""Where the focus is first on something to type into; elsewhere letters are commands."""
_MEMBERS: Final = 1_000


def main(argv: Sequence[str]) -> int:
    """Measure and print; always 0."""
    parser = argparse.ArgumentParser(description="Bytes and time of keys.")
    parser.add_argument("--presses", type=int, default=10, help="of each key (default: 10)")
    options = parser.parse_args(argv)
    print(f"{'':32}{'bytes':>9}{'most':>9}{'median':>12}")
    with demo_folder(_MEMBERS) as folder:
        for place in PLACES:
            for name, keys in KEYS.items():
                if keys.isalpha() and place not in _LETTERS_IN:
                    continue
                with Session(command(folder)) as session:
                    go(session, place)
                    pressed = [session.answer(keys) for _press in range(options.presses)]
                sizes = [size for _took, size in pressed]
                took = statistics.median(took for took, _size in pressed)
                mean = statistics.mean(sizes)
                print(f"{f'{place}: {name}':32}{mean:9.0f}{max(sizes):9}{took:9.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
