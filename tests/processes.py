"""Several processes at once on one database: what threads of one process cannot show."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

from tcm_tui.data.database import open_database
from tcm_tui.services.context import Context

from .builders import ORIGIN, START

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tcm_tui.services.hashing import Hasher

PROCESSES = multiprocessing.get_context("forkserver")
"""Each is forked by one that has only imported: doing that anew would cost most of a second.

They begin in the environment that the first of them found.
"""
PROCESSES.set_forkserver_preload(
    ["pytest", "tcm_tui.data.models", "tests.builders", "tests.processes"]
)
PATIENCE = 60
"""Seconds that a test waits for its processes before it fails."""


def standing_clock() -> datetime:
    """`builders.START` for ever, also in another process."""
    return START


def context_of(url: str, hasher: Hasher) -> Context:
    """Before signing in, in a process of its own; dispose of its database at the end."""
    return Context(database=open_database(url), origin=ORIGIN, clock=standing_clock, hasher=hasher)


def _announce(ready: Any, go: Any, work: Callable[..., Any], args: tuple[Any, ...]) -> Any:  # noqa: ANN401 - multiprocessing has no public types for these
    ready.release()
    go.wait(PATIENCE)
    return work(*args)


def _child(ready: Any, go: Any, answers: Any, work: Callable[..., Any], args: Any) -> None:  # noqa: ANN401 - as above
    answers.put(_announce(ready, go, work, args))


def at_once(work: Callable[..., Any], each: list[tuple[Any, ...]]) -> list[Any]:
    """Run `work(*args)` for each of `each`, in processes that all start working together.

    Gives their answers in the order in which they came.
    """
    ready, go, answers = PROCESSES.Semaphore(0), PROCESSES.Event(), PROCESSES.Queue()
    children = [
        PROCESSES.Process(target=_child, args=(ready, go, answers, work, args)) for args in each
    ]
    for child in children:
        child.start()
    try:
        for _child_ready in children:
            assert ready.acquire(timeout=PATIENCE)
        go.set()
        return [answers.get(timeout=PATIENCE) for _answer in children]
    finally:
        for child in children:
            child.join(timeout=PATIENCE)
            if child.is_alive():
                child.kill()
