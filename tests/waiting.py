"""Waiting for what a key has set off, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    import pytest
    from textual._queue import Queue
    from textual.app import App
    from textual.message import Message
    from textual.message_pump import MessagePump

MOMENT = 0.001
"""Seconds between two looks whether the program is at rest."""
AT_ONCE = 0.003
"""Seconds between a change and its picture: a sixtieth of a second would be waited for often."""
SOON = 0.02
"""Seconds: what is due later, such as a blinking cursor, is not waited for."""
ANSWERS = 0.02
"""Seconds for threads: `settle` waits for them, and one held up must not hold up every key."""
HELD_UP = 0.3
"""Seconds after which `settle` takes a thread for one that a test holds up."""
GROUPS = frozenset({"load", "submit"})
"""Workers that answer by themselves; those that wait for a person are in other groups."""


async def settle(pilot: Pilot[None]) -> None:
    """Wait until keys were taken, use cases have answered and the screen shows it."""
    await _taken(pilot)
    while running := [worker for worker in pilot.app.workers if worker.group in GROUPS]:
        with suppress(WorkerCancelled):  # its screen was taken away: nobody waits for it any more
            await pilot.app.workers.wait_for_complete(running)
        await _taken(pilot)


async def _taken(pilot: Pilot[None]) -> None:
    """Wait until every message on its way down to the focus and up again has been handled."""
    await pilot.pause()
    if await _answers_came():
        await pilot.pause()
    while at_work := [one for one in _nodes(pilot.app) if one.is_running and not _waits(one)]:
        for node in at_work:
            await _reached(node)
        await pilot.pause()


async def _answers_came() -> bool:
    """Wait for threads at work, unless one is held up; whether there were any."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    if not _thinking(loop):
        return False
    while _thinking(loop) and loop.time() - began < HELD_UP:
        await asyncio.sleep(MOMENT)
    return True


def _nodes(app: App[None]) -> list[MessagePump]:
    return [app, *app.screen.walk_children(with_self=True)]


def _waits(node: MessagePump) -> bool:
    """Whether `node` has handled all it was sent and waits for more."""
    queue: Queue[Message | None] = node._message_queue
    return node.is_running and queue.empty() and bool(queue.ready_event._waiters)


async def _reached(node: MessagePump) -> None:
    """Wait until `node` has handled what it was sent so far."""
    reached = asyncio.Event()
    if node.is_running and node.call_later(reached.set):
        await reached.wait()


def pilots_wait_for_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Textual's pilots wait until the program rests instead of for time.

    By themselves they sleep twice 20 ms for each key and guess from the processor time; an address
    typed takes two seconds then. And they send a message to every widget and wait for them all,
    which is most of the work of a test: here only where one of them has something to do.
    """
    for module in ("textual.pilot", "textual.app"):
        monkeypatch.setattr(f"{module}.wait_for_idle", rest)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", AT_ONCE)
    ask_every_widget = Pilot._wait_for_screen

    async def handled(pilot: Pilot[None], timeout: float = 30.0) -> bool:
        await rest()
        at_rest = pilot.app._running and all(map(_waits, _nodes(pilot.app)))
        return at_rest or await ask_every_widget(pilot, timeout)

    monkeypatch.setattr(Pilot, "_wait_for_screen", handled)


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
