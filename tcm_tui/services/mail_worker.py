"""The one delivery worker of a process: a thread that sleeps until mail is due."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from tcm_tui.domain.errors import DomainError
from tcm_tui.services.mail import deliver_round, log_fault, next_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.mail.deliverers import Deliverer
    from tcm_tui.mail.render import Letterhead
    from tcm_tui.services.context import Context
    from tcm_tui.services.mail import Round

LOOK_AGAIN: Final = timedelta(minutes=5)
"""The longest sleep: another process may have ended with its mail undelivered."""
CALM: Final = timedelta(seconds=5)
"""The least sleep after a round in which nothing could leave: mails that wait for the same server
become due one by one, and it need not be asked for each."""
AFTER_TROUBLE: Final = timedelta(minutes=1)
"""The sleep after the database was away."""
STOP_WITHIN: Final = 2.0
"""Seconds `stop()` waits for the mail that is just leaving."""

log = logging.getLogger(__name__)


class Worker:
    """Delivers whatever is due until it is stopped.

    Give `wake` to the Context as `on_mail`: a commit that promised mail then starts a round.

    Args:
        ctx: Its database and clock; who is signed in does not matter.
        deliverer: Where to.
        letterhead: What every mail shares.
        deliver: How a round is done: `deliver_round`, or `deliver_as_operator` for a command.
        look_again: The longest sleep.
    """

    def __init__(
        self,
        ctx: Context,
        deliverer: Deliverer,
        letterhead: Letterhead,
        *,
        deliver: Callable[..., Round] = deliver_round,
        look_again: timedelta = LOOK_AGAIN,
    ) -> None:
        self._ctx = ctx
        self._round = partial(deliver, ctx, deliverer, letterhead)
        self._next_due = partial(next_due, ctx, deliverer.per_minute)
        self._look_again = look_again
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

    def wait(self) -> None:
        """Until it has ended, which by itself it does only after a fault of ours."""
        self._thread.join()

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
            result = self._round(stop=self._stopping.is_set)
            due = self._next_due()
        except (DomainError, OSError, SQLAlchemyError) as error:
            log.warning("no mail delivered: %s", type(error).__name__)
            return AFTER_TROUBLE
        if due is None:
            return self._look_again
        least = timedelta() if result.sent else CALM
        return min(self._look_again, max(due - self._ctx.clock(), least))
