"""What every test stands on: a database of its own, a clock that stands still, no leftovers."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from tcm_tui.data.database import Database, open_database
from tcm_tui.data.encryption import Vault
from tcm_tui.data.migrations import upgrade
from tcm_tui.domain.permissions import Role
from tcm_tui.i18n import SOURCE_LANGUAGE, set_language
from tcm_tui.services.context import Context
from tcm_tui.services.hashing import Hasher

from . import servers, waiting, warm
from .builders import ORIGIN, PASSWORD, Clock, Person, add_company, add_member, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_numbers = itertools.count(1)

# Before Textual is imported by any test: these change every picture.
for _name in [name for name in os.environ if name.startswith("TEXTUAL")] + ["NO_COLOR", "TCM_LANG"]:
    if _name != "TEXTUAL_SNAPSHOT_TEMPDIR":  # tells the workers where their pictures go
        os.environ.pop(_name, None)


# Every commit waits for the disk, which is half the time of most tests; memory waits for nothing.
if _memory := servers.memory_folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_memory))

# A runner in the background ignores these, and what tests start would inherit that.
for _number in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.SIG_DFL)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a server that is not installed, and say so; in CI that is a failure."""
    if servers.postgres_programs() or servers.REQUIRED:
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.stash[_LEFT_OUT] = len(left_out)


def pytest_collection_finish() -> None:
    """Keep the collector off what lives as long as the run; else it takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # a closed program is garbage: look at it once


_LEFT_OUT = pytest.StashKey[int]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name what was left out, in one line."""
    if count := config.stash.get(_LEFT_OUT, 0):
        terminalreporter.write_line(f"{count} tests left out: PostgreSQL is not installed")


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """The language is one per process: a test that changes it must not reach the next one."""
    yield
    set_language(SOURCE_LANGUAGE)


@pytest.fixture(scope="session", autouse=True)
def _pilots() -> Iterator[None]:
    """A key is answered when the program rests, not after a time."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        waiting.pilots_wait_for_rest(monkeypatch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _warm() -> Iterator[None]:
    """No test reads the stylesheets and writes the SQL again that one before has."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        warm.share_stylesheets(monkeypatch)
        warm.share_statements(monkeypatch)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, copied for each test: migrating each time would cost 0.2 s."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database.engine)
    database.dispose()  # the last connection to close moves all of the log into the file
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server of this worker's own."""
    with servers.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A migrated database that each test's is made from; its name."""
    administration = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("CREATE DATABASE tcm_template"))
    administration.dispose()
    database = open_database(make_url(postgres_server).set(database="tcm_template"))
    upgrade(database.engine)
    database.dispose()
    return "tcm_template"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    path = tmp_path / "tcm.db"
    shutil.copyfile(sqlite_template, path)
    path.chmod(0o600)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database without a row.

    Wiped afterwards for the next test, which takes a fifth of making one; dropped instead when the
    test has changed more than rows.
    """
    free = _FREE.setdefault(postgres_server, [])
    name = free.pop() if free else _make_database(postgres_server, postgres_template)
    yield _url_of(postgres_server, name)
    if servers.wipe(_url_of(postgres_server, name), _url_of(postgres_server, postgres_template)):
        free.append(name)
    else:
        _drop_database(postgres_server, name)


_FREE: dict[str, list[str]] = {}
"""By server: the databases that no test uses now."""


def _url_of(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _make_database(server: str, template: str) -> str:
    name = f"tcm_{next(_numbers)}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def _drop_database(server: str, name: str) -> None:
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: str, statement: str) -> None:
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(statement))
    administration.dispose()


def database_of_its_own(server: str, template: str) -> Iterator[str]:
    """The URL of a copy of `template`, dropped afterwards."""
    name = _make_database(server, template)
    yield _url_of(server, name)
    _drop_database(server, name)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """A PostgreSQL database without a table."""
    yield from database_of_its_own(postgres_server, "template0")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The open database of this test; every connection is closed afterwards."""
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when told."""
    return Clock()


@pytest.fixture(scope="session")
def hasher() -> Hasher:
    """argon2id, as cheap as it gets: what is tested is how often it runs."""
    return Hasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def password_hash(hasher: Hasher) -> str:
    """The hash of `builders.PASSWORD`."""
    return hasher.hash(PASSWORD)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A key of this test's own, made when it is first needed."""
    return Vault(tmp_path / "test.key")


@pytest.fixture
def nobody(database: Database, clock: Clock, hasher: Hasher, vault: Vault) -> Context:
    """Before signing in."""
    return Context(database=database, origin=ORIGIN, clock=clock, hasher=hasher, vault=vault)


@pytest.fixture
def anna(database: Database, password_hash: str) -> Person:
    """The administrator of „Muster Maschinenbau GmbH“."""
    return add_member(
        database,
        add_company(database),
        "anna.muster@muster-maschinenbau.example",
        role=Role.COMPANY_ADMIN,
        password_hash=password_hash,
    )


@pytest.fixture
def ctx(nobody: Context, anna: Person) -> Context:
    """Anna, signed in."""
    return signed_in(nobody, anna)
