"""`tcm-tui products` and `tcm-tui subscriptions`: „Produkte“, without a screen."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tcm_tui.data.models import AuditEntry, Subscription
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.terms import add_months, contract_day
from tests.builders import Person, add_company, add_member
from tests.market import add_product, add_subscription, give

if TYPE_CHECKING:
    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal

TIM = "tim@k.example"
TODAY = contract_day(datetime.now(UTC))
BEGIN = TODAY - timedelta(days=40)
END = add_months(BEGIN, 12) - timedelta(days=1)
FIELDS = [
    *("id", "product", "name", "licences", "used", "monthly_cents", "charging", "term_months"),
    *("term_ends_on", "ends_on", "state", "owner", "planned", "base_id"),
]


@pytest.fixture
def tim(data: Database, boss: Person, password_hash: str) -> Person:
    """A member without further rights."""
    return add_member(data, boss.company_id, TIM, last_name="Rot", password_hash=password_hash)


def booked(data: Database, owner: Person, **facts: Any) -> int:  # noqa: ANN401 - as add_subscription
    """A running subscription of Basic."""
    given = {"starts_on": BEGIN, "licences": 10, **facts}
    return add_subscription(
        data, owner.company_id, add_product(data), owner_id=owner.user_id, **given
    )


@pytest.fixture
def north(data: Database, boss: Person) -> int:
    """„Vertrieb Nord“."""
    return booked(data, boss, name="Vertrieb Nord")


def read(text: str) -> Any:  # noqa: ANN401 - JSON
    """What a program reads."""
    return json.loads(text)


def row_of(data: Database, number: int) -> Subscription:
    """What is stored."""
    with data.transaction(writing=False) as session:
        return session.get_one(Subscription, number)


def entries(data: Database) -> list[AuditAction]:
    """What was written down of subscriptions."""
    with data.transaction(writing=False) as session:
        found = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
        return [action for action in found if action.value.startswith("subscription:")]


# --- products ---------------------------------------------------------------------------------


def test_products_are_listed_with_their_least_price(run: Run, data: Database, boss: Person) -> None:
    """For programs in cents, for people in euros; the best match of a search first."""
    del boss
    assert run.as_anna("products", "list").code == 0  # the first start brings the catalogue
    number = add_product(data, "Prüfwerk", provider="Nordlicht", trial_days=30)
    listed = {one["id"]: one for one in read(run.as_anna("products", "list", "--json").out)}
    row = listed[number]
    assert (row["name"], row["provider"], row["category"]) == ("Prüfwerk", "Nordlicht", "office")
    assert (row["editions"], row["from_cents"]) == ("Basic, Standard, Premium", 467)
    assert row["trial_days"] == 30
    shown = run.as_anna("products", "list", "--search", "pruefw nordl").out
    assert "4,67" in shown
    assert "Büro" in shown
    assert read(run.as_anna("products", "list", "--search", "unauffindbar", "--json").out) == []


# --- the list ---------------------------------------------------------------------------------


def test_subscriptions_are_listed_by_stable_words(
    run: Run, data: Database, boss: Person, north: int
) -> None:
    """Days are ISO days, amounts net cents; another company's are not among them."""
    give(data, north, boss)
    stranger = add_member(data, add_company(data, "Nebenan AG"), "wer@nebenan.example")
    booked(data, stranger)
    (row,) = read(run.as_anna("subscriptions", "list", "--json").out)
    assert list(row) == FIELDS
    assert (row["id"], row["name"], row["licences"], row["used"]) == (
        north,
        "Vertrieb Nord",
        10,
        1,
    )
    assert (row["monthly_cents"], row["state"], row["ends_on"]) == (5_600, "active", None)
    assert row["term_ends_on"] == END.isoformat()
    (line,) = csv.DictReader(
        io.StringIO(run.as_anna("subscriptions", "list", "--csv").out), delimiter=";"
    )
    assert (line["product"], line["state"]) == ("Microsoft 365 Business Basic", "active")
    table = run.as_anna("subscriptions", "list").out
    assert "aktiv" in table
    assert "56,00" in table


def test_what_has_ended_is_listed_only_when_asked_for(
    run: Run, data: Database, boss: Person, north: int
) -> None:
    """As is, without it, what ends soon."""
    gone = booked(data, boss, ends_on=BEGIN + timedelta(days=10))
    soon = booked(data, boss, ends_on=TODAY + timedelta(days=5))
    told = {
        words: {
            one["id"] for one in read(run.as_anna("subscriptions", "list", *words, "--json").out)
        }
        for words in [(), ("--all",), ("--ending", "30"), ("--search", "nord"), ("--ending", "2")]
    }
    assert told[()] == {north, soon}
    assert told["--all",] == {north, soon, gone}
    assert told["--ending", "30"] == {soon}
    assert told["--ending", "2"] == set()
    assert told["--search", "nord"] == {north}


def test_a_user_lists_and_changes_their_own(
    run: Run, terminal: Terminal, data: Database, tim: Person, north: int
) -> None:
    """Nothing of others, be it by its number."""
    own = booked(data, tim)
    as_tim = terminal.as_person(TIM)
    listed = read(run("subscriptions", "list", "--json", *as_tim).out)
    assert [one["id"] for one in listed] == [own]
    refused = run("subscriptions", "rename", str(north), "Meins", *as_tim)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.strip() == f"tcm-tui: Kein Abonnement heißt „{north}“."
    assert run("subscriptions", "rename", str(own), "Meins", *as_tim).code == 0
    assert row_of(data, own).name == "Meins"


# --- changing ---------------------------------------------------------------------------------


def test_a_name_is_set_and_taken_away(run: Run, data: Database, north: int) -> None:
    """By the old name in any case, and by the number."""
    done = run.as_anna("subscriptions", "rename", "vertrieb NORD", "Süd", "--json")
    assert (done.code, read(done.out)["name"]) == (0, "Süd")
    assert run.as_anna("subscriptions", "rename", str(north), "").code == 0
    assert row_of(data, north).name == ""


def test_a_name_that_two_have_names_none(
    run: Run, data: Database, boss: Person, north: int
) -> None:
    """The number still does."""
    booked(data, boss, name="Vertrieb Nord")
    refused = run.as_anna("subscriptions", "rename", "Vertrieb Nord", "Süd")
    assert refused.code == 1
    assert "Mehrere Abonnements heißen „Vertrieb Nord“." in refused.err
    assert run.as_anna("subscriptions", "rename", str(north), "Süd").code == 0


def test_a_dry_run_shows_the_cost_and_changes_nothing(run: Run, data: Database, north: int) -> None:
    """The real one shows the same."""
    words = ("subscriptions", "set-licences", "Vertrieb Nord", "25", "--json")
    dry = run.as_anna(*words, "--dry-run")
    assert (dry.code, dry.err.strip()) == (0, "Es wurde nichts geändert.")
    seen = read(dry.out)
    assert (seen["old_licences"], seen["licences"], seen["next_net_cents"]) == (10, 25, 14_000)
    assert 0 < seen["net_cents"] <= 8_400
    assert seen["gross_cents"] > seen["net_cents"]
    assert (row_of(data, north).licences, entries(data)) == (10, [])
    done = run.as_anna(*words)
    assert (done.code, read(done.out)) == (0, seen)
    assert row_of(data, north).licences == 25
    assert entries(data) == [AuditAction.SUBSCRIPTION_LICENCES_CHANGED]
    shown = run.as_anna("subscriptions", "set-licences", str(north), "26", "--dry-run").out
    assert "145,60" in shown


def test_fewer_than_are_assigned_are_refused_in_one_line(
    run: Run, data: Database, boss: Person, tim: Person, north: int
) -> None:
    """With the numbers; a dry run says the same."""
    give(data, north, boss, tim)
    for dry in ((), ("--dry-run",)):
        refused = run.as_anna("subscriptions", "set-licences", "Vertrieb Nord", "1", *dry)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.strip() == (
            "tcm-tui: 2 Lizenzen sind zugewiesen;"
            " weniger als 2 geht erst, wenn Sie welche freigeben."
        )


def test_a_number_that_is_none_is_wrong_use(run: Run, north: int) -> None:
    """Before anybody signs in."""
    assert run.as_anna("subscriptions", "set-licences", str(north), "0").code == 2
    assert run.as_anna("subscriptions", "set-licences", str(north), "viele").code == 2


def test_cancelling_says_the_day_and_is_taken_back(run: Run, data: Database, north: int) -> None:
    """First only what would happen."""
    dry = run.as_anna("subscriptions", "cancel", "Vertrieb Nord", "--dry-run")
    day = f"{END:%d.%m.%Y}"
    assert dry.code == 0
    assert f"würde am {day} enden. Es wurde nichts geändert." in dry.err
    assert row_of(data, north).ends_on is None
    done = run.as_anna("subscriptions", "cancel", "Vertrieb Nord", "--json")
    assert (done.code, read(done.out)["state"]) == (0, "cancelled")
    assert row_of(data, north).ends_on == END
    again = run.as_anna("subscriptions", "cancel", "Vertrieb Nord", "--dry-run")
    assert (again.code, again.out) == (1, "")
    assert f"schon zum {day} gekündigt" in again.err
    back = run.as_anna("subscriptions", "take-back", str(north), "--json")
    assert (back.code, read(back.out)["ends_on"]) == (0, None)
    assert row_of(data, north).cancelled_at is None
