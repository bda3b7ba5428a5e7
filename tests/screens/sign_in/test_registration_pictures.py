"""What registering looks like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.i18n import set_language
from tests.screens.support import settle
from tests.services.registering import mailed_code

from .entrance import fill
from .registering import NEEDED, begin, give_code, to_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_the_first_run(
    snap_compare: Callable[..., bool], empty: Stage, size: tuple[int, int]
) -> None:
    """„Anmelden“ where nobody has an account yet."""
    assert snap_compare(empty.app(), terminal_size=size, run_before=settle)


@SIZES
def test_asking_for_the_address(
    snap_compare: Callable[..., bool], empty: Stage, size: tuple[int, int]
) -> None:
    """The first step, with a mistake."""

    async def go(pilot: Pilot[None]) -> None:
        await begin(pilot, "ole@hafen")

    assert snap_compare(empty.app(), terminal_size=size, run_before=go)


@SIZES
def test_waiting_for_the_mail(
    snap_compare: Callable[..., bool], empty: Stage, size: tuple[int, int]
) -> None:
    """The second step; it was sent once more."""

    async def go(pilot: Pilot[None]) -> None:
        await begin(pilot)
        pilot.app.screen.query_one("#resend").focus()
        await pilot.press("enter")
        await settle(pilot)

    assert snap_compare(empty.app(), terminal_size=size, run_before=go)


@SIZES
def test_the_empty_form(
    snap_compare: Callable[..., bool], empty: Stage, size: tuple[int, int]
) -> None:
    """The third step."""

    async def go(pilot: Pilot[None]) -> None:
        await to_form(pilot, empty)

    assert snap_compare(empty.app(), terminal_size=size, run_before=go)


@SIZES
def test_the_form_before_the_consents(
    snap_compare: Callable[..., bool], empty: Stage, size: tuple[int, int]
) -> None:
    """Its end, with a password that ticks rules off and one consent missing."""

    async def go(pilot: Pilot[None]) -> None:
        await to_form(pilot, empty)
        await fill(pilot, **NEEDED, password="kupfer-Anker", repeated="kupfer-Anker", assured=True)
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert snap_compare(empty.app(), terminal_size=size, run_before=go)


def test_the_form_in_english(snap_compare: Callable[..., bool], empty: Stage) -> None:
    """Nothing is cut."""
    set_language("en")

    async def go(pilot: Pilot[None]) -> None:
        await begin(pilot)
        await give_code(pilot, mailed_code(empty.nobody))

    assert snap_compare(empty.app(), terminal_size=(120, 40), run_before=go)
