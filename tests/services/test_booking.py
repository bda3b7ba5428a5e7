"""Beginning a booking, going on with it, giving it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tcm_tui.data import orders as queries
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.booking import BookingChanged, BookingClosed
from tcm_tui.domain.booking_wish import BookingWish
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import Invalid, NotFound, Stale
from tcm_tui.domain.order_drafts import add_on_field
from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.permissions import Role
from tcm_tui.services.booking import begin, begun, booking, discard, revise
from tests.builders import Clock, add_company, add_member, everything, signed_in
from tests.market import add_product, add_subscription, edition_ids

from .inviting import journal
from .ordering import (
    NAME,
    Shop,
    booked,
    colleague,
    guest,
    lines_stored,
    open_shop,
    order,
    orders_stored,
    take_off,
)

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.builders import Person


@pytest.fixture
def shop(ctx: Context) -> Shop:
    """Something to book."""
    return open_shop(ctx)


# --- beginning --------------------------------------------------------------------------------


def test_a_booking_begins_with_what_was_chosen(ctx: Context, shop: Shop) -> None:
    """One licence, no name, and everything that the screen needs to go on."""
    found = begin(ctx, shop.wish(edition_id=shop.standard, term_months=24))
    assert (found.state, found.continued, found.may_place, found.may_pay) == (
        OrderState.OPEN,
        False,
        True,
        True,
    )
    assert found.title == f"{NAME} Standard"
    assert (found.draft.licences, found.draft.name, found.draft.trial) == (1, "", False)
    assert found.quote.recurring.net == 1170
    assert found.method is not None
    assert found.method.kind is PaymentKind.CREDIT_CARD
    assert found.quote.method_id == found.method.method_id
    assert [entry.subject_id for entry in journal(ctx, AuditAction.ORDER_BEGUN)] == [found.id]


def test_two_windows_go_on_with_the_same_booking(ctx: Context, shop: Shop) -> None:
    """What was typed stays; what was chosen anew holds."""
    first = booked(ctx, shop.wish(), licences=25, name="Vertrieb", add_ons=((shop.copilot, 3),))
    second = begin(ctx, shop.wish(edition_id=shop.premium, charging=Charging.YEARLY))
    assert (second.id, second.continued) == (first.id, True)
    assert second.draft == replace(
        first.draft, edition_id=shop.premium, charging=Charging.YEARLY, term_months=12
    )
    assert [line.edition_id for line in lines_stored(ctx)] == [shop.premium, shop.copilot]
    assert len(journal(ctx, AuditAction.ORDER_BEGUN)) == 1


def test_going_on_without_another_choice_changes_nothing(ctx: Context, shop: Shop) -> None:
    """Looking at it is no work on it."""
    first = booked(ctx, shop.wish(), licences=2)
    before = everything(ctx)
    assert begin(ctx, shop.wish()).version == first.version
    assert everything(ctx)["orders"] == before["orders"]


def test_what_no_longer_fits_to_the_choice_begins_anew(ctx: Context, shop: Shop) -> None:
    """An add-on that is offered no more does not keep anybody from going on."""
    booked(ctx, shop.wish(), licences=25, name="Vertrieb", add_ons=((shop.copilot, 3),))
    take_off(ctx, shop, shop.copilot)
    found = begin(ctx, shop.wish(edition_id=shop.standard))
    assert (found.draft.licences, found.draft.add_ons, found.draft.name) == (1, (), "Vertrieb")


def test_the_database_lets_nobody_begin_twice(
    ctx: Context, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the first one overlooked, it would be told in a sentence."""
    begin(ctx, shop.wish())
    before = everything(ctx)
    monkeypatch.setattr(queries, "open_order", lambda *_found: None)
    with pytest.raises(Stale, match="anderen Fenster"):
        begin(ctx, shop.wish())
    assert everything(ctx) == before


def test_everybody_has_a_booking_of_their_own(ctx: Context, shop: Shop) -> None:
    """What a colleague began is no business of others, administrators included."""
    mine = begin(ctx, shop.wish())
    derya = colleague(ctx)
    hers = begin(derya, shop.wish())
    assert hers.id != mine.id
    assert (hers.may_place, hers.may_pay) == (False, False)
    assert [row.id for row in begun(ctx)] == [mine.id]
    assert [row.id for row in begun(derya)] == [hers.id]
    for use_case, arguments in (
        (booking, (hers.id,)),
        (revise, (hers.id, hers.draft, hers.version)),
        (discard, (hers.id,)),
    ):
        with pytest.raises(NotFound):
            use_case(ctx, *arguments)


def test_guests_may_place_but_not_choose_how_it_is_paid(ctx: Context, shop: Shop) -> None:
    """They book by the active method."""
    found = begin(guest(ctx), shop.wish())
    assert (found.may_place, found.may_pay) == (True, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"edition_id": 999_999}, "edition_id"),
        ({"term_months": 1, "charging": Charging.YEARLY}, "term_months"),
    ],
)
def test_what_is_not_offered_cannot_be_begun(
    ctx: Context, shop: Shop, changes: dict[str, Any], field: str
) -> None:
    """Whatever stood in a list that was read earlier."""
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        begin(ctx, shop.wish(**changes))
    assert refused.value.field == field
    assert everything(ctx) == before


def test_neither_an_add_on_alone_nor_what_is_offered_no_more(ctx: Context, shop: Shop) -> None:
    """An add-on is booked to another edition."""
    with pytest.raises(Invalid) as refused:
        begin(ctx, shop.wish(edition_id=shop.copilot))
    assert refused.value.field == "edition_id"
    take_off(ctx, shop)
    with pytest.raises(Invalid) as refused:
        begin(ctx, shop.wish())
    assert refused.value.field == "edition_id"
    with pytest.raises(NotFound):
        begin(ctx, BookingWish(999_999, shop.basic))


def test_a_full_product_is_refused_with_the_numbers(ctx: Context, anna: Person) -> None:
    """The cap is over all editions together."""
    shop = open_shop(ctx, cap=6)
    add_subscription(ctx.database, anna.company_id, shop.product, owner_id=anna.user_id, licences=5)
    found = begin(ctx, shop.wish(edition_id=shop.standard))
    with pytest.raises(Invalid) as refused:
        revise(ctx, found.id, replace(found.draft, licences=2), found.version)
    assert refused.value.field == "licences"
    assert refused.value.message == (
        "Von Microsoft 365 Business sind höchstens 6 Lizenzen möglich; Sie haben 5."
    )


# --- going on ---------------------------------------------------------------------------------


def test_each_step_is_kept(ctx: Context, shop: Shop, clock: Clock) -> None:
    """Read again, it is what was typed, and the list shows it."""
    found = begin(ctx, shop.wish())
    clock.forward(minutes=5)
    typed = replace(
        found.draft, licences=25, name="  Vertrieb  Nord ", add_ons=((shop.copilot, 10),)
    )
    kept = revise(ctx, found.id, typed, found.version)
    assert kept.draft == replace(typed, name="Vertrieb Nord")
    assert booking(ctx, found.id) == kept
    assert kept.version > found.version
    (row,) = begun(ctx)
    assert (row.title, row.name, row.licences) == (f"{NAME} Basic", "Vertrieb Nord", 25)
    assert (row.changed_at, row.version) == (clock(), kept.version)


def test_the_newest_work_stands_first(ctx: Context, shop: Shop, clock: Clock) -> None:
    """Whatever was begun first."""
    first = begin(ctx, shop.wish())
    clock.forward(minutes=1)
    other = add_product(ctx.database, "Adobe Creative Cloud")
    second = begin(ctx, BookingWish(other, edition_ids(ctx.database, other)["Basic"]))
    assert [row.id for row in begun(ctx)] == [second.id, first.id]
    clock.forward(minutes=1)
    revise(ctx, first.id, replace(first.draft, licences=9), first.version)
    assert [row.id for row in begun(ctx)] == [first.id, second.id]


def test_h1_what_another_window_changed_is_not_written_over(ctx: Context, shop: Shop) -> None:
    """The refusal carries what stands now."""
    found = begin(ctx, shop.wish())
    revise(ctx, found.id, replace(found.draft, licences=7), found.version)
    with pytest.raises(BookingChanged) as refused:
        revise(ctx, found.id, replace(found.draft, licences=8), found.version)
    assert refused.value.now.draft.licences == 7
    assert booking(ctx, found.id).draft.licences == 7


def test_the_same_typed_in_both_windows_is_no_conflict(ctx: Context, shop: Shop) -> None:
    """Nothing would be lost."""
    found = begin(ctx, shop.wish())
    wanted = replace(found.draft, licences=7)
    kept = revise(ctx, found.id, wanted, found.version)
    assert revise(ctx, found.id, wanted, found.version).version == kept.version


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"licences": 0}, "licences"),
        ({"licences": 301}, "licences"),
        ({"name": "x" * 81}, "name"),
        ({"term_months": 6}, "term_months"),
    ],
)
def test_a_broken_rule_is_told_at_its_field(
    ctx: Context, shop: Shop, typed: dict[str, Any], field: str
) -> None:
    """And nothing is kept of it."""
    found = booked(ctx, shop.wish(), licences=3)
    before = everything(ctx)
    with pytest.raises(Invalid) as refused:
        revise(ctx, found.id, replace(found.draft, **typed), found.version)
    assert refused.value.field == field
    assert everything(ctx) == before


def test_an_add_on_has_no_more_licences_than_what_it_extends(ctx: Context, shop: Shop) -> None:
    """The field is that of the add-on."""
    found = begin(ctx, shop.wish())
    typed = replace(found.draft, licences=3, add_ons=((shop.copilot, 4),))
    with pytest.raises(Invalid) as refused:
        revise(ctx, found.id, typed, found.version)
    assert refused.value.field == add_on_field(shop.copilot)
    assert "3" in refused.value.message


# --- giving up --------------------------------------------------------------------------------


def test_giving_up_is_done_once(ctx: Context, shop: Shop) -> None:
    """It is gone from the list; what comes then is another booking."""
    found = begin(ctx, shop.wish())
    discard(ctx, found.id)
    discard(ctx, found.id)
    assert begun(ctx) == []
    assert len(journal(ctx, AuditAction.ORDER_DISCARDED)) == 1
    with pytest.raises(BookingClosed) as refused:
        revise(ctx, found.id, found.draft, found.version)
    assert refused.value.state is OrderState.DISCARDED
    again = begin(ctx, shop.wish())
    assert (again.id != found.id, again.continued) == (True, False)


def test_what_was_bought_is_neither_changed_nor_given_up(ctx: Context, shop: Shop) -> None:
    """The other window is told, and by which order."""
    found = booked(ctx, shop.wish())
    order(ctx, shop.wish())
    for closed in (
        lambda: revise(ctx, found.id, replace(found.draft, licences=9), found.version),
        lambda: booking(ctx, found.id),
        lambda: discard(ctx, found.id),
    ):
        with pytest.raises(BookingClosed) as refused:
            closed()
        assert (refused.value.order_id, refused.value.state) == (found.id, OrderState.PLACED)


def test_d2_another_company_sees_none_of_it(ctx: Context, nobody: Context, shop: Shop) -> None:
    """Its bookings are not there, and it is on record that somebody asked."""
    found = begin(ctx, shop.wish())
    company = add_company(nobody.database, "Fremd GmbH")
    chief = add_member(nobody.database, company, "chef@fremd.example", role=Role.COMPANY_ADMIN)
    stranger = signed_in(nobody, chief)
    for use_case, arguments in (
        (booking, (found.id,)),
        (revise, (found.id, found.draft, found.version)),
        (discard, (found.id,)),
    ):
        with pytest.raises(NotFound):
            use_case(stranger, *arguments)
    assert len(journal(ctx, AuditAction.ACCESS_REFUSED)) == 3
    assert begun(stranger) == []
    assert [one.state for one in orders_stored(ctx)] == [OrderState.OPEN]


# --- an add-on to what runs -------------------------------------------------------------------


def base_of(ctx: Context, person: Person, shop: Shop, **facts: Any) -> int:  # noqa: ANN401 - any fact
    """A running subscription that an add-on can be booked to."""
    return add_subscription(
        ctx.database, person.company_id, shop.product, owner_id=person.user_id, **facts
    )


def test_an_add_on_has_the_term_of_what_it_is_booked_to(
    ctx: Context, anna: Person, shop: Shop
) -> None:
    """Whatever was wished for; and as many licences as that at most."""
    base = base_of(ctx, anna, shop, licences=5, term_months=24, charging=Charging.YEARLY)
    found = begin(ctx, shop.wish(edition_id=shop.copilot, base_id=base, term_months=1))
    assert found.base is not None
    assert (found.base.subscription_id, found.base.licences) == (base, 5)
    assert (found.draft.term_months, found.draft.charging) == (24, Charging.YEARLY)
    with pytest.raises(Invalid) as refused:
        revise(ctx, found.id, replace(found.draft, licences=6), found.version)
    assert refused.value.field == "licences"
    with pytest.raises(Invalid) as refused:
        revise(ctx, found.id, replace(found.draft, term_months=12), found.version)
    assert refused.value.field == "term_months"


def test_an_add_on_to_what_ends_ends_with_it(ctx: Context, anna: Person, shop: Shop) -> None:
    """Its last day is told before it is bought."""
    last = date(2027, 8, 23)
    base = base_of(ctx, anna, shop, ends_on=last)
    found = begin(ctx, shop.wish(edition_id=shop.copilot, base_id=base))
    assert found.quote.ends_on == last


def test_an_add_on_is_booked_once(ctx: Context, anna: Person, shop: Shop) -> None:
    """More licences of it are a change of the one that there is."""
    base = base_of(ctx, anna, shop)
    order(ctx, shop.wish(edition_id=shop.copilot, base_id=base), licences=2)
    with pytest.raises(Invalid) as refused:
        begin(ctx, shop.wish(edition_id=shop.copilot, base_id=base))
    assert refused.value.field == "edition_id"


def test_an_add_on_is_booked_to_what_one_may_change(ctx: Context, anna: Person, shop: Shop) -> None:
    """A user's own; never an add-on's, another product's, or what a guest would have to see."""
    base = base_of(ctx, anna, shop)
    other = add_product(ctx.database, "Adobe Creative Cloud")
    adobe = add_subscription(ctx.database, anna.company_id, other, owner_id=anna.user_id)
    wish = shop.wish(edition_id=shop.copilot, base_id=base)
    for who, wanted in (
        (colleague(ctx), wish),
        (guest(ctx), wish),
        (ctx, replace(wish, base_id=adobe)),
        (ctx, replace(wish, base_id=999_999)),
    ):
        with pytest.raises(NotFound):
            begin(who, wanted)


def test_a_booking_begun_for_something_else_begins_anew(
    ctx: Context, anna: Person, shop: Shop
) -> None:
    """An add-on and an edition have nothing in common but the product."""
    first = booked(ctx, shop.wish(), licences=9)
    base = base_of(ctx, anna, shop)
    second = begin(ctx, shop.wish(edition_id=shop.copilot, base_id=base))
    assert (second.id, second.draft.licences) == (first.id, 1)
    third = begin(ctx, shop.wish())
    assert (third.base, third.draft.edition_id, third.draft.licences) == (None, shop.basic, 1)
