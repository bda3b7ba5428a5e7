"""Waiting for what a key has set off, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    import pytest
    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

MOMENT = 0.001
"""Seconds between two looks whether the program is at rest."""
SOON = 0.02
"""Seconds: what is due later, such as a blinking cursor, is not waited for."""
ANSWERS = 0.02
"""Seconds for threads: `settle` waits for them, and one held up must not hold up every key."""
GROUPS = frozenset({"load", "submit"})
"""Workers that answer by themselves; those that wait for a person are in other groups."""


async def settle(pilot: Pilot[None]) -> None:
    """Wait until keys were taken, use cases have answered and the screen shows it."""
    await _taken(pilot)
    while running := [worker for worker in pilot.app.workers if worker.group in GROUPS]:
        await pilot.app.workers.wait_for_complete(running)
        await _taken(pilot)


async def _taken(pilot: Pilot[None]) -> None:
    """Wait until every message on its way down to the focus and up again has been handled."""
    for _round in range(2):  # what a widget posts, such as a change, goes up again
        for node in (pilot.app, *pilot.app.screen.walk_children(with_self=True)):
            await _reached(node)
        await pilot.pause()


async def _reached(node: MessagePump) -> None:
    """Wait until `node` has handled what it was sent so far."""
    reached = asyncio.Event()
    if node.is_running and node.call_later(reached.set):
        await reached.wait()


def pilots_wait_for_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Textual's pilots wait until the program rests instead of for time.

    By themselves they sleep twice 20 ms for each key and guess from the processor time; an address
    typed takes two seconds then.
    """
    for module in ("textual.pilot", "textual.app"):
        monkeypatch.setattr(f"{module}.wait_for_idle", rest)


async def rest(_min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until nothing is left to do: no callback, no timer due soon, no thread at work."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    resting = 0
    while resting < 2 and loop.time() - began < max_sleep:  # an answer may still be on its way
        await asyncio.sleep(MOMENT)
        busy = _busy(loop) or (loop.time() - began < ANSWERS and _thinking(loop))
        resting = 0 if busy else resting + 1


def _busy(loop: Any) -> bool:  # noqa: ANN401 - what is looked at is not public
    """Whether something is to be done at once or soon."""
    soon = loop.time() + SOON
    return bool(loop._ready) or any(
        timer.when() <= soon and not timer.cancelled() for timer in loop._scheduled
    )


def _thinking(loop: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a thread of `asyncio.to_thread` is at work."""
    threads: ThreadPoolExecutor | None = loop._default_executor
    return threads is not None and (
        threads._work_queue.qsize() > 0 or threads._idle_semaphore._value < len(threads._threads)
    )
