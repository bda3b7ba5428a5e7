"""What the windowed table looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.errors import Unavailable

from .record_tables import Person, TableApp, people, settle, show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot

    Compare = Callable[..., bool]


async def _refuse(**_wanted: object) -> Sequence[Person]:
    raise Unavailable("Die Daten sind belegt.")


async def _normal(pilot: Pilot[None]) -> None:
    await show(pilot, people(200))
    await pilot.press("down", "down")


async def _marked(pilot: Pilot[None]) -> None:
    await show(pilot, people(200))
    await pilot.press("space", "down", "space", "up")


async def _empty(pilot: Pilot[None]) -> None:
    await show(pilot, [])


async def _failed(pilot: Pilot[None]) -> None:
    (await show(pilot, [])).source = _refuse
    await settle(pilot)


async def _failed_with_rows(pilot: Pilot[None]) -> None:
    table = await show(pilot, people(200))
    table.replace_source(_refuse)
    await settle(pilot)
    await pilot.press("end")
    await settle(pilot)


async def _blurred(pilot: Pilot[None]) -> None:
    await show(pilot, people(5))
    pilot.app.set_focus(None)
    await pilot.pause()


@pytest.mark.parametrize(
    "state",
    [_normal, _marked, _empty, _failed, _failed_with_rows, _blurred],
    ids=lambda state: state.__name__.strip("_"),
)
def test_table(snap_compare: Compare, state: Callable[[Pilot[None]], object]) -> None:
    """Every state, at 120 columns."""
    assert snap_compare(TableApp(), terminal_size=(120, 12), run_before=state)


def test_a_narrow_table(snap_compare: Compare) -> None:
    """The column that matters least has gone."""
    assert snap_compare(TableApp(), terminal_size=(60, 12), run_before=_normal)
