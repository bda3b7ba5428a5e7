"""10,000 marked people get another role, and get it back: how late the keyboard is meanwhile.

    python -m benchmarks.member_changes [--runs 3] [--members 10000]

A second task of the same event loop wants to run every five milliseconds; how much later it runs
is what somebody typing would wait. Budget: 16 ms for 95 of 100 looks, in each phase. „idle“ is the
floor: what this machine does to a loop that has nothing to do.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from typing import TYPE_CHECKING, Final

from benchmarks._demo import demo_folder
from benchmarks._lateness import TICK, Lateness, report
from tcm_tui.app import MarketplaceApp
from tcm_tui.bootstrap import load_settings, start_demo
from tcm_tui.screens.administration.members.change_dialog import ChangeDialog
from tcm_tui.screens.administration.members.change_frame import Phase
from tcm_tui.screens.administration.members.members import MembersTab
from tcm_tui.screens.administration.members.pick import PickDialog
from tcm_tui.screens.sign_in.sign_in import SignInScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot

SIZE: Final = (120, 40)


def main(argv: Sequence[str]) -> int:
    """Measure, print the table; 0 when every phase keeps the budget."""
    parser = argparse.ArgumentParser(description="How late the keyboard is.")
    parser.add_argument("--runs", type=int, default=3, help="walks (default: 3)")
    parser.add_argument("--members", type=int, default=10_000, help="people (default: 10000)")
    options = parser.parse_args(argv)
    lateness = Lateness()
    for _run in range(options.runs):
        with demo_folder(options.members) as folder:
            asyncio.run(walk(folder, lateness))
    return report(lateness.by_phase)


async def walk(folder: str, lateness: Lateness) -> None:
    """Mark everybody, change the role, take it back."""
    start = start_demo(load_settings({}), folder)
    if start is None:
        raise SystemExit("there is no demo")
    app = MarketplaceApp(start)
    async with app.run_test(size=SIZE) as pilot:
        await _until(lambda: app.session.is_open)
        await pilot.press("enter")
        await _until(lambda: not isinstance(app.screen, SignInScreen) and _quiet(app))
        await pilot.press("2")
        await _until(lambda: _quiet(app))
        async with lateness.phase("idle"):
            await asyncio.sleep(1)
        async with lateness.phase("mark"):
            await pilot.press("asterisk")
            await _until(lambda: _quiet(app))
        await pilot.press("r")
        await _until(lambda: isinstance(app.screen, PickDialog))
        async with lateness.phase("plan"):
            await pilot.press("home", "down", "enter")
            await _until(lambda: _phase(app) is Phase.ASKING and _quiet(app))
        began = time.perf_counter()
        async with lateness.phase("change"):
            await pilot.press("ctrl+s")
            await _typing(pilot, lambda: _phase(app) in {None, Phase.TOLD})
        print(f"changed in {time.perf_counter() - began:.1f} s")
        if _phase(app) is Phase.TOLD:
            await pilot.press("escape")
        await _until(lambda: _quiet(app))
        if not app.home.query_one(MembersTab).check_action("undo", ()):
            raise SystemExit("nothing was changed")
        async with lateness.phase("take back"):
            await pilot.press("ctrl+z")
            await _until(lambda: _phase(app) is Phase.WORKING)
            await _typing(pilot, lambda: _phase(app) in {None, Phase.TOLD})
        await _until(lambda: _quiet(app))
        await app.on_hang_up()  # before its folder goes


async def _typing(pilot: Pilot[None], over: Callable[[], bool]) -> None:
    """Move in the rows now and then while it works."""
    while not over():
        await pilot.press("down")
        await asyncio.sleep(0.1)


def _phase(app: MarketplaceApp) -> Phase | None:
    """What the dialog is at; None when there is none."""
    return app.screen.phase if isinstance(app.screen, ChangeDialog) else None


def _quiet(app: MarketplaceApp) -> bool:
    return not any(worker.group in {"load", "submit"} for worker in app.workers)


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():
        await asyncio.sleep(TICK)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
