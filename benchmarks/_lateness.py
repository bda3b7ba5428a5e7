"""How late the event loop is: what somebody who types would wait."""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

BUDGET: Final = 16.0
"""Milliseconds that 95 of 100 looks may be late."""
TICK: Final = 0.005
"""Seconds between two looks."""


class Lateness:
    """How late a task is that wants to run every `TICK`, by phase, in milliseconds."""

    def __init__(self) -> None:
        self.by_phase: dict[str, list[float]] = {}

    @asynccontextmanager
    async def phase(self, name: str) -> AsyncIterator[None]:
        """Watch while the body runs."""
        watching = asyncio.create_task(_watch(self.by_phase.setdefault(name, [])))
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def _watch(found: list[float]) -> None:
    while True:
        wanted = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        found.append((time.perf_counter() - wanted) * 1_000)


def report(by_phase: Mapping[str, list[float]]) -> int:
    """A line for each phase; 0 when all keep the budget."""
    print(f"{'phase':10}{'looks':>8}{'median':>9}{'p95':>9}{'worst':>9}   budget {BUDGET} ms")
    over = False
    for phase, found in by_phase.items():
        late = sorted(found)
        p95 = late[int(len(late) * 0.95)]
        over |= p95 > BUDGET
        print(
            f"{phase:10}{len(late):8}{statistics.median(late):9.2f}{p95:9.2f}{late[-1]:9.2f}"
            f"   {'EXCEEDED' if p95 > BUDGET else 'held'}"
        )
    return int(over)
