"""Pastes of any size into every field of every screen, which the test finds by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from textual import events
from textual.widgets import Input, TextArea

from tests.builders import everything
from tests.screens.members.crowd import fill
from tests.screens.support import Stage, settle

from .places import PLACES, Place, portal, seen

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
"""The stdin guard cuts at 1 MiB; a field must bear what it would let through."""
PIECES: Final = ("x", "\u00e4\u754c", "e\u0301\u200d")
"""Plain letters, wide ones, and what is drawn over what stands before."""
TEMPORARY: Final = {"user_sessions"}
"""Is written while somebody looks."""


def fields(pilot: Pilot[Any]) -> list[Input]:
    """Everything that can be typed into now; a kind nobody thought of fails here."""
    screen = pilot.app.screen
    assert not screen.query(TextArea)
    return [one for one in screen.focus_chain if isinstance(one, Input)]


def told(pilot: Pilot[Any]) -> str:
    """What is seen, and what was said in the corner."""
    return seen(pilot) + "".join(note.message for note in pilot.app._notifications)


async def paste(pilot: Pilot[Any], field: Input, text: str) -> None:
    """As the terminal hands it over."""
    field.focus()
    await settle(pilot)
    field.post_message(events.Paste(text))
    await settle(pilot)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
async def test_b2_a_huge_paste_is_told_and_changes_nothing(place: Place, stage: Stage) -> None:
    """In the field stands what stood there, and a sentence says how much it takes."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await place.reach(pilot)
        before = everything(stage.nobody)
        for field in fields(pilot):
            given = field.value
            for number, size in enumerate(SIZES):
                piece = PIECES[number % len(PIECES)]
                await paste(pilot, field, piece * (size // len(piece)))
                assert field.value == given, f"{field} took {size}"
                assert "Zu lang: höchstens " in told(pilot), f"{field} is silent at {size}"
                await pilot.press("a", "backspace")  # and goes on as ever
                await settle(pilot)
                assert field.value == given
        after = everything(stage.nobody)
        assert {name for name in before if before[name] != after[name]} <= TEMPORARY


async def test_b2_every_kind_of_field_is_pasted_into(stage: Stage) -> None:
    """The search of the test is not empty-handed: each place that is typed into has one."""
    fill(stage)
    for place in (one for one in PLACES if one.typed):
        async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
            await place.reach(pilot)
            assert pilot.app.focused in fields(pilot), place.name
            assert all(field.max_length for field in fields(pilot)), place.name


@pytest.mark.parametrize("place", [one for one in PLACES if one.typed], ids=lambda one: one.name)
async def test_b2_a_huge_paste_of_many_lines_does_no_harm(place: Place, stage: Stage) -> None:
    """One line of it at most is taken, and only a list of people takes more, with its own bound."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await place.reach(pilot)
        before = everything(stage.nobody)
        field = pilot.app.focused
        assert isinstance(field, Input)
        await paste(pilot, field, "zeile\r\n" * 150_000)
        assert len(field.value) <= (field.max_length or 0)
        words = (
            "Nur die erste Zeile",
            "Mehrere Zeilen",
            "Zu lang",
            "Nur die ersten 10.000",
            "Code",
        )
        assert any(word in told(pilot) for word in words), told(pilot)
        after = everything(stage.nobody)
        assert {name for name in before if before[name] != after[name]} <= TEMPORARY
        await portal(pilot).begin_again()
        await replace(place, signed_in=False).reach(pilot)
