"""What kind of data a folder holds, and bringing it to the shape this version needs."""

from __future__ import annotations

import fcntl
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from tcm_tui.data.migrations import HEAD, has_tables, stored_revision, upgrade
from tcm_tui.data.models import Installation
from tcm_tui.data.models.installation import InstallationKind
from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tcm_tui.data.database import Database


def prepare(database: Database, kind: InstallationKind, clock: Callable[[], datetime]) -> None:
    """Make or migrate the database, and make sure that it is of `kind`.

    An SQLite file is migrated by itself, after a copy and under a lock. PostgreSQL is migrated by
    `tcm-tui db upgrade` alone, because another role may have to do it; an empty demo is the
    exception.

    Raises:
        Unavailable: The database is newer than this program, waits for `db upgrade`, or holds the
            other kind of data.
    """
    found = stored_revision(database.engine)
    if found is None and has_tables(database.engine):
        raise Unavailable(_("Diese Datenbank gehört zu einem anderen Programm."))
    if found is not None:
        _refuse_other_kind(database, kind)  # before anything is changed
    if found != HEAD:
        if found is not None and found > HEAD:
            raise Unavailable(
                _("Die Daten stammen von einer neueren Version. Aktualisieren Sie tcm-tui.")
            )
        if not database.is_sqlite and kind is InstallationKind.REAL:
            raise Unavailable(_("Die Datenbank ist noch nicht bereit: tcm-tui db upgrade"))
        migrate(database)
    _mark(database, kind, clock())


def migrate(database: Database) -> None:
    """Bring the database to the newest shape; of an SQLite file a copy is kept first."""
    if not database.is_sqlite:
        upgrade(database.engine)
        return
    path = Path(str(database.engine.url.database))
    with _lock(path.with_suffix(".lock")):
        found = stored_revision(database.engine)
        if found == HEAD:
            return  # another process was faster
        if found is not None:
            _copy(database, path.with_name(f"{path.stem}-{found}.backup{path.suffix}"))
        upgrade(database.engine)


def _copy(database: Database, target: Path) -> None:
    """A consistent copy; `cp` would leave out what stands in the write-ahead log."""
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(partial),))
    partial.replace(target)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Held by one process at a time; the system takes it back when the process dies."""
    path.touch(mode=0o600, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mark(database: Database, kind: InstallationKind, now: datetime) -> None:
    """Write down what a new database is, and refuse one that is something else."""
    with database.transaction(writing=False) as session:
        marked = session.scalar(select(Installation.kind)) is not None
    if not marked:
        with database.transaction(writing=True) as session:
            if session.get(Installation, 1) is None:  # another process may have been faster
                mark = Installation(identifier=uuid.uuid4().hex, kind=kind, created_at=now)
                session.add(mark)
    _refuse_other_kind(database, kind)


def _refuse_other_kind(database: Database, kind: InstallationKind) -> None:
    with database.transaction(writing=False) as session:
        found = session.scalar(select(Installation.kind))
    if found not in {None, kind}:
        raise Unavailable(
            _("Das sind Demo-Daten. Öffnen Sie sie mit tcm-tui demo.")
            if found is InstallationKind.DEMO
            else _("Das sind echte Daten. Die Demo braucht einen eigenen Ordner: --at ORDNER")
        )
