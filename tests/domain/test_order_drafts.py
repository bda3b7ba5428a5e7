"""What may be booked, and what it is told when it may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from tcm_tui.domain.booking import Booking, BookingClosed, NoPaymentMethod, PaysBy
from tcm_tui.domain.catalogue import Category, Charging, EditionOffer, PriceOffer, ProductPage
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.numbers import number
from tcm_tui.domain.order_drafts import (
    LICENCES_MAX,
    NAME_MAX,
    BaseFacts,
    OrderDraft,
    add_on_field,
    check_reason,
    check_subscription_name,
    parse_licences,
)
from tcm_tui.domain.orders import OrderState, order_state_label
from tcm_tui.domain.payment import PaymentKind

PRICES: Final = (
    PriceOffer(1, Charging.MONTHLY, 700),
    PriceOffer(12, Charging.MONTHLY, 560),
    PriceOffer(12, Charging.YEARLY, 5600),
)
BASIC: Final = EditionOffer(1, "Basic", (), PRICES, min_licences=2)
PREMIUM: Final = EditionOffer(2, "Premium", (), PRICES, max_licences=50)
COPILOT: Final = EditionOffer(3, "Copilot", (), PRICES[1:], is_add_on=True)
PAGE: Final = ProductPage(
    id=1,
    key="microsoft-365-business",
    name="Microsoft 365 Business",
    provider="Microsoft",
    category=Category.OFFICE,
    summary="",
    description="",
    editions=(BASIC, PREMIUM, COPILOT),
    trial_days=30,
    trial_open=True,
    licence_cap=300,
    licences_had=290,
)
DRAFT: Final = OrderDraft(1, 5)
BASE: Final = BaseFacts(7, "Microsoft 365 Business Basic", "", 5, 12, Charging.MONTHLY)
ADD_ON: Final = OrderDraft(3, 5)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"edition_id": 9}, "edition_id", "Das wird nicht mehr angeboten. Wählen Sie etwas ander"),
        ({"edition_id": 3}, "edition_id", "Das wird nicht mehr angeboten."),
        ({"term_months": 24}, "term_months", "So wird es nicht angeboten."),
        (
            {"licences": 1},
            "licences",
            "Von Microsoft 365 Business Basic braucht es mindestens 2 Lizenzen.",
        ),
        (
            {"edition_id": 2, "licences": 51},
            "licences",
            "Von Microsoft 365 Business Premium sind höchstens 50 Lizenzen möglich.",
        ),
        (
            {"licences": 11},
            "licences",
            "Von Microsoft 365 Business sind höchstens 300 Lizenzen möglich; Sie haben 290.",
        ),
        ({"licences": -5}, "licences", "mindestens 2"),
        ({"name": "x" * (NAME_MAX + 1)}, "name", "80 Zeichen"),
        ({"add_ons": ((1, 1),)}, add_on_field(1), "nicht angeboten"),
        ({"add_ons": ((3, 1), (3, 2))}, add_on_field(3), "nicht angeboten"),
        ({"add_ons": ((3, 0),)}, add_on_field(3), "mindestens 1 Lizenz."),
        (
            {"add_ons": ((3, 6),)},
            add_on_field(3),
            "Höchstens 5: so viele Lizenzen hat Microsoft 365 Business Basic.",
        ),
        ({"term_months": 1, "add_ons": ((3, 1),)}, add_on_field(3), "Mit dieser Laufzeit"),
    ],
)
def test_a_broken_rule_is_told_at_its_field(
    typed: dict[str, Any], field: str, sentence: str
) -> None:
    """With the numbers that it is about."""
    with pytest.raises(Invalid) as refused:
        replace(DRAFT, **typed).checked(PAGE)
    assert refused.value.field == field
    assert sentence in refused.value.message


def test_what_keeps_the_rules_comes_back_clean() -> None:
    """Blanks are folded, and add-ons have one order."""
    more = EditionOffer(4, "Backup", (), PRICES, is_add_on=True)
    page = replace(PAGE, editions=(*PAGE.editions, more))
    typed = replace(DRAFT, name=" Vertrieb \t Nord\x1b ", add_ons=((4, 2), (3, 5)), trial=True)
    checked = typed.checked(page)
    assert (checked.name, checked.add_ons) == ("Vertrieb Nord", ((3, 5), (4, 2)))
    assert checked.checked(page) == checked


def test_the_very_last_licences_can_be_had() -> None:
    """Up to the cap, not below it; without one up to what anybody may have."""
    assert replace(DRAFT, licences=10).checked(PAGE).licences == 10
    free = replace(PAGE, licence_cap=None)
    assert replace(DRAFT, licences=LICENCES_MAX).checked(free).licences == LICENCES_MAX
    with pytest.raises(Invalid, match=rf"höchstens {number(LICENCES_MAX)} Lizenzen"):
        replace(DRAFT, licences=LICENCES_MAX + 1).checked(free)


def test_a_trial_is_there_once() -> None:
    """And only where the product has one."""
    with pytest.raises(Invalid) as refused:
        replace(DRAFT, trial=True).checked(replace(PAGE, trial_open=False))
    assert refused.value.field == "trial"


@pytest.mark.parametrize(
    ("typed", "base", "field"),
    [
        ({"edition_id": 1}, {}, "edition_id"),
        ({"licences": 6}, {}, "licences"),
        ({}, {"ended": True}, "edition_id"),
        ({}, {"add_ons": frozenset({3})}, "edition_id"),
        ({"charging": Charging.YEARLY}, {}, "term_months"),
        ({"add_ons": ((3, 1),)}, {}, add_on_field(3)),
    ],
)
def test_an_add_on_fits_to_what_it_is_booked_to(
    typed: dict[str, Any], base: dict[str, Any], field: str
) -> None:
    """Its cap is that of the subscription, not of the product."""
    full = replace(PAGE, licences_had=300)
    assert ADD_ON.checked(full, BASE) == ADD_ON
    with pytest.raises(Invalid) as refused:
        replace(ADD_ON, **typed).checked(full, replace(BASE, **base))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("typed", "number"),
    [("25", 25), (" 1.000 ", 1000), ("0", 0), ("1\N{NO-BREAK SPACE}000", 1000), ("007", 7)],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: int) -> None:
    """With dots between thousands."""
    assert parse_licences(typed) == number


@pytest.mark.parametrize("typed", ["1000000", "9" * 5000])
def test_a_number_beyond_all_bounds_is_refused_as_too_many(typed: str) -> None:
    """However long it is: with the most that is possible, not as if it were none."""
    with pytest.raises(Invalid, match="sind höchstens") as refused:
        replace(DRAFT, licences=parse_licences(typed)).checked(PAGE)
    assert refused.value.field == "licences"


@pytest.mark.parametrize("typed", ["", "viele", "-1", "1,5", "1.5", "1.00", ".100", "٢٥", "1e3"])
def test_what_is_no_number_is_refused_at_its_field(typed: str) -> None:
    """With what is asked for."""
    with pytest.raises(Invalid) as refused:
        parse_licences(typed, "add_on_3")
    assert refused.value.field == "add_on_3"


def test_texts_have_their_bounds() -> None:
    """A reason may have lines, a name has none."""
    assert check_reason("Eins\r\nzwei\x07", "reason") == "Eins\nzwei"
    assert check_subscription_name("Eins\nzwei") == "Eins zwei"
    for text in ("x" * 501, "ä" * 501):
        with pytest.raises(Invalid) as refused:
            check_reason(text, "answer")
        assert refused.value.field == "answer"


def booking(**changes: Any) -> Booking:  # noqa: ANN401 - any field of it
    """A booking as the screen has it."""
    facts: dict[str, Any] = {
        "id": 1,
        "version": 1,
        "state": OrderState.OPEN,
        "draft": DRAFT,
        "page": PAGE,
        "today": date(2026, 11, 22),
        "method": PaysBy(4, PaymentKind.PAYPAL, "b…g@muster.example"),
        "may_place": True,
        "may_pay": True,
    }
    return Booking(**{**facts, **changes})


def test_what_is_typed_is_told_at_once_what_it_costs() -> None:
    """The edition first, then what extends it; by the active method."""
    quote = booking().quote_of(replace(DRAFT, licences=8, add_ons=((3, 2),)))
    assert [(line.title, line.licences, line.unit_cents) for line in quote.lines] == [
        ("Microsoft 365 Business Basic", 8, 560),
        ("Microsoft 365 Business Copilot", 2, 560),
    ]
    assert (quote.recurring.net, quote.method_id) == (5600, 4)
    assert quote.starts_on == date(2026, 11, 22)
    assert booking(method=None).quote.method_id is None


def test_an_add_on_is_free_as_long_as_what_it_extends() -> None:
    """And ends with it."""
    last = date(2026, 11, 30)
    base = replace(BASE, trial_until=last, ends_on=last)
    quote = booking(draft=ADD_ON, base=base).quote
    assert (quote.trial_until, quote.ends_on) == (last, last)


def test_its_title_is_known_also_when_it_is_offered_no_more() -> None:
    """By the product then."""
    assert booking().title == "Microsoft 365 Business Basic"
    assert booking(page=replace(PAGE, editions=())).title == "Microsoft 365 Business"


@pytest.mark.parametrize("state", OrderState)
def test_every_state_has_its_words(state: OrderState) -> None:
    """In lists, and where one goes on with what is over."""
    assert order_state_label(state)
    assert BookingClosed(1, state).message.endswith(".")


@pytest.mark.parametrize("may_pay", [True, False])
@pytest.mark.parametrize("ended", [True, False])
def test_without_a_method_it_is_told_what_to_do(*, may_pay: bool, ended: bool) -> None:
    """Activate one, or ask somebody who can."""
    refusal = NoPaymentMethod(may_pay=may_pay, ended=ended)
    assert refusal.field == "method"
    assert ("Anfrage" in refusal.message) is not may_pay
    assert ("abgelaufen" in refusal.message) is ended
