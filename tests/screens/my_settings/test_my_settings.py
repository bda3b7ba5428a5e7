"""„Meine Einstellungen“ by keys: sections, own data, password, sessions, activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Button, Static

from tcm_tui.domain.sessions import PROOF_LASTS
from tcm_tui.i18n import _, language
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.conflict_dialog import ConflictDialog
from tcm_tui.screens.my_settings.activity import ActivitySection, DeedTable
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.screens.my_settings.own_data import OwnDataSection
from tcm_tui.screens.my_settings.password import PasswordSection
from tcm_tui.screens.my_settings.sessions import SessionsSection
from tcm_tui.screens.proving import Proving
from tcm_tui.screens.sections.section_menu import SectionMenu
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services import account, second_factor, sessions
from tcm_tui.services.activity import last_entry
from tcm_tui.widgets.choice_field import ChoiceField
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.secret import SecretField
from tcm_tui.widgets.tabs import Tab
from tests.builders import PASSWORD, signed_in
from tests.screens.support import settle, sign_in

from .steps import open_section, open_settings, press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.screens.support import Stage

NEW = "Rote-Ampel-19-Uhr"


def value(pilot: Pilot[Any], name: str) -> str:
    """What stands in a field."""
    return pilot.app.screen.query_one(f"#{name}", Field).value


# -- the frame


def menu_line(pilot: Pilot[Any]) -> str:
    """The menu, where it is a row, as it stands on the screen."""
    region = pilot.app.screen.query_one(SectionMenu).region
    return str(pilot.app.screen._compositor.render_strips()[region.y].text).rstrip()


async def test_all_sections_can_be_read_in_a_row_of_80_columns(stage: Stage) -> None:
    """By shorter names; the breadcrumb and the column of wider screens have the whole ones."""
    async with stage.app(demo=True).run_test(size=(80, 24)) as pilot:
        await open_section(pilot, "Meine Angaben", inside=False)
        row = " 1 Angaben  2 Adressen  3 Passwort  4 Faktor  5 Sitzungen  6 Aktivität  7 Konto"
        assert menu_line(pilot) == row
        await press(pilot, "7")
        assert menu_line(pilot) == row
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        shown = [str(tab.render()) for tab in pilot.app.screen.query(Tab)]
        assert shown[:2] == ["1 Meine Angaben", "2 E-Mail-Adressen"]


async def test_where_not_all_sections_fit_the_row_says_that_there_are_more(stage: Stage) -> None:
    """On each side where some are hidden, and the one in front is whole."""
    async with stage.app(demo=True).run_test(size=(60, 20)) as pilot:
        await open_section(pilot, "Meine Angaben", inside=False)
        line = menu_line(pilot)
        assert line.startswith(" 1 Angaben  2 Adressen")
        assert line.endswith("…")
        await press(pilot, "6")
        assert menu_line(pilot)[0] == menu_line(pilot)[-1] == "…"
        assert " 6 Aktivität" in menu_line(pilot)
        await press(pilot, "7")
        assert menu_line(pilot).endswith(" 7 Konto")
        await press(pilot, "1")
        assert menu_line(pilot) == line


async def test_arrows_turn_and_enter_goes_in(stage: Stage) -> None:
    """And Strg+Bild↓ turns from inside a field; what is typed stays."""
    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        settings = await open_settings(pilot)
        assert isinstance(settings.focused, SectionMenu)
        await press(pilot, "down")
        first, second = settings._sections[1], settings._sections[2]
        assert (first.display, second.display) == (False, True)
        await press(pilot, "up", "enter", *"lie", "ctrl+pagedown", "ctrl+pageup")
        assert value(pilot, "first_name") == "Annalie"
        assert first.query_one("#first_name Input").has_focus


async def test_leaving_with_something_typed_asks(stage: Stage) -> None:
    """By Escape, by F3 and by signing out; „Weiter bearbeiten“ is the harmless answer."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_section(pilot, "Meine Angaben")
        await press(pilot, *"lie")
        for keys in (("escape",), ("f3",), ("f4", "x")):
            await press(pilot, *keys)
            assert isinstance(pilot.app.screen, Confirm), keys
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, MySettings), keys
        assert value(pilot, "first_name") == "Annalie"
        await press(pilot, "escape", "right", "enter")
        assert isinstance(pilot.app.screen, Administration)


async def test_leaving_without_does_not(stage: Stage) -> None:
    """Neither after saving."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_section(pilot, "Meine Angaben")
        await press(pilot, *"lie", "ctrl+s", "escape")
        assert isinstance(pilot.app.screen, Administration)


# -- own data


async def test_saved_data_is_in_force_at_once(stage: Stage) -> None:
    """The bar has the new name, the program the colours; the focus stays."""
    app = stage.app(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        section = await open_section(pilot, "Meine Angaben")
        await press(pilot, *"lie")
        section.query_one("#theme", ChoiceField).choice.value = "tcm-light"
        await press(pilot, "ctrl+s")
        assert app.theme == "tcm-light"
        assert "Annalie Muster" in str(app.screen.query_one(".bar--name", Static).content)
        stored = account.own_data(signed_in(stage.nobody, stage.anna)).values
        assert (stored.first_name, stored.theme) == ("Annalie", "tcm-light")
        await press(pilot, "f4", "x")
        assert isinstance(app.screen, SignInScreen)
        assert app.theme == "tcm-dark"
        await sign_in(pilot)
        assert app.theme == "tcm-light"


@pytest.mark.usefixtures("english")
async def test_another_language_is_spoken_at_once(stage: Stage) -> None:
    """In the same section; „Anmelden“ speaks what the program was started in."""
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        section = await open_section(pilot, "Meine Angaben")
        section.query_one("#language", ChoiceField).choice.value = "en"
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert language() == "en"
        told = [note.message for note in app._notifications][-1]
        assert told == _("Ihre Angaben sind gespeichert.") != "Ihre Angaben sind gespeichert."
        assert isinstance(app.screen, MySettings)
        assert isinstance(app.screen.section, OwnDataSection)
        await press(pilot, "f4", "x")
        assert language() == "de"
        await sign_in(pilot)
        assert language() == "en"


@pytest.mark.usefixtures("english")
async def test_the_command_line_is_stronger_than_the_person(stage: Stage) -> None:
    """For this start."""
    ctx = signed_in(stage.nobody, stage.anna)
    found = account.own_data(ctx)
    wanted = found.values.__class__("Anna", "Muster", "en", "tcm-light")
    account.save_own_data(ctx, wanted, found.versions)
    settings = stage.settings.__class__(
        data_dir=stage.folder,
        config_dir=stage.folder,
        language="de",
        theme="tcm-contrast",
        insisted=frozenset({"language", "theme"}),
    )
    app = stage.app(demo=True, settings=settings)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert (language(), app.theme) == ("de", "tcm-contrast")


async def test_a_refusal_stands_at_its_field(stage: Stage) -> None:
    """And what was typed stays."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_section(pilot, "Meine Angaben")
        await press(pilot, "ctrl+u", "ctrl+s")
        assert pilot.app.screen.query_one("#first_name", Field).error == "Bitte ausfüllen."
        await press(pilot, *"Anna")
        assert not pilot.app.screen.query_one("#first_name", Field).error


@pytest.mark.parametrize(("keys", "kept"), [(["enter"], "Annalie"), (["right", "enter"], "Änne")])
async def test_h1_a_conflict_shows_both_values(stage: Stage, keys: list[str], kept: str) -> None:
    """One's own are stored, or the others are taken; nothing happens silently."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_section(pilot, "Meine Angaben")
        there = signed_in(stage.nobody, stage.anna)
        found = account.own_data(there)
        wanted = found.values.__class__("Änne", "Muster")
        account.save_own_data(there, wanted, found.versions)
        await press(pilot, *"lie", "ctrl+s")
        assert isinstance(pilot.app.screen, ConflictDialog)
        await press(pilot, *keys)
        assert account.own_data(there).values.first_name == kept
        assert value(pilot, "first_name") == kept


async def test_h1_going_on_editing_undoes_nothing_that_was_not_typed(stage: Stage) -> None:
    """What only the other session changed stands in the form then, and is not saved over."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_section(pilot, "Meine Angaben")
        there = signed_in(stage.nobody, stage.anna)
        found = account.own_data(there)
        account.save_own_data(there, found.values.__class__("Änne", "Meister"), found.versions)
        await press(pilot, *"lie", "ctrl+s", "escape")
        assert (value(pilot, "first_name"), value(pilot, "last_name")) == ("Annalie", "Meister")
        await press(pilot, "ctrl+s")
        stored = account.own_data(there).values
        assert (stored.first_name, stored.last_name) == ("Annalie", "Meister")


# -- password


async def test_c12_the_password_is_changed_with_the_present_one(stage: Stage) -> None:
    """The fields are empty afterwards; the new one signs in."""
    app = stage.app(demo=True)
    async with app.run_test() as pilot:
        await open_section(pilot, "Passwort")
        await press(pilot, *"falsch", "enter", *NEW, "enter", *NEW, "enter")
        present = app.screen.query_one("#present", SecretField)
        assert present.error
        assert present.value == ""
        assert value(pilot, "new") == NEW
        await press(pilot, *PASSWORD, "ctrl+s")
        fields = list(app.screen.query(SecretField))
        assert [field.value for field in fields] == ["", "", ""]
        assert [field.error for field in fields] == ["", "", ""]
        await press(pilot, "escape")
        assert isinstance(app.screen, Administration)
        assert sessions.own_sessions(signed_in(stage.nobody, stage.anna))[-1].id


async def test_the_two_new_ones_must_be_equal(stage: Stage) -> None:
    """Before anything is asked of the database."""
    async with stage.app(demo=True).run_test() as pilot:
        section = await open_section(pilot, "Passwort")
        assert isinstance(section, PasswordSection)
        await press(pilot, *PASSWORD, "enter", *NEW, "enter", *"anders", "enter")
        assert pilot.app.screen.query_one("#repeated", Field).error


# -- sessions


async def test_a_session_elsewhere_is_ended(stage: Stage) -> None:
    """After a question; this one cannot be, and says why."""
    there = signed_in(stage.nobody, stage.anna)
    async with stage.app(demo=True).run_test() as pilot:
        section = await open_section(pilot, "Sitzungen")
        assert isinstance(section, SessionsSection)
        assert section.why_not("end")
        await press(pilot, "down")
        assert not section.why_not("end")
        await press(pilot, "delete", "enter")
        last_entry(there)  # „Nein“ is the default
        await press(pilot, "delete", "right", "enter")
        assert [row.is_this for row in sessions.own_sessions(signed_in(stage.nobody, stage.anna))]
        with pytest.raises(Exception, match="beendet"):
            last_entry(there)
        assert section.why_not("end_others")
        assert section.query_one("#end-others", Button).disabled


async def test_all_others_are_ended(stage: Stage) -> None:
    """By key; this session goes on."""
    others = [signed_in(stage.nobody, stage.anna) for _session in range(3)]
    async with stage.app(demo=True).run_test() as pilot:
        await open_section(pilot, "Sitzungen")
        await press(pilot, "b", "right", "enter")
        for ctx in others:
            with pytest.raises(Exception, match="beendet"):
                last_entry(ctx)
        await press(pilot, "f5", "escape")
        assert isinstance(pilot.app.screen, Administration)


async def test_activity_shows_what_was_done(stage: Stage) -> None:
    """Also what comes while one is elsewhere."""
    async with stage.app(demo=True).run_test() as pilot:
        section = await open_section(pilot, "Aktivität")
        assert isinstance(section, ActivitySection)
        assert section.query_one(DeedTable).row_count_known == 1
        await press(pilot, "1")
        await pilot.app.screen.ask(sessions.end_other_sessions)  # type: ignore[attr-defined]  # a PortalScreen
        await press(pilot, "1", "enter", *"lie", "ctrl+s", "escape")


# -- the password once more


async def test_c12_what_was_asked_is_asked_again_after_the_password(stage: Stage) -> None:
    """A wrong one is typed anew; the right one counts for a while."""
    async with stage.app(demo=True).run_test() as pilot:
        section = await open_section(pilot, "Meine Angaben")
        stage.clock.now += PROOF_LASTS
        done: list[object] = []

        async def act() -> None:
            await section.ask(second_factor.remove)
            done.append(True)

        worker = section.run_worker(act())
        await settle(pilot)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Proving)
        await press(pilot, *"falsch", "enter")
        field = pilot.app.screen.query_one(SecretField)
        assert (field.value, bool(field.error)) == ("", True)
        await press(pilot, *PASSWORD, "enter")
        await worker.wait()
        assert done == [True]
        assert isinstance(pilot.app.screen, MySettings)
        await section.run_worker(act()).wait()
        assert done == [True, True]


async def test_c12_whoever_does_not_type_it_does_nothing(stage: Stage) -> None:
    """Escape leaves the dialog without a question; the action was refused in words."""
    async with stage.app(demo=True).run_test() as pilot:
        section = await open_section(pilot, "Meine Angaben")
        stage.clock.now += PROOF_LASTS

        async def act() -> None:
            with section.asking(section):
                await section.ask(second_factor.remove)

        worker = section.run_worker(act())
        await settle(pilot)
        await pilot.pause()
        await press(pilot, *"halb", "escape")
        await worker.wait()
        await settle(pilot)
        assert isinstance(pilot.app.screen, MySettings)
        (said,) = pilot.app._notifications
        assert said.message == "Bitte bestätigen Sie das mit Ihrem Passwort."
