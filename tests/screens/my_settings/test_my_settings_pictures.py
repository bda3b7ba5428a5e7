"""What „Meine Einstellungen“ looks like at 120x40 and 80x24."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import UserSession
from tcm_tui.i18n import set_language
from tcm_tui.services import account
from tests.builders import PASSWORD, signed_in
from tests.screens.support import sign_in
from tests.services.watching import fail

from .steps import open_section, press

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def section(
    heading: str, *pressed: str, inside: bool = True
) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Sign in as Anna, open the section, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await open_section(pilot, heading, inside=inside)
        await press(pilot, *pressed)

    return go


def elsewhere(stage: Stage) -> None:
    """Anna is signed in over SSH as well, and somebody guessed at her password."""
    with stage.nobody.database.transaction(writing=True) as session:
        for minutes, locked in ((40, False), (200, True)):
            at = stage.clock() - timedelta(minutes=minutes)
            session.add(
                UserSession(
                    user_id=stage.anna.user_id,
                    company_id=stage.anna.company_id,
                    started_at=at,
                    last_seen_at=at + timedelta(minutes=5),
                    locked_at=at if locked else None,
                    process_id=7,
                    host="bastion",
                    unix_user="anna",
                    ssh_connection=f"198.51.100.{minutes} 50000 192.0.2.2 22",
                )
            )
    fail(stage.nobody, stage.anna.email, 2)
    stage.clock.forward(minutes=20)


@SIZES
def test_the_menu(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """The focus is in the menu, the first section beside it."""
    go = section("Meine Angaben", inside=False)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_own_data(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """A refused telephone number, and the choice of colours open."""
    go = section("Meine Angaben", "tab", "tab", "tab", *["tab"] * 3, *"ruf", "ctrl+s")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_colours(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """What there is to choose from."""
    go = section("Meine Angaben", "tab", "tab", "tab", "enter")
    assert snap_compare(stage.app(demo=True), terminal_size=(120, 40), run_before=go)


@SIZES
def test_conflict(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Both values of what was changed in another session."""

    async def go(pilot: Pilot[None]) -> None:
        await open_section(pilot, "Meine Angaben")
        there = signed_in(stage.nobody, stage.anna)
        found = account.own_data(there)
        wanted = found.values.__class__("Änne", "Muster", "de", "tcm-light")
        account.save_own_data(there, wanted, found.versions)
        await press(pilot, *"lie", "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_password(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """The rules tick off while typing."""
    go = section("Passwort", *PASSWORD, "enter", *"Rote-Ampel")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_sessions(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """This one, one over SSH, a locked one."""
    elsewhere(stage)
    go = section("Sitzungen", "down")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_ending_a_session(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """It is asked first."""
    elsewhere(stage)
    go = section("Sitzungen", "down", "delete")
    assert snap_compare(stage.app(demo=True), terminal_size=(120, 40), run_before=go)


@SIZES
def test_activity(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """Failed tries stand out."""
    elsewhere(stage)
    go = section("Aktivität")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_proving(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """The password once more, and it was wrong."""

    async def go(pilot: Pilot[None]) -> None:
        from tcm_tui.screens.proving import proved  # noqa: PLC0415 - a picture of one dialog

        await open_section(pilot, "Meine Angaben")
        pilot.app.run_worker(proved(pilot.app.screen))
        await press(pilot, *"falsch", "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_english(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Nothing is cut."""
    set_language("en")

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await press(pilot, "f4", "e", "enter")

    assert snap_compare(stage.app(demo=True), terminal_size=(120, 40), run_before=go)
