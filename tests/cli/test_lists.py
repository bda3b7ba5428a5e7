"""`tcm-tui members list` and `invitations list`: data on stdout, one shape for programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tcm_tui.data.models import User
from tcm_tui.domain.permissions import Role
from tests.builders import Person, add_company, add_invitation, add_member

if TYPE_CHECKING:
    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal

FIELDS = ["id", "last_name", "first_name", "email", "role", "state", "last_sign_in_at"]


@pytest.fixture(autouse=True)
def _people(data: Database, boss: Person, password_hash: str) -> None:
    """Three members, two invitations, and another company."""
    add_member(data, boss.company_id, "d@k.example", first_name="Derya", last_name="Çelik")
    add_member(
        data,
        boss.company_id,
        "b@k.example",
        role=Role.BILLING_ADMIN,
        password_hash=password_hash,
    )
    add_member(data, add_company(data, "Anderswo AG"), "fremd@x.example")
    add_invitation(data, boss, "offen@k.example", role=Role.BILLING_ADMIN, at=datetime.now(UTC))
    add_invitation(data, boss, "zu@k.example", last_name="Zander", at=datetime.now(UTC))


def parsed(text: str) -> list[dict[str, Any]]:
    """What a program reads."""
    found: list[dict[str, Any]] = json.loads(text)
    return found


def test_members_as_json(run: Run, boss: Person) -> None:
    """Stable names and values, nobody's invitation, nobody of another company."""
    ended = run.as_anna("members", "list", "--json")
    rows = parsed(ended.out)
    assert ended.code == 0
    assert [list(row) for row in rows] == [FIELDS] * 3
    assert {row["email"] for row in rows} == {"d@k.example", "b@k.example", boss.email}
    anna = next(row for row in rows if row["email"] == boss.email)
    assert (anna["id"], anna["role"], anna["state"]) == (
        boss.membership_id,
        "company_admin",
        "active",
    )
    assert anna["last_sign_in_at"].endswith("+00:00")
    assert {row["last_sign_in_at"] for row in rows if row is not anna} == {None}


def test_members_as_csv(run: Run) -> None:
    """The same fields with the same names."""
    rows = list(csv.reader(io.StringIO(run.as_anna("members", "list", "--csv").out), delimiter=";"))
    assert rows[0] == FIELDS
    assert len(rows) == 4


def test_members_for_people(run: Run) -> None:
    """The portal's words, in columns."""
    out = run.as_anna("members", "list", "--search", "CELIK").out.splitlines()
    assert len(out) == 2
    assert "Çelik" in out[1]
    assert "Benutzer" in out[1]
    assert "● aktiv" in out[1]
    assert out[0].index("E-Mail") == out[1].index("d@k.example")


def test_invitations(run: Run) -> None:
    """Open ones, without the column that they cannot have."""
    rows = parsed(run.as_anna("invitations", "list", "--json").out)
    assert [list(row) for row in rows] == [FIELDS[:-1]] * 2
    assert [(row["email"], row["role"], row["state"]) for row in rows] == [
        ("offen@k.example", "billing_admin", "invited"),
        ("zu@k.example", "user", "invited"),
    ]
    (found,) = parsed(run.as_anna("invitations", "list", "--search", "zander", "--json").out)
    assert found["email"] == "zu@k.example"


def test_who_may_not_see_invitations_is_told_so(run: Run, terminal: Terminal) -> None:
    """A refusal, not an empty list."""
    billing = terminal.as_person("b@k.example")
    assert run("members", "list", *billing).code == 0
    refused = run("invitations", "list", *billing)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "tcm-tui: Das ist mit Ihrer Rolle nicht möglich.\n"


def test_one_format_at_a_time(run: Run) -> None:
    """Two are a mistake of usage."""
    assert run.as_anna("members", "list", "--json", "--csv").code == 2


@pytest.mark.parametrize("output", [(), ("--json",), ("--csv",)])
def test_a1_names_cannot_act_on_the_terminal(
    run: Run, data: Database, boss: Person, output: tuple[str, ...]
) -> None:
    """Also those written past the services; JSON still tells them exactly."""
    hostile = "\x1b]52;c;AAAA\x07\x9b31m\u202e=1+1"
    evil = add_member(data, boss.company_id, "evil@k.example", first_name="E")
    with data.transaction(writing=True) as session:
        session.get_one(User, evil.user_id).last_name = hostile
        session.flush()
    out = run.as_anna("members", "list", *output).out
    if output != ("--csv",):
        assert not set(out) & set("\x1b\x07\x9b\u202e")
    if output == ("--json",):
        assert hostile in {row["last_name"] for row in parsed(out)}
