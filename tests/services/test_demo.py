"""What the sample company has booked, on whichever day its story is told. On both databases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from tcm_tui.data.models import Assignment, Membership, Order, Subscription, User
from tcm_tui.domain import demo as sample
from tcm_tui.domain.charges import ChargeKind
from tcm_tui.domain.costs import Standing
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.services import charges, demo, order_requests, subscriptions
from tcm_tui.services.booking import begun
from tcm_tui.services.demo_days import acting
from tcm_tui.services.demo_partner import whose
from tcm_tui.services.packaged_catalogue import bring_in
from tests.builders import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.data.database import Database
    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context

DAYS = (
    datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
    datetime(2027, 3, 31, 0, 30, tzinfo=UTC),  # 2:30 in Germany; its „earlier today“ is yesterday
    datetime(2028, 2, 29, 21, 0, tzinfo=UTC),
)


@dataclass(frozen=True)
class Told:
    """A story: somebody who acts in it, and what there is, by „Abonnement-Name“ or title."""

    operator: Context
    anna: Context

    @property
    def rows(self) -> dict[str, SubscriptionRow]:
        """What was booked."""
        return {row.label: row for row in subscriptions.subscriptions(self.anna)}

    @property
    def today(self) -> datetime:
        """Now."""
        return self.anna.clock()


@pytest.fixture
def told(request: pytest.FixtureRequest, database: Database, nobody: Context) -> Iterator[Told]:
    """The story as of a day."""
    bring_in(database)
    at: datetime = getattr(request, "param", DAYS[0])
    operator = replace(nobody, operator=True, clock=Clock(at))
    demo.build(operator, progress=lambda _done, _all: None, deliver=lambda _ctx: None)
    with acting(operator, whose(operator, sample.PEOPLE[0].email)) as anna:
        yield Told(operator, anna)


@pytest.mark.parametrize("told", DAYS[1:], indirect=True, ids=lambda day: f"{day:%d.%m.%Y}")
def test_it_is_the_same_on_other_days(told: Told) -> None:
    """At the end of a month, in a leap year, and when it is tomorrow in Germany already."""
    there_is_one_of_each_kind(told)
    licences_are_those_that_somebody_has(told)
    costs_have_a_past_and_a_future(told)


def test_the_story_is_whole(told: Told) -> None:
    """Told once for all of it: it takes a second."""
    there_is_one_of_each_kind(told)
    one_is_owned_by_a_user(told)
    a_request_waits_and_a_booking_was_begun(told)
    licences_are_those_that_somebody_has(told)
    costs_have_a_past_and_a_future(told)


def there_is_one_of_each_kind(told: Told) -> None:
    """Six: running, an add-on, on trial, cancelled, ending soon, with licences that nobody uses."""
    rows = told.rows
    assert {label: (row.licences, row.used, row.state) for label, row in rows.items()} == {
        "Büroarbeitsplätze": (25, 23, SubscriptionState.ACTIVE),
        "Zeichnungen": (8, 4, SubscriptionState.EXPIRING),
        "Besprechungen": (10, 6, SubscriptionState.CANCELLED),
        "Katalog und Messe": (3, 3, SubscriptionState.ACTIVE),
        "Microsoft 365 Business Copilot": (3, 2, SubscriptionState.ACTIVE),
        "Microsoft Defender for Business": (24, 2, SubscriptionState.TRIAL),
    }
    office = rows["Büroarbeitsplätze"]
    assert rows["Microsoft 365 Business Copilot"].base_id == office.id
    assert office.title == "Microsoft 365 Business Standard"
    ends = rows["Zeichnungen"].ends_on
    assert ends is not None
    assert timedelta() < ends - told.today.date() < timedelta(days=30)


def one_is_owned_by_a_user(told: Told) -> None:
    """Who sees its costs, and nobody else's."""
    row = told.rows["Katalog und Messe"]
    with told.operator.database.transaction(writing=False) as session:
        role, first_name = session.execute(
            select(Membership.role, User.first_name)
            .join(User, User.id == Membership.user_id)
            .where(User.id == row.owner_id)
        ).one()
    assert (role, first_name) == (Role.USER, "Ida")
    with acting(told.operator, row.owner_id or 0) as ida:
        assert [one.label for one in charges.costs(ida).billed] == ["Katalog und Messe"]


def a_request_waits_and_a_booking_was_begun(told: Told) -> None:
    """Lena asks; Anna has not gone on yet."""
    (waiting,) = order_requests.requests(told.anna)
    assert waiting.requester == "Lena Hoffmann"
    assert [one.name for one in begun(told.anna)] == ["Auswertungen"]
    with told.operator.database.transaction(writing=False) as session:
        states = session.execute(select(Order.state, func.count()).group_by(Order.state))
        assert dict(states.all()) == {
            OrderState.PLACED: 6,
            OrderState.REQUESTED: 1,
            OrderState.OPEN: 1,
        }


def licences_are_those_that_somebody_has(told: Told) -> None:
    """Of every active member one of the first, and one of an invitation."""
    with told.operator.database.transaction(writing=False) as session:
        counted = select(Assignment.subscription_id, func.count()).group_by(
            Assignment.subscription_id
        )
        used = select(Subscription.id, Subscription.used)
        assert dict(session.execute(counted).all()) == dict(session.execute(used).all())
        invited = select(func.count()).where(Assignment.invitation_id.is_not(None))
        assert session.scalar(invited) == 1


def costs_have_a_past_and_a_future(told: Told) -> None:
    """A year of months, and the next one; a raise and a better edition are lines of their own."""
    found = charges.costs(told.anna)
    standings = [month.standing for month in found.months]
    assert standings.count(Standing.PAST) >= 12
    assert standings.count(Standing.OPEN) == 12
    assert min(found.passed.net, found.coming.net) > 0
    kinds = [line.charge.kind for month in found.months for line in month.lines]
    # What is changed on the first day of a period is a part of its line.
    assert 1 <= kinds.count(ChargeKind.CHANGE) <= 3
