"""`kill -9` while an older file gets what finds members: all of it is there, or nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import inspect, text

from tcm_tui.data import members
from tcm_tui.data.database import open_database
from tcm_tui.data.migrations import HEAD, stored_revision, upgrade
from tcm_tui.domain.members import MemberFilter
from tests.builders import START

if TYPE_CHECKING:
    from tcm_tui.data.database import Database

SOAK: Final = os.environ.get("TCM_SOAK") == "1"
KILLS: Final = 100 if SOAK else 5
PEOPLE: Final = 2_000
ROOT = Path(__file__).parents[2]
UPGRADE = """
import sys
from sqlalchemy import event
from tcm_tui.data.database import open_database
from tcm_tui.data.migrations import upgrade

engine = open_database(sys.argv[1]).engine
event.listen(engine, "before_cursor_execute", lambda *_: print("statement", flush=True))
upgrade(engine)
"""
"""Says before each statement that it comes, so that it can be killed in any of them."""
NUMBERS = "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < :people)"
ROWS_OF_0001 = (
    "INSERT INTO companies (id, name, skeleton, created_at, password_level, default_role,"
    " idle_minutes, version)"
    " VALUES (1, 'Alt AG', 'alt ag', '2026-01-01', 'standard', 'user', 15, 1)",
    "INSERT INTO users (id, first_name, last_name, language, created_at, attempts, pauses, version)"
    " {numbers} SELECT x, 'Mia', 'Müller' || x, 'de', '2026-01-01', 0, 0, 1 FROM n",
    "INSERT INTO email_addresses (id, user_id, address, canonical, is_primary)"
    " {numbers} SELECT x, x, x || '@alt.example', x || '@alt.example', 1 FROM n",
    "INSERT INTO memberships (id, company_id, user_id, role, state, sort_name, sort_address,"
    " joined_at, title, phone, department, version)"
    " {numbers} SELECT x, 1, x, 'user', 'active', 'muller' || x || ', mia', x || '@alt.example',"
    " '2026-01-01', '', '', '', 1 FROM n",
)


def _shape(database: Database) -> set[tuple[str, str]]:
    """Every table, index and trigger of the file."""
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT type, name FROM sqlite_master"))
        return {(kind, name) for kind, name in rows}


def _upgrade(url: str, statements: int | None) -> int:
    """Upgrade in a process that is killed after so many statements; how many there were."""
    with subprocess.Popen(
        [sys.executable, "-c", UPGRADE, url], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        assert process.stdout is not None
        if statements is None:
            return len(process.stdout.readlines())
        for _statement in range(statements):
            process.stdout.readline()
        process.kill()
    return statements


@pytest.mark.soak
@pytest.mark.timeout(3600 if SOAK else 180)
def test_h13_kill_9_leaves_the_old_shape_or_the_new_one(tmp_path: Path) -> None:
    """Never a part of it: the old one is complete and can be tried again, the new one finds."""
    old = open_database(f"sqlite:///{tmp_path}/old.db")
    upgrade(old.engine, "0001")
    with old.engine.begin() as connection:
        for rows in ROWS_OF_0001:
            connection.execute(text(rows.format(numbers=NUMBERS)), {"people": PEOPLE})
    before = _shape(old)
    old.dispose()  # the last one to close it writes everything into the one file
    shutil.copy(tmp_path / "old.db", tmp_path / "whole.db")
    statements = _upgrade(f"sqlite:///{tmp_path}/whole.db", None)
    whole = open_database(f"sqlite:///{tmp_path}/whole.db")
    after = _shape(whole)
    whole.dispose()
    chance = random.Random(13)
    for kill in range(KILLS):
        path = tmp_path / f"{kill}.db"
        shutil.copy(tmp_path / "old.db", path)
        _upgrade(f"sqlite:///{path}", chance.randint(1, statements))
        database = open_database(f"sqlite:///{path}")
        found = stored_revision(database.engine)
        assert _shape(database) == {"0001": before, HEAD: after}[found or ""]
        upgrade(database.engine)
        assert inspect(database.engine).has_table("search_changes")
        with database.transaction(writing=False) as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            wanted = MemberFilter("ller")
            assert members.count(session, members.Scope(1, START), wanted) == PEOPLE
        database.dispose()
