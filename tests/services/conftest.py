"""Hashers that are watched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.services.watching import (
    CountingHasher,
)

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tcm_tui.services.hashing import Hasher


@pytest.fixture
def counting(hasher: Hasher) -> CountingHasher:
    """Notes every check of a hash."""
    return CountingHasher(hasher.time_cost, hasher.memory_cost, hasher.parallelism)


@pytest.fixture
def counted(nobody: Context, counting: CountingHasher) -> Context:
    """Nobody, with `counting`."""
    return replace(nobody, hasher=counting)
