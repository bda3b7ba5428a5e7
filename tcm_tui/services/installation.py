"""What kind of data a folder holds, and bringing it to the shape this version needs."""

from __future__ import annotations

import fcntl
import sqlite3
import uuid
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tcm_tui.data.database import with_retries
from tcm_tui.data.migrations import HEAD, has_tables, stored_revision, upgrade
from tcm_tui.data.models import Company, Installation
from tcm_tui.data.models.installation import InstallationKind
from tcm_tui.domain.audit import AuditAction, Subject
from tcm_tui.domain.errors import Unavailable
from tcm_tui.i18n import _
from tcm_tui.services.packaged_catalogue import bring_in
from tcm_tui.services.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tcm_tui.data.database import Database
    from tcm_tui.services.transaction import Origin

_LOCK: Final = int.from_bytes(b"tcm-tui")
"""What PostgreSQL's advisory lock is called; other programs share the numbers."""


def prepare(database: Database, kind: InstallationKind, clock: Callable[[], datetime]) -> None:
    """Make or migrate the database, and make sure that it is of `kind`.

    An SQLite file is migrated by itself, after a copy and under a lock. PostgreSQL is migrated by
    `tcm-tui db upgrade` alone, because another role may have to do it; an empty demo is the
    exception. The catalogue that comes with the program is brought in by the same ways.

    Raises:
        Unavailable: The database is newer than this program, waits for `db upgrade`, or holds the
            other kind of data.
    """
    with alone(database):
        found = _revision(database)
        if found is not None:
            _refuse_other_kind(database, kind)  # before anything is changed
        if found != HEAD:
            if not database.is_sqlite and kind is InstallationKind.REAL:
                raise Unavailable(_("Die Datenbank ist noch nicht bereit: tcm-tui db upgrade"))
            _migrate(database, found)
        _mark(database, kind, clock())
        if database.is_sqlite or kind is InstallationKind.DEMO:
            bring_in(database)


def migrate(database: Database, origin: Origin, clock: Callable[[], datetime]) -> bool:
    """Bring the database to the newest shape, as the operator's command does, and write it down.

    Of an SQLite file a copy is kept first. The catalogue that comes with the program is brought in
    as well. Gives whether there was anything to do; of several that run at once, one finds it.

    Raises:
        Unavailable: The database is newer than this program, or another program's.
    """
    with alone(database):
        found = _revision(database)
        if found != HEAD:
            _migrate(database, found)
            with database.transaction(writing=True) as session:
                Transaction(session, clock(), origin, None).audit(
                    AuditAction.DATA_MIGRATED, Subject.INSTALLATION, revision=(found, HEAD)
                )
        return bring_in(database) or found != HEAD


def _revision(database: Database) -> str | None:
    """The shape the database has, None for an empty one; refuse what is none of ours."""
    found = with_retries(lambda: stored_revision(database.engine))
    if found is None and has_tables(database.engine):
        raise Unavailable(_("Diese Datenbank gehört zu einem anderen Programm."))
    if found is not None and found > HEAD:
        raise Unavailable(
            _("Die Daten stammen von einer neueren Version. Aktualisieren Sie tcm-tui.")
        )
    return found


def _migrate(database: Database, found: str | None) -> None:
    if database.is_sqlite and found is not None:
        path = _file(database)
        _copy(database, path.with_name(f"{path.stem}-{found}.backup{path.suffix}"))
    upgrade(database.engine)


def is_empty(database: Database) -> bool:
    """Whether no company stands in a database of ours."""
    with database.transaction(writing=False) as session:
        return session.scalar(select(Company.id).limit(1)) is None


def identifier(database: Database) -> str:
    """What tells this installation from every other one."""
    with database.transaction(writing=False) as session:
        return session.scalars(select(Installation.identifier)).one()


def _file(database: Database) -> Path:
    return Path(str(database.engine.url.database))


def _copy(database: Database, target: Path) -> None:
    """A consistent copy; `cp` would leave out what stands in the write-ahead log."""
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    # A connection of its own: those of the pool are in a transaction, where VACUUM refuses to run.
    with closing(sqlite3.connect(_file(database))) as connection:
        connection.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(target)


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """One process at a time looks at and migrates a database; the lock of a dead one is freed.

    Even looking needs it: of several that open a new file at once, all but one would be refused.
    """
    if not database.is_sqlite:
        # Outside of a transaction, which would stay idle for as long as the migration takes.
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with with_retries(engine.connect) as connection:
            connection.execute(select(func.pg_advisory_lock(_LOCK)))
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(_LOCK)))
        return
    path = _file(database).with_suffix(".lock")
    path.touch(mode=0o600, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _mark(database: Database, kind: InstallationKind, now: datetime) -> None:
    """Write down what a new database is, and refuse one that is something else."""
    with database.transaction(writing=False) as session:
        marked = session.scalar(select(Installation.kind)) is not None
    if not marked:
        with suppress(IntegrityError), database.transaction(writing=True) as session:
            mark = Installation(identifier=uuid.uuid4().hex, kind=kind, created_at=now)
            session.add(mark)
            session.flush()  # another process may have been faster: then its mark counts
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
