"""A company with subscriptions of every kind, and the way to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from textual.widgets import Static

from tcm_tui.domain.catalogue import Category, Charging
from tcm_tui.screens.administration.products.products import ProductsTab
from tcm_tui.services.subscriptions import subscriptions
from tests.builders import signed_in
from tests.market import TODAY, EditionFacts, add_product, add_subscription, give
from tests.screens.members.crowd import member
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tests.builders import Person
    from tests.screens.support import Stage

NORTH: Final = "Vertrieb Nord"
"""The one that tests act on: 25 licences of which two are in use, a term of a year."""
MINE: Final = "Meins"
"""What a colleague owns."""


def stock(stage: Stage) -> dict[str, int]:
    """Eight subscriptions by what they are called; two of them have no name of their own."""
    data, company, anna = stage.nobody.database, stage.anna.company_id, stage.anna.user_id
    office = add_product(data, licence_cap=300)
    creative = add_product(
        data,
        "Adobe Creative Cloud",
        provider="Adobe",
        category=Category.CREATIVE,
        editions=(EditionFacts("Alle Apps", 6650), EditionFacts("Stock", 2999, is_add_on=True)),
    )
    webex = add_product(
        data,
        "Webex",
        provider="Cisco",
        category=Category.COMMUNICATION,
        editions=(EditionFacts("", 1440),),
    )
    people = [member(stage, "Lena", "Hoffmann"), member(stage, "Jonas", "Becker")]

    def add(product: int, **facts: Any) -> int:  # noqa: ANN401 - those of `add_subscription`
        return add_subscription(data, company, product, owner_id=anna, **facts)

    far, year = TODAY - timedelta(days=90), TODAY - timedelta(days=340)
    found = {
        NORTH: add(office, name=NORTH, licences=25, starts_on=far),
        "Konstruktion": add(
            office,
            name="Konstruktion",
            edition="Premium",
            unit_cents=20600,
            charging=Charging.YEARLY,
            licences=4,
            starts_on=year,
        ),
        "Messe": add(
            office,
            name="Messe",
            edition="Standard",
            unit_cents=1170,
            licences=2,
            term_months=1,
            starts_on=TODAY - timedelta(days=100),
            ends_on=TODAY + timedelta(days=8),
            cancelled=True,
        ),
        "Adobe": add(
            creative, edition="Alle Apps", unit_cents=6650, licences=3, starts_on=year, owned=False
        ),
        "Probe": add(
            webex,
            name="Probe",
            edition="",
            unit_cents=1440,
            licences=10,
            starts_on=TODAY - timedelta(days=3),
            trial_until=TODAY + timedelta(days=26),
        ),
        "Früher": add(
            webex,
            name="Früher",
            edition="",
            unit_cents=1440,
            term_months=1,
            starts_on=TODAY - timedelta(days=200),
            ends_on=TODAY - timedelta(days=20),
        ),
        "Webex": add(webex, edition="", unit_cents=1440, licences=1, term_months=1, starts_on=far),
    }
    owner = people[0].user_id
    found[MINE] = add_subscription(
        data, company, office, owner_id=owner, name=MINE, licences=2, term_months=1
    )
    give(data, found[NORTH], *people)
    give(data, found["Webex"], people[0])
    return found


def rows(stage: Stage) -> dict[int, SubscriptionRow]:
    """How they stand now."""
    return {row.id: row for row in subscriptions(signed_in(stage.nobody, stage.anna))}


async def open_tab(pilot: Pilot[Any], person: Person | None = None) -> ProductsTab:
    """Sign in and go to „Produkte“."""
    await sign_in(pilot, person)
    await press(pilot, "3")
    return pilot.app.screen.query_one(ProductsTab)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """One key after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def go_to(pilot: Pilot[Any], tab: ProductsTab, subscription_id: int) -> None:
    """Put the cursor on one."""
    assert tab.listing.table.scroll_to_key(subscription_id)
    await settle(pilot)


def listed(tab: ProductsTab) -> list[str]:
    """The rows shown, each with its first words."""
    table = tab.listing.table
    drawn = [table.render_line(y).text.strip() for y in range(1, table.size.height)]
    return [line.split("  ")[0] for line in drawn if line]


def labels(tab: ProductsTab) -> list[str]:
    """What the subscriptions shown are called, from top to bottom."""
    window = tab.listing.table._window
    return [line.row.label for line in window.rows]


def said(tab: ProductsTab, name: str) -> str:
    """What the line called `name` says."""
    return plain(str(tab.query_one(f"#{name}", Static).content))


def plain(text: str) -> str:
    """The same with blanks that may be typed: prices have one that does not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def told(pilot: Pilot[Any]) -> list[str]:
    """What was told in the corner."""
    return [note.message for note in pilot.app._notifications]
