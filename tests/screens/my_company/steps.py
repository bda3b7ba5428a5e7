"""A company with a profile and colleagues, and the ways to its sections."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tcm_tui.data.models import Membership
from tcm_tui.domain.company_profile import CompanyProfile, ProfileShown
from tcm_tui.domain.permissions import Role
from tcm_tui.screens.my_company.edit_dialog import EditProfile
from tcm_tui.screens.my_company.my_company import MyCompany
from tcm_tui.services import company_profile
from tests.builders import add_member, signed_in
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.services.context import Context
    from tests.builders import Person
    from tests.screens.support import Stage

PROFILE: Final = CompanyProfile(
    description="Wir bauen Sondermaschinen für die Verpackung von Lebensmitteln.",
    industry="manufacturing",
    legal_form="gmbh",
    size="50-249",
    founded="1987",
    vat_id="DE123456788",
    register_number="Bonn HRB 12345",
    phone="+49 228 12345",
    email="info@muster-maschinenbau.example",
    website="https://www.muster-maschinenbau.example",
    street="Am Werk 7",
    address_extra="Tor 2",
    postcode="53113",
    city="Bonn",
    country="DE",
)
COLLEAGUES: Final = (
    ("Derya", "Çelik", "+49 228 12345 11", "Konstruktion"),
    ("Ümit", "Groß", "+49 228 12345 12", "Konstruktion"),
    ("Jonas", "Becker", "+49 228 12345 13", "Buchhaltung"),
    ("Agnieszka", "Łukasik", "+49 228 12345 14", "Einkauf"),
    ("Sophie", "Zimmermann", "", "Vertrieb"),
)


def stored(stage: Stage) -> ProfileShown:
    """What the database has."""
    return company_profile.profile(signed_in(stage.nobody, stage.anna))


def save(ctx: Context, **values: str) -> None:
    """Save these on top of what is stored, as whoever `ctx` is."""
    now = company_profile.profile(ctx)
    company_profile.edit(ctx, replace(now.profile, **values), now.version)


def fill(stage: Stage) -> None:
    """Anna fills in the profile."""
    ctx = signed_in(stage.nobody, stage.anna)
    company_profile.edit(ctx, PROFILE, company_profile.profile(ctx).version)


def paul(stage: Stage) -> Context:
    """A second administrator, signed in elsewhere."""
    person = add_member(
        stage.nobody.database,
        stage.anna.company_id,
        "paul.wagner@muster-maschinenbau.example",
        role=Role.COMPANY_ADMIN,
    )
    return signed_in(stage.nobody, person)


def colleagues(stage: Stage) -> list[Person]:
    """Five people whom one can call."""
    found: list[Person] = []
    for first, last, phone, department in COLLEAGUES:
        address = f"{len(found)}@muster-maschinenbau.example"
        person = add_member(
            stage.nobody.database,
            stage.anna.company_id,
            address,
            first_name=first,
            last_name=last,
        )
        with stage.nobody.database.transaction(writing=True) as session:
            row = session.get_one(Membership, person.membership_id)
            row.phone, row.department = phone, department
        found.append(person)
    return found


async def open_company(
    pilot: Pilot[Any], digit: int = 1, *, person: Person | None = None, inside: bool = True
) -> MyCompany:
    """Sign in and open a section of „Mein Unternehmen“."""
    await sign_in(pilot, person)
    await press(pilot, "f4", "u", str(digit), *(["enter"] if inside else []))
    assert isinstance(pilot.app.screen, MyCompany)
    return pilot.app.screen


async def open_form(pilot: Pilot[Any]) -> EditProfile:
    """„Bearbeiten“, as Anna."""
    await open_company(pilot)
    await press(pilot, "e")
    assert isinstance(pilot.app.screen, EditProfile)
    return pilot.app.screen


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press these, one after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
