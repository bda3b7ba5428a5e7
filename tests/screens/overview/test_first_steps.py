"""„Erste Schritte“ on „Übersicht“: ticked off by what is done, gone when it is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from textual.widgets import Static

from tcm_tui.data.models import Membership
from tcm_tui.domain.invitations import InvitationDraft
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.administration.overview.first_steps import FirstSteps
from tcm_tui.screens.administration.overview.invite_form import InviteForm
from tcm_tui.screens.marketplace.catalogue import CatalogueSection
from tcm_tui.screens.my_settings.my_settings import MySettings
from tcm_tui.services.invitations import invite
from tcm_tui.services.payment_methods import activate
from tests.builders import signed_in
from tests.market import add_product, add_subscription
from tests.screens.support import settle, sign_in
from tests.services.paying import ADDRESS, CARD

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@pytest.fixture
def founded(stage: Stage) -> Stage:
    """Anna has just registered her company."""
    with stage.nobody.database.transaction(writing=True) as session:
        session.execute(update(Membership).values(first_steps=True))
    return stage


def steps(pilot: Pilot[None]) -> FirstSteps:
    """The list."""
    return pilot.app.screen.query_one(FirstSteps)


def told(pilot: Pilot[None]) -> list[str]:
    """Its lines."""
    return [str(line.content) for line in steps(pilot).query(Static)]


async def test_members_of_a_company_that_stands_do_not_see_it(stage: Stage) -> None:
    """Not a line."""
    async with stage.app(demo=True).run_test() as pilot:
        await sign_in(pilot)
        assert not steps(pilot).display


async def test_whoever_registered_is_told_what_comes_next(founded: Stage) -> None:
    """All steps, none done; the focus stays in the news."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        assert told(pilot) == [
            "ERSTE SCHRITTE  0 von 6",
            "○ Benutzer einladen",
            "○ Unternehmensprofil ergänzen",
            "○ Eigene Angaben ergänzen",
            "○ Zweiten Faktor einrichten",
            "○ Bezahlverfahren hinterlegen",
            "○ Erstes Produkt buchen",
            "› Ausblenden",
        ]
        assert pilot.app.focused is not None
        assert pilot.app.focused.id != "step-invite"


async def test_what_is_done_is_ticked_off(founded: Stage) -> None:
    """By whomever; it cannot be opened any more."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        line = steps(pilot).query_one("#step-invite", Static)
        line.focus()
        invite(signed_in(founded.nobody, founded.anna), InvitationDraft("neu@muster.example"))
        await pilot.press("f5")
        await settle(pilot)
        assert told(pilot)[:2] == ["ERSTE SCHRITTE  1 von 6", "✓ Benutzer einladen"]
        assert not line.focusable
        assert pilot.app.focused is not None
        assert pilot.app.focused is not line


async def test_inviting_leads_to_the_address(founded: Stage) -> None:
    """On the same page."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        steps(pilot).query_one("#step-invite").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(InviteForm).field.has_focus_within


@pytest.mark.parametrize(
    ("step", "heading"),
    [("own_data", "Meine Angaben"), ("second_factor", "Zweiter Faktor")],
)
async def test_the_others_lead_to_their_section(founded: Stage, step: str, heading: str) -> None:
    """Of „Meine Einstellungen“."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        steps(pilot).query_one(f"#step-{step}").focus()
        await pilot.press("enter")
        await settle(pilot)
        settings = pilot.app.screen
        assert isinstance(settings, MySettings)
        assert settings.section is not None
        assert settings.section.heading == heading


async def test_paying_leads_to_the_list_and_is_ticked_off(founded: Stage) -> None:
    """By the first method that is activated."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        steps(pilot).query_one("#step-payment").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(MethodsSection).table.has_focus
        activate(signed_in(founded.nobody, founded.anna), CARD, ADDRESS)
        await pilot.press("1")
        await settle(pilot)
        assert "✓ Bezahlverfahren hinterlegen" in told(pilot)


async def test_booking_leads_to_the_catalogue_and_is_ticked_off(founded: Stage) -> None:
    """By whoever books first."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        steps(pilot).query_one("#step-book").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(CatalogueSection)
        product = add_product(founded.nobody.database)
        add_subscription(
            founded.nobody.database,
            founded.anna.company_id,
            product,
            owner_id=founded.anna.user_id,
        )
        await pilot.press("f3")
        await settle(pilot)
        assert "✓ Erstes Produkt buchen" in told(pilot)


async def test_hidden_it_stays_away(founded: Stage) -> None:
    """Also at the next sign-in; the focus goes on."""
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        steps(pilot).query_one("#hide-steps").focus()
        await pilot.press("enter")
        await settle(pilot)
        assert not steps(pilot).display
        assert pilot.app.focused is not None
    async with founded.app(demo=True).run_test(size=(120, 40)) as pilot:
        await sign_in(pilot)
        assert not steps(pilot).display


@SIZES
def test_first_steps(
    snap_compare: Callable[..., bool], founded: Stage, size: tuple[int, int]
) -> None:
    """One is done; in a small window the next one is told on one line."""
    invite(signed_in(founded.nobody, founded.anna), InvitationDraft("neu@muster.example"))
    app = founded.app(demo=True)
    assert snap_compare(app, terminal_size=size, run_before=sign_in)
