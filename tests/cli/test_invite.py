"""`tcm-tui invite`: the same rules as the dialog, from a file, addresses or standard input."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select, update

from tcm_tui.data.models import AuditEntry, Company, Invitation, OutboxMessage
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.mail import MailState
from tcm_tui.domain.permissions import Role
from tests.builders import Person, add_invitation

from .conftest import ANNA

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal

LIST = "Rolle,E-Mail,Nachname\nRechnungsadministrator,a@k.example,Äpfel\n,b@k.example,\n"


@pytest.fixture(autouse=True)
def _boss(boss: Person) -> None:
    """There is somebody to act as."""


def invited(data: Database) -> dict[str, Role]:
    """Address → role of every invitation."""
    with data.transaction(writing=False) as session:
        return dict(session.execute(select(Invitation.email, Invitation.role)).all())


def result(text: str) -> list[tuple[Any, ...]]:
    """Row, address and result, as a program reads them."""
    return [(row["row"], row["email"], row["result"]) for row in json.loads(text)]


def test_addresses(run: Run, data: Database) -> None:
    """Several at once; what was sent is on stdout, the summary on stderr, mail is delivered."""
    ended = run.as_anna("invite", "a@k.example", "B@K.example", "--json")
    assert ended.code == 0
    assert result(ended.out) == [(1, "a@k.example", "sent"), (2, "B@K.example", "sent")]
    assert list(json.loads(ended.out)[0]) == ["row", "email", "role", "result", "reason"]
    assert ended.err == "2 von 2 Einladungen versendet.\n"
    assert invited(data) == {"a@k.example": Role.USER, "B@k.example": Role.USER}
    assert len(list((run.terminal.data / "mail" / "new").iterdir())) == 2
    with data.transaction(writing=False) as session:
        assert set(session.scalars(select(OutboxMessage.state))) == {MailState.SENT}


def test_a_file_with_roles_and_names(run: Run, data: Database, tmp_path: Path) -> None:
    """The list's role counts, then `--role`; row numbers are those of the file."""
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="utf-8")
    ended = run.as_anna("invite", str(path), "--role", "Unternehmensadministrator", "--json")
    assert result(ended.out) == [(2, "a@k.example", "sent"), (3, "b@k.example", "sent")]
    assert invited(data) == {"a@k.example": Role.BILLING_ADMIN, "b@k.example": Role.COMPANY_ADMIN}


def test_a_workbook(run: Run, data: Database, tmp_path: Path) -> None:
    """Through the limited process, as in the dialog."""
    book = Workbook()
    assert book.active is not None
    for row in (["E-Mail", "Rolle"], ["a@k.example", "Benutzer"], ["=1+1", "Benutzer"]):
        book.active.append(row)
    path = tmp_path / "liste.xlsx"
    book.save(path)
    ended = run.as_anna("invite", str(path), "--json")
    assert ended.code == 1
    assert [row[2] for row in result(ended.out)] == ["sent", "faulty"]
    assert set(invited(data)) == {"a@k.example"}


def test_standard_input(
    run: Run, data: Database, monkeypatch: pytest.MonkeyPatch, boss: Person
) -> None:
    """Any list; what cannot be sent is named with its reason and stops nobody else."""
    add_invitation(data, boss, "offen@k.example", at=datetime.now(UTC))
    text = f"Zoë Ä <a@k.example>; kaputt@, {ANNA}\noffen@k.example a@k.example"
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    ended = run.as_anna("invite", "-", "--json")
    assert ended.code == 1
    assert [row[2] for row in result(ended.out)] == [
        "sent",
        "faulty",
        "member",
        "invited",
        "duplicate",
    ]
    assert all(row["reason"] for row in json.loads(ended.out))
    assert ended.err == "1 von 5 Einladungen versendet.\n"
    assert set(invited(data)) == {"a@k.example", "offen@k.example"}


def test_f8_the_same_list_again_sends_nothing(run: Run, data: Database) -> None:
    """Everybody is invited already."""
    run.as_anna("invite", "a@k.example")
    again = run.as_anna("invite", "a@k.example", "--json")
    assert again.code == 1
    assert result(again.out) == [(1, "a@k.example", "invited")]
    with data.transaction(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_a_dry_run_writes_nothing(run: Run, data: Database) -> None:
    """The verdicts are the same; no invitation, no mail, no entry but those of signing in."""
    ended = run.as_anna("invite", "a@k.example", "kaputt@", "--dry-run", "--json")
    assert ended.code == 1
    assert result(ended.out) == [(1, "a@k.example", "ready"), (2, "kaputt@", "faulty")]
    assert ended.err == "1 von 2 Einladungen sind bereit. Es wurde nichts versendet.\n"
    assert invited(data) == {}
    with data.transaction(writing=False) as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
        assert set(session.scalars(select(AuditEntry.action))) == {
            AuditAction.SESSION_STARTED,
            AuditAction.SESSION_ENDED,
        }


def test_without_a_role_the_company_decides(run: Run, data: Database, boss: Person) -> None:
    """Its default role, as in the dialog."""
    with data.transaction(writing=True) as session:
        session.execute(
            update(Company)
            .where(Company.id == boss.company_id)
            .values(default_role=Role.BILLING_ADMIN)
        )
    run.as_anna("invite", "a@k.example")
    assert invited(data) == {"a@k.example": Role.BILLING_ADMIN}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("gibtsnicht.xlsx",), "gibtsnicht.xlsx"),
        (("a@k.example", "--role", "Chef"), "Chef"),
        (("/dev/zero",), "Datei"),
    ],
)
def test_a_refusal_is_one_line(
    run: Run, data: Database, words: tuple[str, ...], sentence: str
) -> None:
    """On stderr, code 1, and nobody is invited."""
    ended = run.as_anna("invite", *words)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("tcm-tui: ")
    assert ended.err.count("\n") == 1
    assert sentence in ended.err
    assert invited(data) == {}


def test_e2_service_mode_reads_from_one_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A path outside of it is refused, whatever it is called."""
    monkeypatch.setenv("TCM_MODE", "service")
    monkeypatch.setenv("TCM_SMTP_HOST", "127.0.0.1")
    (run.terminal.data / "import").mkdir()
    outside = tmp_path / "a@b.example"
    outside.write_text(LIST, encoding="utf-8")
    assert run.as_anna("invite", str(outside.with_name("liste.csv"))).code == 1
    (run.terminal.data / "import" / "liste.csv").write_text(LIST, encoding="utf-8")
    assert run.as_anna("invite", "liste.csv").code == 0


def test_mail_that_cannot_leave_is_named(run: Run, data: Database) -> None:
    """The invitation stands; the person hears that its mail still waits."""
    (run.terminal.data / "mail").write_text("in the way", encoding="utf-8")
    ended = run.as_anna("invite", "a@k.example")
    assert ended.code == 0
    assert "1 E-Mail wartet noch: tcm-tui mail deliver" in ended.err
    assert set(invited(data)) == {"a@k.example"}


# --- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_e8_a_password_file_that_others_can_read_is_refused(
    run: Run, terminal: Terminal, data: Database, mode: int
) -> None:
    """With the command that mends it."""
    terminal.password_file.chmod(mode)
    ended = run.as_anna("invite", "a@k.example")
    assert ended.code == 1
    assert "chmod 600" in ended.err
    assert invited(data) == {}


def test_a_wrong_password_is_the_common_refusal(run: Run, terminal: Terminal) -> None:
    """The same sentence as for an address that nobody has."""
    terminal.password_file.write_text("falsch\n", encoding="utf-8")
    wrong = run.as_anna("members", "list")
    unknown = run("members", "list", *terminal.as_person("niemand@k.example"))
    assert wrong == unknown
    assert (wrong.code, wrong.out) == (1, "")


def test_commands_leave_no_session_open(run: Run, data: Database) -> None:
    """Every command signs out again, also after a refusal."""
    run.as_anna("members", "list")
    run.as_anna("invite", "gibtsnicht.csv")
    with data.transaction(writing=False) as session:
        actions = list(session.scalars(select(AuditEntry.action)))
    assert actions.count(AuditAction.SESSION_STARTED) == actions.count(AuditAction.SESSION_ENDED)


def test_a8_what_may_deceive_is_told_and_sent_on_purpose(run: Run, data: Database) -> None:
    """With the form that machines know; the others are not held up."""
    twin = "anna.muster@muster-m\u0430schinenbau.example"
    ended = run.as_anna("invite", twin, "a@k.example", "--json")
    assert ended.code == 1
    assert result(ended.out) == [(1, twin, "doubtful"), (2, "a@k.example", "sent")]
    reason = json.loads(ended.out)[0]["reason"]
    assert "xn--muster-mschinenbau-ywo.example" in reason
    assert "anna.muster@muster-maschinenbau.example von Muster, Anna" in reason
    assert "--anyway" in ended.err
    assert set(invited(data)) == {"a@k.example"}
    ended = run.as_anna("invite", twin, "--anyway", "--json")
    assert (ended.code, result(ended.out)) == (0, [(1, twin, "sent")])
    assert "--anyway" not in ended.err
    assert twin in invited(data)


def test_a8_a_dry_run_tells_without_sending(run: Run, data: Database) -> None:
    """In the table as well, where every row begins with its sign."""
    ended = run.as_anna("invite", "chef@firm\u0430.example", "--dry-run")
    assert ended.code == 1
    assert "Sieht aus wie firma.example, ist aber xn--firm-83d.example" in ended.out
    assert invited(data) == {}


def test_a8_an_invisible_character_is_refused(run: Run, data: Database) -> None:
    """With the reason."""
    ended = run.as_anna("invite", "ad\u200bmin@k.example", "--anyway", "--json")
    assert [row[2] for row in result(ended.out)] == ["faulty"]
    assert "unsichtbare Zeichen" in json.loads(ended.out)[0]["reason"]
    assert invited(data) == {}
