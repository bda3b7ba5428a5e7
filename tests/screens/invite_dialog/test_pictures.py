"""What „Mehrere einladen“ looks like at 120x40 and 80x24."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.screens.invite_dialog.desk import (
    DERYA,
    JONAS,
    LENA,
    TIM,
    Desk,
    dialog,
    paste,
    settle,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.screens.administration.invite_dialog.jobs import Reading
    from tcm_tui.services.context import Context

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
CELLS = f"""{LENA}\t
{TIM}\tRechnungsadministrator
{JONAS}\tBenutzer
{DERYA}\tUnternehmensadministrator
eva@muster\t
{LENA}\tBenutzer
x y@muster.example\t"""


@SIZES
def test_an_empty_list(
    snap_compare: Callable[..., bool], anna_ctx: Context, size: tuple[int, int]
) -> None:
    """Four rows, and what to do."""
    assert snap_compare(Desk(anna_ctx), terminal_size=size, run_before=settle)


@SIZES
def test_every_verdict(
    snap_compare: Callable[..., bool], anna_ctx: Context, size: tuple[int, int]
) -> None:
    """With signs, so that state is never colour alone; the longest reason below the rows."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await paste(pilot, CELLS)
        await pilot.press(*["down"] * 6)
        await settle(pilot)

    assert snap_compare(Desk(anna_ctx), terminal_size=size, run_before=go)


@SIZES
def test_choosing_rows(
    snap_compare: Callable[..., bool], anna_ctx: Context, size: tuple[int, int]
) -> None:
    """Marks, other keys in the border."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await paste(pilot, CELLS)
        await pilot.press("ctrl+l", "space", "down", "space")
        await settle(pilot)

    assert snap_compare(Desk(anna_ctx), terminal_size=size, run_before=go)


@SIZES
def test_an_import_under_way(
    snap_compare: Callable[..., bool], anna_ctx: Context, size: tuple[int, int]
) -> None:
    """How far it is, and the way to end it."""

    async def reads_for_ever(_path: Path, reading: Reading) -> ParsedRows:
        reading.told(4200)
        await asyncio.Event().wait()
        raise AssertionError("nobody waits for this")

    app = Desk(anna_ctx)
    app.jobs = replace(app.jobs, read_list=reads_for_ever)

    async def go(pilot: Pilot[None]) -> None:
        await write(pilot, f"{LENA}\n")
        await settle(pilot)
        dialog(pilot)._import(Path("liste.xlsx"))
        while not str(dialog(pilot).query_one("#invite-counts").render()).startswith("4.200"):
            await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=go)


@SIZES
def test_what_is_left_after_sending(
    snap_compare: Callable[..., bool], anna_ctx: Context, size: tuple[int, int]
) -> None:
    """190 of 200 went out; ten rows with their reasons."""
    good = [f"person{n}@muster.example" for n in range(190)]
    bad = ["tim@muster", "tim", "a@@b.example", "@b.example", "tim@"]

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await paste(pilot, "\n".join([*bad, *good, *good[:3], JONAS, JONAS]))
        await pilot.press("ctrl+s")
        await settle(pilot)

    assert snap_compare(Desk(anna_ctx), terminal_size=size, run_before=go)


@SIZES
def test_the_middle_of_a_long_list(
    snap_compare: Callable[..., bool], anna_ctx: Context, size: tuple[int, int]
) -> None:
    """The fields float over their row, wherever it is."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await paste(pilot, "\n".join(f"person{n}@muster.example" for n in range(1200)))
        await pilot.press("ctrl+end", *["up"] * 4, "tab")
        await settle(pilot)

    assert snap_compare(Desk(anna_ctx), terminal_size=size, run_before=go)
