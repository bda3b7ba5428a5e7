"""The list „Produkte“: what it lets through, how its dates read, and in which order it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.subscription_list import (
    RUNNING,
    SORT_KEYS,
    ListedSubscription,
    ListFilter,
    ListOrder,
    OfProduct,
    OfProvider,
    Showing,
    Viewer,
    days_left,
    end_text,
    found_by_name,
    matching,
    state_text,
)
from tcm_tui.domain.subscription_rows import SubscriptionRow
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.domain.terms import Span

TODAY: Final = date(2026, 11, 23)
ME: Final = Viewer(7, TODAY)
ROW: Final = SubscriptionRow(
    id=1,
    product_id=3,
    product="Microsoft 365 Business",
    provider="Microsoft",
    edition_id=5,
    edition="Basic",
    name="Vertrieb Süd",
    licences=25,
    used=12,
    unit_cents=560,
    charging=Charging.MONTHLY,
    term_months=12,
    starts_on=date(2026, 3, 1),
    term=Span(date(2026, 3, 1), date(2027, 2, 28)),
    trial_until=None,
    ends_on=None,
    state=SubscriptionState.ACTIVE,
    owner_id=7,
    owner="Anna Muster",
    is_add_on=False,
    base_id=None,
    planned=None,
    planned_from=None,
    version=1,
)


def kept(wanted: ListFilter, **facts: Any) -> bool:  # noqa: ANN401 - those of the row
    """Whether a row that differs in these facts is let through."""
    return bool(matching([ListedSubscription(replace(ROW, **facts))], wanted, ME))


def showing(*these: Showing) -> ListFilter:
    """Nothing but that."""
    return ListFilter(showing=frozenset(these))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", True),
        ("vertrieb", True),
        ("VERTRIEB sued", True),
        ("süd basic", True),
        ("microsoft 365", True),
        ("nord", False),
        ("süd premium", False),
    ],
)
def test_every_word_must_stand_in_name_product_or_provider(search: str, found: bool) -> None:
    """However it is spelt."""
    assert kept(ListFilter(search)) is found
    assert bool(found_by_name([ROW], search)) is found


@pytest.mark.parametrize("state", SubscriptionState)
def test_without_a_state_the_running_ones_are_wanted(state: SubscriptionState) -> None:
    """With one, exactly that."""
    ended = state is SubscriptionState.ENDED
    assert kept(RUNNING, state=state) is not ended
    assert kept(ListFilter(states=frozenset({state})), state=state)
    assert not kept(ListFilter(states=frozenset(SubscriptionState) - {state}), state=state)
    assert bool(found_by_name([replace(ROW, state=state)], "")) is not ended


def test_a_provider_stands_for_all_its_products() -> None:
    """Of several kinds one is enough."""
    assert kept(ListFilter(kinds=frozenset({OfProvider("Microsoft")})))
    assert kept(ListFilter(kinds=frozenset({OfProvider("Adobe"), OfProduct(3)})))
    assert not kept(ListFilter(kinds=frozenset({OfProvider("Adobe"), OfProduct(4)})))


@pytest.mark.parametrize(
    ("one", "facts", "found"),
    [
        (Showing.FREE, {}, True),
        (Showing.FREE, {"used": 25}, False),
        (Showing.OWN, {}, True),
        (Showing.OWN, {"owner_id": 8}, False),
        (Showing.OWNERLESS, {"owner_id": None}, True),
        (Showing.OWNERLESS, {}, False),
        (Showing.ENDING_30, {}, False),
        (Showing.ENDING_30, {"ends_on": TODAY}, True),
        (Showing.ENDING_30, {"ends_on": TODAY + timedelta(days=30)}, True),
        (Showing.ENDING_30, {"ends_on": TODAY + timedelta(days=31)}, False),
        (Showing.ENDING_60, {"ends_on": TODAY + timedelta(days=31)}, True),
        (Showing.ENDING_90, {"ends_on": TODAY + timedelta(days=91)}, False),
        (Showing.ENDING_90, {"term": Span(TODAY, TODAY)}, False),
    ],
)
def test_each_thing_to_show_is_let_through(
    one: Showing, facts: dict[str, object], found: bool
) -> None:
    """To begin a term anew is no end."""
    assert kept(showing(one), **facts) is found


def test_of_several_things_to_show_all_must_hold() -> None:
    """Own ones that have free licences."""
    assert kept(showing(Showing.OWN, Showing.FREE))
    assert not kept(showing(Showing.OWN, Showing.FREE), used=25)
    assert not kept(showing(Showing.OWN, Showing.FREE), owner_id=None)


@pytest.mark.parametrize(
    ("facts", "days", "text"),
    [
        ({}, 97, "28.02.2027"),
        ({"ends_on": TODAY}, 0, "heute"),
        ({"ends_on": TODAY + timedelta(days=1)}, 1, "in 1 Tag"),
        ({"ends_on": TODAY + timedelta(days=90)}, 90, "in 90 Tagen"),
        ({"ends_on": TODAY + timedelta(days=91)}, 91, "22.02.2027"),
        ({"term": Span(date(2025, 12, 1), date(2026, 11, 30))}, 7, "in 7 Tagen"),
        # That a monthly term begins anew is nothing to look at; that a trial is over, is.
        ({"term_months": 1, "term": Span(TODAY, date(2026, 12, 22))}, -1, "22.12.2026"),
        (
            {
                "term_months": 1,
                "term": Span(TODAY, date(2026, 12, 22)),
                "state": SubscriptionState.TRIAL,
            },
            29,
            "in 29 Tagen",
        ),
        (
            {"state": SubscriptionState.ENDED, "ends_on": date(2026, 11, 2)},
            -1,
            "02.11.2026",
        ),
    ],
)
def test_what_is_near_is_told_in_words(facts: dict[str, Any], days: int, text: str) -> None:
    """Everything else by its day."""
    row = replace(ROW, **facts)
    assert days_left(row, TODAY) == days
    assert end_text(row, TODAY) == text


def test_states_are_told_by_a_sign_and_a_word() -> None:
    """Never by colour alone, and no two alike."""
    texts = [state_text(state) for state in SubscriptionState]
    assert texts[0] == "● aktiv"
    assert len(set(texts)) == len(texts)


def test_what_has_no_name_comes_behind_what_has_one() -> None:
    """Sorted by name."""
    lines = [
        ListedSubscription(replace(ROW, id=number, name=name))
        for number, name in enumerate(["", "Zulieferer", "Ämter"])
    ]
    lines.sort(key=SORT_KEYS[ListOrder.NAME])
    assert [line.row.name for line in lines] == ["Ämter", "Zulieferer", ""]


@pytest.mark.parametrize("order", ListOrder)
def test_every_order_can_be_sorted_by(order: ListOrder) -> None:
    """Whatever is missing in a row."""
    rows = [ROW, replace(ROW, name="", owner="", owner_id=None, edition="", ends_on=TODAY)]
    lines = [ListedSubscription(row) for row in rows]
    assert len(sorted(lines, key=SORT_KEYS[order])) == len(rows)
