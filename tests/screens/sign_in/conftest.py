"""A portal in which nobody has an account yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.database import open_database
from tcm_tui.services.context import Context
from tests.builders import ORIGIN, Person
from tests.screens.support import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.services.hashing import Hasher
    from tests.builders import Clock

NOBODY = Person(0, 0, 0, "", "")


@pytest.fixture
def empty(sqlite_url: str, tmp_path: Path, clock: Clock, hasher: Hasher) -> Iterator[Stage]:
    """A data folder as the first start makes it."""
    database = open_database(sqlite_url)
    nobody = Context(database=database, origin=ORIGIN, clock=clock, hasher=hasher)
    yield Stage(nobody, clock, NOBODY, tmp_path)
    database.dispose()
