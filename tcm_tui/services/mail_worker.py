"""The one delivery worker of a process: a thread that sleeps until mail is due."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from tcm_tui.domain.errors import DomainError
from tcm_tui.services.mail import deliver_round, log_fault, next_due

if TYPE_CHECKING:
    from tcm_tui.mail.deliverers import Deliverer
    from tcm_tui.mail.render import Letterhead
    from tcm_tui.services.context import Context

LOOK_AGAIN: Final = timedelta(minutes=5)
"""The longest sleep: another process may have ended with its mail undelivered."""
AFTER_TROUBLE: Final = timedelta(minutes=1)
"""The sleep after the database was away."""
STOP_WITHIN: Final = 2.0
"""Seconds `stop()` waits for the mail that is just leaving."""

log = logging.getLogger(__name__)


class Worker:
    """Delivers whatever is due until it is stopped.

    Give `wake` to the Context as `on_mail`: a commit that promised mail then starts a round.
    """

    def __init__(self, ctx: Context, deliverer: Deliverer, letterhead: Letterhead) -> None:
        self._ctx = ctx
        self._deliverer = deliverer
        self._letterhead = letterhead
        self._woken = threading.Event()
        self._stopping = threading.Event()
        # A daemon: a server that does not answer must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="mail", daemon=True)
        self.failure: Exception | None = None
        """The error of our own making that ended the worker, None while all is well."""

    @property
    def running(self) -> bool:
        """Whether it delivers."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin with what earlier processes left."""
        self._thread.start()

    def wake(self) -> None:
        """There is something new; returns at once, from any thread."""
        self._woken.set()

    def stop(self) -> None:
        """End after the mail that is just leaving; what is left waits for the next start."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._woken.clear()
                self._woken.wait(self._work().total_seconds())
        except Exception as error:  # a thread's own traceback would be written over the screen
            log_fault("the mail worker ended", error)
            self.failure = error

    def _work(self) -> timedelta:
        """One round; how long to sleep after it."""
        try:
            deliver_round(self._ctx, self._deliverer, self._letterhead, stop=self._stopping.is_set)
            due = next_due(self._ctx)
        except (DomainError, OSError, SQLAlchemyError) as error:
            log.warning("no mail delivered: %s", type(error).__name__)
            return AFTER_TROUBLE
        if due is None:
            return LOOK_AGAIN
        return min(LOOK_AGAIN, max(due - self._ctx.clock(), timedelta()))
