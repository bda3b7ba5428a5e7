"""„Apps zuweisen“ in a terminal: among ten subscriptions, and 2,000 with 100,000 members.

    python -m benchmarks.assign_apps [--folder FOLDER] [--runs 5]

How soon there are rows in both lists, and what keys cost: walking and ticking subscriptions for one
person, and people for one subscription. Budget: rows within one and a half times, each key within
1.25 times the processor time it costs among few. The medians of some runs that take turns.

The demos are those of `benchmarks.assign`: with the same `--folder` they are made once.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks._demo import command
from benchmarks._market import NAME
from benchmarks.assign import FEW, MANY, _place
from benchmarks.pty import Session, Verdict, report
from tcm_tui.domain.demo import PEOPLE
from tcm_tui.services.sign_in import sign_out

if TYPE_CHECKING:
    from collections.abc import Sequence

PRESSES: Final = 9
PER_OPENING: Final = 1.5
PER_KEY: Final = 1.25
ANNA: Final = PEOPLE[0].email
"""Active in both companies, and without these licences."""
OPENING: Final = "rows in both lists"
_HOME: Final = b"\x1b[H"
_STEP: Final = b"\x1b[B\x1b[A"
"""Down and up again: at the end of a short list a single step would cost nothing."""
_TICK: Final = b" \x1b[A"
"""Back to the same row: the next one takes the tick away again."""
_APPS, _PEOPLE = "apps of somebody", "people of a subscription"


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when the budgets are kept."""
    parser = argparse.ArgumentParser(description="„Apps zuweisen“, among few and many.")
    parser.add_argument("--runs", type=int, default=5, help="runs that count (default: 5)")
    parser.add_argument("--folder", help="where the demos are kept (default: nowhere)")
    options = parser.parse_args(argv)
    keeping = nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory()
    with keeping as kept:
        few, many = (_made(str(Path(kept, f"assign-{size[0]}")), *size) for size in (FEW, MANY))
        found: dict[str, list[dict[str, float]]] = {few: [], many: []}
        for number in range(options.runs):
            for folder in (few, many)[:: -1 if number % 2 else 1]:
                found[folder].append(_figures(folder))
    return report(_verdicts(found[few], found[many]))


def _made(folder: str, members: int, subscriptions: int) -> str:
    """The folder, with such a demo in it."""
    found = _place(folder, members, subscriptions)
    sign_out(found.ctx)
    found.ctx.database.dispose()
    return folder


def _figures(folder: str) -> dict[str, float]:
    """Every figure of one run; the first press of a key does not count."""
    with Session(command(folder)) as session:
        session.first_paint()
        session.press(b"\r")
        session.wait_for("Neuigkeiten")
        session.settle(0.5)
        figures = {OPENING: _opened(session)}
        _search(session, ANNA)
        session.press(b"\r")  # to her subscriptions
        _search(session, NAME)
        figures[f"down and up, {_APPS}"] = _key(session, _STEP)
        figures[f"tick, {_APPS}"] = _key(session, _TICK)
        session.press(b"t")
        session.settle(0.5)
        _search(session, NAME)
        session.press(b"\r")  # to its people
        figures[f"down and up, {_PEOPLE}"] = _key(session, _STEP)
        _search(session, ANNA)
        figures[f"tick, {_PEOPLE}"] = _key(session, _TICK)
    return figures


def _opened(session: Session) -> float:
    """Milliseconds from the key of the tab to the name of a subscription."""
    size, began = len(session.output), time.monotonic()
    session.press(b"4")
    session.wait_for(NAME, since=size)
    return (time.monotonic() - began) * 1000


def _search(session: Session, text: str) -> None:
    """To the first one of those that match in the list one is in."""
    session.press(b"/" + text.encode() + b"\r")
    session.settle(0.5)


def _key(session: Session, keys: bytes) -> float:
    """Milliseconds of processor time that keys take at the first row; the first time aside."""
    session.press(_HOME)
    session.settle(0.5)
    session.answer(keys)
    before = session.busy()
    for _press in range(PRESSES):
        session.answer(keys)
    return (session.busy() - before) / PRESSES


def _verdicts(few: list[dict[str, float]], many: list[dict[str, float]]) -> list[Verdict]:
    return [
        Verdict(
            name,
            statistics.median(one[name] for one in many),
            statistics.median(one[name] for one in few),
            PER_OPENING if name == OPENING else PER_KEY,
        )
        for name in few[0]
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
