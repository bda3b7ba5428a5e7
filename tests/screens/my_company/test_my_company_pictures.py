"""What „Mein Unternehmen“ looks like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role

from .steps import colleagues, fill, open_company, open_form, paul, press, save

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@SIZES
def test_the_profile(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Everything filled in, with the button of an administrator."""
    fill(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=open_company)


def test_an_empty_profile_of_somebody_who_reads(
    snap_compare: Callable[..., bool], stage: Stage
) -> None:
    """No button, no „Verlauf“."""
    derya = stage.colleague(Role.USER)

    async def go(pilot: Pilot[None]) -> None:
        await open_company(pilot, person=derya)

    assert snap_compare(stage.app(), terminal_size=(120, 40), run_before=go)


@SIZES
def test_the_form(snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]) -> None:
    """A postcode that Austria does not have, in view with its sentence."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        form = await open_form(pilot)
        form.query_one("#country").choice.value = "AT"  # type: ignore[attr-defined]  # a choice
        await press(pilot, "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_the_conflict(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Both values side by side, what only the other touched is theirs at first."""
    fill(stage)
    other = paul(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_form(pilot)
        await press(pilot, *" Auch gebraucht.")
        save(other, description="Sondermaschinen und Ersatzteile.", phone="+49 228 99999", size="")
        await press(pilot, "ctrl+s")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_the_directory(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """From A to Z, with the letters."""
    colleagues(stage)

    async def go(pilot: Pilot[None]) -> None:
        await open_company(pilot, 2)
        await press(pilot, "a", "g")

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_the_history(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Old and new values in words; the line under the cursor stands in full below."""
    fill(stage)
    save(
        paul(stage),
        description="Sondermaschinen für die Verpackung von Lebensmitteln, Ersatzteile dafür und"
        " die Wartung vor Ort, seit drei Generationen.",
        country="AT",
        postcode="1010",
        register_number="",
    )

    async def go(pilot: Pilot[None]) -> None:
        await open_company(pilot, 3)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
