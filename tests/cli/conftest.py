"""A data folder of its own for every test of a command, and somebody to act as."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from tcm_tui import cli
from tcm_tui.data.database import open_database
from tcm_tui.domain.permissions import Role
from tcm_tui.services.hashing import Hasher
from tests.builders import PASSWORD, Person, add_company, add_member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.bootstrap import StartPortal
    from tcm_tui.data.database import Database

ANNA = "anna.muster@muster-maschinenbau.example"


@dataclass(frozen=True)
class Ended:
    """What a command left: its code or the portal to open, and both streams."""

    code: int | StartPortal
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """Runs `tcm-tui` on one data folder."""

    data: Path
    password_file: Path
    environment: dict[str, str]

    @property
    def as_anna(self) -> list[str]:
        """The options of a command that acts as the administrator."""
        return self.as_person(ANNA)

    def as_person(self, address: str) -> list[str]:
        """The options of a command that acts as somebody."""
        return ["--as", address, "--password-file", str(self.password_file)]

    def start(
        self, *words: str, stdin: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """In a process of its own, without a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "tcm_tui", "--data", str(self.data), *words],
            input=stdin,
            env={**self.environment, **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            start_new_session=True,
        )


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No setting of whoever runs the tests reaches the command."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    folders = {"HOME": str(tmp_path), "TCM_CONFIG_DIR": str(tmp_path / "config")}
    return kept | folders | {"LANG": "C.UTF-8"}


@pytest.fixture
def terminal(tmp_path: Path, sqlite_template: Path, environment: dict[str, str]) -> Terminal:
    """A migrated folder that nobody is in yet."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, data / "tcm.db")
    (data / "tcm.db").chmod(0o600)
    password_file = tmp_path / "password"
    password_file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    password_file.chmod(0o600)
    return Terminal(data, password_file, environment)


@pytest.fixture
def data(terminal: Terminal) -> Iterator[Database]:
    """The data of `terminal`, open beside the command."""
    opened = open_database(f"sqlite:///{terminal.data}/tcm.db")
    yield opened
    opened.dispose()


@pytest.fixture
def boss(data: Database, password_hash: str) -> Person:
    """The administrator, with `builders.PASSWORD`."""
    company = add_company(data)
    return add_member(data, company, ANNA, role=Role.COMPANY_ADMIN, password_hash=password_hash)


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """For commands that hash many passwords, where the hashes are not what is tested."""
    costs = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(Hasher, "_argon2", costs)


@pytest.fixture
def run(
    terminal: Terminal,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run commands in this process."""
    for name in [name for name in os.environ if name.startswith(("TCM_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Run(terminal, capsys)


@dataclass(frozen=True)
class Run:
    """Runs commands in this process on the data folder."""

    terminal: Terminal
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Ended:
        """`tcm-tui --data … words`."""
        code = cli.run(["--data", str(self.terminal.data), *words])
        out, err = self.capsys.readouterr()
        return Ended(code, out, err)

    def as_anna(self, *words: str) -> Ended:
        """The same, acting as the administrator."""
        return self(*words, *self.terminal.as_anna)
