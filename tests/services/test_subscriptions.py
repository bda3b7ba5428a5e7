"""„Produkte“ as it is read: what is listed for whom, the page of one, and what adds up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from tcm_tui.domain.activity import Whose
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import NotFound
from tcm_tui.domain.permissions import Role
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.services.activity import feed
from tcm_tui.services.subscription_changes import preview_edition, rename, set_edition
from tcm_tui.services.subscriptions import (
    attention,
    due_within,
    history,
    subscription,
    subscriptions,
    unused,
)
from tests.builders import add_company, add_member, signed_in
from tests.market import TODAY, EditionFacts, add_product, edition_ids, give

from .subscribed import add_on, as_person, at_moment, book, office, shown, someone, to_licences

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

DAY = timedelta(days=1)


# --- the list ---------------------------------------------------------------------------------


def test_a_line_says_what_it_is_who_owns_it_and_what_it_costs(ctx: Context, anna: Person) -> None:
    """Everything that the list shows, in one row."""
    number = book(ctx, licences=25, name="Vertrieb Nord", starts_on=date(2026, 3, 1))
    give(ctx.database, number, anna)
    (row,) = subscriptions(ctx)
    assert (row.title, row.label) == ("Microsoft 365 Business Basic", "Vertrieb Nord")
    assert row.full_name == "Microsoft 365 Business Basic – Vertrieb Nord"
    assert (row.provider, row.owner, row.owner_id) == ("Microsoft", anna.name, anna.user_id)
    assert (row.licences, row.used, row.free) == (25, 1, 24)
    assert (row.unit_cents, row.monthly_cents, row.unused_cents) == (560, 14_000, 13_440)
    assert (row.term.first, row.term.last) == (date(2026, 3, 1), date(2027, 2, 28))
    assert (row.state, row.ends_on, row.planned) == (SubscriptionState.ACTIVE, None, None)


def test_a_yearly_price_counts_a_twelfth_a_month(ctx: Context) -> None:
    """67,20 € a year are 5,60 € a month; rounded once, for all licences together."""
    book(ctx, charging=Charging.YEARLY, unit_cents=6_725, licences=3)
    (row,) = subscriptions(ctx)
    assert row.monthly_cents == 1_681  # 20175 / 12 = 1681.25
    assert row.unit_monthly_cents == 560


def test_nothing_is_paid_in_a_trial_be_it_cancelled(ctx: Context) -> None:
    """Its free licences cost nothing either."""
    until = TODAY + 20 * DAY
    book(ctx, trial_until=until, starts_on=TODAY - 9 * DAY)
    book(ctx, trial_until=until, starts_on=TODAY - 9 * DAY, ends_on=until, cancelled=True)
    first, second = subscriptions(ctx)
    assert (first.state, second.state) == (SubscriptionState.TRIAL, SubscriptionState.CANCELLED)
    assert (first.term.last, first.monthly_cents, first.unused_cents) == (until, 0, 0)
    assert (second.in_trial, second.monthly_cents) == (True, 0)


def test_lines_stand_by_title_then_by_name(ctx: Context) -> None:
    """„Über“ stands with „U“, and what has no name before the named."""
    zoom = add_product(ctx.database, "Übermittler", editions=[EditionFacts("")])
    late = book(ctx, product=zoom, edition="")
    named = book(ctx, name="Änderung")
    other = book(ctx, name="Zentrale")
    bare = book(ctx)
    assert [row.id for row in subscriptions(ctx)] == [bare, named, other, late]
    assert subscriptions(ctx)[-1].title == "Übermittler"


def test_what_has_ended_is_listed_and_costs_nothing(ctx: Context) -> None:
    """Its term is the last it had."""
    first, last = date(2025, 11, 20), date(2026, 11, 19)
    number = book(ctx, starts_on=first, ends_on=last, cancelled=True)
    row = shown(ctx, number)
    assert (row.state, row.running, row.monthly_cents) == (SubscriptionState.ENDED, False, 0)
    assert (row.term.first, row.term.last) == (first, last)


def test_a_planned_edition_is_told_unless_the_end_comes_first(ctx: Context) -> None:
    """„Standard“ now, „Basic“ from the next term on."""
    number = book(ctx, edition="Standard", unit_cents=1170, starts_on=date(2026, 3, 1))
    basic = edition_ids(ctx.database, office(ctx.database))["Basic"]
    row = set_edition(ctx, preview_edition(ctx, number, basic))
    assert (row.edition, row.planned, row.planned_from) == ("Standard", "Basic", date(2027, 3, 1))
    with ctx.database.transaction(writing=True) as session:
        session.connection().exec_driver_sql("UPDATE subscriptions SET ends_on = '2027-02-28'")
    assert shown(ctx, number).planned is None


def test_two_thousand_are_one_statement(ctx: Context) -> None:
    """However many there are."""
    for _number in range(5):
        book(ctx)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "FROM subscriptions" in statement:
            statements.append(statement)

    event.listen(ctx.database.engine, "before_cursor_execute", note)
    assert len(subscriptions(ctx)) == 5
    assert len(statements) == 1


# --- who sees which ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "count"), [(Role.USER, 1), (Role.BILLING_ADMIN, 3), (Role.COMPANY_ADMIN, 3)]
)
def test_users_see_what_they_own_and_administrators_all(
    ctx: Context, role: Role, count: int
) -> None:
    """In the list, in its sums, and in what needs attention."""
    ben = someone(ctx, role=role)
    soon = TODAY + 10 * DAY
    own = book(ctx, owner_id=ben.user_id, ends_on=soon, licences=4)
    book(ctx, ends_on=soon)
    book(ctx, owned=False)
    seen = as_person(ctx, ben)
    assert len(subscriptions(seen)) == count
    assert own in [row.id for row in subscriptions(seen)]
    assert unused(seen).subscriptions == count
    found = attention(seen)
    assert (found.ending, found.ownerless) == ((1, 0) if role is Role.USER else (2, 1))
    assert len(due_within(seen, 30)) == found.ending


def test_a_user_finds_nothing_that_somebody_else_owns(ctx: Context) -> None:
    """The sentence is the one for what is not there."""
    number = book(ctx)
    ben = as_person(ctx, someone(ctx))
    for ask in (subscription, history):
        with pytest.raises(NotFound) as refused:
            ask(ben, number)
        with pytest.raises(NotFound) as unknown:
            ask(ben, 999_999)
        assert refused.value.message == unknown.value.message


def test_another_company_has_its_own(ctx: Context) -> None:
    """Neither listed nor found."""
    number = book(ctx)
    stranger = add_member(
        ctx.database,
        add_company(ctx.database, "Nebenan AG"),
        "chef@nebenan.example",
        role=Role.COMPANY_ADMIN,
    )
    theirs = signed_in(ctx, stranger)
    assert subscriptions(theirs) == []
    with pytest.raises(NotFound):
        subscription(theirs, number)


def test_news_of_subscriptions_reach_those_who_see_them_all(ctx: Context) -> None:
    """A user reads in „Neuigkeiten“ what they did themselves."""
    boss = as_person(ctx, someone(ctx, "rea@muster.example", role=Role.BILLING_ADMIN))
    ben = someone(ctx)
    number = book(ctx, name="Nord")
    own = book(ctx, owner_id=ben.user_id, name="Süd")
    to_licences(ctx, number, 9)
    theirs = as_person(ctx, ben)
    to_licences(theirs, own, 9)
    by_ben = "Ben Huber hat die Zahl der Lizenzen von „Süd“ geändert"
    by_anna = "Anna Muster hat die Zahl der Lizenzen von „Nord“ geändert"
    assert [line.sentence() for line in feed(boss, Whose.ALL)] == [by_ben, by_anna]
    assert [line.sentence() for line in feed(theirs, Whose.ALL)] == [by_ben]


# --- sums and dates ---------------------------------------------------------------------------


def test_sums_are_those_of_what_runs(ctx: Context, anna: Person) -> None:
    """A month, and what of it nobody uses; what has ended counts for nothing."""
    first = book(ctx, licences=10)
    book(ctx, licences=3, unit_cents=1170, edition="Standard")
    book(ctx, licences=100, ends_on=TODAY - DAY, cancelled=True)
    give(ctx.database, first, anna)
    found = unused(ctx)
    assert (found.subscriptions, found.monthly_cents) == (2, 5_600 + 3_510)
    assert (found.unused, found.unused_cents) == (12, 9 * 560 + 3_510)
    assert attention(ctx).sums == found


def test_what_ends_soon_stands_in_the_order_of_its_last_day(ctx: Context) -> None:
    """Today and the last day count; the day after does not."""
    late = book(ctx, ends_on=TODAY + 30 * DAY)
    today = book(ctx, ends_on=TODAY)
    book(ctx, ends_on=TODAY + 31 * DAY)
    book(ctx)
    assert [row.id for row in due_within(ctx, 30)] == [today, late]
    assert attention(ctx).ending == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-11-22T22:59:59", "2026-11-22T23:00:00"),
        ("2027-06-30T21:59:59", "2027-06-30T22:00:00"),
    ],
    ids=["winter", "summer"],
)
def test_a_day_begins_in_berlin(
    ctx: Context, anna: Person, clock: Clock, before: str, after: str
) -> None:
    """An hour, or two, before it does in UTC."""
    number = book(ctx, ends_on=date.fromisoformat(before[:10]))
    row = shown(at_moment(ctx, anna, clock, before), number)
    assert row.state is SubscriptionState.EXPIRING
    ctx = at_moment(ctx, anna, clock, after)
    assert shown(ctx, number).state is SubscriptionState.ENDED
    assert unused(ctx).subscriptions == 0


# --- the page of one --------------------------------------------------------------------------


def test_the_page_of_one_says_what_comes_next_and_what_it_can_become(ctx: Context) -> None:
    """Up at once, down with the next term; the add-on can be booked to it."""
    number = book(ctx, edition="Standard", unit_cents=1170, licences=10, starts_on=date(2026, 3, 1))
    page = subscription(ctx, number)
    assert page.row == shown(ctx, number)
    assert page.next_charge is not None
    assert (page.next_charge.due_on, page.next_charge.amount.net) == (date(2026, 12, 1), 11_700)
    assert page.end_if_cancelled == date(2027, 2, 28)
    told = [(one.name, one.unit_cents, one.upgrade, one.from_on) for one in page.choices]
    assert told == [
        ("Basic", 560, False, date(2027, 3, 1)),
        ("Premium", 2060, True, TODAY),
    ]
    assert [(one.name, one.unit_cents, one.max_licences) for one in page.may_add] == [
        ("Copilot", 2810, 10)
    ]


def test_an_add_on_names_what_it_extends_and_the_other_way_round(ctx: Context) -> None:
    """It cannot become another edition, and is offered no second time."""
    number = book(ctx, licences=10)
    more = add_on(ctx, number, licences=4)
    page = subscription(ctx, number)
    assert [row.id for row in page.add_ons] == [more]
    assert page.may_add == ()
    other = subscription(ctx, more)
    assert (other.base, other.row.is_add_on) == (shown(ctx, number), True)
    assert (other.choices, other.may_add) == ((), ())


def test_a_user_is_not_shown_what_somebody_else_booked_to_theirs(ctx: Context) -> None:
    """Nor what their own add-on extends, unless they own that."""
    ben = someone(ctx)
    base = book(ctx, owner_id=ben.user_id)
    foreign = book(ctx)
    add_on(ctx, base)
    own = add_on(ctx, foreign, owner_id=ben.user_id)
    seen = as_person(ctx, ben)
    assert subscription(seen, base).add_ons == ()
    assert subscription(seen, own).base is None


def test_what_has_ended_can_become_nothing_more(ctx: Context) -> None:
    """And nothing is charged for it any more."""
    number = book(ctx, ends_on=TODAY - DAY, starts_on=TODAY - 365 * DAY)
    page = subscription(ctx, number)
    assert (page.choices, page.may_add, page.next_charge) == ((), (), None)


def test_the_past_is_told_newest_first_and_in_parts(ctx: Context, anna: Person) -> None:
    """Each line with who, what, and from what to what."""
    number = book(ctx)
    for name in ("Nord", "Süd", ""):
        rename(ctx, shown(ctx, number), name)
    newest, *older = subscription(ctx, number).history
    assert (newest.title, newest.actor) == ("Abonnement-Name geändert", anna.name)
    assert newest.details == ("Abonnement-Name: Süd → –",)
    assert history(ctx, number, before=newest.id) == older
    assert history(ctx, number, limit=1) == [newest]
