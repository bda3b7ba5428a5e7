"""Being a guest: into a customer's company, what there is of it, home, and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tcm_tui.app import MarketplaceApp
from tcm_tui.data.models import Company
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.permissions import Guest, Role
from tcm_tui.navigation import Destination, reachable
from tcm_tui.screens.administration.administration import Administration
from tcm_tui.screens.customers.customers import CustomersScreen
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.screens.sign_in.sign_in import SignInScreen
from tcm_tui.services import resellers
from tests.builders import signed_in
from tests.screens.support import sign_in
from tests.services.watching import mails

from .partner import NAME, linked, press, seen, told, visit, who

if TYPE_CHECKING:
    from tests.screens.support import Stage


async def test_customers_are_listed_searched_and_entered(stage: Stage) -> None:
    """The bar says for whom one is there."""
    nora = linked(stage)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await sign_in(pilot, nora)
        await press(pilot, "f4", "k")
        assert isinstance(pilot.app.screen, CustomersScreen)
        assert "Dort dürfen Sie buchen" in seen(pilot)
        assert "Ölmühle Rhein GmbH" in seen(pilot)
        assert "Enter Zum Kunden wechseln" in seen(pilot)
        await press(pilot, "slash", *"zeder", "enter")
        assert "Ölmühle" not in seen(pilot)
        await press(pilot, "enter")
        assert who(pilot).company_name == "Zeder Möbel AG"
        assert f"für {NAME}" in seen(pilot)


async def test_a_guest_goes_home_by_switching(stage: Stage) -> None:
    """Though home is the only company they belong to."""
    nora = linked(stage)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        assert (await visit(pilot, nora)).role is Guest.RESELLER
        await press(pilot, "f4", "w", "enter")
        assert (who(pilot).company_name, who(pilot).role) == (NAME, Role.USER)
        assert f"für {NAME}" not in seen(pilot)
        await press(pilot, "f4", "k")
        assert isinstance(pilot.app.screen, CustomersScreen)


async def test_a_late_word_from_the_other_company_ends_no_session(stage: Stage) -> None:
    """Its name, read before one left, arrives while the next company is being opened."""
    nora = linked(stage)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        visiting = await visit(pilot, nora)
        app = pilot.app
        assert isinstance(app, MarketplaceApp)
        app.rename_company(NAME)
        await app.enter_portal(visiting)
        await press(pilot, "2")
        assert isinstance(app.screen, Administration)
        assert who(pilot).company_name == visiting.company_name


async def test_a_guest_sends_a_reset_mail_and_no_other_key_works(stage: Stage) -> None:
    """What is not for them is greyed out, with the reason."""
    nora = linked(stage)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await visit(pilot, nora)
        await press(pilot, "2", "r")
        assert "Das kann nur die Rolle" in told(pilot)
        for key in ("enter", "delete", "l", "e", "z", "m", "n", "x", "ctrl+o", "ctrl+z"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, Administration)
        await press(pilot, "w", "right", "enter")
        sent = [one for one in mails(stage.nobody) if one.kind is MailKind.RESET]
        assert [one.recipient for one in sent] == [stage.anna.email]


async def test_d1_no_way_leads_a_guest_further(stage: Stage) -> None:
    """Neither menu, digit, palette nor a message to the program."""
    nora = linked(stage)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await visit(pilot, nora)
        app = pilot.app
        assert isinstance(app, MarketplaceApp)
        reached = {one.destination for one in reachable(Guest.RESELLER, mailbox=True)}
        forbidden = set(Destination) - reached
        assert {
            Destination.COMPANY_SETTINGS,
            Destination.CUSTOMERS,
            Destination.FAILED_MAILS,
            Destination.MY_SETTINGS,
        } <= forbidden
        for place in forbidden:
            app.go(place)
            await press(pilot, "3", "6")
            assert isinstance(app.screen, Administration)
            assert app.screen.destination in {Destination.OVERVIEW, Destination.MEMBERS}
        await press(pilot, "f4", "e")
        assert not isinstance(app.screen, MySettings)
        await press(pilot, "escape", "ctrl+p", *"einstellungen")
        assert "Meine Einstellungen" not in seen(pilot)
        assert "Unternehmenseinstellungen" not in seen(pilot)


@pytest.mark.parametrize("locked", [False, True])
async def test_d6_a_guest_is_out_when_the_link_ends(stage: Stage, *, locked: bool) -> None:
    """At the next key, with the reason; also behind the lock."""
    nora = linked(stage)
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await visit(pilot, nora)
        app = pilot.app
        assert isinstance(app, MarketplaceApp)
        if locked:
            app._lock(who(pilot))
            await press(pilot)
        anna = signed_in(stage.nobody, stage.anna)
        resellers.unlink(anna, resellers.linked(anna)[0].link_id)
        await press(pilot, *([*"Demo-Passwort-2026", "enter"] if locked else ["2"]))
        assert isinstance(app.screen, SignInScreen)
        told_why = " ".join(seen(pilot).replace("│", " ").split())
        assert "hat den Zugriff des Vertriebspartners beendet" in told_why


async def test_a_customer_that_wants_a_second_factor_says_so(stage: Stage) -> None:
    """One stays at home, and reads where it is set up."""
    nora = linked(stage)
    with stage.nobody.database.transaction(writing=True) as session:
        company = session.get_one(Company, stage.anna.company_id)
        company.second_factor_roles = frozenset({Role.USER})
        session.flush()
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await sign_in(pilot, nora)
        await press(pilot, "f4", "k")
        assert "nötig" in seen(pilot)
        await press(pilot, "enter")
        assert "verlangt einen zweiten Faktor" in told(pilot)
        assert who(pilot).company_name == NAME


async def test_there_are_customers_only_in_a_partners_company(stage: Stage) -> None:
    """Anna's menu has no such line, and no way leads there."""
    linked(stage)
    async with stage.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        await press(pilot, "f4")
        assert "Kunden" not in seen(pilot)
        await press(pilot, "escape")
        app = pilot.app
        assert isinstance(app, MarketplaceApp)
        app.go(Destination.CUSTOMERS)
        await press(pilot)
        assert not isinstance(app.screen, CustomersScreen)
