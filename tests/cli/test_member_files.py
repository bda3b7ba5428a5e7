"""`tcm-tui members set-role` and `members export`: the rules of „Benutzer“, without a screen."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.shell_completion import ShellComplete
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from tcm_tui.cli.commands import main
from tcm_tui.data.models import AuditEntry, Invitation, Membership, User
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.permissions import Role
from tests.builders import Person, add_company, add_invitation, add_member

from .conftest import ANNA

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal

HEADER = "E-Mail;Rolle;admin"
ROLES = (
    f"{HEADER}\n"
    "d@k.example;Abrechnungsadministrator;yes\n"
    "b@k.example;billing admin;yes\n"
    "offen@k.example;Unternehmensadministrator;\n"
)
OPEN_ENDS = "neu@k.example;Benutzer;\nd@k.example;Benutzer;\nx@k.example;Chefin;\n"


@pytest.fixture(autouse=True)
def _people(data: Database, boss: Person, password_hash: str) -> None:
    """Three members and an invitation; somebody of another company."""
    add_member(data, boss.company_id, "d@k.example", first_name="Derya", last_name="Çelik")
    add_member(
        data, boss.company_id, "b@k.example", role=Role.BILLING_ADMIN, password_hash=password_hash
    )
    add_invitation(data, boss, "offen@k.example", at=datetime.now(UTC))
    add_member(data, add_company(data, "Anderswo AG"), "fremd@x.example")


def roles(data: Database) -> dict[str, Role]:
    """Who has which role: members by first name, invitations by address."""
    with data.transaction(writing=False) as session:
        members = select(User.first_name, Membership.role).join(
            Membership, Membership.user_id == User.id
        )
        found = dict(session.execute(members).all())
        return found | dict(session.execute(select(Invitation.email, Invitation.role)).all())


def entries(data: Database, action: AuditAction) -> list[dict[str, list[str | None]]]:
    """What the journal says of an action."""
    with data.transaction(writing=False) as session:
        query = select(AuditEntry.changes).where(AuditEntry.action == action)
        return list(session.scalars(query))


def listed(tmp_path: Path, text: str) -> str:
    """A file with this text; its path."""
    path = tmp_path / "rollen.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def results(text: str) -> list[tuple[Any, ...]]:
    """Row, old and new role and result, as a program reads them."""
    rows = json.loads(text)
    return [(row["row"], row["old_role"], row["role"], row["result"]) for row in rows]


# --- set-role ------------------------------------------------------------------------------------


def test_a_dry_run_tells_and_changes_nothing(run: Run, data: Database, tmp_path: Path) -> None:
    """The difference on stdout, the talk on stderr, other columns named (D3)."""
    before = roles(data)
    path = listed(tmp_path, ROLES + OPEN_ENDS)
    ended = run.as_anna("members", "set-role", path, "--dry-run", "--json")
    assert results(ended.out) == [
        (2, "user", "billing_admin", "changed"),
        (3, "billing_admin", "billing_admin", "unchanged"),
        (4, "user", "company_admin", "changed"),
        (5, None, "user", "new"),
        (6, None, "user", "unknown"),
        (7, None, None, "unknown"),
    ]
    assert list(json.loads(ended.out)[0]) == [
        *("row", "email", "name", "old_role", "role", "result", "reason"),
    ]
    assert ended.code == 1
    assert "Diese Spalte wird nicht verwendet: admin." in ended.err
    assert "2 Rollen würden geändert. Es wurde nichts geändert." in ended.err
    assert "  neu@k.example" in ended.err.splitlines()
    assert roles(data) == before


def test_roles_are_changed_and_nobody_is_invited(run: Run, data: Database, tmp_path: Path) -> None:
    """Members and invitations; new ones are named on stderr only."""
    ended = run.as_anna("members", "set-role", listed(tmp_path, ROLES + OPEN_ENDS), "--csv")
    found = list(csv.DictReader(io.StringIO(ended.out), delimiter=";"))
    assert [row["result"] for row in found] == [
        *("done", "unchanged", "done", "new", "unknown", "unknown"),
    ]
    assert ended.code == 1
    assert roles(data)["Derya"] is Role.BILLING_ADMIN
    assert roles(data)["offen@k.example"] is Role.COMPANY_ADMIN
    assert "neu@k.example" not in roles(data)
    assert entries(data, AuditAction.MEMBER_ROLE_CHANGED)[0]["role"] == ["user", "billing_admin"]
    again = run.as_anna("members", "set-role", listed(tmp_path, ROLES), "--json")
    assert (again.code, {row[3] for row in results(again.out)}) == (0, {"unchanged"})


def test_new_ones_are_invited_when_asked(run: Run, data: Database, tmp_path: Path) -> None:
    """With the role of the list; the dry run sends nothing."""
    path = listed(tmp_path, f"{HEADER}\nneu@k.example;Rechnungsadministrator;\n")
    words = ("members", "set-role", path, "--invite-new", "--json")
    dry = run.as_anna(*words, "--dry-run")
    assert (dry.code, results(dry.out)[0][3]) == (0, "new")
    assert "neu@k.example" not in roles(data)
    ended = run.as_anna(*words)
    assert (ended.code, results(ended.out)) == (0, [(2, None, "billing_admin", "invited")])
    assert roles(data)["neu@k.example"] is Role.BILLING_ADMIN
    assert "1 Einladung versendet." in ended.err


def test_d4_the_last_administrator_stays_one(run: Run, data: Database, tmp_path: Path) -> None:
    """Alone refused; with a successor in the same list it goes, own role last."""
    alone = listed(tmp_path, f"{HEADER}\n{ANNA};Benutzer;\n")
    ended = run.as_anna("members", "set-role", alone, "--json")
    assert (ended.code, results(ended.out)[0][3]) == (1, "refused")
    both = listed(
        tmp_path,
        f"{HEADER}\n{ANNA};Benutzer;\nb@k.example;Benutzer;\n"
        "d@k.example;Unternehmensadministrator;\n",
    )
    ended = run.as_anna("members", "set-role", both, "--json")
    assert (ended.code, {row[3] for row in results(ended.out)}) == (0, {"done"})
    assert roles(data)["Derya"] is Role.COMPANY_ADMIN


def test_a_workbook_and_standard_input(
    run: Run, data: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns in any order, English words; the table for people has the portal's words."""
    book = Workbook()
    assert book.active is not None
    for row in (["role", "Kostenstelle", "Email Address"], ["Billing Admin", "4", "d@k.example"]):
        book.active.append(row)
    book.save(tmp_path / "rollen.xlsx")
    ended = run.as_anna("members", "set-role", str(tmp_path / "rollen.xlsx"))
    assert "Rechnungsadministrator" in ended.out
    assert "geändert" in ended.out
    assert roles(data)["Derya"] is Role.BILLING_ADMIN
    monkeypatch.setattr("sys.stdin", io.StringIO("d@k.example\tBenutzer\n"))
    assert run.as_anna("members", "set-role", "-", "--json").code == 0
    assert roles(data)["Derya"] is Role.USER


@pytest.mark.parametrize(
    ("text", "said"),
    [("nur@adressen.example\n", "Spalte „Rolle“"), ("", "leer")],
)
def test_a_list_that_cannot_be_used(run: Run, tmp_path: Path, text: str, said: str) -> None:
    """One line on stderr, nothing on stdout."""
    ended = run.as_anna("members", "set-role", listed(tmp_path, text), "--json")
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err


def test_usage_and_permission(run: Run, terminal: Terminal, tmp_path: Path) -> None:
    """2 without a list; 1 for those who may not."""
    assert run.as_anna("members", "set-role").code == 2
    billing = terminal.as_person("b@k.example")
    refused = run("members", "set-role", listed(tmp_path, ROLES), *billing)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.endswith("tcm-tui: Das ist mit Ihrer Rolle nicht möglich.\n")


def test_a_process_of_its_own(terminal: Terminal, data: Database, boss: Person) -> None:
    """Through a pipe, without a terminal, data and talk apart."""
    del boss
    words = ("members", "set-role", "-", "--json", *terminal.as_anna)
    ended = terminal.start(*words, stdin="E-Mail,Rolle\nd@k.example,Rechnungsadministrator\n")
    assert (ended.returncode, results(ended.stdout)) == (
        0,
        [(2, "user", "billing_admin", "done")],
    )
    assert ended.stderr == "1 Rolle geändert.\n"
    assert roles(data)["Derya"] is Role.BILLING_ADMIN
    piped = terminal.start("members", "export", *terminal.as_anna)
    assert piped.returncode == 0
    assert piped.stdout.splitlines()[0].endswith(
        "Nachname;Vorname;E-Mail;Rolle;Status;Letzte Anmeldung"
    )
    assert "Çelik;Derya;d@k.example;Rechnungsadministrator;aktiv;" in piped.stdout


# --- export --------------------------------------------------------------------------------------


def test_export_to_a_file(run: Run, data: Database, tmp_path: Path) -> None:
    """Private, on record once with the filter; what is there already stays."""
    path = tmp_path / "liste.xlsx"
    words = ("members", "export", str(path), "--role", "Benutzer", "--state", "active")
    ended = run.as_anna(*words, "--state", "invited", "--sort", "address", "--descending")
    assert (ended.code, ended.out) == (0, "")
    assert f"2 Zeilen exportiert. {path}" in ended.err
    (sheet,) = load_workbook(path).worksheets
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [
        "offen@k.example",
        "d@k.example",
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert entries(data, AuditAction.MEMBERS_EXPORTED) == [
        {"rows": [None, "2"], "roles": [None, "user"], "states": [None, "active,invited"]}
    ]
    content = path.read_bytes()
    refused = run.as_anna(*words)
    assert (refused.code, path.read_bytes()) == (1, content)
    assert len(entries(data, AuditAction.MEMBERS_EXPORTED)) == 1


def test_export_by_format_and_by_whom(run: Run, terminal: Terminal, tmp_path: Path) -> None:
    """`--format` wins over the ending; a billing administrator sees no invitations."""
    path = tmp_path / "liste.dat"
    billing = terminal.as_person("b@k.example")
    assert run("members", "export", str(path), "--format", "csv", *billing).code == 0
    text = path.read_text("utf-8-sig")
    assert "d@k.example" in text
    assert "offen@k.example" not in text
    assert run("members", "export", "--format", "xlsx", *billing).code == 2


def test_f9_an_exported_list_runs_nothing_and_comes_back(
    run: Run, data: Database, boss: Person
) -> None:
    """Formulas are text, controls are gone, also of names written past the services."""
    evil = add_member(data, boss.company_id, "evil@k.example", first_name="E")
    with data.transaction(writing=True) as session:
        user = session.get_one(User, evil.user_id)
        user.last_name, user.first_name = "=1+1", "\x1b]52;c;AAAA\x07Eva"
        session.flush()
    out = run.as_anna("members", "export", "--search", "evil").out
    assert "'=1+1;]52;c;AAAAEva;" in out.replace('"', "")
    assert not set(out) & set("\x1b\x07")


def test_lists_take_the_same_filters(run: Run) -> None:
    """By role and state, in any order; an unknown word is a mistake of usage."""
    words = ("members", "list", "--json")
    both = run.as_anna(*words, "--role", "company_admin", "--role", "Abrechnungsadministrator")
    assert {row["email"] for row in json.loads(both.out)} == {ANNA, "b@k.example"}
    ordered = run.as_anna(*words, "--sort", "address", "--descending")
    emails = [row["email"] for row in json.loads(ordered.out)]
    assert emails == sorted(emails, reverse=True)
    assert run.as_anna(*words, "--state", "disabled").out == "[]\n"
    assert run.as_anna(*words, "--state", "invited").code == 2
    assert run.as_anna(*words, "--role", "Chefin").code == 2


@pytest.mark.parametrize(
    ("words", "typed", "offered"),
    [
        (["members", "list", "--role"], "b", ["billing_admin", "Benutzer"]),
        (["members", "export", "--state"], "", ["active", "disabled", "invited", "expired"]),
        (["members", "export", "--sort"], "a", ["address"]),
        (["members"], "s", ["set-role"]),
    ],
)
def test_values_are_completed_by_the_shell(
    words: list[str], typed: str, offered: list[str]
) -> None:
    """Roles, states, orders, commands."""
    found = ShellComplete(main, {}, "tcm-tui", "_TCM_TUI_COMPLETE").get_completions(words, typed)
    assert [one.value for one in found] == offered


def test_files_are_completed_by_the_shell() -> None:
    """Which ones there are the shell knows."""
    complete = ShellComplete(main, {}, "tcm-tui", "_TCM_TUI_COMPLETE").get_completions
    assert [one.type for one in complete(["members", "set-role"], "ro")] == ["file"]
    assert [one.type for one in complete(["members", "export"], "")] == ["file"]
