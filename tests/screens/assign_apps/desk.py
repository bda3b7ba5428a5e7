"""A company with people, three subscriptions and licences, and the way to „Apps zuweisen“."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from tcm_tui.data.models import Assignment, Subscription
from tcm_tui.domain.people import MembershipState
from tcm_tui.screens.administration.assign_apps.assign_apps import AssignAppsTab
from tests.market import EditionFacts, add_product, add_subscription, give
from tests.screens.members.crowd import fill, member
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.widgets.record_table import RecordTable
    from tests.builders import Person
    from tests.screens.support import Stage


@dataclass(frozen=True)
class Company:
    """Who and what there is.

    Args:
        office: „Microsoft 365 Business Basic – Vertrieb Nord“, 5 licences, 2 of them assigned.
        cloud: „MagentaCLOUD Business“, 3 licences, none assigned.
        webex: „Cisco Webex Meet“, its only licence assigned.
        lena: Has a licence of the first.
        invited: An open invitation.
        gone: Somebody disabled.
    """

    office: int
    cloud: int
    webex: int
    lena: Person
    invited: int
    gone: Person


def furnish(stage: Stage) -> Company:
    """Eleven people and three subscriptions of Anna's company."""
    invitations = fill(stage)
    database, anna = stage.nobody.database, stage.anna
    lena = member(stage, "Lena", "Abt")
    gone = member(stage, "Otto", "Zeiss", state=MembershipState.DISABLED)
    office = add_subscription(
        database,
        anna.company_id,
        add_product(database),
        owner_id=anna.user_id,
        name="Vertrieb Nord",
        licences=5,
    )
    only = (EditionFacts(""),)
    magenta = add_product(database, "MagentaCLOUD Business", editions=only, provider="Telekom")
    cloud = add_subscription(
        database, anna.company_id, magenta, owner_id=anna.user_id, edition="", licences=3
    )
    cisco = add_product(database, "Cisco Webex", editions=(EditionFacts("Meet"),), provider="Cisco")
    webex = add_subscription(
        database, anna.company_id, cisco, owner_id=anna.user_id, edition="Meet", licences=1
    )
    give(database, office, lena, gone)
    give(database, webex, lena)
    return Company(office, cloud, webex, lena, invitations["extern@partner.example"], gone)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """One key after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def open_tab(pilot: Pilot[Any], person: Person | None = None) -> AssignAppsTab:
    """Sign in and go to „Apps zuweisen“."""
    await sign_in(pilot, person)
    await press(pilot, "4")
    return pilot.app.screen.query_one(AssignAppsTab)


def lines(table: RecordTable[Any]) -> list[str]:
    """The rows shown, each „|“ standing for the blanks between two columns."""
    drawn = [table.render_line(y).text for y in range(1, table.size.height)]
    parts = [[part.strip() for part in line.split("  ")] for line in drawn]
    return ["|".join(filter(None, line)) for line in parts if any(line)]


def waiting(tab: AssignAppsTab) -> list[str]:
    """The changes that wait, as their lines say."""
    return lines(tab.waiting.table) if tab.waiting.has_class("-any") else []


def at_cursor(table: RecordTable[Any]) -> Any:  # noqa: ANN401 - each table has rows of its own
    """The row under the cursor."""
    assert table.cursor_row is not None
    return table.cursor_row


async def go_to(pilot: Pilot[Any], table: RecordTable[Any], name: str) -> None:
    """Put the cursor on somebody in a list that has the focus."""
    await press(pilot, "home")
    while name not in {at_cursor(table).name, at_cursor(table).address}:
        before = at_cursor(table)
        await press(pilot, "down")
        assert at_cursor(table) is not before, "not in the list"


def held(stage: Stage, subscription_id: int) -> tuple[int, int]:
    """Licences of a subscription that are assigned: as it is counted, and as rows say."""
    with stage.nobody.database.transaction(writing=False) as session:
        used = session.get_one(Subscription, subscription_id).used
        rows = session.scalar(
            select(func.count()).where(Assignment.subscription_id == subscription_id)
        )
        return used, rows or 0
