"""Each import contract refuses what it is there for: a contract that nothing can break is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BREACHES = {
    "Layers": ("domain/dates.py", "import tcm_tui.services.sign_in"),
    "Only services and bootstrap reach data, documents, mail and sheets": (
        "screens/mailbox/letters.py",
        "import tcm_tui.data.outbox",
    ),
    "Only bootstrap reads the configuration": ("services/sign_in.py", "import tcm_tui.config"),
    "No interface library below the screens": ("services/mail.py", "import textual.widget"),
    "SQLAlchemy stays in data, services and bootstrap": ("cli/db.py", "import sqlalchemy"),
    "The areas of the portal do not know each other": (
        "screens/help/texts.py",
        "import tcm_tui.screens.mailbox.letters",
    ),
    "The tabs of „Verwaltung“ do not know each other": (
        "screens/administration/members/columns.py",
        "import tcm_tui.screens.administration.overview.feed_lines",
    ),
}
"""For each contract a file, and an import in it that breaks this contract and no other."""


def _linted(tree: Path) -> dict[str, bool]:
    """Whether each contract is kept in `tree`, by its name."""
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "", "LC_ALL": "C.UTF-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = (line.rsplit(" ", 1) for line in ended.stdout.splitlines() if " " in line)
    return {name: word == "KEPT" for name, word in lines if word in {"BROKEN", "KEPT"}}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with its configuration."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copytree(
        ROOT / "tcm_tui", copy / "tcm_tui", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    return copy


def test_every_contract_has_a_breach_here_and_is_kept(tree: Path) -> None:
    """A new contract needs a line in `BREACHES`."""
    assert _linted(tree) == dict.fromkeys(BREACHES, True)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_forbidden_import_breaks_its_contract_alone(tree: Path, contract: str) -> None:
    """The others are still kept, so each is told apart by what it forbids."""
    name, line = BREACHES[contract]
    module = tree / "tcm_tui" / name
    before = module.read_text("utf-8")
    module.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        assert _linted(tree) == {one: one != contract for one in BREACHES}
    finally:
        module.write_text(before, "utf-8")
