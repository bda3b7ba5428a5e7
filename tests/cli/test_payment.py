"""`tcm-tui payment list`: every kind with its state, and no account number."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tcm_tui.bootstrap import load_settings, open_context
from tcm_tui.domain.payment import PaymentKind
from tests.builders import Person, add_company, add_member, signed_in

from ..services.paying import CARD, DEBIT, MOBILE, add_debit, pay_by

if TYPE_CHECKING:
    from tcm_tui.data.database import Database
    from tcm_tui.services.context import Context

    from .conftest import Run, Terminal

FIELDS = ["id", "kind", "masked", "state", "since", "until"]


@pytest.fixture
def anna(run: Run, data: Database, boss: Person) -> Context:
    """The administrator at a screen, with the same data and key as the command's."""
    del data
    nobody = open_context(load_settings({"data_dir": str(run.terminal.data)}))
    nobody.database.dispose()
    return signed_in(nobody, boss)


def listed(run: Run) -> list[dict[str, Any]]:
    """What a program reads."""
    found: list[dict[str, Any]] = json.loads(run.as_anna("payment", "list", "--json").out)
    return found


def test_every_kind_is_listed_before_the_first(run: Run, anna: Context) -> None:
    """In the portal's order, with nothing but its name."""
    del anna
    rows = listed(run)
    assert [list(row) for row in rows] == [FIELDS] * 5
    assert [row["kind"] for row in rows] == list(PaymentKind)
    assert all(row[name] is None for row in rows for name in FIELDS if name != "kind")


def test_what_is_stored_is_told_by_stable_words(run: Run, anna: Context) -> None:
    """The active one and earlier ones; another company's are not among them."""
    before = datetime.now(UTC).isoformat(timespec="seconds")
    pay_by(anna, CARD)
    debit = pay_by(anna, DEBIT)
    add_debit(anna, add_company(anna.database, "Fremd GmbH"))
    rows = {row["kind"]: row for row in listed(run)}
    assert len(rows) == 5
    assert rows["direct_debit"]["id"] == debit.id
    assert (rows["direct_debit"]["state"], rows["direct_debit"]["until"]) == ("active", None)
    assert rows["direct_debit"]["since"] >= before
    assert rows["direct_debit"]["since"].endswith("+00:00")
    assert rows["credit_card"]["state"] == "former"
    assert rows["credit_card"]["until"] == rows["direct_debit"]["since"]
    assert rows["paypal"]["state"] is None


@pytest.mark.parametrize("more", [(), ("--json",), ("--csv",)])
def test_a12_no_account_number_is_shown(run: Run, anna: Context, more: tuple[str, ...]) -> None:
    """Only what it is recognised by, in whatever form."""
    for draft in (MOBILE, CARD, DEBIT):
        pay_by(anna, draft)
    ended = run.as_anna("payment", "list", *more)
    assert ended.code == 0
    assert "DE89 … 3000" in ended.out
    assert "Visa … 1111" in ended.out
    shown = "".join(char for char in ended.out if char.isalnum())
    for secret in (CARD.number, DEBIT.iban, MOBILE.account_number, MOBILE.phone):
        assert "".join(secret.split()) not in shown


def test_people_get_a_table_in_their_words(run: Run, anna: Context) -> None:
    """As the list on the screen has them."""
    pay_by(anna, CARD)
    pay_by(anna, DEBIT)
    lines = run.as_anna("payment", "list").out.splitlines()
    assert lines[0].split() == ["Nr.", "Bezahlverfahren", "Hinterlegt", "Status", "Seit", "Bis"]
    assert "Telekom Mobilfunk-Rechnung" in lines[2]
    assert "Kreditkarte" in lines[3]
    assert "früher genutzt" in lines[3]
    assert "aktiv" in lines[5]


def test_d1_a_user_may_not(
    run: Run, terminal: Terminal, data: Database, boss: Person, password_hash: str
) -> None:
    """As on the screen."""
    address = "u@m.example"
    add_member(data, boss.company_id, address, password_hash=password_hash)
    ended = run("payment", "list", *terminal.as_person(address))
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
