"""While a screen waits for a key, nothing is begun in the database (SECURITY.md B9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import QueuePool

from .places import PLACES, Place, data

if TYPE_CHECKING:
    from tests.screens.support import Stage

CHOSEN = [place for place in PLACES if place.typed or place.name in {"overview", "members"}]


@pytest.mark.parametrize("place", CHOSEN, ids=lambda place: place.name)
async def test_b9_no_transaction_is_open_at_a_prompt(stage: Stage, place: Place) -> None:
    """Whoever stops the process there, holds nobody up."""
    app: Any = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await place.reach(pilot)
        pool = data(pilot).database.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0
