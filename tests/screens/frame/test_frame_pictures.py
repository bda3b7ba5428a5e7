"""How the frame looks: help, palette, menus, roles, sizes, languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role
from tcm_tui.navigation import Destination
from tcm_tui.screens.host import Navigate
from tests.screens.support import settle, sign_in

from .panes import PANES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage

SIZES = [(120, 40), (80, 24)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def pressing(*keys: str, person: Person | None = None) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in and press `keys`, each once the one before has had its effect."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot, person)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return go


@sizes
def test_help_of_overview(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What the page is for, every key, how to do things."""
    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=size, run_before=pressing("f1"))


@sizes
def test_help_before_signing_in(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """For whoever cannot get in; with the telephone."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("f1")

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)


@sizes
def test_help_of_a_dialog(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Its own topic and its own keys."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        pilot.app.post_message(Navigate(Destination.ENTER_CODE))
        await settle(pilot)
        await pilot.press("f1")

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)


@sizes
@pytest.mark.parametrize(
    "typed", ["", "people", "anna", "xyz"], ids=["empty", "alias", "person", "nothing"]
)
def test_palette(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], typed: str
) -> None:
    """Everything; by an English word; a person by name; nothing."""
    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=size, run_before=pressing("ctrl+p", *typed))


@sizes
def test_palette_in_a_dialog(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Its keys only."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        pilot.app.post_message(Navigate(Destination.ENTER_CODE))
        await settle(pilot)
        await pilot.press("ctrl+p")

    assert snap_compare(stage.app(), terminal_size=size, run_before=go)


@sizes
def test_name_menu(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Under the name."""
    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=size, run_before=pressing("f4"))


def test_cloud_menu(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Under the brand."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.click(".bar--brand")
        await settle(pilot)

    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=(80, 24), run_before=go)


@sizes
def test_about(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Version, data, licence."""
    place = Path("/home/anna/.local/share/tcm-tui")
    app = stage.app(demo=True, panes=PANES, settings=replace(stage.settings, data_dir=place))
    assert snap_compare(app, terminal_size=size, run_before=pressing("f4", "i"))


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
def test_administration_of_other_roles(
    snap_compare: Callable[..., bool], stage: Stage, role: Role
) -> None:
    """Tabs, and a palette without what is not for them."""
    go = pressing("ctrl+p", person=stage.colleague(role))
    assert snap_compare(stage.app(panes=PANES), terminal_size=(80, 24), run_before=go)


def test_a_window_too_small(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """One line."""
    assert snap_compare(stage.app(), terminal_size=(59, 15), run_before=settle)


@sizes
def test_sign_in(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Of one's own data: the bar says that it is only guarded by the files' owner."""
    assert snap_compare(stage.app(), terminal_size=size, run_before=settle)


def test_a_code_while_signed_in(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Asks first."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        pilot.app.post_message(Navigate(Destination.ENTER_CODE))
        await settle(pilot)

    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=(80, 24), run_before=go)


def test_light(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """The palette in light colours, chosen in the palette."""
    app = stage.app(demo=True, panes=PANES)
    go = pressing("ctrl+p", *"hell", "enter", "ctrl+p")
    assert snap_compare(app, terminal_size=(80, 24), run_before=go)
