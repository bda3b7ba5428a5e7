"""„Katalog“: what a company is told of what can be booked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tcm_tui.data.models import Edition, Price, Product, Subscription
from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.errors import NotFound
from tcm_tui.services.catalogue import product, products
from tests.builders import add_company, add_member
from tests.market import TODAY, EditionFacts, add_product, add_subscription, edition_ids

if TYPE_CHECKING:
    from tcm_tui.services.context import Context
    from tests.builders import Person

COPILOT = EditionFacts("Copilot", 2810, is_add_on=True)
BASIC = EditionFacts("Basic", 560)
PREMIUM = EditionFacts("Premium", 2060, max_licences=50)


@pytest.fixture
def office(ctx: Context) -> int:
    """A product with a cap, a trial and an add-on, which stands before an edition."""
    editions = (COPILOT, BASIC, PREMIUM)
    return add_product(ctx.database, editions=editions, licence_cap=300, trial_days=30)


def hide(ctx: Context, kind: type[Product | Edition], number: int) -> None:
    """As if a newer catalogue had left it out."""
    with ctx.database.transaction(writing=True) as session:
        row = session.get_one(kind, number)
        assert isinstance(row, Product | Edition)
        row.offered = False


def test_the_list_is_by_name_and_says_from_which_price_on(ctx: Context, office: int) -> None:
    """The least of a month's shares: a year costs ten months here, an add-on counts for nothing."""
    add_product(ctx.database, "Ölmühle", editions=(EditionFacts("", 100),))
    add_product(ctx.database, "Zeder", editions=(EditionFacts("", 100),))
    found = products(ctx)
    assert [one.name for one in found] == ["Microsoft 365 Business", "Ölmühle", "Zeder"]
    assert found[0].id == office
    assert (found[0].editions, found[0].add_ons) == (("Basic", "Premium"), ("Copilot",))
    assert found[0].from_cents == 467  # 56,00 € a year
    assert (found[0].trial_days, found[0].licence_cap) == (30, 300)


def test_what_is_not_offered_or_has_no_price_is_not_in_the_list(ctx: Context, office: int) -> None:
    """Neither products, nor editions, nor a product that only has add-ons left."""
    gone = add_product(ctx.database, "Alt")
    only = add_product(ctx.database, "Nur Zusatz", editions=(COPILOT,))
    free = add_product(ctx.database, "Ohne Preis", editions=(BASIC,))
    with ctx.database.transaction(writing=True) as session:
        number = edition_ids(ctx.database, free)["Basic"]
        session.query(Price).where(Price.edition_id == number).delete()
    hide(ctx, Product, gone)
    hide(ctx, Edition, edition_ids(ctx.database, office)["Basic"])
    found = products(ctx)
    assert {gone, only, free}.isdisjoint(one.id for one in found)
    assert found[0].editions == ("Premium",)
    assert [one.name for one in product(ctx, office).editions] == ["Premium", "Copilot"]


def test_a_page_has_every_price_of_every_edition_add_ons_last(ctx: Context, office: int) -> None:
    """By term, then monthly before yearly."""
    page = product(ctx, office)
    assert [one.name for one in page.editions] == ["Basic", "Premium", "Copilot"]
    assert [one.name for one in page.bookable] == ["Basic", "Premium"]
    assert [one.name for one in page.add_ons] == ["Copilot"]
    basic, premium, _copilot = page.editions
    assert [(one.term_months, one.charging, one.cents) for one in basic.prices] == [
        (1, Charging.MONTHLY, 560),
        (12, Charging.MONTHLY, 560),
        (12, Charging.YEARLY, 5600),
        (24, Charging.MONTHLY, 560),
        (24, Charging.YEARLY, 5600),
    ]
    assert basic.price(12, Charging.YEARLY) == basic.prices[2]
    assert basic.price(1, Charging.YEARLY) is None
    assert basic.features == ("Postfach", "Teams")
    assert premium.max_licences == 50
    assert (page.licence_cap, page.licences_had, page.licences_left) == (300, 0, 300)
    assert page.trial_open


def test_licences_count_while_they_run_add_ons_aside(
    ctx: Context, anna: Person, office: int
) -> None:
    """On the last day they do still; another company's and another product's never."""
    other = add_member(ctx.database, add_company(ctx.database, "Fremd GmbH"), "fremd@m.example")
    elsewhere = add_product(ctx.database, "Anderes")
    kinds = (
        (office, {"licences": 100}),
        (office, {"licences": 20, "edition": "Premium", "ends_on": TODAY}),
        (office, {"licences": 7, "ends_on": TODAY - timedelta(days=1)}),
        (elsewhere, {"licences": 3}),
    )
    for number, values in kinds:
        add_subscription(ctx.database, anna.company_id, number, owner_id=anna.user_id, **values)
    add_subscription(ctx.database, other.company_id, office, owner_id=other.user_id, licences=150)
    page = product(ctx, office)
    assert (page.licences_had, page.licences_left) == (120, 180)


def test_an_add_on_takes_nothing_of_the_cap(ctx: Context, anna: Person, office: int) -> None:
    """It is booked to licences that were counted."""
    base = add_subscription(ctx.database, anna.company_id, office, owner_id=anna.user_id)
    extra = add_subscription(
        ctx.database, anna.company_id, office, owner_id=anna.user_id, edition="Copilot"
    )
    with ctx.database.transaction(writing=True) as session:
        session.get_one(Subscription, extra).base_id = base
    assert product(ctx, office).licences_had == 5


def test_a_trial_is_open_once(ctx: Context, anna: Person, office: int) -> None:
    """Whoever had it, long ended, has had it; other companies may still."""
    long_ago = TODAY - timedelta(days=400)
    add_subscription(
        ctx.database,
        anna.company_id,
        office,
        owner_id=anna.user_id,
        starts_on=long_ago,
        trial_until=long_ago + timedelta(days=29),
        ends_on=long_ago + timedelta(days=60),
    )
    assert not product(ctx, office).trial_open
    assert not product(ctx, add_product(ctx.database, "Ohne Test")).trial_open


def test_what_is_offered_no_longer_has_a_page_that_says_so(ctx: Context, office: int) -> None:
    """Somebody may have it booked; nothing of it can be booked again."""
    hide(ctx, Product, office)
    page = product(ctx, office)
    assert (page.name, page.offered, page.editions) == ("Microsoft 365 Business", False, ())


def test_a_number_without_a_product_is_refused(ctx: Context) -> None:
    """In a sentence."""
    with pytest.raises(NotFound) as refused:
        product(ctx, 999_999)
    assert refused.value.message == "Dieses Produkt gibt es nicht."
