"""Lines of „Produkte“: what they are called, what they cost a month, and when they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.subscription_history import HISTORY_TITLES, Names, SubscriptionEvent
from tcm_tui.domain.subscription_news import SUBSCRIPTION_NEWS, about_subscriptions
from tcm_tui.domain.subscription_rows import SubscriptionRow, Sums
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.domain.terms import Span

TODAY: Final = date(2026, 11, 22)
ROW: Final = SubscriptionRow(
    id=1,
    product_id=1,
    product="Microsoft 365 Business",
    provider="Microsoft",
    edition_id=1,
    edition="Basic",
    name="",
    licences=3,
    used=1,
    unit_cents=6_725,
    charging=Charging.YEARLY,
    term_months=12,
    starts_on=date(2026, 3, 1),
    trial_until=None,
    term=Span(date(2026, 3, 1), date(2027, 2, 28)),
    ends_on=None,
    state=SubscriptionState.ACTIVE,
    owner_id=None,
    owner="",
    is_add_on=False,
    base_id=None,
    planned=None,
    planned_from=None,
    version=1,
)


def test_a_line_is_called_by_its_name_else_by_its_title() -> None:
    """In full by both."""
    named = replace(ROW, name="Nord")
    assert (ROW.label, ROW.full_name) == (ROW.title, ROW.title)
    assert (named.label, named.full_name) == ("Nord", "Microsoft 365 Business Basic – Nord")
    assert replace(ROW, edition="").title == "Microsoft 365 Business"


def test_a_month_is_rounded_once() -> None:
    """3 × 67,25 € a year are 16,81 € a month, not three times 5,60 €."""
    assert (ROW.monthly_cents, ROW.unit_monthly_cents, ROW.unused_cents) == (1_681, 560, 1_121)


def test_a_trial_is_over_with_its_last_day() -> None:
    """Then the term is another one."""
    until = date(2026, 3, 30)
    trial = replace(ROW, trial_until=until, term=Span(ROW.starts_on, until))
    assert (trial.in_trial, trial.monthly_cents) == (True, 0)
    paid = replace(trial, term=Span(date(2026, 3, 31), date(2027, 3, 30)))
    assert (paid.in_trial, paid.monthly_cents) == (False, 1_681)


@pytest.mark.parametrize(("days", "near"), [(0, True), (30, True), (31, False), (-1, False)])
def test_an_end_is_near_from_today_to_that_day(days: int, near: bool) -> None:
    """Both days count; of what renews itself only the term ends."""
    last = TODAY + timedelta(days=days)
    ending = replace(ROW, ends_on=last, term=Span(ROW.starts_on, last))
    assert ending.ends_within(TODAY, 30) is near
    assert ending.term_ends_within(TODAY, 30) is near
    renewed = replace(ending, ends_on=None)
    assert renewed.ends_within(TODAY, 30) is False
    assert renewed.term_ends_within(TODAY, 30) is near


def test_sums_leave_out_what_has_ended() -> None:
    """And are sums of what the lines say."""
    gone = replace(ROW, state=SubscriptionState.ENDED)
    assert Sums.of([ROW, ROW, gone]) == Sums(2, 3_362, 4, 2_242)
    assert Sums.of([]) == Sums()


# --- the past ---------------------------------------------------------------------------------


def event(
    action: AuditAction, *changes: tuple[str, str | None, str | None], **names: dict[str, str]
) -> SubscriptionEvent:
    """A line of the past."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return SubscriptionEvent(1, at, action, "Anna Muster", changes, Names(**names))


@pytest.mark.parametrize("action", HISTORY_TITLES)
def test_every_kind_of_event_has_a_title(action: AuditAction) -> None:
    """Also without any detail."""
    assert event(action).title
    assert event(action).details == ()


@pytest.mark.parametrize("action", SUBSCRIPTION_NEWS)
def test_every_kind_of_news_stands_in_the_past_of_its_subscription(action: AuditAction) -> None:
    """And has a sentence of one, and of many."""
    assert action in HISTORY_TITLES
    assert "{subject}" in about_subscriptions(action, 1)
    assert about_subscriptions(action, 12)


def test_days_people_and_editions_are_told_by_name() -> None:
    """In the order of the fields, whatever order they were written in."""
    found = event(
        AuditAction.SUBSCRIPTION_EDITION_PLANNED,
        ("from_on", None, "2027-03-01"),
        ("edition", "2", "1"),
        edition={"1": "Basic", "2": "Standard"},
    )
    assert found.details == ("Edition: Standard → Basic", "gilt ab 01.03.2027")
    handed = event(
        AuditAction.SUBSCRIPTION_OWNER_CHANGED, ("owner", None, "7"), owner={"7": "Derya Çelik"}
    )
    assert handed.details == ("Inhaber: – → Derya Çelik",)


def test_what_is_no_longer_known_is_told_as_it_can_be() -> None:
    """An erased person by nothing; what is no day as it was written."""
    gone = event(AuditAction.SUBSCRIPTION_OWNER_CHANGED, ("owner", "7", "8"))
    assert gone.details == ("Inhaber: – → –",)
    odd = event(AuditAction.SUBSCRIPTION_CANCELLED, ("ends_on", None, "[b]bald"))
    assert odd.details == ("Ende: – → [b]bald",)
    assert event(AuditAction.SUBSCRIPTION_RENAMED, ("unheard", "1", "2")).details == ()
