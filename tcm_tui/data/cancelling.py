"""Ending a read that nobody waits for any more, in the database itself."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event

from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

_PATIENCE: Final = 1.0
"""Seconds for the server to take note."""


class Cancellation:
    """Says once, from any thread, that an answer is no longer wanted.

    The lock is what keeps others safe: a connection is interrupted only while it belongs to the
    transaction that registered it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._interrupt: Callable[[], None] | None = None

    def cancel(self) -> None:
        """Interrupt what is being read; what is read later is refused, what is over is left."""
        with self._lock:
            self._cancelled = True
            if self._interrupt is not None:
                self._interrupt()

    @contextmanager
    def of(self, connection: Connection, session: Session) -> Iterator[None]:
        """Let what the transaction reads be cancelled until the end of the block."""
        event.listen(session, "do_orm_execute", self._check)
        with self._lock:
            self._interrupt = _interrupting(connection)
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None

    def _check(self, _statement: object) -> None:
        if self._cancelled:
            raise Unavailable(_("Das wird nicht mehr gebraucht."))


def _interrupting(connection: Connection) -> Callable[[], None]:
    """What stops the statement that the connection runs."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        interrupt: Callable[[], None] = driver.interrupt
        return interrupt
    return partial(driver.cancel_safe, timeout=_PATIENCE)
