"""The demo, built once by its command and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from . import portal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo in which nobody has signed in yet."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with portal.demo(folder) as terminal:
        terminal.wait_for(portal.ANNA, portal.LONG)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    return folder


@pytest.fixture
def demo_folder(built_demo: Path, tmp_path: Path) -> Path:
    """A demo of this test's own, in a home of its own."""
    return shutil.copytree(built_demo, tmp_path / "demo")
