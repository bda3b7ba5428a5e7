"""Opening a database, and transactions that are safe with several people at once.

SQLite: WAL, synchronous FULL, foreign keys, BEGIN IMMEDIATE for what writes. PostgreSQL: READ
COMMITTED, where every writing use case first locks its company's row; both then mean the same: the
writers of one company come one after the other (SECURITY.md H1, H4, H5).
"""

from __future__ import annotations

import random
import re
import stat
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tcm_tui.data.search_changes import pass_on
from tcm_tui.domain.errors import Stale, Unavailable
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine.interfaces import DBAPIConnection

    from tcm_tui.data.cancelling import Cancellation

BUSY_TIMEOUT_MS: Final = 5_000
BUSY_RETRIES: Final = 3
CONFLICT_RETRIES: Final = 5
_MAPPED: Final = 1 << 30
"""Bytes of the file at most; a larger one is read as usual behind them."""
_CONFLICT_STATES: Final = frozenset({"40001", "40P01"})
_WRITING: Final = "tcm_writing"
_SQLITE_UNIQUE: Final = re.compile(
    r"UNIQUE constraint failed: (?P<columns>.+)$|constraint failed: (?P<name>\w+)$"
)

Answer = TypeVar("Answer")


class Database:
    """An open database. Threads may share it; `dispose()` it at the end."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of ours."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(
        self, *, writing: bool, cancellation: Cancellation | None = None
    ) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on any error.

        A `cancellation` can end what only reads; what writes is never interrupted.
        """
        options: dict[str, Any] = {_WRITING: writing}
        if not self.is_sqlite and not writing:
            options["postgresql_readonly"] = True
        with (
            self.engine.connect().execution_options(**options) as connection,
            Session(connection, autoflush=False, expire_on_commit=False) as session,
            session.begin(),
        ):
            if cancellation is not None and not writing:
                with cancellation.of(connection, session):
                    yield session
                return
            yield session
            if writing:
                pass_on(session)

    def empty_log(self) -> bool:
        """Move everything from the log of SQLite into the file, and cut the log to nothing.

        Else what was deleted stands there until it is written over (SECURITY.md I6). False when
        somebody kept reading for too long; it then happens when the last connection closes.
        """
        if not self.is_sqlite:
            return True
        connection = self.engine.raw_connection()  # no transaction: one would be in the way
        try:
            busy, _pages, _moved = (
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            )
        finally:
            connection.close()
        return not busy

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_database(url: str | URL) -> Database:
    """Connect to `url`; a missing SQLite file is made, with mode 0600 in a folder 0700.

    Raises:
        Unavailable: The file may be read by others, is none of ours, or its folder is missing.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return Database(_sqlite_engine(parsed))
        return Database(_server_engine(parsed))
    except (ArgumentError, ModuleNotFoundError) as error:
        raise Unavailable(
            _("Die Datenbank-Adresse ist keine, oder der Treiber dazu ist nicht installiert.")
        ) from error


def _server_engine(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,  # an error's text must not hold a code or an address
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={
            "application_name": "tcm-tui",
            "connect_timeout": 10,
            # Prepared once, a statement is planned for numbers that it is not asked with: who of
            # 500 people has a licence took 200 ms where 50,000 have one, instead of 3.
            "prepare_threshold": None,
        },
    )


def _sqlite_engine(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        # In memory every thread would have a database of its own.
        raise Unavailable(_("Eine SQLite-Datenbank muss eine Datei sein."))
    _check_file(Path(url.database))
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _check_file(path: Path) -> None:
    """Make the file, or refuse one that others can read (SECURITY.md 2.1, E1)."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        return
    if not path.is_file():
        raise Unavailable(_("{path} ist keine Datenbankdatei.").format(path=path))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Unavailable(
            _(
                "{path} kann von anderen gelesen werden. Mehrere Personen an einer Datei sind nicht"
                " vorgesehen; erlauben Sie den Zugriff nur sich selbst: chmod 600 {path}"
            ).format(path=path)
        )
    with path.open("rb") as file:
        head = file.read(16)
    if head and head != b"SQLite format 3\x00":
        raise Unavailable(_("{path} ist keine Datenbank von tcm-tui.").format(path=path))


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3 says BEGIN no more: we do
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
        # Sorting what begins alike looks at some 1,500 rows all over a large file: read in place
        # that takes a third of the time.
        f"mmap_size = {_MAPPED}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event passes its Connection
    writing = connection.get_execution_options().get(_WRITING, True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _is_busy(error: DBAPIError) -> bool:
    """Whether SQLite could not get the lock within the timeout."""
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def _is_conflict(error: DBAPIError) -> bool:
    """Whether PostgreSQL asks to run the transaction again."""
    return getattr(error.orig, "sqlstate", None) in _CONFLICT_STATES


def with_retries(run: Callable[[], Answer]) -> Answer:
    """`run()`, and again when the database asks for it.

    Raises:
        Unavailable: The database stayed busy or is away.
        Stale: Somebody else changed the same row meanwhile.
    """
    tries = 0
    while True:
        tries += 1
        try:
            return run()
        except StaleDataError as error:
            raise Stale(
                _("Jemand hat das inzwischen geändert. Lesen Sie neu, und versuchen Sie es erneut.")
            ) from error
        except DBAPIError as error:
            if not isinstance(error, OperationalError) and not _is_conflict(error):
                raise
            if tries > _retries(error):
                raise Unavailable(
                    _("Die Datenbank antwortet gerade nicht. Versuchen Sie es gleich noch einmal.")
                ) from error
            time.sleep(random.uniform(0.005, 0.05) * tries)


def _retries(error: DBAPIError) -> int:
    """How often the transaction is run again after `error`."""
    if _is_busy(error):
        return BUSY_RETRIES
    return CONFLICT_RETRIES if _is_conflict(error) else 0


def violated(error: IntegrityError) -> str | None:
    """The name of the violated constraint, in the words of our naming convention.

    PostgreSQL names it; SQLite names table and columns of a unique one, which the convention turns
    into its name. A partial unique index of SQLite is known by its columns alone.
    """
    if name := getattr(getattr(error.orig, "diag", None), "constraint_name", None):
        return str(name)
    found = _SQLITE_UNIQUE.search(str(error.orig))
    if not found:
        return None
    if found["name"]:
        return found["name"]
    parts = [column.strip().split(".") for column in found["columns"].split(",")]
    return f"uq_{parts[0][0]}_{'_'.join(column for _table, column in parts)}"
