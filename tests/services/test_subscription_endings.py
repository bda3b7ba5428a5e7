"""Cancelling, not renewing, and thinking better of it: on which day, and with what else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.subscription_changes import SubscriptionChanged
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.services.subscription_changes import rename
from tcm_tui.services.subscription_endings import cancel, preview_cancel, set_renewal, take_back
from tcm_tui.services.subscriptions import subscription
from tests.builders import everything
from tests.market import TODAY

from .inviting import journal, mails
from .subscribed import add_on, as_person, at_moment, book, shown, someone, to_edition, to_licences

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.subscription_rows import SubscriptionRow
    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

DAY = timedelta(days=1)
MARCH = date(2026, 3, 1)
END = date(2027, 2, 28)


def no_renewal(ctx: Context, seen: SubscriptionRow) -> SubscriptionRow:
    """Let it run out."""
    return set_renewal(ctx, seen, on=False)


def renewal(ctx: Context, seen: SubscriptionRow) -> SubscriptionRow:
    """Let it not run out."""
    return set_renewal(ctx, seen, on=True)


@pytest.mark.parametrize(
    ("end", "back", "state"),
    [
        (cancel, take_back, SubscriptionState.CANCELLED),
        (no_renewal, renewal, SubscriptionState.EXPIRING),
    ],
    ids=["cancel", "renewal"],
)
def test_it_ends_with_its_term_and_that_can_be_taken_back(
    ctx: Context,
    end: Callable[[Context, SubscriptionRow], SubscriptionRow],
    back: Callable[[Context, SubscriptionRow], SubscriptionRow],
    state: SubscriptionState,
) -> None:
    """It costs the same until then, and afterwards all is as if nothing had been."""
    number = book(ctx, starts_on=MARCH)
    before = shown(ctx, number)
    assert subscription(ctx, number).end_if_cancelled == END
    row = end(ctx, before)
    assert (row.state, row.ends_on, row.monthly_cents) == (state, END, before.monthly_cents)
    row = back(ctx, row)
    assert (row.state, row.ends_on) == (SubscriptionState.ACTIVE, None)


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        ("2027-02-27T22:59:59", "2027-02-28"),  # the day before the last, still
        ("2027-02-27T23:00:00", "2028-02-29"),  # the last one, in Berlin: the next term is certain
        ("2027-02-28T23:00:00", "2028-02-29"),  # the first of that
    ],
)
def test_the_day_before_the_last_is_the_last_to_cancel(
    ctx: Context, anna: Person, clock: Clock, moment: str, last: str
) -> None:
    """Days are those of Berlin; 2028 is a leap year."""
    number = book(ctx, starts_on=MARCH)
    then = at_moment(ctx, anna, clock, moment)
    assert cancel(then, shown(then, number)).ends_on == date.fromisoformat(last)


@pytest.mark.parametrize(
    "days",
    [
        ("2026-08-31", "2026-09-15", "2026-09-29"),  # of 31 August to 29 September
        ("2026-08-31", "2026-10-01", "2026-10-30"),  # of 30 September on
        ("2027-01-31", "2027-02-10", "2027-02-27"),
        ("2028-01-31", "2028-02-10", "2028-02-28"),  # a leap year
        ("2028-02-29", "2028-03-01", "2028-03-28"),
    ],
)
def test_terms_of_a_month_end_where_months_do(
    ctx: Context, anna: Person, clock: Clock, days: tuple[str, str, str]
) -> None:
    """Always counted from the first day."""
    starts_on, today, last = map(date.fromisoformat, days)
    number = book(ctx, starts_on=starts_on, term_months=1)
    then = at_moment(ctx, anna, clock, f"{today}T12:00:00")
    assert cancel(then, shown(then, number)).ends_on == last


def test_a_trial_that_is_cancelled_never_costs_anything(ctx: Context) -> None:
    """It ends with its free days."""
    until = TODAY + 20 * DAY
    number = book(ctx, starts_on=TODAY - 9 * DAY, trial_until=until)
    row = cancel(ctx, shown(ctx, number))
    assert (row.ends_on, row.in_trial) == (until, True)
    assert subscription(ctx, number).next_charge is None


def test_what_is_cancelled_can_be_cancelled_no_more(ctx: Context) -> None:
    """Nor does a second Enter do anything."""
    number = book(ctx, starts_on=MARCH)
    seen = shown(ctx, number)
    row = cancel(ctx, seen)
    before = everything(ctx)
    with pytest.raises(Invalid, match=r"schon zum 28\.02\.2027 gekündigt"):
        cancel(ctx, row)
    with pytest.raises(SubscriptionChanged):
        cancel(ctx, seen)
    with pytest.raises(Invalid, match="zuerst die Kündigung zurück"):
        set_renewal(ctx, row, on=True)
    assert everything(ctx) == before


def test_a_preview_says_the_day_and_changes_nothing(ctx: Context) -> None:
    """It refuses what cancelling would."""
    number = book(ctx, starts_on=MARCH)
    before = everything(ctx)
    assert preview_cancel(ctx, shown(ctx, number)) == END
    assert everything(ctx) == before
    row = cancel(ctx, shown(ctx, number))
    with pytest.raises(Invalid, match=r"schon zum 28\.02\.2027 gekündigt"):
        preview_cancel(ctx, row)


def test_what_goes_on_has_nothing_to_be_taken_back(ctx: Context) -> None:
    """And renewing what renews itself is no change."""
    number = book(ctx)
    seen = shown(ctx, number)
    before = everything(ctx)
    with pytest.raises(Invalid, match="nicht gekündigt"):
        take_back(ctx, seen)
    assert set_renewal(ctx, seen, on=True) == seen
    assert everything(ctx) == before


def test_what_runs_out_can_be_cancelled_to_the_same_day(
    ctx: Context, anna: Person, clock: Clock
) -> None:
    """Also on its last day, when a new decision would come too late."""
    number = book(ctx, starts_on=MARCH)
    no_renewal(ctx, shown(ctx, number))
    then = at_moment(ctx, anna, clock, "2027-02-28T12:00:00")
    row = cancel(then, shown(then, number))
    assert (row.ends_on, row.state) == (END, SubscriptionState.CANCELLED)
    assert take_back(then, row).ends_on is None


@pytest.mark.parametrize("deed", [cancel, take_back, no_renewal, renewal])
def test_what_has_ended_stays_ended(
    ctx: Context, deed: Callable[[Context, SubscriptionRow], SubscriptionRow]
) -> None:
    """Since when is told."""
    number = book(ctx, ends_on=TODAY - DAY, cancelled=True)
    with pytest.raises(Invalid, match=r"seit 21\.11\.2026 beendet"):
        deed(ctx, shown(ctx, number))


def test_h1_an_end_that_somebody_else_decided_on_is_told(ctx: Context) -> None:
    """Who it was, and what stands now; other changes are in nobody's way."""
    number = book(ctx, starts_on=MARCH)
    seen = shown(ctx, number)
    rename(ctx, seen, "Nord")
    to_licences(ctx, number, 9)
    no_renewal(ctx, seen)
    with pytest.raises(SubscriptionChanged) as refused:
        cancel(ctx, seen)
    assert (refused.value.who, refused.value.theirs.ends_on) == ("Anna Muster", END)
    assert shown(ctx, number).state is SubscriptionState.EXPIRING


# --- add-ons ----------------------------------------------------------------------------------


def test_an_add_on_ends_with_what_it_extends(ctx: Context) -> None:
    """One that ended earlier by itself stays as it is, also when the rest comes back."""
    number = book(ctx, starts_on=MARCH)
    together = add_on(ctx, number, starts_on=date(2026, 6, 1))
    alone = add_on(ctx, number, starts_on=date(2026, 4, 1), term_months=1)
    cancel(ctx, shown(ctx, alone))
    first = shown(ctx, alone)
    row = cancel(ctx, shown(ctx, number))
    assert shown(ctx, together).ends_on == END
    assert shown(ctx, together).state is SubscriptionState.CANCELLED
    take_back(ctx, row)
    assert shown(ctx, together).ends_on is None
    assert shown(ctx, alone) == first


def test_an_add_on_that_was_let_run_out_to_the_same_day_stays_so(ctx: Context) -> None:
    """Nothing begins to cost again that nobody asked for."""
    number = book(ctx, starts_on=MARCH)
    alone = add_on(ctx, number, starts_on=MARCH)
    no_renewal(ctx, shown(ctx, alone))
    row = no_renewal(ctx, shown(ctx, number))
    renewal(ctx, row)
    assert shown(ctx, alone).ends_on == END
    assert shown(ctx, number).ends_on is None


def test_an_add_on_follows_from_running_out_to_cancelled_and_back(ctx: Context) -> None:
    """However the end of what it extends came about."""
    number = book(ctx, starts_on=MARCH)
    more = add_on(ctx, number, starts_on=MARCH)
    row = no_renewal(ctx, shown(ctx, number))
    row = cancel(ctx, row)
    assert shown(ctx, more).state is SubscriptionState.CANCELLED
    take_back(ctx, row)
    assert shown(ctx, more).state is SubscriptionState.ACTIVE


def test_an_add_on_that_was_booked_to_what_ends_goes_on_with_it(ctx: Context) -> None:
    """Nobody ever wanted it to end by itself."""
    number = book(ctx, starts_on=MARCH)
    row = cancel(ctx, shown(ctx, number))
    more = add_on(ctx, number, starts_on=TODAY, ends_on=END)
    take_back(ctx, row)
    assert shown(ctx, more).ends_on is None


def test_an_add_on_ends_by_itself_but_never_later(ctx: Context) -> None:
    """And cannot go on when what it extends does not."""
    number = book(ctx, starts_on=MARCH)
    more = add_on(ctx, number, starts_on=date(2026, 6, 1))
    row = cancel(ctx, shown(ctx, more))
    assert row.ends_on == date(2027, 5, 31)
    assert subscription(ctx, number).end_if_cancelled == END
    assert shown(ctx, number).ends_on is None
    row = take_back(ctx, row)
    cancel(ctx, shown(ctx, number))
    seen = shown(ctx, more)
    with pytest.raises(Invalid, match=r"endet am 28\.02\.2027"):
        take_back(ctx, seen)
    assert shown(ctx, more).ends_on == END


@pytest.mark.parametrize(
    ("alone", "state"),
    [(cancel, SubscriptionState.CANCELLED), (no_renewal, SubscriptionState.EXPIRING)],
    ids=["cancel", "renewal"],
)
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_an_add_on_keeps_the_later_end_that_it_was_given_by_itself(
    ctx: Context,
    alone: Callable[[Context, SubscriptionRow], SubscriptionRow],
    state: SubscriptionState,
    *,
    twice: bool,
) -> None:
    """What it extends was to end sooner, and does not: nobody took back the add-on's own end."""
    number = book(ctx, starts_on=MARCH)
    more = add_on(ctx, number, starts_on=date(2026, 6, 1))
    alone(ctx, shown(ctx, more))
    row = no_renewal(ctx, shown(ctx, number)) if twice else shown(ctx, number)
    row = cancel(ctx, row)
    assert (shown(ctx, more).ends_on, shown(ctx, more).state) == (END, state)
    take_back(ctx, row)
    assert (shown(ctx, more).ends_on, shown(ctx, more).state) == (date(2027, 5, 31), state)


def test_an_add_on_that_was_to_end_and_then_not_follows_what_it_extends(ctx: Context) -> None:
    """The last that was said of it by itself counts."""
    number = book(ctx, starts_on=MARCH)
    more = add_on(ctx, number, starts_on=date(2026, 6, 1))
    take_back(ctx, cancel(ctx, shown(ctx, more)))
    take_back(ctx, cancel(ctx, shown(ctx, number)))
    assert shown(ctx, more).state is SubscriptionState.ACTIVE


def test_a_plan_waits_for_the_end_to_be_taken_back(ctx: Context) -> None:
    """It is neither told of nor lost meanwhile."""
    number = book(ctx, edition="Standard", unit_cents=1170, starts_on=MARCH)
    planned = to_edition(ctx, number, "Basic")
    row = cancel(ctx, planned)
    assert row.planned is None
    assert take_back(ctx, row).planned == "Basic"


# --- who is told ------------------------------------------------------------------------------


def test_the_owner_and_whoever_did_it_are_told(ctx: Context, anna: Person) -> None:
    """Of the end with its day, and that it goes on."""
    ben = someone(ctx)
    number = book(ctx, owner_id=ben.user_id, starts_on=MARCH)
    add_on(ctx, number, owner_id=ben.user_id)
    row = cancel(ctx, shown(ctx, number))
    found = mails(ctx)
    assert [mail.kind for mail in found] == [MailKind.SUBSCRIPTION_CANCELLED] * 2
    assert {mail.recipient for mail in found} == {anna.email, ben.email}
    assert found[0].values["ends_on"] == "2027-02-28"
    take_back(ctx, row)
    assert [mail.kind for mail in mails(ctx)[2:]] == [MailKind.SUBSCRIPTION_GOES_ON] * 2


def test_each_subscription_has_its_entry_and_its_line(ctx: Context) -> None:
    """The add-on's past tells of it, too."""
    number = book(ctx, starts_on=MARCH)
    more = add_on(ctx, number, starts_on=MARCH)
    cancel(ctx, shown(ctx, number))
    entries = journal(ctx, AuditAction.SUBSCRIPTION_CANCELLED)
    assert [entry.subject_id for entry in entries] == [number, more]
    (line,) = subscription(ctx, more).history
    assert (line.title, line.details) == ("Gekündigt", ("Ende: – → 28.02.2027",))


@pytest.mark.parametrize("deed", [cancel, take_back, no_renewal, renewal])
def test_a_user_ends_their_own_and_no_other(
    ctx: Context, deed: Callable[[Context, SubscriptionRow], SubscriptionRow]
) -> None:
    """What is somebody else's is not there."""
    number = book(ctx)
    ben = as_person(ctx, someone(ctx))
    seen = shown(ctx, number)
    with pytest.raises(NotFound):
        deed(ben, seen)
    assert shown(ctx, number) == seen
