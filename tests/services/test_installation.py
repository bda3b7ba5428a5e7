"""What kind of data it is, and bringing it to the newest shape without losing any."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from tcm_tui.data.catalogue.packaged import packaged
from tcm_tui.data.database import Database, open_database
from tcm_tui.data.migrations import HEAD, stored_revision
from tcm_tui.data.models.installation import InstallationKind
from tcm_tui.domain.errors import Unavailable
from tcm_tui.services import installation
from tcm_tui.services.installation import migrate, prepare
from tests.builders import ORIGIN, Clock, add_company
from tests.processes import at_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

NEXT = "9998"
DEMO, REAL = InstallationKind.DEMO, InstallationKind.REAL


def sql(database: Database, statement: str) -> list[str]:
    """First column of what `statement` gives."""
    with database.engine.begin() as connection:
        result = connection.execute(text(statement))
        return [str(row[0]) for row in result] if result.returns_rows else []


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    """A file that is not there yet."""
    return f"sqlite:///{tmp_path}/data/tcm.db"


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """A database without tables."""
    opened = open_database(empty_url)
    yield opened
    opened.dispose()


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this program were one version newer, with one more table."""

    def upgrade(engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE of_the_next_version (id INTEGER)"))
            connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": NEXT})

    monkeypatch.setattr(installation, "HEAD", NEXT)
    monkeypatch.setattr(installation, "upgrade", upgrade)


# --- kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [DEMO, REAL])
def test_a_new_database_is_made_and_marked(
    empty: Database, clock: Clock, kind: InstallationKind
) -> None:
    """The first start makes it; the second finds it as it is."""
    prepare(empty, kind, clock)
    first = sql(empty, "SELECT identifier FROM installation")
    prepare(empty, kind, clock)
    assert stored_revision(empty.engine) == HEAD
    assert sql(empty, "SELECT kind FROM installation") == [kind.value]
    assert sql(empty, "SELECT identifier FROM installation") == first
    assert sql(empty, "SELECT count(*) FROM products") == [str(len(packaged()))]


@pytest.mark.parametrize(
    ("is_kind", "wanted", "way_out"), [(REAL, DEMO, "--at"), (DEMO, REAL, "demo")]
)
def test_c15_demo_and_real_data_never_mix(
    database: Database,
    clock: Clock,
    is_kind: InstallationKind,
    wanted: InstallationKind,
    way_out: str,
) -> None:
    """Refused with the way out, and nothing is changed."""
    prepare(database, is_kind, clock)
    with pytest.raises(Unavailable, match=way_out):
        prepare(database, wanted, clock)
    assert sql(database, "SELECT kind FROM installation") == [is_kind.value]


@pytest.mark.usefixtures("next_version")
def test_c15_the_other_kind_is_not_even_migrated(database: Database, clock: Clock) -> None:
    """The demo never brings real data to another shape."""
    sql(
        database,
        "INSERT INTO installation (number, identifier, kind, created_at)"
        " VALUES (1, 'x', 'real', '2026-01-01 00:00:00')",
    )
    with pytest.raises(Unavailable):
        prepare(database, DEMO, clock)
    assert stored_revision(database.engine) == HEAD


def test_a_database_of_another_program_is_left_alone(empty: Database, clock: Clock) -> None:
    """Not one table is added to it."""
    sql(empty, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(Unavailable, match="anderen Programm"):
        prepare(empty, REAL, clock)
    assert sql(empty, "SELECT name FROM sqlite_master") == ["songs"]


# --- shapes --------------------------------------------------------------------------------------


def test_data_of_a_newer_version_is_refused(database: Database, clock: Clock) -> None:
    """On both databases, untouched."""
    prepare(database, REAL, clock)
    sql(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match="neueren Version"):
        prepare(database, REAL, clock)
    assert stored_revision(database.engine) == "9999"


def test_a_file_is_migrated_after_a_copy(
    sqlite_url: str, clock: Clock, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The copy holds what stood only in the write-ahead log, and is nobody else's to read."""
    database = open_database(sqlite_url)
    prepare(database, REAL, clock)
    add_company(database, "Vor der Migration GmbH")
    request.getfixturevalue("next_version")
    prepare(database, REAL, clock)
    assert stored_revision(database.engine) == NEXT
    copy = tmp_path / f"tcm-{HEAD}.backup.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    kept = open_database(f"sqlite:///{copy}")
    assert stored_revision(kept.engine) == HEAD
    assert sql(kept, "SELECT name FROM companies") == ["Vor der Migration GmbH"]
    assert sql(kept, "PRAGMA integrity_check") == ["ok"]
    for one in (database, kept):
        one.dispose()
    assert not list(tmp_path.glob("*.partial"))


def test_a_failing_migration_leaves_the_data_as_it_was(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """H13: the next start can try again."""

    def upgrade(engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE half_done (id INTEGER)"))
            connection.execute(text("SELECT * FROM nowhere"))

    database = open_database(sqlite_url)
    prepare(database, REAL, clock)
    monkeypatch.setattr(installation, "HEAD", NEXT)
    monkeypatch.setattr(installation, "upgrade", upgrade)
    with pytest.raises(Exception, match="nowhere"):
        prepare(database, REAL, clock)
    assert stored_revision(database.engine) == HEAD
    assert sql(database, "SELECT name FROM sqlite_master WHERE name = 'half_done'") == []
    database.dispose()


def test_a_file_gets_the_catalogue_of_a_later_release_at_its_next_start(
    database: Database, clock: Clock
) -> None:
    """A server waits for the command with that, too: another role may have to write it."""
    prepare(database, REAL, clock)
    there = sql(database, "SELECT count(*) FROM products") != ["0"]
    assert there is database.is_sqlite
    assert migrate(database, ORIGIN, clock) is not there
    assert sql(database, "SELECT count(*) FROM products") == [str(len(packaged()))]


@pytest.mark.postgres
@pytest.mark.usefixtures("next_version")
def test_a_server_is_migrated_by_the_command_alone(postgres_url: str, clock: Clock) -> None:
    """The program's role may not be allowed to change tables: the sentence names the command."""
    database = open_database(postgres_url)
    with pytest.raises(Unavailable, match="tcm-tui db upgrade"):
        prepare(database, REAL, clock)
    assert stored_revision(database.engine) == HEAD
    migrate(database, ORIGIN, clock)
    prepare(database, REAL, clock)
    assert stored_revision(database.engine) == NEXT
    database.dispose()


@pytest.fixture
def empty_server_url(postgres_server: str) -> Iterator[str]:
    """A database of a server that nobody has upgraded yet."""
    administration = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("CREATE DATABASE tcm_empty"))
    yield postgres_server.replace("/postgres?", "/tcm_empty?")
    with administration.connect() as connection:
        connection.execute(text("DROP DATABASE tcm_empty"))
    administration.dispose()


@pytest.mark.postgres
def test_an_empty_server_waits_for_the_command(empty_server_url: str, clock: Clock) -> None:
    """Not even the first tables are made by starting the portal."""
    database = open_database(empty_server_url)
    with pytest.raises(Unavailable, match="tcm-tui db upgrade"):
        prepare(database, REAL, clock)
    migrate(database, ORIGIN, clock)
    prepare(database, REAL, clock)
    assert sql(database, "SELECT count(*) FROM products") == [str(len(packaged()))]
    database.dispose()


def _start(url: str) -> str | None:
    """In a process of its own: what a first start finds."""
    database = open_database(url)
    try:
        prepare(database, REAL, Clock())
        return stored_revision(database.engine)
    finally:
        database.dispose()


def test_several_first_starts_at_once_make_one_database(empty_url: str) -> None:
    """Migrating happens under a lock: whoever is second finds it done."""
    assert at_once(_start, [(empty_url,)] * 4) == [HEAD] * 4
    database = open_database(empty_url)
    assert sql(database, "SELECT count(*) FROM installation") == ["1"]
    assert sql(database, "SELECT count(*) FROM products") == [str(len(packaged()))]
    database.dispose()


def _upgrade(url: str) -> bool:
    """In a process of its own: whether it was the one to bring the database to its shape."""
    database = open_database(url)
    try:
        return migrate(database, ORIGIN, Clock())
    finally:
        database.dispose()


@pytest.mark.parametrize(
    "which", ["empty_url", pytest.param("empty_server_url", marks=pytest.mark.postgres)]
)
def test_of_several_upgrades_at_once_one_has_something_to_do(
    which: str, request: pytest.FixtureRequest
) -> None:
    """The second waits for the first; what was done is on record once, with who did it."""
    url = request.getfixturevalue(which)
    assert sorted(at_once(_upgrade, [(url,)] * 3)) == [False, False, True]
    database = open_database(url)
    assert stored_revision(database.engine) == HEAD
    assert sql(database, "SELECT action FROM audit_entries") == ["data:migrate"]
    assert sql(database, "SELECT unix_user FROM audit_entries") == [ORIGIN.unix_user]
    (changes,) = sql(database, "SELECT changes FROM audit_entries")
    assert HEAD in changes
    database.dispose()
