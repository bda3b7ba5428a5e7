"""The keys that work everywhere: palette, help, menus, tabs and footer by key and by mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import without_steps
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.help.help import HelpScreen
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.palette import Palette
from tcm_tui.screens.sign_in.enter_code import EnterCode
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.sign_in import sign_out
from tcm_tui.services.transaction import Actor
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.key_bar import KeyBar
from tcm_tui.widgets.menu import Menu
from tcm_tui.widgets.top_bar import BarItem
from tests.builders import PASSWORD, add_invitation
from tests.screens.support import settle, sign_in

from .panes import PANES, FormPane, MembersPane, OverviewPane

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.app import MarketplaceApp
    from tests.screens.support import Stage


def offered(pilot: Pilot[None]) -> list[str]:
    """The lines of the palette, blanks between word and key made one."""
    screen = pilot.app.screen
    assert isinstance(screen, Palette)
    options = screen.query_one(OptionList).options
    return [" ".join(str(option.prompt).split()) for option in options]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One after the other, each once the one before has had its effect."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    await settle(pilot)


def footer(pilot: Pilot[None]) -> str:
    """What the last line says."""
    return str(pilot.app.screen.query_one(KeyBar).render())


# --- the palette ---------------------------------------------------------------------------------


async def test_the_palette_offers_what_the_role_may(stage: Stage) -> None:
    """A user sees neither „Benutzer“ nor people."""
    for person, sees in ((stage.anna, True), (stage.colleague(Role.USER), False)):
        async with stage.app(panes=PANES).run_test() as pilot:
            await sign_in(pilot, person)
            await press(pilot, "ctrl+p")
            assert ("Benutzer 2" in offered(pilot)) is sees
            assert "Übersicht 1" in offered(pilot)
            await press(pilot, *"anna")
            assert any(line.startswith("Muster, Anna") for line in offered(pilot)) is sees


async def test_a_word_is_offered_once(stage: Stage) -> None:
    """„Hilfe“ is a place, and an action with two keys."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p")
        words = [line.split()[0] for line in offered(pilot)]
        assert words.count("Hilfe") == 1
        assert words[0] == "Mehrere", "what this page is for comes first"


@pytest.mark.parametrize(("typed", "first"), [("people", "Benutzer"), ("quit", "Beenden")])
async def test_english_words_find_german_ones(stage: Stage, typed: str, first: str) -> None:
    """For whoever learned the program elsewhere."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *typed)
        assert offered(pilot)[0].startswith(first)


async def test_a_person_is_opened_in_members(stage: Stage) -> None:
    """By name, from anywhere."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *"muster", "enter")
        assert len(pilot.app.screen.query_one(MembersPane).opened) == 1


async def test_in_a_dialog_the_palette_offers_its_keys(stage: Stage) -> None:
    """No place to go to: what is typed would be lost."""
    async with stage.app(panes=PANES).run_test() as pilot:
        await settle(pilot)
        pilot.app.post_message(Navigate(Destination.ENTER_CODE))
        await settle(pilot)
        await press(pilot, *"abc", "ctrl+p")
        assert offered(pilot)[:3] == ["Weiter Strg+S", "Abbrechen Esc", "Hilfe F1"]
        assert not any("Postfach" in line for line in offered(pilot))
        await press(pilot, "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, EnterCode)
        assert dialog.query_one(Field).error, "it was submitted"
        assert dialog.query_one(Field).value == "abc"


async def test_the_key_of_the_palette_closes_it(stage: Stage) -> None:
    """And opens none over a menu."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        before = footer(pilot)
        await press(pilot, "ctrl+p")
        assert isinstance(pilot.app.screen, Palette)
        await press(pilot, "ctrl+p")
        assert isinstance(pilot.app.screen, Administration)
        assert footer(pilot) == before
        await press(pilot, "f4", "ctrl+p")
        assert isinstance(pilot.app.screen, Menu)


async def test_a_session_that_ends_under_the_palette_leads_to_sign_in(stage: Stage) -> None:
    """Looking for people is an action like any other."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p")
        end_session(stage, app)
        await press(pilot, "x")
        assert isinstance(app.screen, SignInScreen)
        said = str(app.screen.query_one("#sign-in-line", Static).content)
        assert said == "Ihre Sitzung ist beendet. Melden Sie sich neu an."
        assert not [one for one in app.workers if one.group == "menu" and one.is_running]


async def test_whoever_signs_in_next_is_not_sent_away(stage: Stage) -> None:
    """The end of a session concerns the one whose it was."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        before = app.signed_in
        end_session(stage, app)
        await app.enter_portal(without_steps(await app.session.sign_in(stage.anna.email, PASSWORD)))
        await app.session_over(before, "zu Ende")
        await settle(pilot)
        assert isinstance(app.screen, Administration)


# --- help ----------------------------------------------------------------------------------------


async def test_help_names_every_key_once(stage: Stage) -> None:
    """The digits of this role's tabs, too."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "f1")
        keys, texts = (
            [str(line.content) for line in pilot.app.screen.query(f".help--{part}").results(Static)]
            for part in ("short", "text")
        )
        said = {key: text.partition(" – ")[0] for key, text in zip(keys, texts, strict=True)}
        assert said["1"] == "Übersicht"
        assert said["2"] == "Benutzer"
        assert said["m"] == "Mehrere einladen"
        assert said["?, F1"] == "Hilfe"
        assert said["3"] == "Produkte"
        assert "7" not in said
        await press(pilot, "f1")
        assert not isinstance(pilot.app.screen, HelpScreen)


async def test_help_of_a_question_speaks_of_what_lies_below(stage: Stage) -> None:
    """A question has no topic of its own."""
    _invitation, code = add_invitation(stage.nobody.database, stage.anna, "lena@kunde.example")
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        pilot.app.post_message(Navigate(Destination.ENTER_CODE, code.text))
        await settle(pilot)
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "f1")
        title = pilot.app.screen.query_one(".dialog").border_title
        assert title == "Hilfe: Übersicht"


# --- a code while somebody is signed in ----------------------------------------------------------


async def test_a_code_signs_out_first_when_wanted(stage: Stage) -> None:
    """Then the form opens with it."""
    _invitation, code = add_invitation(stage.nobody.database, stage.anna, "lena@kunde.example")
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        app.post_message(Navigate(Destination.ENTER_CODE, code.text))
        await settle(pilot)
        await press(pilot, "enter")
        assert app.signed_in is not None, "no is the default"
        app.post_message(Navigate(Destination.ENTER_CODE, code.text))
        await settle(pilot)
        await pilot.click("#yes")
        await settle(pilot)
        await settle(pilot)
        assert app.signed_in is None
        assert app.screen.query("#first_name"), "the code was taken along"


# --- the mouse -----------------------------------------------------------------------------------


async def test_the_mouse_does_what_the_keys_do(stage: Stage) -> None:
    """Brand, name, help, footer, a link, a menu, and beside a menu."""
    async with stage.app(demo=True, panes=PANES).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.click("#to-code")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EnterCode)
        await press(pilot, "escape")
        await pilot.click("#submit")
        await settle(pilot)
        for place in (".bar--brand", ".bar--name"):
            await pilot.click(place)
            await settle(pilot)
            assert isinstance(pilot.app.screen, Menu), place
            await pilot.click(offset=(50, 25))
            await settle(pilot)
            assert isinstance(pilot.app.screen, Administration)
        await pilot.click(".bar--name")
        await settle(pilot)
        lines = [str(one.prompt) for one in pilot.app.screen.query_one(OptionList).options]
        about = next(line for line, text in enumerate(lines, 1) if "Über" in text)
        await pilot.click(OptionList, offset=(5, about))  # the border is line 0
        await settle(pilot)
        assert pilot.app.screen.query_one(".dialog").border_title == "Über"
        await pilot.click("#close")
        await settle(pilot)
        await pilot.click(KeyBar, offset=(3, 0))
        assert pilot.app.screen.query_one(OverviewPane).shouted == 1
        await pilot.click(pilot.app.screen.query(BarItem).last())
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)


# --- language and colours ------------------------------------------------------------------------


async def test_the_language_changes_while_running(stage: Stage, english: None) -> None:
    """Tabs, footer and help; the tab in front stays in front."""
    del english
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "2", "ctrl+pageup", "ctrl+pagedown", "ctrl+p", *"english", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, Administration)
        assert screen.destination is Destination.MEMBERS
        assert "EN Benutzer" in str(screen.query("Tab").nodes[1].render())
        assert "EN Palette" in footer(pilot)
        await press(pilot, "f1")
        assert pilot.app.screen.query_one(".dialog").border_title == "EN Hilfe: EN Benutzer"


async def test_a_new_language_keeps_what_was_typed_before_signing_in(
    stage: Stage, english: None
) -> None:
    """In both fields."""
    del english
    async with stage.app(panes=PANES).run_test() as pilot:
        await settle(pilot)
        await press(pilot, *"anna", "tab", *"geheim", "ctrl+p", *"english", "enter")
        screen = pilot.app.screen
        assert "EN Anmelden" in str(screen.query_one("#submit").render())
        assert [field.value for field in screen.query(Field)] == ["anna", "geheim"]


async def test_a_new_language_waits_for_a_form(stage: Stage, english: None) -> None:
    """An address half typed would be lost."""
    del english
    panes = {**PANES, Destination.OVERVIEW: lambda: FormPane}
    async with stage.app(demo=True, panes=panes).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, *"lena", "ctrl+p", *"english", "enter")
        assert pilot.app.screen.query_one(Field).value == "lena"
        (told,) = pilot.app._notifications
        assert "dann können Sie die Sprache wechseln" in told.message


async def test_colours_change_while_running(stage: Stage) -> None:
    """And back."""
    async with stage.app(demo=True, panes=PANES).run_test() as pilot:
        await sign_in(pilot)
        await press(pilot, "ctrl+p", *"hell", "enter")
        assert pilot.app.theme == "tcm-light"
        await press(pilot, "ctrl+p", *"dunkel", "enter")
        assert pilot.app.theme == "tcm-dark"


# --- remapped keys -------------------------------------------------------------------------------


async def test_remapped_keys_work_and_are_shown(stage: Stage) -> None:
    """In place of the others."""
    settings = replace(stage.settings, keys={"app.palette": "f8", "app.name_menu": "f9"})
    async with stage.app(demo=True, panes=PANES, settings=settings).run_test() as pilot:
        await sign_in(pilot)
        assert "F8 Palette" in footer(pilot)
        await press(pilot, "ctrl+p", "f4")
        assert isinstance(pilot.app.screen, Administration)
        await press(pilot, "f8")
        assert isinstance(pilot.app.screen, Palette)
        assert "Menü zur Person F9" in offered(pilot)


# --- the clipboard -------------------------------------------------------------------------------


async def test_the_bar_and_the_menu_of_the_cloud_name_the_keys_in_force(stage: Stage) -> None:
    """Remapped in the settings, they are never called by the names they had."""
    keys = {"app.administration": "ctrl+g", "app.help": "f6", "app.name_menu": "f9"}
    settings = replace(stage.settings, keys=keys)
    async with stage.app(panes=PANES, settings=settings).run_test() as pilot:
        await sign_in(pilot, stage.anna)
        said = [str(item.content) for item in pilot.app.screen.query(BarItem)]
        assert said[1:] == ["F2 Marktplatz", "Strg+G Verwaltung", "F9 AM ▾", "F6 Hilfe"]
        await pilot.click(BarItem)
        await settle(pilot)
        lines = [str(one.prompt).split() for one in pilot.app.screen.query_one(OptionList).options]
        assert lines == [["F2", "Marktplatz"], ["Strg+G", "Verwaltung"]]
        await press(pilot, "ctrl+g")
        assert isinstance(pilot.app.screen, Administration)


async def test_the_bar_names_its_keys_behind_a_dialog_too(stage: Stage) -> None:
    """Another width is seen while one is open; the key works again once it is gone."""
    async with stage.app(panes=PANES).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot, stage.anna)
        (name,) = pilot.app.screen.query(".bar--name").results(BarItem)
        assert str(name.content) == "F4 AM ▾"
        await pilot.app.push_screen(Confirm("Wirklich?", title="Frage", yes="Ja"))
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert str(name.content).startswith("F4 Anna Muster · ")


async def test_the_palette_leaves_out_moving_about(stage: Stage) -> None:
    """Its own arrows would go up and down in something that is covered."""
    async with stage.app().run_test() as pilot:
        await sign_in(pilot, stage.anna)
        await press(pilot, "2", "ctrl+p")
        assert "Neu lesen F5" in offered(pilot)
        assert not [line for line in offered(pilot) if line.startswith(("Zeile", "Seite", "Zum "))]


async def test_b_copying_goes_to_the_terminal_but_never_out_of_a_password(stage: Stage) -> None:
    """By OSC 52, as Textual sends it."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        for field, copied in (("email", "anna"), ("password", "")):
            app.copy_to_clipboard("")
            line = app.screen.query_one(f"#{field} Input", Input)
            line.focus()
            await press(pilot, *"anna")
            line.select_all()
            await press(pilot, "ctrl+c")
            assert app.clipboard == copied, field


def end_session(stage: Stage, app: MarketplaceApp) -> None:
    """As somebody else ends it."""
    who = app.signed_in
    assert who is not None
    sign_out(stage.nobody.as_actor(Actor(who.user_id, who.company_id, who.session_id)))
