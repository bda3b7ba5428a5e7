"""What „Kosten“ has to show: half a year of subscriptions with a past and a future."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.data.models import SubscriptionPhase
from tcm_tui.screens.administration.billing.costs import CostsSection
from tests.market import BASIC, STANDARD, EditionFacts, add_product, add_subscription, edition_ids
from tests.screens.support import sign_in

from .desk import press

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.builders import Person
    from tests.screens.support import Stage


def book_all(stage: Stage, owner: Person | None = None, *, licences: int = 30) -> None:
    """Three of Anna's company: one was raised, one has ended, one is tried and owned by `owner`."""
    database, company = stage.nobody.database, stage.anna.company_id
    office, webex = add_product(database), add_product(database, "Cisco Webex", provider="Cisco")
    anna = stage.anna.user_id
    nord = add_subscription(
        *(database, company, office),
        owner_id=anna,
        licences=25,
        name="Vertrieb Nord",
        starts_on=date(2026, 6, 8),
    )
    with database.transaction(writing=True) as session:
        session.add(
            SubscriptionPhase(
                subscription_id=nord,
                from_on=date(2026, 11, 16),
                edition_id=edition_ids(database, office)["Standard"],
                licences=licences,
                unit_cents=1170,
            )
        )
    add_subscription(
        *(database, company, webex),
        owner_id=anna,
        term_months=1,
        name="Besprechungen",
        starts_on=date(2026, 8, 31),
        ends_on=date(2026, 10, 30),
        unit_cents=1350,
    )
    drawing = add_product(
        *(database, "Adobe Creative Cloud"),
        provider="Adobe",
        editions=(BASIC, STANDARD, EditionFacts("", 6199)),
    )
    add_subscription(
        *(database, company, drawing),
        owner_id=(owner or stage.anna).user_id,
        edition="",
        licences=2,
        starts_on=date(2026, 11, 2),
        trial_until=date(2026, 12, 1),
        unit_cents=6199,
    )


async def open_costs(pilot: Pilot[Any]) -> CostsSection:
    """Sign in and go to „Rechnung“."""
    await sign_in(pilot)
    await press(pilot, "5")
    return pilot.app.screen.query_one(CostsSection)
