"""More and fewer licences, up and down, and another name: what it costs and what bounds it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from tcm_tui.data.models import Edition, Price, Product
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import Invalid, NotFound
from tcm_tui.domain.mail import MailKind
from tcm_tui.domain.order_drafts import NAME_MAX
from tcm_tui.domain.subscription_changes import PreviewMoved, SubscriptionChanged
from tcm_tui.services.subscription_changes import (
    keep_edition,
    preview_edition,
    preview_licences,
    rename,
    set_edition,
    set_licences,
)
from tcm_tui.services.subscriptions import subscription
from tests.builders import everything
from tests.market import PREMIUM, STANDARD, TODAY, EditionFacts, add_product, edition_ids, give

from .inviting import journal, mails
from .subscribed import (
    add_on,
    as_person,
    at_moment,
    book,
    office,
    phases,
    shown,
    someone,
    stored,
    to_edition,
    to_licences,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.services.context import Context
    from tests.builders import Clock, Person

DAY = timedelta(days=1)
MARCH = date(2026, 3, 1)
"""Of a year's term from then on, 9 of the 30 days of November are left on the 22nd."""


# --- the name ---------------------------------------------------------------------------------


def test_a_name_is_given_changed_and_taken_away(ctx: Context) -> None:
    """Cleaned as it is stored; each step is told once, and beside the journal."""
    number = book(ctx)
    assert rename(ctx, shown(ctx, number), "  Vertrieb\tNord ").name == "Vertrieb Nord"
    assert stored(ctx, number).sort_name == "vertrieb nord"
    assert rename(ctx, shown(ctx, number), "Süd").label == "Süd"
    assert rename(ctx, shown(ctx, number), " ").label == "Microsoft 365 Business Basic"
    assert len(journal(ctx, AuditAction.SUBSCRIPTION_RENAMED)) == 3
    assert all(entry.changes == {} for entry in journal(ctx, AuditAction.SUBSCRIPTION_RENAMED))
    told = [one.details for one in subscription(ctx, number).history]
    assert told[-1] == ("Abonnement-Name: – → Vertrieb Nord",)


def test_the_same_name_is_no_change(ctx: Context) -> None:
    """Nothing is written down."""
    number = book(ctx, name="Nord")
    before = everything(ctx)
    assert rename(ctx, shown(ctx, number), "Nord ").name == "Nord"
    assert everything(ctx) == before


def test_a_name_that_is_too_long_is_refused_at_its_field(ctx: Context) -> None:
    """And what it had stays."""
    number = book(ctx, name="Nord")
    with pytest.raises(Invalid) as refused:
        rename(ctx, shown(ctx, number), "x" * (NAME_MAX + 1))
    assert refused.value.field == "name"
    assert shown(ctx, number).name == "Nord"


def test_h1_a_name_that_somebody_else_gave_is_not_written_over(ctx: Context) -> None:
    """Who it was is told, and what stands now; other changes are in nobody's way."""
    number = book(ctx)
    seen = shown(ctx, number)
    ben = someone(ctx)
    give(ctx.database, number, ben)
    to_licences(ctx, number, 9)
    assert rename(ctx, seen, "Nord").name == "Nord"
    with pytest.raises(SubscriptionChanged) as refused:
        rename(ctx, seen, "Süd")
    assert (refused.value.theirs.name, refused.value.who) == ("Nord", "Anna Muster")
    assert "Anna Muster" in refused.value.message


# --- licences ---------------------------------------------------------------------------------


def test_more_licences_cost_the_days_that_are_left(ctx: Context) -> None:
    """9 of 30 days of 15 × 5,60 €; from the next period on 25 × 5,60 €."""
    number = book(ctx, licences=10, starts_on=MARCH)
    seen = preview_licences(ctx, number, 25)
    assert (seen.from_on, seen.rest.days, seen.rest.last) == (TODAY, 9, date(2026, 11, 30))
    assert (seen.now.net, seen.now.vat, seen.now.gross) == (2_520, 479, 2_999)
    assert seen.next_charge is not None
    assert (seen.next_charge.due_on, seen.next_charge.amount.net) == (date(2026, 12, 1), 14_000)
    row = set_licences(ctx, seen)
    assert (row.licences, row.monthly_cents) == (25, 14_000)
    assert phases(ctx, number) == [("2026-03-01", 10, 560), ("2026-11-22", 25, 560)]


def test_fewer_licences_give_the_days_back(ctx: Context) -> None:
    """To the cent what as many more would have cost."""
    number = book(ctx, licences=25, starts_on=MARCH)
    more = preview_licences(ctx, number, 40).now.net
    fewer = preview_licences(ctx, number, 10)
    assert (fewer.now.net, more) == (-2_520, 2_520)
    assert set_licences(ctx, fewer).licences == 10


def test_up_and_down_again_on_one_day_costs_nothing(ctx: Context) -> None:
    """However often."""
    number = book(ctx, licences=7, starts_on=MARCH)
    paid = 0
    for licences in (13, 8, 22, 7):
        seen = preview_licences(ctx, number, licences)
        paid += seen.now.net
        set_licences(ctx, seen)
    assert paid == 0


def test_a_preview_changes_nothing(ctx: Context) -> None:
    """Nor does setting what there is already."""
    number = book(ctx, licences=10)
    before = everything(ctx)
    seen = preview_licences(ctx, number, 10)
    assert (seen.changes_licences, seen.now.net) == (False, 0)
    assert set_licences(ctx, seen).licences == 10
    preview_licences(ctx, number, 11)
    assert everything(ctx) == before


def test_never_fewer_than_are_assigned(ctx: Context, anna: Person) -> None:
    """The sentence says how many, and what to do."""
    number = book(ctx, licences=10)
    ben = someone(ctx)
    give(ctx.database, number, anna, ben)
    with pytest.raises(Invalid) as refused:
        preview_licences(ctx, number, 1)
    assert refused.value.field == "licences"
    assert refused.value.message == (
        "2 Lizenzen sind zugewiesen; weniger als 2 geht erst, wenn Sie welche freigeben."
    )
    assert to_licences(ctx, number, 2).free == 0


def test_seats_that_were_taken_since_the_preview_refuse_it(ctx: Context, anna: Person) -> None:
    """Nothing is written, no mail leaves."""
    number = book(ctx, licences=10)
    seen = preview_licences(ctx, number, 1)
    give(ctx.database, number, anna, someone(ctx))
    before = everything(ctx)
    with pytest.raises(Invalid, match="2 Lizenzen sind zugewiesen"):
        set_licences(ctx, seen)
    assert everything(ctx) == before


def _most(ctx: Context, **values: int) -> None:
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Edition).values(**values))


@pytest.mark.parametrize(
    ("licences", "sentence"),
    [
        (0, "Von Microsoft 365 Business Basic braucht es mindestens 2 Lizenzen."),
        (1, "Von Microsoft 365 Business Basic braucht es mindestens 2 Lizenzen."),
        (31, "Von Microsoft 365 Business Basic sind höchstens 30 Lizenzen möglich."),
    ],
)
def test_an_edition_bounds_its_licences(ctx: Context, licences: int, sentence: str) -> None:
    """Both ways."""
    number = book(ctx, licences=10)
    _most(ctx, min_licences=2, max_licences=30)
    with pytest.raises(Invalid) as refused:
        preview_licences(ctx, number, licences)
    assert (refused.value.field, refused.value.message) == ("licences", sentence)


def test_a_cap_counts_all_editions_of_a_product(ctx: Context) -> None:
    """Add-ons and what has ended aside; fewer are never refused."""
    product = office(ctx.database, licence_cap=300)
    number = book(ctx, product=product, licences=40)
    other = book(ctx, product=product, licences=250, edition="Premium", unit_cents=2060)
    add_on(ctx, number, licences=20)
    book(ctx, product=product, licences=200, ends_on=TODAY - DAY)
    with pytest.raises(Invalid) as refused:
        preview_licences(ctx, number, 51)
    assert refused.value.message == (
        "Von Microsoft 365 Business sind höchstens 300 Lizenzen möglich; Sie haben 290."
    )
    assert to_licences(ctx, number, 50).licences == 50
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Product).values(licence_cap=100))
    assert to_licences(ctx, other, 200).licences == 200


def test_an_add_on_has_no_more_than_what_it_extends(ctx: Context) -> None:
    """And that one no fewer than its add-on."""
    number = book(ctx, licences=10, name="Nord")
    more = add_on(ctx, number, licences=8)
    with pytest.raises(Invalid) as refused:
        preview_licences(ctx, more, 11)
    assert refused.value.message == "Höchstens 10: so viele Lizenzen hat Nord."
    with pytest.raises(Invalid) as refused:
        preview_licences(ctx, number, 7)
    assert refused.value.message == (
        "Dazu gehört Microsoft 365 Business Copilot mit 8 Lizenzen. Verringern Sie zuerst diese."
    )
    assert to_licences(ctx, more, 10).licences == 10


def test_prices_stay_as_they_were_booked(ctx: Context) -> None:
    """Also of licences that are added after the catalogue became dearer."""
    number = book(ctx, licences=10, starts_on=MARCH)
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Price).values(cents=99_900))
    assert to_licences(ctx, number, 20).monthly_cents == 11_200


def test_a_trial_costs_nothing_however_many_there_are(ctx: Context) -> None:
    """Until it is over: then the first period is charged in full."""
    until = TODAY + 20 * DAY
    number = book(ctx, licences=5, starts_on=TODAY - 9 * DAY, trial_until=until)
    seen = preview_licences(ctx, number, 50)
    assert seen.now.net == 0
    assert seen.next_charge is not None
    assert (seen.next_charge.due_on, seen.next_charge.amount.net) == (until + DAY, 28_000)


def test_h1_what_was_seen_is_what_is_agreed_to(ctx: Context, anna: Person, clock: Clock) -> None:
    """A preview of yesterday names yesterday's amount: the new one is told instead."""
    number = book(ctx, licences=10, starts_on=MARCH)
    seen = preview_licences(ctx, number, 25)
    tomorrow = at_moment(ctx, anna, clock, "2026-11-23T09:00:00")
    before = everything(tomorrow)
    with pytest.raises(PreviewMoved) as refused:
        set_licences(tomorrow, seen)
    assert refused.value.now.rest.days == 8
    assert everything(tomorrow) == before
    assert set_licences(tomorrow, refused.value.now).licences == 25


def test_h1_licences_that_somebody_else_changed_meanwhile_are_told(ctx: Context) -> None:
    """25 from 10 on is another amount than 25 from 12 on."""
    number = book(ctx, licences=10, starts_on=MARCH)
    seen = preview_licences(ctx, number, 25)
    to_licences(ctx, number, 12)
    with pytest.raises(PreviewMoved) as refused:
        set_licences(ctx, seen)
    assert refused.value.now.before.licences == 12
    assert shown(ctx, number).licences == 12


@pytest.mark.parametrize(
    "ask",
    [
        lambda ctx, number: preview_licences(ctx, number, 6),
        lambda ctx, number: preview_edition(ctx, number, _edition(ctx, "Premium")),
        lambda ctx, number: keep_edition(ctx, shown(ctx, number)),
    ],
)
def test_what_has_ended_is_changed_no_more(
    ctx: Context, ask: Callable[[Context, int], object]
) -> None:
    """The sentence says since when."""
    number = book(ctx, ends_on=TODAY - DAY)
    with pytest.raises(Invalid, match=r"seit 21\.11\.2026 beendet"):
        ask(ctx, number)


# --- the edition ------------------------------------------------------------------------------


def _edition(ctx: Context, name: str) -> int:
    return edition_ids(ctx.database, office(ctx.database))[name]


def test_an_upgrade_holds_at_once_and_costs_the_days_that_are_left(ctx: Context) -> None:
    """9 of 30 days of 10 × 11,70 € against those of 10 × 5,60 €."""
    number = book(ctx, licences=10, starts_on=MARCH)
    seen = preview_edition(ctx, number, _edition(ctx, "Standard"))
    assert (seen.edition_before, seen.edition_after) == ("Basic", "Standard")
    assert (seen.from_on, seen.changes_edition, seen.now.net) == (TODAY, True, 3_510 - 1_680)
    row = set_edition(ctx, seen)
    assert (row.edition, row.planned, row.monthly_cents) == ("Standard", None, 11_700)


def test_a_downgrade_waits_for_the_end_of_the_term(
    ctx: Context, anna: Person, clock: Clock
) -> None:
    """Until then everything stays; on the day after it holds by itself."""
    number = book(ctx, edition="Premium", unit_cents=2060, licences=10, starts_on=MARCH)
    seen = preview_edition(ctx, number, _edition(ctx, "Basic"))
    assert (seen.from_on, seen.now.net) == (date(2027, 3, 1), 0)
    assert seen.next_charge is not None
    assert (seen.next_charge.due_on, seen.next_charge.amount.net) == (date(2027, 3, 1), 5_600)
    row = set_edition(ctx, seen)
    assert (row.edition, row.monthly_cents, row.planned) == ("Premium", 20_600, "Basic")
    late = at_moment(ctx, anna, clock, "2027-02-28T22:59:59")
    assert shown(late, number).edition == "Premium"
    over = at_moment(ctx, anna, clock, "2027-02-28T23:00:00")  # 1 March in Berlin
    row = shown(over, number)
    assert (row.edition, row.planned, row.monthly_cents) == ("Basic", None, 5_600)


def test_licences_that_change_before_a_planned_edition_go_into_it(ctx: Context) -> None:
    """Else the next term would begin with as many as when it was planned."""
    number = book(ctx, edition="Premium", unit_cents=2060, licences=10, starts_on=MARCH)
    to_edition(ctx, number, "Basic")
    to_licences(ctx, number, 12)
    assert phases(ctx, number)[-1] == ("2027-03-01", 12, 560)
    assert shown(ctx, number).planned == "Basic"


def test_a_planned_edition_bounds_the_licences_too(ctx: Context) -> None:
    """It could not begin otherwise."""
    product = add_product(
        ctx.database,
        "Enge",
        editions=[EditionFacts("S", 100, max_licences=10), EditionFacts("L", 900)],
    )
    number = book(ctx, product=product, edition="L", unit_cents=900, licences=8)
    to_edition(ctx, number, "S")
    with pytest.raises(Invalid, match="Von Enge S sind höchstens 10 Lizenzen möglich"):
        preview_licences(ctx, number, 11)
    keep_edition(ctx, shown(ctx, number))
    assert to_licences(ctx, number, 11).licences == 11


def test_a_plan_is_given_up(ctx: Context) -> None:
    """By whoever sees it; once."""
    number = book(ctx, edition="Premium", unit_cents=2060)
    planned = to_edition(ctx, number, "Basic")
    row = keep_edition(ctx, planned)
    assert (row.planned, phases(ctx, number)) == (None, [("2026-08-24", 5, 2060)])
    with pytest.raises(Invalid, match="keine andere Edition vorgemerkt"):
        keep_edition(ctx, planned)


def test_h1_a_plan_that_became_another_is_not_given_up_unseen(ctx: Context) -> None:
    """Somebody chose „Standard“ meanwhile."""
    number = book(ctx, edition="Premium", unit_cents=2060)
    seen = to_edition(ctx, number, "Basic")
    to_edition(ctx, number, "Standard")
    with pytest.raises(SubscriptionChanged) as refused:
        keep_edition(ctx, seen)
    assert refused.value.theirs.planned == "Standard"


@pytest.mark.parametrize(
    ("wanted", "edition", "planned"), [("Basic", "Standard", "Basic"), ("Premium", "Premium", None)]
)
def test_another_choice_takes_the_place_of_a_plan(
    ctx: Context, wanted: str, edition: str, planned: str | None
) -> None:
    """Be it down as well, or up; the preview names what is given up."""
    product = add_product(
        ctx.database,
        "Viererlei",
        editions=[EditionFacts("Mini", 100), EditionFacts("Basic", 560), STANDARD, PREMIUM],
    )
    number = book(ctx, product=product, edition="Standard", unit_cents=1170)
    to_edition(ctx, number, "Mini")
    seen = preview_edition(ctx, number, edition_ids(ctx.database, product)[wanted])
    assert seen.drops_plan == "Mini"
    row = set_edition(ctx, seen)
    assert (row.edition, row.planned) == (edition, planned)


def test_what_is_planned_already_is_no_choice(ctx: Context) -> None:
    """Since nothing would change."""
    number = book(ctx, edition="Standard", unit_cents=1170)
    to_edition(ctx, number, "Basic")
    with pytest.raises(Invalid, match=r"schon für den 24\.08\.2027 vorgemerkt"):
        preview_edition(ctx, number, _edition(ctx, "Basic"))


def test_an_edition_that_cannot_be_chosen_says_why(ctx: Context) -> None:
    """Too few licences in it; and the page says the same."""
    product = add_product(
        ctx.database,
        "Enge",
        editions=[EditionFacts("S", 100, max_licences=5), EditionFacts("L", 900)],
    )
    number = book(ctx, product=product, edition="L", unit_cents=900, licences=8)
    small = edition_ids(ctx.database, product)["S"]
    with pytest.raises(Invalid) as refused:
        preview_edition(ctx, number, small)
    assert refused.value.field == "edition"
    assert refused.value.message == "Von Enge S sind höchstens 5 Lizenzen möglich."
    (choice,) = subscription(ctx, number).choices
    assert choice.hindrance == refused.value.message


def test_nothing_is_planned_behind_the_end(ctx: Context) -> None:
    """A cancelled one never becomes anything less."""
    number = book(ctx, edition="Premium", unit_cents=2060, ends_on=date(2027, 8, 23))
    with pytest.raises(Invalid, match=r"erst am 24\.08\.2027 möglich"):
        preview_edition(ctx, number, _edition(ctx, "Basic"))


@pytest.mark.parametrize("name", ["Basic", "Copilot"])
def test_what_it_is_already_and_add_ons_are_no_choice(ctx: Context, name: str) -> None:
    """As little as an edition of another product."""
    number = book(ctx)
    with pytest.raises(NotFound):
        preview_edition(ctx, number, _edition(ctx, name))
    other = add_product(ctx.database, "Zoom")
    with pytest.raises(NotFound):
        preview_edition(ctx, number, edition_ids(ctx.database, other)["Standard"])


def test_what_is_offered_no_longer_is_no_choice_but_goes_on(ctx: Context) -> None:
    """More licences of it can be had still."""
    number = book(ctx, licences=5)
    standard = _edition(ctx, "Standard")
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Product).values(offered=False))
    assert subscription(ctx, number).choices == ()
    with pytest.raises(NotFound):
        preview_edition(ctx, number, standard)
    assert to_licences(ctx, number, 6).title == "Microsoft 365 Business Basic"


def test_h1_a_price_that_moved_is_not_agreed_to(ctx: Context) -> None:
    """The new one is told instead."""
    number = book(ctx, licences=10, starts_on=MARCH)
    seen = preview_edition(ctx, number, _edition(ctx, "Standard"))
    with ctx.database.transaction(writing=True) as session:
        session.execute(update(Price).where(Price.cents == 1170).values(cents=1270))
    before = everything(ctx)
    with pytest.raises(PreviewMoved) as refused:
        set_edition(ctx, seen)
    assert refused.value.now.after.unit_cents == 1270
    assert everything(ctx) == before


def test_a_yearly_price_is_weighed_over_its_year(ctx: Context) -> None:
    """99 of the 365 days that are paid."""
    number = book(ctx, licences=10, starts_on=MARCH, charging=Charging.YEARLY, unit_cents=5_600)
    seen = preview_edition(ctx, number, _edition(ctx, "Standard"))
    assert (seen.rest.days, seen.now.net) == (99, 31_734 - 15_189)


# --- who is told ------------------------------------------------------------------------------


def test_the_owner_and_whoever_did_it_are_told(ctx: Context, anna: Person) -> None:
    """One mail each; one person gets one."""
    ben = someone(ctx)
    number = book(ctx, owner_id=ben.user_id, licences=10, starts_on=MARCH, name="Nord")
    to_licences(ctx, number, 25)
    found = mails(ctx)
    assert [mail.kind for mail in found] == [MailKind.SUBSCRIPTION_CHANGED] * 2
    assert {mail.recipient for mail in found} == {anna.email, ben.email}
    values = found[0].values
    assert (values["what"], values["old"], values["new"]) == ("licences", "10", "25")
    assert (values["due_now_cents"], values["monthly_cents"]) == ("2520", "14000")
    assert values["subscription"] == "Microsoft 365 Business Basic – Nord"
    to_edition(as_person(ctx, ben), number, "Standard")
    (mail,) = mails(ctx)[2:]
    assert (mail.recipient, mail.values["old"]) == (ben.email, "Microsoft 365 Business Basic")
    assert mail.values["from_on"] == "2026-11-22"


def test_a_name_is_nobodys_mail(ctx: Context) -> None:
    """It costs nothing and is seen in the list."""
    number = book(ctx)
    rename(ctx, shown(ctx, number), "Nord")
    assert mails(ctx) == []


def test_the_past_tells_what_was_changed_by_names(ctx: Context) -> None:
    """Not by numbers."""
    number = book(ctx, edition="Standard", unit_cents=1170, licences=10)
    to_licences(ctx, number, 12)
    to_edition(ctx, number, "Basic")
    keep_edition(ctx, shown(ctx, number))
    told = [(one.title, one.details) for one in subscription(ctx, number).history]
    assert told == [
        ("Vorgemerkte Edition verworfen", ("Edition: Basic → Standard",)),
        ("Edition vorgemerkt", ("Edition: Standard → Basic", "gilt ab 24.08.2027")),
        ("Lizenzen geändert", ("Lizenzen: 10 → 12",)),
    ]


# --- whose it is ------------------------------------------------------------------------------


def test_a_user_changes_their_own_and_no_other(ctx: Context) -> None:
    """Name, licences and edition alike."""
    ben = someone(ctx)
    own, foreign = book(ctx, owner_id=ben.user_id), book(ctx)
    theirs = as_person(ctx, ben)
    assert rename(theirs, shown(theirs, own), "Meins").name == "Meins"
    assert to_licences(theirs, own, 6).licences == 6
    seen = shown(ctx, foreign)
    standard = _edition(ctx, "Standard")
    licences, edition = (
        preview_licences(ctx, foreign, 6),
        preview_edition(ctx, foreign, standard),
    )
    before = shown(ctx, foreign)
    for refused in (
        lambda: rename(theirs, seen, "Meins"),
        lambda: preview_licences(theirs, foreign, 6),
        lambda: set_licences(theirs, licences),
        lambda: preview_edition(theirs, foreign, standard),
        lambda: set_edition(theirs, edition),
        lambda: keep_edition(theirs, seen),
    ):
        with pytest.raises(NotFound):
            refused()
    assert shown(ctx, foreign) == before
