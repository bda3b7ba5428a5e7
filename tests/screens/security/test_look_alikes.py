"""Addresses that may deceive: told where somebody invites, and sent on purpose only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tcm_tui.screens.administration.overview.invite_form import InviteForm
from tcm_tui.services.members import page
from tcm_tui.widgets.dialog import Confirm
from tests.builders import signed_in
from tests.screens.invite_dialog import desk
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

MIXED: Final = "admin@firm\u0430.de"
MACHINE: Final = "xn--firm-83d.de"
TWIN: Final = "anna.muster@muster-m\u0430schinenbau.example"
HONEST: Final = "neu@kunde.example"
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


def invited(stage: Stage) -> set[str]:
    """Everybody in Anna's company but her."""
    everybody = {row.address for row in page(signed_in(stage.nobody, stage.anna))}
    return everybody - {stage.anna.email}


async def type_one(pilot: Pilot[None], address: str) -> InviteForm:
    """Into the field of „Übersicht“, and Enter."""
    await sign_in(pilot)
    await pilot.press("n", *address, "enter")
    await settle(pilot)
    return pilot.app.screen.query_one(InviteForm)


async def test_a8_one_address_is_told_about_and_sent_at_the_second_enter(stage: Stage) -> None:
    """Nothing is sent before; the cursor stays in the field."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        form = await type_one(pilot, MIXED)
        assert MACHINE in form.field.line
        assert (form.field.value, form.field.input.has_focus) == (MIXED, True)
        assert invited(stage) == set()
        await pilot.press("enter")
        await settle(pilot)
        assert invited(stage) == {MIXED}
        assert form.field.value == ""


async def test_a8_another_address_is_told_about_anew(stage: Stage) -> None:
    """The second Enter counts for what was told, not for what was typed since."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        form = await type_one(pilot, MIXED)
        await pilot.press("ctrl+u", *TWIN, "enter")
        await settle(pilot)
        assert "von Muster, Anna" in form.field.line
        await pilot.press("ctrl+u", *MIXED, "enter")
        await settle(pilot)
        assert MACHINE in form.field.line
        assert invited(stage) == set()


@pytest.mark.parametrize("place", ["overview", "dialog"])
async def test_a8_an_invisible_character_is_refused(stage: Stage, place: str) -> None:
    """With a sentence at the field or the row, and nothing can send it."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        if place == "overview":
            form = await type_one(pilot, "")
            await desk.paste(pilot, "ad\u200bmin@firma.de")
            await pilot.press("enter", "enter")
            assert "unsichtbare Zeichen" in form.field.error
        else:
            await sign_in(pilot)
            await pilot.press("m")
            await settle(pilot)
            await desk.paste(pilot, "ad\u200bmin@firma.de")
            assert "unsichtbare Zeichen" in desk.verdicts(pilot)[0][1]
            await pilot.press("ctrl+s")
        await settle(pilot)
        assert invited(stage) == set()


async def test_a8_rows_that_may_deceive_stay_and_are_sent_on_purpose(stage: Stage) -> None:
    """The others go out first; then a question, whose harmless answer is the default."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await pilot.press("m")
        await settle(pilot)
        await desk.paste(pilot, f"{MIXED}\n{HONEST}\n{TWIN}\n")
        said = dict(desk.verdicts(pilot))
        assert MACHINE in said[MIXED]
        assert "anna.muster@muster-maschinenbau.example von Muster, Anna" in said[TWIN]
        assert "1 bereit · 2 auffällig" in desk.counts(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert invited(stage) == {HONEST}
        assert "2 Zeilen sind noch offen" in desk.told(pilot)
        for answer, left in (("enter", {HONEST}), ("tab", {HONEST, MIXED, TWIN})):
            await pilot.press("ctrl+s")
            await desk.shows(pilot, Confirm)
            await pilot.press(*([answer, "enter"] if answer == "tab" else [answer]))
            await settle(pilot)
            assert invited(stage) == left


@SIZES
def test_a8_rows_pictured(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A sign, a tone, the whole reason of the row under the cursor."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press("m")
        await settle(pilot)
        await desk.paste(pilot, f"{HONEST}\n{MIXED}\n{TWIN}\n")
        await pilot.press("down", "down")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_a8_one_address_pictured(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The note below the field."""

    async def go(pilot: Pilot[None]) -> None:
        await type_one(pilot, MIXED)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_a8_the_question_pictured(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Only what may deceive is left."""

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press("m")
        await settle(pilot)
        await desk.paste(pilot, f"{MIXED}\n{TWIN}\n")
        await pilot.press("ctrl+s")
        await desk.shows(pilot, Confirm)
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=(80, 24), run_before=go)
