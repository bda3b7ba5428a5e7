"""`tcm-tui assign` and `tcm-tui unassign`: „Apps zuweisen“, without a screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from tcm_tui.data.models import Assignment
from tests.builders import Person, add_member
from tests.market import add_product, add_subscription, give

if TYPE_CHECKING:
    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal

EVA, TIM = "eva@k.example", "tim@k.example"


@pytest.fixture
def eva(data: Database, boss: Person) -> Person:
    """A member."""
    return add_member(data, boss.company_id, EVA, last_name="Blau")


@pytest.fixture
def tim(data: Database, boss: Person, password_hash: str) -> Person:
    """Another one, who can sign in."""
    return add_member(data, boss.company_id, TIM, last_name="Rot", password_hash=password_hash)


@pytest.fixture
def north(data: Database, boss: Person) -> int:
    """One licence of Basic."""
    return add_subscription(
        data,
        boss.company_id,
        add_product(data),
        owner_id=boss.user_id,
        name="Vertrieb Nord",
        licences=1,
    )


def held(data: Database) -> list[tuple[int, int | None]]:
    """Who has a licence of what."""
    with data.transaction(writing=False) as session:
        rows = session.execute(
            select(Assignment.subscription_id, Assignment.membership_id).order_by(Assignment.id)
        )
        return [(subscription, member) for subscription, member in rows]


def results(text: str) -> list[tuple[Any, ...]]:
    """What a program reads of each row."""
    return [
        (row["email"], row["subscription_id"], row["action"], row["result"], row["reason"])
        for row in json.loads(text)
    ]


def test_licences_are_given_and_taken_back(
    run: Run, terminal: Terminal, data: Database, eva: Person, north: int
) -> None:
    """By name and by number; a second time nothing is left to do; a mail each is promised."""
    done = run("assign", EVA, "--to", "vertrieb nord", "--json", *terminal.as_anna)
    assert (done.code, results(done.out)) == (0, [(EVA, north, "assign", "done", "")])
    assert "1 Zuweisung geändert." in done.err
    assert held(data) == [(north, eva.membership_id)]
    again = run("assign", EVA, "--to", str(north), "--json", *terminal.as_anna)
    assert (again.code, results(again.out)[0][3:]) == (0, ("unchanged", "Hat schon eine Lizenz."))
    gone = run("unassign", EVA, "--from", str(north), *terminal.as_anna)
    assert gone.code == 0
    assert "zurücknehmen" in gone.out
    assert held(data) == []


@pytest.mark.usefixtures("tim")
def test_what_cannot_be_given_is_told_and_holds_up_nobody(
    run: Run, terminal: Terminal, data: Database, eva: Person, north: int
) -> None:
    """Exit code 1: rows are left."""
    done = run("assign", EVA, TIM, "neu@k.example", "--to", str(north), "--json", *terminal.as_anna)
    assert done.code == 1
    assert [row[3] for row in results(done.out)] == ["done", "refused", "new"]
    assert held(data) == [(north, eva.membership_id)]


def test_a_list_is_shown_before_it_is_done(
    run: Run, terminal: Terminal, data: Database, eva: Person, tim: Person
) -> None:
    """The difference first, with `--dry-run`; then the same as CSV and done."""
    north = add_subscription(
        data,
        tim.company_id,
        add_product(data),
        owner_id=tim.user_id,
        licences=2,
    )
    give(data, north, tim)
    file = terminal.data.parent / "l.csv"
    file.write_text(
        f"Product,Email,Assigned,Team\nMicrosoft 365 Business,{EVA},,x\n"
        f"Microsoft 365 Business Basic,{TIM},no,y\n",
        encoding="utf-8",
    )
    planned = run("assign", "--file", str(file), "--dry-run", "--json", *terminal.as_anna)
    assert (planned.code, held(data)) == (0, [(north, tim.membership_id)])
    assert [row[2:4] for row in results(planned.out)] == [
        ("assign", "changed"),
        ("unassign", "changed"),
    ]
    assert "Diese Spalte wird nicht verwendet: Team." in planned.err
    assert "2 Zuweisungen würden geändert. Es wurde nichts geändert." in planned.err
    done = run("assign", "--file", str(file), "--csv", *terminal.as_anna)
    assert done.code == 0
    assert done.out.splitlines()[0] == (
        "row;email;name;subscription_id;product;subscription;action;result;reason"
    )
    assert held(data) == [(north, eva.membership_id)]


@pytest.mark.usefixtures("eva")
def test_a_user_assigns_own_licences_only(
    run: Run, terminal: Terminal, data: Database, tim: Person, north: int
) -> None:
    """What others look after is called nothing."""
    own = add_subscription(
        data, tim.company_id, add_product(data), owner_id=tim.user_id, name="Eigenes"
    )
    as_tim = terminal.as_person(TIM)
    assert run("assign", EVA, "--to", "Eigenes", *as_tim).code == 0
    refused = run("assign", EVA, "--to", str(north), "--json", *as_tim)
    assert refused.code == 1
    assert results(refused.out) == [
        (EVA, None, "assign", "unknown", f"Kein Abonnement heißt „{north}“.")
    ]
    assert [subscription for subscription, _member in held(data)] == [own]


@pytest.mark.parametrize(
    "words",
    [
        ["assign", EVA],
        ["assign", "--to", "1"],
        ["assign"],
        ["assign", EVA, "--to", "1", "--file", "x.csv"],
        ["assign", "--to", "1", "--file", "x.csv"],
        ["unassign", EVA],
        ["unassign", "--from", "1"],
    ],
)
def test_what_is_missing_is_a_question_of_usage(
    run: Run, terminal: Terminal, boss: Person, words: list[str]
) -> None:
    """Before anybody is asked for a password."""
    assert boss
    assert run(*words, *terminal.as_anna).code == 2
