"""The demo, built once by its command and copied for each test."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.conftest import database_of_its_own

from . import portal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Copying = Callable[[Path], AbstractContextManager[portal.Copy]]


def _build(demo: portal.Copy) -> None:
    """Have the demo made by its command."""
    with demo.open() as terminal:
        terminal.wait_for(portal.ANNA, portal.LONG)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """A demo in which nobody has signed in yet: one for all workers, built by the first of them.

    Its 24 password hashes take seconds.
    """
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home = shared / f"demo-{testrun_uid}"
    home.mkdir(mode=0o700, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "built").exists():
            _build(portal.Copy(home / "demo"))
            (home / "built").touch()
    return home / "demo"


@pytest.fixture(scope="session")
def built_on_postgres(
    postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[portal.Copy]:
    """The same with its database on a server."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    for url in database_of_its_own(postgres_server, "template0"):
        demo = portal.Copy(folder, url)
        _build(demo)
        yield demo


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def copying(request: pytest.FixtureRequest) -> Copying:
    """Makes copies of the demo in folders, on each kind of database, for the length of a `with`."""
    if request.param == "sqlite":
        built = portal.Copy(request.getfixturevalue("built_demo"))
    else:
        built = request.getfixturevalue("built_on_postgres")

    @contextmanager
    def copy(folder: Path) -> Iterator[portal.Copy]:
        shutil.copytree(built.folder, folder)
        if built.server is None:
            yield portal.Copy(folder)
            return
        template = make_url(built.server).database
        assert template is not None
        for url in database_of_its_own(built.server, template):
            yield portal.Copy(folder, url)

    return copy


@pytest.fixture
def demo_folder(built_demo: Path, tmp_path: Path) -> Path:
    """A demo of this test's own, in a home of its own."""
    return shutil.copytree(built_demo, tmp_path / "demo")
