"""The demo, built once by its command and copied for each test."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from .portal import LONG, program
from .terminal import usual_environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that nobody has opened yet."""
    home = tmp_path_factory.mktemp("demo")
    built = subprocess.run(
        program(home, "demo", "--at", str(home / "demo")),
        env=usual_environment() | {"HOME": str(home)},
        stdin=subprocess.DEVNULL,  # without a terminal it builds and then refuses to open
        capture_output=True,
        timeout=LONG,
        check=False,
    )
    assert built.returncode == 2, built.stderr.decode()
    return home / "demo"


@pytest.fixture
def demo_folder(built_demo: Path, tmp_path: Path) -> Path:
    """A demo of this test's own, in a home of its own."""
    return shutil.copytree(built_demo, tmp_path / "demo")
