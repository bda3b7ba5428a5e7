"""`tcm-tui resellers`: letting a Vertriebspartner in and out again without a screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tcm_tui.data.models import Company
from tcm_tui.domain.permissions import Role
from tests.builders import add_member, add_reseller, link_reseller

from .conftest import ANNA

if TYPE_CHECKING:
    from tcm_tui.data.database import Database
    from tests.builders import Person

    from .conftest import Run

NAME = "Nordlicht IT-Beratung GmbH"
NUMBER = "P-10001"


def listed(run: Run) -> list[dict[str, Any]]:
    """What a program reads."""
    found: list[dict[str, Any]] = json.loads(run.as_anna("resellers", "list", "--json").out)
    return found


def test_a_reseller_is_linked_listed_and_unlinked(run: Run, data: Database, boss: Person) -> None:
    """By its number, however it is typed."""
    add_reseller(data, NUMBER, NAME)
    assert listed(run) == []
    linked = run.as_anna("resellers", "link", "p10001", "--json")
    assert (linked.code, json.loads(linked.out)["name"]) == (0, NAME)
    assert NAME in linked.err
    (row,) = listed(run)
    assert (row["number"], row["ended_at"], row["deeds"]) == (NUMBER, None, 0)
    assert run.as_anna("resellers", "unlink", NUMBER).code == 0
    (row,) = listed(run)
    assert row["ended_at"] is not None
    assert boss.email == ANNA


def test_for_people_it_is_a_table(run: Run, data: Database, boss: Person) -> None:
    """In the portal's words."""
    link_reseller(data, boss.company_id, add_reseller(data, NUMBER, NAME))
    heading, line = run.as_anna("resellers", "list").out.splitlines()
    assert "Partnernummer" in heading
    assert NAME in line


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("link", "P-77777"), "nicht vergeben"),
        (("link", "zehn"), "fünf Ziffern"),
        (("unlink", NUMBER), "keinen Zugriff"),
        (("unlink", "zehn"), "fünf Ziffern"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    run: Run, data: Database, boss: Person, words: tuple[str, ...], sentence: str
) -> None:
    """Exit code 1, and nobody is let in."""
    add_reseller(data, NUMBER, NAME)
    ended = run.as_anna("resellers", *words)
    assert (ended.code, ended.out) == (1, "")
    assert sentence in ended.err
    assert listed(run) == []
    assert boss


def test_d1_only_administrators_of_the_company_may(
    run: Run, data: Database, boss: Person, password_hash: str
) -> None:
    """Neither other roles, nor the staff of a Vertriebspartner: commands act as members alone."""
    reseller = add_reseller(data, NUMBER, NAME)
    link_reseller(data, boss.company_id, reseller)
    user = add_member(data, boss.company_id, "u@k.example", password_hash=password_hash)
    nora = add_member(
        data, reseller, "nora@n.example", role=Role.COMPANY_ADMIN, password_hash=password_hash
    )
    refused = run("resellers", "unlink", NUMBER, *run.terminal.as_person(user.email))
    assert refused.code == 1
    company = ("--company", "Muster Maschinenbau GmbH")
    foreign = run("resellers", "list", *run.terminal.as_person(nora.email), *company)
    assert (foreign.code, foreign.out) == (1, "")
    assert [row["ended_at"] for row in listed(run)] == [None]


def test_the_operator_appoints(run: Run, data: Database, boss: Person) -> None:
    """The number alone on standard output, the same one when asked again."""
    for _time in range(2):
        ended = run("resellers", "appoint", boss.email)
        assert (ended.code, ended.out) == (0, f"{NUMBER}\n")
    with data.transaction(writing=False) as session:
        assert session.get_one(Company, boss.company_id).partner_number == NUMBER
    assert run("resellers", "appoint", "niemand@k.example").code == 1
