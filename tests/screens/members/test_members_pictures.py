"""Pictures of „Benutzer“."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tests.screens.support import settle, sign_in

from .crowd import fill, member

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize(
    "size", [(120, 40), (80, 24), (200, 60)], ids=["120x40", "80x24", "200x60"]
)
TWO_SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def keys(*pressed: str) -> Callable[[Pilot[None]], object]:
    """Sign in as Anna, go to „Benutzer“, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        for key in ("2", *pressed):
            await pilot.press(key)
            await settle(pilot)

    return go


@SIZES
def test_members(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Members and invitations in all states, the cursor on an invitation, two marked."""
    fill(stage)
    go = keys("down", "space", "down", "space", "home", "down")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_members_light(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """The same in light colours."""
    fill(stage)
    app = stage.app(demo=True, settings=replace(stage.settings, theme="tcm-light"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys("down", "space"))


@TWO_SIZES
def test_no_hit(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Nobody matches; it says how to go on."""
    fill(stage)
    go = keys("slash", *"zzz")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@TWO_SIZES
@pytest.mark.parametrize("row", [1, 2], ids=["invitation", "member"])
def test_details(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], row: int
) -> None:
    """Somebody in detail."""
    fill(stage)
    go = keys(*["down"] * row, "enter")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@TWO_SIZES
def test_question_before_revoking(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """„Nein“ has the focus."""
    fill(stage)
    go = keys("down", "delete")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@TWO_SIZES
def test_as_billing_admin(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Members without invitations, and why nothing can be done."""
    fill(stage)
    person = member(stage, "Ruth", "Rechner", Role.BILLING_ADMIN)

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot, person)
        await pilot.press("2")
        await settle(pilot)

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)
