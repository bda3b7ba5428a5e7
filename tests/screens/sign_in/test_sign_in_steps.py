"""The steps after the password, „Passwort vergessen?“ and „Unternehmen wechseln“, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from textual.widgets import OptionList

from tcm_tui.data.models import Company, Membership
from tcm_tui.domain.passwords import PasswordLevel
from tcm_tui.domain.people import MembershipState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.sign_in import PROOF_LIFE
from tcm_tui.i18n import set_language
from tcm_tui.navigation import Destination
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.screens.sign_in.choose_company import ChooseCompany
from tcm_tui.screens.sign_in.enter_code import EnterCode
from tcm_tui.screens.sign_in.forgot_password import ForgotPassword
from tcm_tui.screens.sign_in.new_password import NewPassword
from tcm_tui.screens.sign_in.second_factor import GiveCode
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services.passwords import reset_password
from tcm_tui.services.sign_in import sign_in as sign_in_service
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.field import Field
from tests.builders import (
    PASSWORD,
    Person,
    add_company,
    add_invitation,
    add_member,
    signed_in,
)
from tests.screens.frame.panes import PANES
from tests.screens.support import settle, sign_in
from tests.services.factors import code_of, set_up
from tests.services.watching import fail, mails

from .entrance import Entrance, field, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tcm_tui.app import MarketplaceApp
    from tests.screens.support import Stage

NEW = "Rote-Ampel-19-Uhr"
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@pytest.fixture
def second(stage: Stage) -> Person:
    """Anna in a second company, as a user; she was in the first one last."""
    database = stage.nobody.database
    with database.transaction(writing=True) as session:
        session.get_one(Membership, stage.anna.membership_id).last_sign_in_at = stage.clock.now
        session.flush()  # the version is checked before the commit
    return add_member(database, add_company(database, "Älteste Werkzeugbau GmbH"), stage.anna.email)


def demand(stage: Stage, company_id: int, **values: object) -> None:
    """Let a company ask for more."""
    with stage.nobody.database.transaction(writing=True) as session:
        session.execute(update(Company).where(Company.id == company_id).values(**values))


def line(pilot: Pilot[None]) -> str:
    """What „Anmelden“ says about the whole form."""
    return str(pilot.app.screen.query_one("#sign-in-line").render())


def notes(app: MarketplaceApp) -> list[str]:
    """What was told in the corner."""
    return [note.message for note in app._notifications]


# --- which company


async def test_of_several_companies_one_is_chosen_by_keys(stage: Stage, second: Person) -> None:
    """The cursor stands at the last one; Enter takes the one under it."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert isinstance(app.screen, ChooseCompany)
        assert app.signed_in is None
        await pilot.press("up", "enter")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.company_id == second.company_id
        assert app.signed_in.role is Role.USER


async def test_a_choice_that_is_none_any_more_says_so_and_stays(
    stage: Stage, second: Person
) -> None:
    """Below the list; another one can be taken."""
    third = add_company(stage.nobody.database, "Dritte GmbH")
    add_member(stage.nobody.database, third, stage.anna.email)
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        with stage.nobody.database.transaction(writing=True) as session:
            session.get_one(Membership, second.membership_id).state = MembershipState.DISABLED
        app.screen.query_one(OptionList).highlighted = 0
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, ChooseCompany)
        assert "gehören Sie nicht" in str(app.screen.query_one(".dialog--error").render())
        await pilot.press("down", "enter")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.company_id == third


async def test_leaving_a_step_leads_back_to_anmelden(stage: Stage, second: Person) -> None:
    """The address is still there, the password is not; nobody is signed in, nothing runs on."""
    assert second
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot, stage.anna)
        assert isinstance(app.screen, ChooseCompany)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert field(pilot, "email").state == stage.anna.email
        assert field(pilot, "password").state == ""
        assert app.signed_in is None
        assert not [one for one in app.workers if one.is_running and one.group == "submit"]
        await pilot.press(*PASSWORD, "enter")
        await settle(pilot)
        assert isinstance(app.screen, ChooseCompany)


# --- a new password


async def test_an_expired_password_is_renewed_on_the_way_in(stage: Stage) -> None:
    """The reason is told, what breaks a rule stands at its field, the new one signs in."""
    demand(stage, stage.anna.company_id, password_level=PasswordLevel.MEDIUM)
    stage.clock.forward(days=91)
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert isinstance(app.screen, NewPassword)
        assert "abgelaufen" in str(app.screen.query_one(".form--text").render())
        await fill(pilot, password=PASSWORD, repeated=PASSWORD)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert field(pilot, "password").error.startswith("Das ist Ihr bisheriges Passwort.")
        await fill(pilot, password=NEW, repeated=NEW)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.signed_in is not None
    fail(stage.nobody, stage.anna.email)
    assert sign_in_service(stage.nobody, stage.anna.email, NEW)


async def test_who_takes_too_long_begins_anew(stage: Stage) -> None:
    """The sentence says so; what was typed is there until one leaves."""
    demand(stage, stage.anna.company_id, password_level=PasswordLevel.MEDIUM)
    stage.clock.forward(days=91)
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await fill(pilot, password=NEW, repeated=NEW)
        stage.clock.now += 2 * PROOF_LIFE
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "zu lange gedauert" in str(app.screen.query_one(".dialog--error").render())
        assert app.signed_in is None


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(
    stage: Stage, second: Person
) -> None:
    """One session begins."""
    assert second
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("ctrl+s", "ctrl+s", "escape")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.session_id == 1


# --- the second factor, and then the rest


async def test_second_factor_then_company(stage: Stage, second: Person) -> None:
    """The code of the authenticator, then the list."""
    secret = set_up(signed_in(stage.nobody, stage.anna))[0]
    stage.clock.forward(minutes=1)
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert isinstance(app.screen, GiveCode)
        await pilot.press(*"000000", "enter")
        await settle(pilot)
        assert field(pilot, "code").state == ""
        assert field(pilot, "code").line.startswith("Der Code stimmt nicht")
        await pilot.press(*code_of(stage.nobody, secret), "enter")
        await settle(pilot)
        assert isinstance(app.screen, ChooseCompany)
        await pilot.press("up", "enter")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.company_id == second.company_id


async def test_an_invitation_is_accepted_after_the_second_factor(
    stage: Stage, password_hash: str
) -> None:
    """Password, code of the authenticator, signed in to the company that invited."""
    database = stage.nobody.database
    other = add_company(database, "Anderswo GmbH")
    bert = add_member(database, other, "bert@anderswo.example", password_hash=password_hash)
    secret = set_up(signed_in(stage.nobody, bert))[0]
    invitation = add_invitation(database, stage.anna, bert.email)[1].text
    stage.clock.forward(minutes=1)
    app = Entrance(stage.nobody, invitation)
    async with app.run_test() as pilot:
        await settle(pilot)
        await fill(pilot, password=PASSWORD, assured=True)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, GiveCode)
        await pilot.press(*code_of(stage.nobody, secret), "enter")
        await settle(pilot)
        (joined,) = app.results
        assert joined is not None
        assert joined.company_id == stage.anna.company_id


async def test_whoever_joins_sees_what_the_company_asks_of_passwords(stage: Stage) -> None:
    """Before anything is typed."""
    demand(stage, stage.anna.company_id, password_level=PasswordLevel.LONG)
    invitation = add_invitation(stage.nobody.database, stage.anna, "lea@muster.example")[1].text
    app = Entrance(stage.nobody, invitation)
    async with app.run_test() as pilot:
        await settle(pilot)
        shown = [str(one.render()) for one in app.screen.query(".field--rules Static")]
        assert "○ mindestens 15 Zeichen" in shown


# --- „Passwort vergessen?“


async def test_who_forgot_the_password_is_led_to_the_code(stage: Stage) -> None:
    """From the link, with the address typed so far; the code from the mail sets another."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*stage.anna.email)
        app.screen.query_one("#to-forgotten").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ForgotPassword)
        assert field(pilot, "email").state == stage.anna.email
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert "ist eine E-Mail unterwegs" in line(pilot)
        code = str(mails(stage.nobody)[-1].values["code"])
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, EnterCode)
    reset_password(stage.nobody, code, NEW)
    assert sign_in_service(stage.nobody, stage.anna.email, NEW)


@pytest.mark.parametrize("typed", [True, False], ids=["address_typed", "nothing_typed"])
async def test_after_a_new_password_one_signs_in_with_it(stage: Stage, *, typed: bool) -> None:
    """What was said about the mail is over; the focus is in the first field to be filled in."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.go(Destination.FORGOT_PASSWORD)
        await settle(pilot)
        await pilot.press(*stage.anna.email, "enter")
        await settle(pilot)
        if typed:
            await fill(pilot, email=stage.anna.email, password="veraltet")
        app.screen.query_one("#to-code").focus()
        await pilot.press("enter")
        await settle(pilot)
        code = str(mails(stage.nobody)[-1].values["code"])
        await pilot.press(*code, "enter")
        await settle(pilot)
        assert isinstance(app.screen, NewPassword)
        await pilot.press(*NEW, "enter", *NEW, "enter")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert line(pilot) == ""
        assert app.screen.query_one("#password", Field).value == ""
        assert app.focused is not None
        assert field(pilot, "password" if typed else "email") in app.focused.ancestors


async def test_c1_an_unknown_address_gets_the_same_answer(stage: Stage) -> None:
    """By the palette; no mail is promised."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.go(Destination.FORGOT_PASSWORD)
        await settle(pilot)
        await pilot.press(*"niemand@partner.example", "enter")
        await settle(pilot)
        assert "ist eine E-Mail unterwegs" in line(pilot)
    assert mails(stage.nobody) == []


async def test_what_is_no_address_is_said_at_the_field(stage: Stage) -> None:
    """Nothing is asked; Escape leaves at once when nothing was typed."""
    app = stage.app(panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.go(Destination.FORGOT_PASSWORD)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert field(pilot, "email").error
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)


# --- „Unternehmen wechseln“


async def test_w_in_the_name_menu_changes_the_company(stage: Stage, second: Person) -> None:
    """Without signing out; the bar names the other company."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.company_id == stage.anna.company_id
        await pilot.press("f4", "w")
        await settle(pilot)
        assert isinstance(app.screen, ChooseCompany)
        await pilot.press("enter")
        await settle(pilot)
        assert app.signed_in.company_id == second.company_id
        assert "Älteste Werkzeugbau" in str(app.screen.query_one(".bar--name").render())
        told = [note.message for note in app._notifications]
        assert told == [f"Sie sind jetzt in {app.signed_in.company_name}."]


async def test_what_is_typed_is_asked_about_before_the_company_changes(
    stage: Stage, second: Person
) -> None:
    """In „Meine Einstellungen“: staying keeps it, and only whoever lets it go is led on."""
    assert second
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await pilot.press("enter")
        await settle(pilot)
        for key in ("f4", "e", "1", "enter", "x", "f4", "w"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, MySettings)
        assert app.screen.unsaved
        await pilot.press("f4", "w")
        await settle(pilot)
        await pilot.click("#yes")
        await settle(pilot)
        assert isinstance(app.screen, ChooseCompany)


async def test_choosing_where_one_is_changes_nothing(stage: Stage, second: Person) -> None:
    """The session goes on."""
    assert second
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("enter")
        await settle(pilot)
        before = app.signed_in
        await pilot.press("f4", "w")
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert not isinstance(app.screen, ChooseCompany)
        assert app.signed_in is before


async def test_who_belongs_to_one_company_is_told_so(stage: Stage) -> None:
    """There is nothing to choose from."""
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("f4", "w")
        await settle(pilot)
        assert "Sie gehören zu keinem weiteren Unternehmen." in notes(app)


async def test_a_company_that_asks_for_a_second_factor_says_so(
    stage: Stage, second: Person
) -> None:
    """Below the list; one stays where one is."""
    demand(stage, second.company_id, second_factor_roles={Role.USER})
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await sign_in(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f4", "w")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        said = str(app.screen.query_one(".dialog--error").render())
        assert said.startswith("Älteste Werkzeugbau GmbH verlangt einen zweiten Faktor.")
        await pilot.press("escape")
        await settle(pilot)
        assert app.signed_in is not None
        assert app.signed_in.company_id == stage.anna.company_id


# --- pictures


@SIZES
def test_choosing_a_company(
    snap_compare: Callable[..., bool], stage: Stage, second: Person, size: tuple[int, int]
) -> None:
    """Two, the last one marked."""
    assert second
    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=size, run_before=sign_in)


@SIZES
def test_an_expired_password(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """Half typed: rules ticked off, the bar filled."""
    demand(stage, stage.anna.company_id, password_level=PasswordLevel.STRICT)
    stage.clock.forward(days=91)

    async def typed(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await fill(pilot, password="kupfer-Anker", repeated="kupfer")
        await pilot.press("tab")
        await settle(pilot)

    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=size, run_before=typed)


@SIZES
def test_a_forgotten_password(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """The dialog, with the address from „Anmelden“."""

    async def ask(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.click("#to-forgotten")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=ask)


@SIZES
def test_a_mail_is_on_its_way(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """What „Anmelden“ says afterwards, and where it leads."""

    async def ask(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.click("#to-forgotten")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=ask)


@SIZES
def test_changing_the_company(
    snap_compare: Callable[..., bool], stage: Stage, second: Person, size: tuple[int, int]
) -> None:
    """Over „Verwaltung“, with the company one is in."""
    assert second

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f4", "w")
        await settle(pilot)

    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=size, run_before=go)


def test_an_expired_password_in_english(snap_compare: Callable[..., bool], stage: Stage) -> None:
    """Every word of it."""
    demand(stage, stage.anna.company_id, password_level=PasswordLevel.STRICT)
    stage.clock.forward(days=91)
    set_language("en")
    app = stage.app(demo=True, panes=PANES)
    assert snap_compare(app, terminal_size=(80, 24), run_before=sign_in)
