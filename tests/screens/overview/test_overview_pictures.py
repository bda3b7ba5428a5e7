"""Pictures of „Übersicht“."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tests.screens.members.crowd import member
from tests.screens.support import settle, sign_in

from .history import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_overview(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Something to do, news of every period."""
    tell(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=sign_in)


def test_overview_light(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """The same in light colours."""
    tell(stage)
    app = stage.app(demo=True, settings=replace(stage.settings, theme="tcm-light"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=sign_in)


@SIZES
def test_nothing_yet(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A company on its first day."""
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=sign_in)


@SIZES
def test_refused_address(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The verdict at the field, what was typed still in it."""
    tell(stage)

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press("n", *stage.anna.email, "enter")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
@SIZES
def test_other_roles(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], role: Role
) -> None:
    """What is for administrators is away, or disabled with the reason."""
    tell(stage)
    person = member(stage, "Jonas", "Becker", role)

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot, person)

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)
