"""A read that nobody waits for ends in the database, and nothing else does."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from tcm_tui.data.cancelling import Cancellation
from tcm_tui.data.database import Database, with_retries
from tcm_tui.domain.errors import Unavailable

COUNTED = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i >= 0)"
    " SELECT count(*) FROM n"
)


def test_what_is_being_read_is_interrupted(database: Database) -> None:
    """A count without an end ends as soon as it is cancelled, and its thread with it."""
    cancellation, began, told = Cancellation(), threading.Event(), list[str]()

    def read() -> None:
        with database.transaction(writing=False, cancellation=cancellation) as session:
            session.execute(text("SELECT 1"))
            began.set()
            session.execute(COUNTED)

    def run() -> None:
        try:
            with_retries(read)
        except Unavailable as refusal:
            told.append(refusal.message)

    thread = threading.Thread(target=run)
    thread.start()
    assert began.wait(10)
    while thread.is_alive():  # it may not yet have begun to count
        cancellation.cancel()
        thread.join(0.05)
    assert told


def test_a_late_cancellation_hits_nobody(database: Database) -> None:
    """After the answer the connection is somebody else's."""
    cancellation = Cancellation()
    with database.transaction(writing=False, cancellation=cancellation) as session:
        assert session.scalar(text("SELECT 1")) == 1
    with database.transaction(writing=True) as session:
        rows = session.execute(text("SELECT 1 UNION ALL SELECT 2"))
        assert rows.fetchone() == (1,)
        cancellation.cancel()
        assert rows.fetchone() == (2,)
        assert session.scalar(text("SELECT 3")) == 3


def test_what_is_cancelled_before_it_reads_reads_nothing(database: Database) -> None:
    """The question that waited for a thread."""
    cancellation = Cancellation()
    cancellation.cancel()
    with (
        pytest.raises(Unavailable),
        database.transaction(writing=False, cancellation=cancellation) as session,
    ):
        session.execute(text("SELECT 1"))


def test_what_writes_is_never_interrupted(database: Database) -> None:
    """Half a change would be worse than a late one."""
    cancellation = Cancellation()
    with database.transaction(writing=True, cancellation=cancellation) as session:
        cancellation.cancel()
        assert session.scalar(text("SELECT 1")) == 1
