"""Waiting for what a key has set off, without guessing how long it takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.pilot import Pilot

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
