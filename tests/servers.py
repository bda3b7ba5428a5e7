"""Real servers for tests, started on this machine and stopped again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIRED = os.environ.get("TCM_REQUIRE_SERVERS") == "1"
"""A missing server is a failure, not a reason to leave tests out."""


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
    with tempfile.TemporaryDirectory(prefix="tcm-pg-", dir="/tmp") as name:
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
