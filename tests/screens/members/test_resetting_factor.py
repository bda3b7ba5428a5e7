"""„Zweiten Faktor zurücksetzen“: asked first, from the list and from the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.screens.administration.members.details import DetailsDialog
from tcm_tui.screens.proving import Proving
from tcm_tui.widgets.dialog import Confirm
from tests.builders import PASSWORD, signed_in
from tests.screens.security.places import seen
from tests.services.factors import row, set_up

from .crowd import EXPIRED, fill, member
from .steps import go_to, open_tab, press, toasts

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage

SIZE = (120, 40)


@pytest.fixture
def zoe(stage: Stage) -> Person:
    """A member who has a second factor."""
    fill(stage)
    person = member(stage, "Zoe", "Zimmer")
    set_up(signed_in(stage.nobody, person))
    return person


async def test_z_takes_it_away_after_asking(stage: Stage, zoe: Person) -> None:
    """The harmless answer is the default."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, zoe.email)
        await press(pilot, "z")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert row(stage.nobody) is not None
        await press(pilot, "z", "right", "enter")
        assert row(stage.nobody) is None
        assert toasts(pilot) == ["Zweiter Faktor von Zoe Zimmer zurückgesetzt"]


async def test_details_tell_whether_there_is_one(stage: Stage, zoe: Person) -> None:
    """And take it away."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, zoe.email)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DetailsDialog)
        told = [line for line in seen(pilot).splitlines() if "Zweiter Faktor" in line]
        assert "eingerichtet" in told[0]
        await press(pilot, "z", "right", "enter")
        assert row(stage.nobody) is None
        await press(pilot, "enter")
        told = [line for line in seen(pilot).splitlines() if "Zweiter Faktor" in line]
        assert "eingerichtet" not in told[0]


async def test_who_has_none_is_told(stage: Stage) -> None:
    """So are those for whom it cannot be."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, "tim.weber@muster-maschinenbau.example")
        await press(pilot, "z", "right", "enter")
        assert toasts(pilot) == ["Tim Weber hat keinen zweiten Faktor."]
        await go_to(pilot, tab, EXPIRED)
        assert tab.check_action("reset_factor", ()) is None
        await go_to(pilot, tab, stage.anna.email)
        await press(pilot, "z", "right", "enter")
        assert "Meine Einstellungen" in toasts(pilot)[-1]


async def test_c12_the_password_is_asked_for_again(stage: Stage, zoe: Person) -> None:
    """After a while; then it is done without asking for the same a second time."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, zoe.email)
        stage.clock.forward(minutes=6)
        await press(pilot, "z")
        await pilot.press("right", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Proving)
        assert row(stage.nobody) is not None
        await pilot.press(*PASSWORD)
        await press(pilot, "enter")
        assert row(stage.nobody) is None


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_question(
    snap_compare: Callable[..., bool], stage: Stage, zoe: Person, size: tuple[int, int]
) -> None:
    """What it does, and what to look at first."""

    async def go(pilot: Pilot[None]) -> None:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, zoe.email)
        await press(pilot, "enter", "z")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_details(
    snap_compare: Callable[..., bool], stage: Stage, zoe: Person, size: tuple[int, int]
) -> None:
    """A member with a second factor."""

    async def go(pilot: Pilot[None]) -> None:
        tab = await open_tab(pilot)
        await go_to(pilot, tab, zoe.email)
        await press(pilot, "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
