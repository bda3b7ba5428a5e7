"""How late the keyboard is while the data is opened, and while somebody signs in.

    python -m benchmarks.loop_lateness [--runs 3]

Opening imports SQLAlchemy in a thread, signing in checks a password in one: both must leave the
event loop free. A second task of the loop wants to run every five milliseconds; how much later it
runs is what somebody typing would wait. Budget: 16 ms for 95 of 100 looks. Importing and sending
10,000 rows are in `benchmarks.invite_dialog`, which looks in the same way.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from benchmarks._lateness import TICK, Lateness, report
from benchmarks.pty import environment
from tcm_tui.app import MarketplaceApp
from tcm_tui.bootstrap import load_settings, start_demo
from tcm_tui.screens.sign_in.sign_in import SignInScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

IDLE: Final = 1.0
"""Seconds of nothing at the end: how late this machine is by itself."""
SIZE: Final = (120, 40)
_WALK: Final = "--walk"


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when every phase keeps the budget."""
    from benchmarks._demo import demo_folder  # noqa: PLC0415 - a walk must not have imported it

    parser = argparse.ArgumentParser(description="How late the keyboard is at the start.")
    parser.add_argument("--runs", type=int, default=3, help="walks (default: 3)")
    options = parser.parse_args(argv)
    late: dict[str, list[float]] = {}
    with demo_folder() as folder:
        for _run in range(options.runs):
            for phase, found in _in_new_process(folder).items():
                late.setdefault(phase, []).extend(found)
    return report(late)


def _in_new_process(folder: str) -> dict[str, list[float]]:
    """One walk in a process that has imported nothing yet."""
    command = [sys.executable, "-m", "benchmarks.loop_lateness", _WALK, folder]
    ended = subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE)
    found: dict[str, list[float]] = json.loads(ended.stdout)
    return found


async def walk(folder: str) -> dict[str, list[float]]:
    """Start and sign in; how late the loop was, by phase, in milliseconds."""
    gc.disable()  # as `tcm_tui.__main__` does
    start = start_demo(load_settings({}), folder)
    if start is None:
        raise SystemExit("there is no demo")
    app = MarketplaceApp(start)
    lateness = Lateness()
    async with app.run_test(size=SIZE) as pilot:
        async with lateness.phase("open"):
            await _until(lambda: app.session.is_open)
        pressing = asyncio.create_task(pilot.press("enter"))
        async with lateness.phase("sign in"):
            await _until(lambda: not isinstance(app.screen, SignInScreen))
        async with lateness.phase("overview"):
            await _until(lambda: pressing.done() and not _loading(app))
        await pressing
        async with lateness.phase("idle"):
            await asyncio.sleep(IDLE)
    return lateness.by_phase


def _loading(app: MarketplaceApp) -> bool:
    return any(worker.group in {"load", "submit"} for worker in app.workers)


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():
        await asyncio.sleep(TICK)


if __name__ == "__main__":
    if sys.argv[1:2] == [_WALK]:
        print(json.dumps(asyncio.run(walk(sys.argv[2]))))
    else:
        sys.exit(main(sys.argv[1:]))
