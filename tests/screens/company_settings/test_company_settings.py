"""„Unternehmenseinstellungen“ by keys: boxes, whom they affect, what each saves, leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input, OptionList, Static

from tcm_tui.data.models import User
from tcm_tui.domain.company_settings import Buyers
from tcm_tui.domain.errors import Unavailable
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.permissions import Role
from tcm_tui.navigation import Destination, Topic
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.administration.company_settings.company_settings import CompanySettingsTab
from tcm_tui.screens.administration.company_settings.locking import LockingBox
from tcm_tui.screens.administration.company_settings.name import NameBox
from tcm_tui.screens.administration.company_settings.passwords import PasswordsBox
from tcm_tui.screens.administration.company_settings.second_factor import SecondFactorBox
from tcm_tui.screens.compared_row import ComparedRow
from tcm_tui.screens.conflict_dialog import ConflictDialog
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services import company_settings
from tcm_tui.services.company_settings import change, configured
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.radio import RadioList
from tcm_tui.widgets.tabs import Tab
from tests.builders import add_member, signed_in
from tests.screens.support import settle, sign_in

from .steps import go_to, open_box, open_tab, press, tab

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.company_settings import CompanySettings, ConfiguredCompany
    from tcm_tui.services.context import Context
    from tests.screens.support import Stage

NAME = "Muster Maschinenbau GmbH"
NAME_BOX = "Name des Unternehmens"
PASSWORDS, FACTOR = "Passwortvorgaben", "Zweiter Faktor"
TRADE, LOCK = "Bestellungen und Einladungen", "Sperre des Bildschirms"


def stored(stage: Stage) -> CompanySettings:
    """What is in force."""
    return configured(signed_in(stage.nobody, stage.anna)).settings


def elsewhere(stage: Stage, **settings: Any) -> None:  # noqa: ANN401 - whatever they are
    """Another administrator changes these over there."""
    derya = signed_in(stage.nobody, stage.colleague(Role.COMPANY_ADMIN))
    seen = configured(derya)
    change(derya, replace(seen.settings, **settings), seen)


def affected(pilot: Pilot[Any], box: type[PasswordsBox | SecondFactorBox]) -> str:
    """What stands about whom it affects."""
    line = pilot.app.screen.query_one(box).query_one(".settings--affected", Static)
    return str(line.content)


def knows_passwords(stage: Stage) -> None:
    """Two colleagues more, one of them with a long password; Anna's is a long one, too."""
    emails = ("kurz@m.example", "lang@m.example")
    people = [add_member(stage.nobody.database, stage.anna.company_id, one) for one in emails]
    short = frozenset({PasswordLevel.STANDARD, PasswordLevel.MEDIUM})
    met = {people[0]: short, people[1]: frozenset(PasswordLevel)}
    met[stage.anna] = frozenset(PasswordLevel)
    with stage.nobody.database.transaction(writing=True) as session:
        for person, levels in met.items():
            user = session.get_one(User, person.user_id)
            user.password_hash = user.password_hash or "stored"
            user.password_levels = levels
            user.password_set_at = stage.clock()
        session.flush()


# -- whom it affects


async def test_how_many_a_level_affects_is_said_as_the_choice_moves(stage: Stage) -> None:
    """Before anything is saved, and anew with each step."""
    knows_passwords(stage)
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, PASSWORDS)
        nobody = "Betrifft 3 Personen; niemand muss etwas tun."
        assert affected(pilot, PasswordsBox) == nobody
        await press(pilot, "down", "down")
        one = "Betrifft 3 Personen; 1 wählt bei der nächsten Anmeldung ein neues Passwort."
        assert affected(pilot, PasswordsBox) == one
        await press(pilot, "up")
        assert affected(pilot, PasswordsBox) == nobody
        await press(pilot, "down", "down", "down")
        assert affected(pilot, PasswordsBox) == one
        assert stored(stage).password_level is PasswordLevel.STANDARD
        await press(pilot, "ctrl+s")
        assert stored(stage).password_level is PasswordLevel.LONG
        assert affected(pilot, PasswordsBox) == one


async def test_how_many_need_a_second_factor_is_said_as_roles_are_ticked(stage: Stage) -> None:
    """Of each role, before saving."""
    stage.colleague(Role.BILLING_ADMIN)
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, FACTOR)
        assert affected(pilot, SecondFactorBox) == "Betrifft niemanden."
        await press(pilot, "tab", "space", "tab", "space")
        assert affected(pilot, SecondFactorBox) == (
            "Betrifft 2 Personen; 2 richten bei der nächsten Anmeldung einen zweiten Faktor ein."
        )
        assert stored(stage).second_factor_roles == frozenset()
        await press(pilot, "enter")
        assert stored(stage).second_factor_roles == {Role.BILLING_ADMIN, Role.COMPANY_ADMIN}


# -- saving


async def test_a_box_saves_its_own_fields_and_no_others(stage: Stage) -> None:
    """What is typed in the others stays there, unsaved, and is told apart."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, NAME_BOX)
        await press(pilot, "end", *" & Co.")
        await go_to(pilot, PASSWORDS)
        await press(pilot, "down", "ctrl+s")
        assert (stored(stage).password_level, stored(stage).name) == (PasswordLevel.MEDIUM, NAME)
        assert pilot.app.screen.query_one("#name", Field).value == f"{NAME} & Co."
        titles = {box.heading: box.border_subtitle for box in tab(pilot).stack.boxes}
        assert [heading for heading, title in titles.items() if title] == [NAME_BOX]
        await go_to(pilot, NAME_BOX)
        await press(pilot, "ctrl+s")
        assert stored(stage).name == f"{NAME} & Co."
        assert not tab(pilot).unsaved


async def test_a_new_name_is_in_the_bar_at_once(stage: Stage) -> None:
    """And in „Übersicht“."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot, NAME_BOX)
        await press(pilot, "ctrl+u", *"Muster SE", "enter")
        bar = pilot.app.screen.query_one(".bar--name", Static)
        assert "Anna Muster · Muster SE ▾" in str(bar.content)
        assert stored(stage).name == "Muster SE"


async def test_who_buys_and_what_the_invited_begin_as(stage: Stage) -> None:
    """Two choices saved together."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, TRADE)
        await press(pilot, "a", "tab", "r", "ctrl+s")
        found = stored(stage)
        assert (found.buyers, found.default_role) == (Buyers.EVERYBODY, Role.BILLING_ADMIN)


@pytest.mark.parametrize("typed", ["0", "61", "x", "-5", "٣"])
async def test_refused_minutes_are_said_at_the_field(stage: Stage, typed: str) -> None:
    """They stay to be mended, and nothing is stored."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, LOCK)
        await press(pilot, "ctrl+u", *typed, "ctrl+s")
        field = pilot.app.screen.query_one(LockingBox).query_one(Field)
        assert field.error == "Die Sperre greift nach 1 bis 60 Minuten."
        assert field._line.display
        assert field.value == typed
        assert stored(stage).idle_minutes == 15
        await press(pilot, "ctrl+u", "5", "ctrl+s")
        assert (field.error, stored(stage).idle_minutes) == ("", 5)


async def test_an_empty_name_is_refused_at_its_field(stage: Stage) -> None:
    """As when registering."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, NAME_BOX)
        await press(pilot, "ctrl+u", "ctrl+s")
        assert pilot.app.screen.query_one("#name", Field).error == "Bitte ausfüllen."
        assert stored(stage).name == NAME


# -- two at once


async def test_what_another_changed_elsewhere_is_no_question(stage: Stage) -> None:
    """Their setting stays and is shown, one's own is saved."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, PASSWORDS)
        elsewhere(stage, idle_minutes=7)
        await press(pilot, "down", "ctrl+s")
        assert not isinstance(pilot.app.screen, ConflictDialog)
        found = stored(stage)
        assert (found.password_level, found.idle_minutes) == (PasswordLevel.MEDIUM, 7)
        assert pilot.app.screen.query_one(LockingBox).query_one(Field).value == "7"


@pytest.mark.parametrize(
    ("keys", "level"),
    [
        (("ctrl+s",), PasswordLevel.MEDIUM),
        (("right", "ctrl+s"), PasswordLevel.LONG),
        (("escape", "ctrl+s"), PasswordLevel.MEDIUM),
    ],
    ids=["mine", "theirs", "go-on-and-insist"],
)
async def test_h1_the_same_setting_changed_by_two(
    stage: Stage, keys: tuple[str, ...], level: PasswordLevel
) -> None:
    """Both values side by side; whoever is asked chooses, and nothing is stored before."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down")
        elsewhere(stage, password_level=PasswordLevel.LONG)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConflictDialog)
        row = pilot.app.screen.query_one(ComparedRow)
        assert (row.field.mine, row.field.theirs) == ("Mittel", "Lang")
        assert stored(stage).password_level is PasswordLevel.LONG
        await press(pilot, *keys)
        assert stored(stage).password_level is level
        assert not tab(pilot).unsaved


async def test_h1_going_on_editing_undoes_nothing_that_was_not_chosen(stage: Stage) -> None:
    """What only the other changed in the box stands there then, and is not saved over."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, TRADE)
        await press(pilot, "tab", "r")
        elsewhere(stage, buyers=Buyers.EVERYBODY, default_role=Role.COMPANY_ADMIN)
        await press(pilot, "ctrl+s", "escape", "ctrl+s")
        found = stored(stage)
        assert (found.buyers, found.default_role) == (Buyers.EVERYBODY, Role.BILLING_ADMIN)


async def test_news_from_others_leave_what_is_typed(stage: Stage) -> None:
    """Boxes nobody types in show what stands now."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, NAME_BOX)
        await press(pilot, "ctrl+u", *"Neu")
        elsewhere(stage, idle_minutes=7, name="Ganz anders AG")
        await press(pilot, "f5")
        assert pilot.app.screen.query_one("#name", Field).value == "Neu"
        assert pilot.app.screen.query_one(LockingBox).query_one(Field).value == "7"


# -- leaving

WAYS = [("1",), ("ctrl+pageup",), ("f4", "e"), ("f4", "x"), ("ctrl+p", *"benutzer", "enter")]


@pytest.mark.parametrize("keys", WAYS, ids=["digit", "turn", "my-settings", "sign-out", "palette"])
async def test_leaving_with_something_typed_asks(stage: Stage, keys: tuple[str, ...]) -> None:
    """„Weiter bearbeiten“ is the harmless answer; the other one forgets what was typed."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down", *keys)
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, "enter")
        assert tab(pilot).display
        assert tab(pilot).unsaved
        await press(pilot, *keys, "right", "enter")
        left = pilot.app.screen
        assert isinstance(left, MySettings | SignInScreen) or not tab(pilot).display
        assert stored(stage).password_level is PasswordLevel.STANDARD


async def test_what_was_given_up_is_not_there_any_more(stage: Stage) -> None:
    """Coming back one finds what is stored, and is not asked again."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down", "1", "right", "enter", "6")
        assert not tab(pilot).unsaved
        assert not any(box.border_subtitle for box in tab(pilot).stack.boxes)
        await press(pilot, "1")
        assert not isinstance(pilot.app.screen, Confirm)


async def test_a_click_on_another_tab_asks(stage: Stage) -> None:
    """The mouse loses nothing either."""
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down")
        await pilot.click(pilot.app.screen.query(Tab).first())
        await settle(pilot)
        assert isinstance(pilot.app.screen, Confirm)


@pytest.mark.parametrize("key", ["f3", "6", "f5", "escape"])
async def test_staying_asks_nothing(stage: Stage, key: str) -> None:
    """What is typed is still there, too."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, PASSWORDS)
        await press(pilot, "down", key)
        assert isinstance(pilot.app.screen, Administration)
        assert tab(pilot).unsaved


# -- the boxes


async def test_the_focus_begins_outside_so_that_digits_are_keys(stage: Stage) -> None:
    """Enter goes into the box that arrow keys point at, Esc out of it."""
    async with stage.app(demo=True).run_test() as pilot:
        found = await open_tab(pilot)
        await press(pilot, "1", "6", "enter")
        assert pilot.app.screen.query_one("#name", Field).input.has_focus
        await press(pilot, "escape", "down", "enter")
        assert pilot.app.screen.query_one(PasswordsBox).query_one(RadioList).has_focus
        await press(pilot, "escape")
        assert found.stack.has_focus
        assert pilot.app.screen.query_one(NameBox).query_one(Input).value == NAME


async def test_keys_that_come_before_the_boxes_do_no_harm(stage: Stage) -> None:
    """Turning away at once asks nothing, and help has something to say."""
    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, Administration)
        screen.action_tab(6)
        assert screen.topic is Topic.COMPANY_SETTINGS
        screen.action_tab(1)
        await settle(pilot)
        assert isinstance(pilot.app.screen, Administration)
        assert screen.destination is Destination.OVERVIEW


async def test_help_speaks_about_the_box_that_is_pointed_at(stage: Stage) -> None:
    """Of those with help of their own."""
    async with stage.app(demo=True).run_test() as pilot:
        found = await open_tab(pilot)
        outside = found.topic
        await go_to(pilot, "Zugriff für Mitarbeitende eines Vertriebspartners")
        assert (outside, found.topic) == (Topic.COMPANY_SETTINGS, Topic.RESELLERS)
        assert getattr(pilot.app.screen, "topic", None) is Topic.RESELLERS


async def test_the_way_to_how_the_company_pays(stage: Stage) -> None:
    """It leads to „Rechnung“."""
    async with stage.app(demo=True).run_test() as pilot:
        await open_box(pilot, "Bezahlverfahren")
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, Administration)
        assert screen.destination is Destination.BILLING


async def test_what_could_not_be_read_is_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the key that reads again; then the sentence goes."""

    def busy(_ctx: Context) -> ConfiguredCompany:
        raise Unavailable("Die Datenbank ist beschäftigt.")

    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        with monkeypatch.context() as patched:
            patched.setattr(company_settings, "configured", busy)
            await press(pilot, "6")
            line = pilot.app.screen.query_one(NameBox).query_one(".section--error", Static)
            assert line.display
            assert "F5 Neu lesen" in str(line.content)
        await press(pilot, "f5")
        assert not line.display
        assert pilot.app.screen.query_one("#name", Field).value == NAME


# -- who may not


@pytest.mark.parametrize("role", [Role.USER, Role.BILLING_ADMIN])
async def test_only_company_admins_have_the_tab(stage: Stage, role: Role) -> None:
    """By no key, no message, no name in the palette."""
    person = stage.colleague(role)
    async with stage.app().run_test() as pilot:
        await sign_in(pilot, person)
        assert "6 Unternehmenseinstellungen" not in [
            str(one.render()) for one in pilot.app.screen.query(Tab)
        ]
        await press(pilot, "6")
        pilot.app.post_message(Navigate(Destination.COMPANY_SETTINGS))
        await settle(pilot)
        await press(pilot, "ctrl+p", *"unternehmenseinst")
        assert not pilot.app.query(CompanySettingsTab)
        found = pilot.app.screen.query_one(OptionList)
        assert "Unternehmenseinstellungen" not in [
            str(one.prompt) for one in found.options if one.prompt
        ]
