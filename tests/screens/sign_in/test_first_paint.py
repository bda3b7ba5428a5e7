"""What the first paint does not wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.css.stylesheet import Stylesheet
from textual.widgets import OptionList

from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tests.screens.support import Stage, settle

if TYPE_CHECKING:
    import pytest


async def test_rules_are_parsed_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The theme is on from the beginning; changing it would parse all of them anew."""
    again = list[Stylesheet]()
    monkeypatch.setattr(Stylesheet, "reparse", again.append)
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert again == []
        assert app.has_class("-dark-mode", f"-theme-{app.theme}")


async def test_the_people_come_after_the_form_into_room_kept_for_them(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form is drawn without their list; what was drawn does not move for it."""
    seen = list[tuple[object, ...]]()
    mounted = SignInScreen.on_mount

    def look(screen: SignInScreen) -> None:
        boxes = (screen.query_one(name).region for name in ("#sign-in-form", "#demo"))
        seen.append((bool(screen.query(OptionList)), *boxes))

    def watch(screen: SignInScreen) -> None:
        screen.screen_layout_refresh_signal.subscribe(screen, lambda _screen: look(screen))
        mounted(screen)

    monkeypatch.setattr(SignInScreen, "on_mount", watch)
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await settle(pilot)
    without = [boxes for listed, *boxes in seen if not listed]
    with_list = [boxes for listed, *boxes in seen if listed]
    assert without[-1:] == with_list[-1:] != []
