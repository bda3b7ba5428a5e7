"""Pictures of acting on „Benutzer“: every dialog in its main states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.member_profile import ProfileValues
from tcm_tui.domain.members import MemberFilter
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.members.change_dialog import ChangeDialog
from tcm_tui.screens.administration.members.change_frame import Phase
from tcm_tui.services import member_profile, members
from tests.builders import signed_in
from tests.screens.support import settle, sign_in

from .crowd import fill, member

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def keys(*pressed: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in as Anna, go to „Benutzer“, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        for key in ("2", *pressed):
            await pilot.press(key)
            await settle(pilot)

    return go


DIALOGS = {
    "role": ("down", "down", "r"),
    "role_of_many": ("asterisk", "r"),
    "plan": ("asterisk", "r", "down", "enter"),
    "nothing_to_do": ("down", "down", "space", "r", "enter"),
    "result": ("asterisk", "delete", "down", "enter", "ctrl+s"),
    "which": ("asterisk", "delete"),
    "remove": ("down", "down", "delete", "right"),
    "edit": ("down", "down", "e"),
    "reset": ("down", "down", "w"),
    "told": ("down", "down", "d"),
}


@SIZES
@pytest.mark.parametrize("name", DIALOGS)
def test_acting(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], name: str
) -> None:
    """The dialogs and the toast."""
    fill(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=keys(*DIALOGS[name]))


@SIZES
@pytest.mark.parametrize("phase", [Phase.CHECKING, Phase.WORKING])
def test_under_way(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], phase: Phase
) -> None:
    """While the plan is made, and between two chunks."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        await keys("asterisk", "r", "down", "enter")(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, ChangeDialog)
        dialog.phase = phase
        if phase is Phase.WORKING:
            dialog.show_progress(8)
        else:
            dialog.head("12 Zeilen werden geprüft …")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_conflict(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Both values, field by field."""
    fill(stage)
    jonas = member(stage, "Jonas", "Weber", Role.COMPANY_ADMIN)

    async def go(pilot: Pilot[None]) -> None:
        await keys("down", "down", "e", *"Leiterin Einkauf")(pilot)
        ctx = signed_in(stage.nobody, jonas)
        (row,) = members.page(ctx, MemberFilter(search="derya"))
        theirs = ProfileValues(title="Assistenz", department="Vertrieb")
        member_profile.edit(ctx, row.key.id, theirs, row.version)
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@pytest.mark.parametrize("name", ["plan", "role"])
def test_acting_in_light(snap_compare: Callable[..., bool], stage: Stage, name: str) -> None:
    """The same in light colours."""
    fill(stage)
    app = stage.app(demo=True, settings=replace(stage.settings, theme="tcm-light"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=keys(*DIALOGS[name]))
