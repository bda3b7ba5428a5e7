"""„Übersicht“: what it tells of subscriptions, and where that leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.overview.overview import OverviewTab
from tcm_tui.screens.administration.overview.tasks import Tasks
from tcm_tui.screens.administration.products.products import ProductsTab
from tests.market import TODAY, add_product, add_subscription
from tests.screens.members.crowd import member
from tests.screens.products.desk import labels, plain, press, stock
from tests.screens.support import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from textual.pilot import Pilot

    from tests.screens.support import Stage

SIZE = (120, 40)


def card(pilot: Pilot[Any]) -> str:
    """What the card says."""
    return plain(str(pilot.app.screen.query_one("#products-card", Static).content))


def tasks(pilot: Pilot[Any]) -> list[str]:
    """The lines of „Zu erledigen“."""
    lines = pilot.app.screen.query("#tasks > *").results(Static)
    return [plain(str(line.content)) for line in lines if line.display]


async def test_the_card_tells_how_many_there_are_and_leads_there(stage: Stage) -> None:
    """With what they cost a month."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        assert card(pilot) == "7 Abonnements\n457,17 € im Monat"
        pilot.app.screen.query_one("#products-card").focus()
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(ProductsTab).listing.table.has_focus


async def test_without_a_subscription_the_card_says_how_to_get_one(stage: Stage) -> None:
    """And nothing waits to be done."""
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        assert card(pilot) == "noch keine\nF2 zum Marktplatz"
        assert tasks(pilot) == ["✓ Nichts zu erledigen"]


@pytest.mark.parametrize(
    ("name", "sentence", "found"),
    [
        ("ending", "! 1 Abonnement endet in 30 Tagen", ["Messe"]),
        ("ownerless", "! 1 Abonnement ist ohne Inhaber", ["Adobe Creative Cloud Alle Apps"]),
        ("unused", "! 44 Lizenzen sind ungenutzt · 431,57 € im Monat", None),
    ],
)
async def test_what_waits_leads_to_what_was_counted(
    stage: Stage, name: str, sentence: str, found: list[str] | None
) -> None:
    """„Produkte“ shows exactly those."""
    stock(stage)
    async with stage.app(demo=True).run_test(size=SIZE) as pilot:
        await sign_in(pilot)
        assert sentence in tasks(pilot)
        pilot.app.screen.query_one(f"#{name}").focus()
        await press(pilot, "enter")
        tab = pilot.app.screen.query_one(ProductsTab)
        assert found is None or labels(tab) == found
        assert all(line.row.free for line in tab.listing.table._window.rows if found is None)


async def test_users_are_told_of_their_own(stage: Stage) -> None:
    """Whoever owns one that ends is asked to look after it; others' are nothing to them."""
    stock(stage)
    owner = member(stage, "Eva", "Eigner", Role.USER)
    data = stage.nobody.database
    add_subscription(
        data,
        stage.anna.company_id,
        add_product(data),
        owner_id=owner.user_id,
        licences=1,
        ends_on=TODAY,
    )
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, owner)
        assert card(pilot) == "1 Abonnement\n5,60 € im Monat"
        assert tasks(pilot) == [
            "! 1 Abonnement endet in 30 Tagen",
            "! 1 Lizenz ist ungenutzt · 5,60 € im Monat",
        ]


async def test_users_without_any_have_nothing_to_look_after(stage: Stage) -> None:
    """As before there were subscriptions."""
    stock(stage)
    derya = stage.colleague(Role.USER)
    async with stage.app().run_test(size=SIZE) as pilot:
        await sign_in(pilot, derya)
        assert pilot.app.screen.query_one(OverviewTab)
        assert not pilot.app.screen.query(Tasks)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
def test_subscriptions_on_the_overview(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int]
) -> None:
    """A card, and three things to see to."""
    stock(stage)
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=sign_in)
