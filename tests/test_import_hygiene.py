"""What must not have been imported yet: `--version`, `--help`, and the first paint are quick.

Each program runs in a process of its own. The portal runs in a terminal; what it has imported is
told when it begins to open its data, which it may only do after the first paint.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INTERFACE: Final = {"textual", "rich"}
COMMAND_LINE: Final = {"click"}
HEAVY: Final = {
    "alembic",
    "argon2",
    "babel",
    "cryptography",
    "defusedxml",
    "email",
    "email_validator",
    "openpyxl",
    "psycopg",
    "smtplib",
    "sqlalchemy",
    "sqlite3",
    "zxcvbn",
}
OURS: Final = {"tcm_tui.cli", "tcm_tui.data", "tcm_tui.mail", "tcm_tui.services", "tcm_tui.sheets"}
LIGHT: Final = {"tcm_tui.services", "tcm_tui.services.demo_folder"}
"""Tells a demo from other folders; imports nothing that is not there anyway."""
RUN: Final = "from tcm_tui.__main__ import main\ncode = main(sys.argv[1:])\n"
TOLD_AT_THE_END: Final = f"""import sys
{RUN}
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""
TOLD_BEFORE_THE_DATA: Final = f"""import os, sys
from tcm_tui import bootstrap
from tcm_tui.domain.errors import Unavailable

def refuse(settings, *, demo=False):
    with open(os.environ["MODULES"], "w") as told:  # a pipe: waits for the test to listen
        print(*sorted(sys.modules), file=told)
    raise Unavailable("Kein Zugriff auf die Daten.")

bootstrap.open_portal = refuse
{RUN}
sys.exit(code)
"""

TOLD_WITH_THE_DATA: Final = """import sys
from tcm_tui.bootstrap import load_settings, open_portal
open_portal(load_settings({"data_dir": sys.argv[1]})).close()
print(*sorted(sys.modules))
"""
TOLD_AFTER_SIGNING_IN: Final = """import sys
from tcm_tui.bootstrap import load_settings, open_portal
from tcm_tui.domain.sign_in import SignInRefused
from tcm_tui.services.sign_in import sign_in
portal = open_portal(load_settings({"data_dir": sys.argv[1]}))
try:
    sign_in(portal.context, "anna.muster@muster-maschinenbau.example", "falsch")
except SignInRefused:
    print(*sorted(sys.modules))
portal.close()
"""
NOT_TO_SIGN_IN: Final = {"alembic", "babel", "email_validator", "sqlalchemy.dialects.postgresql"}


def loaded(modules: str, forbidden: set[str]) -> set[str]:
    """Which of `modules` are in a package of `forbidden`."""
    return {
        name
        for name in modules.split()
        if any(name == one or name.startswith(f"{one}.") for one in forbidden)
    }


@pytest.mark.parametrize(
    ("word", "forbidden"),
    [
        (
            "--version",
            INTERFACE | COMMAND_LINE | HEAVY | OURS | {"dataclasses", "importlib.metadata"},
        ),
        ("--help", INTERFACE | HEAVY - {"email"} | OURS - {"tcm_tui.cli"}),
    ],
)
def test_a_word_loads_only_what_it_needs(word: str, forbidden: set[str]) -> None:
    """Not the interface, not the database."""
    ended = subprocess.run(
        [sys.executable, "-c", TOLD_AT_THE_END, word], capture_output=True, text=True, check=True
    )
    assert loaded(ended.stderr, {"tcm_tui"})
    assert loaded(ended.stderr, forbidden) == set()


def plain(_folder: Path) -> list[str]:
    """`tcm-tui`."""
    return []


def existing_demo(folder: Path) -> list[str]:
    """`tcm-tui demo` on a folder that looks like a demo made before."""
    (folder / "demo.toml").write_text('kind = "demo"\n', encoding="utf-8")
    (folder / "tcm.db").touch()
    return ["demo", "--at", str(folder)]


def form_for_a_code(_folder: Path) -> list[str]:
    """`tcm-tui open`."""
    return ["open"]


def code_given(_folder: Path) -> list[str]:
    """`tcm-tui open CODE`."""
    return ["open", "-".join(["ABCD"] * 8)]


@pytest.mark.parametrize("words", [plain, existing_demo, form_for_a_code, code_given])
def test_the_first_paint_waits_for_nothing(
    words: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    """It is on the screen before the data is opened; what is wrong with the data is said on it."""
    pipe = tmp_path / "modules"
    os.mkfifo(pipe)
    folder = tmp_path / "data"
    folder.mkdir()
    command = [sys.executable, "-c", TOLD_BEFORE_THE_DATA, "--data", str(folder), *words(folder)]
    environment = {"MODULES": str(pipe), "HOME": str(tmp_path), "TCM_CONFIG_DIR": str(tmp_path)}
    with Terminal(command, env=environment) as terminal:
        terminal.wait_for("E-Mail-Adresse")
        terminal.wait_for("Passwort")
        with pipe.open() as told:
            modules = told.read()
        terminal.wait_for("Kein Zugriff auf die Daten.")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert "textual.app" in modules.split()
    assert loaded(modules, HEAVY | COMMAND_LINE | OURS) - LIGHT == set()


def new_demo(folder: Path) -> list[str]:
    """`tcm-tui demo` where there is none yet."""
    return ["demo", "--at", str(folder / "new"), "--members", "7"]


@pytest.mark.parametrize("words", [plain, existing_demo, new_demo, form_for_a_code])
def test_b7_without_a_terminal_it_refuses_before_anything_is_imported_or_made(
    words: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    """At once, that is: no interface, no database, no folder; exit code 2 and one line."""
    folder = tmp_path / "data"
    folder.mkdir()
    line = ["--data", str(folder), *words(folder)]
    before = sorted(folder.rglob("*"))
    ended = subprocess.run(
        [sys.executable, "-c", TOLD_AT_THE_END, *line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HOME": str(tmp_path), "TCM_CONFIG_DIR": str(tmp_path)},
    )
    said, modules = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said.startswith("tcm-tui: tcm-tui braucht ein Terminal")
    assert loaded(modules, INTERFACE | HEAVY - {"email"} | OURS - {"tcm_tui.cli"}) - LIGHT == set()
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("migrated", [True, False])
def test_alembic_is_loaded_only_to_migrate(
    migrated: bool, sqlite_template: Path, tmp_path: Path
) -> None:
    """It costs as much as SQLAlchemy; what sheets and new passwords need waits for them, too."""
    if migrated:
        shutil.copyfile(sqlite_template, tmp_path / "tcm.db")
        (tmp_path / "tcm.db").chmod(0o600)
    ended = subprocess.run(
        [sys.executable, "-c", TOLD_WITH_THE_DATA, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TCM_CONFIG_DIR": str(tmp_path)},
    )
    assert loaded(ended.stdout, {"sqlalchemy"})
    assert bool(loaded(ended.stdout, {"alembic"})) is not migrated
    assert not loaded(ended.stdout, {"openpyxl", "zxcvbn"})


def test_signing_in_waits_for_nothing_else(sqlite_template: Path, tmp_path: Path) -> None:
    """Neither for what checks new addresses, nor for words of dates, nor for another database."""
    shutil.copyfile(sqlite_template, tmp_path / "tcm.db")
    (tmp_path / "tcm.db").chmod(0o600)
    ended = subprocess.run(
        [sys.executable, "-c", TOLD_AFTER_SIGNING_IN, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TCM_CONFIG_DIR": str(tmp_path)},
    )
    assert loaded(ended.stdout, {"argon2"})
    assert loaded(ended.stdout, NOT_TO_SIGN_IN) == set()
