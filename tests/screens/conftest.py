"""The stage that tests of whole screens play on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.database import open_database
from tcm_tui.domain.permissions import Role
from tcm_tui.services.context import Context
from tcm_tui.widgets.file_dialog import FileDialog
from tests.builders import ORIGIN, add_company, add_member

from .support import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.data.encryption import Vault
    from tcm_tui.services.hashing import Hasher
    from tests.builders import Clock


@pytest.fixture(autouse=True)
def home(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """An empty home of the test's own: exports and templates are offered to be saved there."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr(FileDialog, "last_folder", None)  # where the test before has saved
    yield
    shutil.rmtree(folder)


@pytest.fixture
def stage(
    sqlite_url: str,
    tmp_path: Path,
    clock: Clock,
    *,
    hasher: Hasher,
    vault: Vault,
    password_hash: str,
) -> Iterator[Stage]:
    """Anna and her company in SQLite: what a screen shows does not depend on the database."""
    database = open_database(sqlite_url)
    anna = add_member(
        database,
        add_company(database),
        "anna.muster@muster-maschinenbau.example",
        role=Role.COMPANY_ADMIN,
        password_hash=password_hash,
    )
    nobody = Context(database=database, origin=ORIGIN, clock=clock, hasher=hasher, vault=vault)
    yield Stage(nobody, clock, anna, tmp_path)
    database.dispose()
