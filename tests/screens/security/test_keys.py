"""Every key that is named does something, on every screen and dialog; F1 and Esc always work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from tcm_tui.screens.help.help import HelpScreen
from tcm_tui.widgets.key_bar import KeyBar
from tests.screens.members.crowd import fill
from tests.screens.support import Stage, settle, sign_in

from .places import PLACES, Place, portal, seen

if TYPE_CHECKING:
    from textual.pilot import Pilot

LEAVING: Final = {"ctrl+q"}
NOT_IN_THIS_RELEASE: Final = {"f2"}
THE_SAME_AGAIN: Final = {
    ("assign_apps_file", "ctrl+s"),  # the field holds the folder that is open
    ("enter_code", "ctrl+s"),  # the code is refused already
    ("invite_many_file", "ctrl+s"),  # as above
    ("mailbox", "f5"),
    ("members_role_file", "ctrl+s"),  # as above
    ("start_mailbox", "f5"),
}
"""Keys that work and show what was there before."""
NOTHING_BEHIND: Final = {
    "assign_apps",
    "assign_apps_by_app",
    "company_settings",
    "costs",
    "members",
    "overview",
    "payment",
    "payment_history",
    "products",
    "sign_in",
}
"""Esc has nowhere to go to from here."""


def state(pilot: Pilot[Any]) -> tuple[object, ...]:
    """What a key can change: what is in front, what has the focus, what is seen and said."""
    app = pilot.app
    told = tuple(note.message for note in app._notifications)
    return (len(app.screen_stack), app.screen, app.focused, seen(pilot), told)


def named_keys(pilot: Pilot[Any]) -> list[str]:
    """The keys of the footer, and those that a dialog names in its border."""
    bars = pilot.app.screen.query(KeyBar)
    shown = [one.key for bar in bars for one in bar._keys]
    if not bars:
        shown = [
            active.binding.key
            for active in pilot.app.screen.active_bindings.values()
            if active.binding.show and active.enabled
        ]
    return [key for key in shown if key not in LEAVING]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
async def test_every_key_that_is_named_does_something(place: Place, stage: Stage) -> None:
    """Each from the same beginning: no key stands there for show."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await place.reach(pilot)
        keys = named_keys(pilot)
        assert not NOT_IN_THIS_RELEASE & set(keys)
        for key in keys:
            before = state(pilot)
            await pilot.press(key)
            await settle(pilot)
            changed = state(pilot) != before
            assert changed or (place.name, key) in THE_SAME_AGAIN, f"{key} does nothing"
            await portal(pilot).begin_again()
            await replace(place, signed_in=False).reach(pilot)


@pytest.mark.parametrize(
    "place", [one for one in PLACES if one.name != "locked"], ids=lambda place: place.name
)
async def test_f1_explains_and_escape_goes_one_step_back(place: Place, stage: Stage) -> None:
    """Help lies over all but the lock; Esc takes it away, and then what it lay upon."""
    fill(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await place.reach(pilot)
        before, focus, height = pilot.app.screen, pilot.app.focused, len(pilot.app.screen_stack)
        if place.name not in {"help", "help_search"}:
            await pilot.press("f1")
            await settle(pilot)
            assert isinstance(pilot.app.screen, HelpScreen)
            assert "Tasten" in seen(pilot)
            await pilot.press("escape")
            await settle(pilot)
        assert (pilot.app.screen, pilot.app.focused) == (before, focus)
        await pilot.press("escape")
        await settle(pilot)
        if place.name not in NOTHING_BEHIND:
            assert (pilot.app.screen, pilot.app.focused) != (before, focus)
            assert len(pilot.app.screen_stack) >= height - 1
        assert portal(pilot).signed_in is not None or not place.signed_in


@pytest.mark.parametrize("place", [one for one in PLACES if one.typed], ids=lambda one: one.name)
async def test_b8_what_was_typed_outlives_every_size(place: Place, stage: Stage) -> None:
    """120 × 40, 80 × 24, 60 × 16, too small, and back: still there, and the next key goes on."""
    async with stage.app().run_test(size=(120, 40)) as pilot:
        if place.signed_in:
            await sign_in(pilot, stage.anna)
        await Place(place.name, place.keys, signed_in=False).reach(pilot)
        focus = pilot.app.focused
        assert focus is not None
        await pilot.press(*"abc")
        await settle(pilot)
        typed = focus.value  # type: ignore[attr-defined]  # every one of these is an Input
        for size in ((80, 24), (60, 16), (40, 10), (80, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            if size == (40, 10):
                assert "Fenster zu klein" in seen(pilot)
        await pilot.press("d")
        await settle(pilot)
        assert pilot.app.focused is focus
        assert focus.value == f"{typed}d"  # type: ignore[attr-defined]  # as above
