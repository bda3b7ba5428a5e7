"""A Vertriebspartner for tests of screens, and the ways to where it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tcm_tui.app import MarketplaceApp
from tcm_tui.data.models import Company
from tcm_tui.screens.administration.company_settings.resellers import ResellersBox
from tcm_tui.services import passwords
from tcm_tui.services.customers import enter_customer
from tests.builders import (
    PASSWORD,
    Person,
    add_company,
    add_member,
    add_reseller,
    link_reseller,
    signed_in,
)
from tests.screens.support import settle, sign_in
from tests.services.watching import signed

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.sign_in import SignedIn
    from tests.screens.support import Stage

NAME = "Nordlicht IT-Beratung GmbH"
NUMBER = "P-10001"


def appoint(stage: Stage) -> Person:
    """Nora of the Vertriebspartner, who signs in with the same password as Anna."""
    return add_member(
        stage.nobody.database,
        add_reseller(stage.nobody.database, NUMBER, NAME),
        "nora.nord@nordlicht.example",
        password_hash=stage.nobody.hasher.hash(PASSWORD),
    )


def linked(stage: Stage) -> Person:
    """The same, let in by Anna's company and two others."""
    nora, database = appoint(stage), stage.nobody.database
    link_reseller(database, stage.anna.company_id, nora.company_id)
    for name, city in (("Ölmühle Rhein GmbH", "Köln"), ("Zeder Möbel AG", "Ulm")):
        number = add_company(database, name)
        link_reseller(database, number, nora.company_id)
        with database.transaction(writing=True) as session:
            session.get_one(Company, number).city = city
            session.flush()
    return nora


def visited(stage: Stage) -> Person:
    """Nora was there and had a mail sent."""
    nora = linked(stage)
    there = enter_customer(signed_in(stage.nobody, nora), stage.anna.company_id)
    passwords.send_reset(signed(stage.nobody, there), stage.anna.membership_id)
    return nora


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press these, one after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def open_box(pilot: Pilot[Any]) -> ResellersBox:
    """As Anna, with the focus in the list."""
    await sign_in(pilot)
    await press(pilot, "6")
    box = pilot.app.screen.query_one(ResellersBox)
    box.focus_first()
    await settle(pilot)
    return box


async def visit(pilot: Pilot[Any], nora: Person) -> SignedIn:
    """As Nora, from home into Anna's company."""
    await sign_in(pilot, nora)
    await press(pilot, "f4", "k", "enter")
    return who(pilot)


def who(pilot: Pilot[Any]) -> SignedIn:
    """Who is signed in."""
    assert isinstance(pilot.app, MarketplaceApp)
    assert pilot.app.signed_in is not None
    return pilot.app.signed_in


def told(pilot: Pilot[Any]) -> str:
    """What was said last in a corner."""
    return [one.message for one in pilot.app._notifications][-1]


def seen(pilot: Pilot[Any]) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
