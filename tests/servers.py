"""Real servers for tests, started on this machine and stopped again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRED = os.environ.get("TCM_REQUIRE_SERVERS") == "1"
"""A missing server is a failure, not a reason to leave tests out."""
_DISK, _MEMORY = Path("/tmp"), Path("/dev/shm")  # noqa: S108 - for private folders inside
_ROOM = 2 << 30
"""Bytes that must be free there: a run needs a quarter of that."""


def memory_folder() -> Path | None:
    """A folder that lies in memory, where nothing waits for a disk; None where there is none."""
    if not os.access(_MEMORY, os.W_OK | os.X_OK):
        return None
    room = os.statvfs(_MEMORY)
    return _MEMORY if room.f_bavail * room.f_frsize >= _ROOM else None


_SHAPE = """
    SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
        SELECT concat(relname, relkind, relnatts, relchecks) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat(tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT concat(conname, contype) FROM pg_constraint
        UNION ALL SELECT extname FROM pg_extension
        UNION ALL SELECT version_num FROM alembic_version
    ) AS lines (line)
"""
_FILLED = """
    SELECT relname, pg_relation_size(oid) > 1000000 FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
        AND pg_relation_size(oid) > 0
"""
_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_RESTART = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"


def wipe(url: str, like: str) -> bool:
    """Take every row out of a database, past triggers and foreign keys.

    False, and nothing is done, where more than rows differs from the database `like`.
    """
    import psycopg  # noqa: PLC0415 - not on every machine
    from psycopg import sql  # noqa: PLC0415 - as above

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        if connection.execute(_SHAPE).fetchone() != _shape(like):
            return False
        connection.execute(_OTHERS)
        connection.execute("SET session_replication_role = replica")
        for table, large in connection.execute(_FILLED).fetchall():
            away = "TRUNCATE {} CASCADE" if large else "DELETE FROM {}"
            connection.execute(sql.SQL(away).format(sql.Identifier(table)))
        connection.execute(_RESTART)
    return True


@lru_cache
def _shape(url: str) -> tuple[object, ...] | None:
    import psycopg  # noqa: PLC0415 - as above

    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute(_SHAPE).fetchone()


def postgres_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, None when PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return homes[-1].parent if homes else None


def _as_owner(command: list[str]) -> list[str]:
    """`command` as somebody whom PostgreSQL accepts: it refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own; gives the URL of an empty cluster's `postgres` database."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # No deeper: the name of a socket has 107 letters at most.
    with tempfile.TemporaryDirectory(prefix="tcm-pg-", dir=memory_folder() or _DISK) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data, log = folder / "data", folder / "log"
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        subprocess.run(
            _as_owner(
                [
                    str(programs / "initdb"),
                    "-A",
                    "trust",
                    "-U",
                    "tcm",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "-D",
                    str(data),
                ]
            ),
            check=True,
            capture_output=True,
            cwd=folder,
        )
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        # pg_ctl hands its output to the server: a pipe would stay open for the server's life.
        subprocess.run(
            _as_owner([*control, "-l", str(log), "-o", options, "start"]),
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            yield f"postgresql+psycopg://tcm@/postgres?host={folder}"
        finally:
            subprocess.run(
                _as_owner([*control, "-m", "immediate", "stop"]),
                check=True,
                stdout=subprocess.DEVNULL,
                cwd=folder,
            )
