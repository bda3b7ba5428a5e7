"""`tcm-tui demo`: a folder of its own, made once, and never anybody's real data."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from tcm_tui import cli
from tcm_tui.bootstrap import StartPortal
from tcm_tui.data.database import open_database
from tcm_tui.data.encryption import Vault
from tcm_tui.data.models import (
    AuditEntry,
    Company,
    Mandate,
    Membership,
    OutboxMessage,
    PaymentMethod,
    ResellerLink,
    UserSession,
)
from tcm_tui.data.payment_methods import place
from tcm_tui.domain import demo as sample
from tcm_tui.domain.audit import AuditAction
from tcm_tui.domain.mail import MailState
from tcm_tui.domain.payment import PaymentKind, PaymentState
from tcm_tui.domain.permissions import Role

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run, Terminal

pytestmark = pytest.mark.usefixtures("cheap_hashes")  # a demo has 24 passwords


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix not in {".lock"}
        and not path.name.endswith(("wal", "shm"))
    }


def members(folder: Path) -> int:
    """How many there are in the demo."""
    database = open_database(f"sqlite:///{folder}/tcm.db")
    with database.transaction(writing=False) as session:
        everybody = select(func.count()).select_from(Membership).join(Company)
        found = session.scalar(everybody.where(Company.name == sample.COMPANY)) or 0
    database.dispose()
    return found


def test_the_demo_is_made_once_and_opened(run: Run, tmp_path: Path) -> None:
    """The portal opens with its people, files are the owner's alone, the next start is quick."""
    folder = tmp_path / "demo"
    first = run("demo", "--at", str(folder), "--members", "7")
    assert isinstance(first.code, StartPortal)
    assert first.code.settings.data_dir == folder
    assert first.code.demo is not None
    assert first.code.demo.password == sample.PASSWORD
    assert first.code.demo.people[0] == (
        "Anna Muster",
        Role.COMPANY_ADMIN,
        "anna.muster@muster-maschinenbau.example",
    )
    assert first.out == ""
    assert "24/24" in first.err
    assert members(folder) == 24 + 7
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in folder.rglob("*")} == {0}
    before = tree(folder)
    second = run("demo", "--at", str(folder))
    assert isinstance(second.code, StartPortal)
    assert second.err == ""
    assert tree(folder) == before
    # Commands act on it too, because the folder says what it is.
    acting = ["--as", sample.PEOPLE[0].email, "--password-file", str(password_file(tmp_path))]
    assert cli.run(["--data", str(folder), "members", "list", *acting]) == 0


def password_file(folder: Path) -> Path:
    """A file with the password of the demo."""
    path = folder / "demo-password"
    path.write_text(sample.PASSWORD, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_fresh_makes_it_anew_and_leaves_other_files(run: Run, tmp_path: Path) -> None:
    """Only what the demo made is deleted."""
    folder = tmp_path / "demo"
    run("demo", "--at", str(folder), "--members", "3")
    (folder / "notizen.txt").write_text("bleibt", encoding="utf-8")
    (folder / "mail" / "new" / "unter").mkdir()
    assert isinstance(run("demo", "--at", str(folder), "--fresh").code, StartPortal)
    assert members(folder) == 24
    assert (folder / "notizen.txt").read_text(encoding="utf-8") == "bleibt"


def test_an_interrupted_demo_is_begun_again(run: Run, tmp_path: Path) -> None:
    """Without its mark it was not made to the end."""
    folder = tmp_path / "demo"
    run("demo", "--at", str(folder))
    (folder / "demo.toml").unlink()
    assert "24/24" in run("demo", "--at", str(folder)).err
    assert members(folder) == 24


@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_c15_real_data_are_never_touched(
    run: Run, terminal: Terminal, fresh: tuple[str, ...]
) -> None:
    """Not by `--at`, not by `--fresh`, not with a forged mark."""
    run("mail", "list")  # marks the folder's data as real
    (terminal.data / "mail").mkdir(exist_ok=True)
    (terminal.data / "mail" / "letter").write_text("real", encoding="utf-8")
    for forged in (False, True):
        if forged:
            (terminal.data / "demo.toml").write_text('kind = "demo"\n', encoding="utf-8")
        before = tree(terminal.data)
        ended = run("demo", "--at", str(terminal.data), *fresh)
        assert ended.code == 1
        assert "--at" in ended.err
        assert tree(terminal.data) == before


@pytest.mark.parametrize("name", ["brief.txt", "mail/new/1.eml"])
@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_c15_a_folder_with_something_else_is_left_alone(
    run: Run, tmp_path: Path, name: str, fresh: tuple[str, ...]
) -> None:
    """Also one with mail alone: it may belong to data on a server."""
    folder = tmp_path / "mine"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("mine", encoding="utf-8")
    before = tree(folder)
    assert run("demo", "--at", str(folder), *fresh).code == 1
    assert tree(folder) == before
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("demo", "--at", str(tmp_path / "file")).code == 1


def test_c15_a_configured_database_is_not_the_demos(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only a database named for this very start is used."""
    monkeypatch.setenv("TCM_DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    start = run("demo", "--at", str(tmp_path / "demo")).code
    assert isinstance(start, StartPortal)
    assert start.settings.url == f"sqlite:///{tmp_path}/demo/tcm.db"
    assert not (tmp_path / "elsewhere.db").exists()


def test_the_demo_stands_beside_the_data(run: Run) -> None:
    """Unless `--at` says otherwise."""
    start = run("demo").code
    assert isinstance(start, StartPortal)
    assert start.settings.data_dir == run.terminal.data.parent / "tcm-tui-demo"


def test_the_story_is_whole(run: Run, tmp_path: Path) -> None:
    """All roles and states, and every mail of the past delivered."""
    folder = tmp_path / "demo"
    run("demo", "--at", str(folder))
    database = open_database(f"sqlite:///{folder}/tcm.db")
    with database.transaction(writing=False) as session:
        roles = set(session.scalars(select(Membership.role)))
        states = {state.value for state in session.scalars(select(Membership.state))}
        mails = set(session.scalars(select(OutboxMessage.state)))
    database.dispose()
    assert roles == set(Role)
    assert states == {"active", "disabled"}
    assert mails == {MailState.SENT}


def test_the_company_has_a_partner_who_has_helped(run: Run, tmp_path: Path) -> None:
    """Linked, and marked in the journal; nobody is inside now."""
    folder = tmp_path / "demo"
    run("demo", "--at", str(folder))
    database = open_database(f"sqlite:///{folder}/tcm.db")
    with database.transaction(writing=False) as session:
        marked = select(AuditEntry.action).where(AuditEntry.reseller_id.is_not(None))
        deeds = session.scalars(marked.order_by(AuditEntry.id)).all()
        guests = select(UserSession.ended_at).where(UserSession.reseller_id.is_not(None))
        left = session.scalars(guests).all()
        links = session.scalars(select(ResellerLink.ended_at)).all()
    database.dispose()
    visit = [
        AuditAction.SESSION_STARTED,
        AuditAction.PASSWORD_RESET_SENT,
        AuditAction.SESSION_ENDED,
    ]
    assert deeds == visit * len(sample.RESETS)
    assert len(left) == len(sample.RESETS)
    assert None not in left
    assert links == [None]


def test_the_company_has_paid_in_all_five_ways(run: Run, tmp_path: Path) -> None:
    """The direct debit is active, with its mandate; its number is readable by the demo alone."""
    folder = tmp_path / "demo"
    run("demo", "--at", str(folder))
    database = open_database(f"sqlite:///{folder}/tcm.db")
    with database.transaction(writing=False) as session:
        methods = session.scalars(select(PaymentMethod).order_by(PaymentMethod.id)).all()
        mandate = session.scalars(select(Mandate)).one()
    database.dispose()
    assert [method.kind for method in methods] == list(PaymentKind)
    active = methods[-1]
    assert [method.state for method in methods].count(PaymentState.ACTIVE) == 1
    assert (active.state, active.iban_start, active.last_four, active.bank) == (
        PaymentState.ACTIVE,
        "DE89",
        "3000",
        "Commerzbank",
    )
    assert mandate.method_id == active.id
    (key,) = folder.glob("*.key")
    numbers = Vault(key).open(active.sealed or b"", place(active.id))
    assert json.loads(numbers) == {"iban": "DE89370400440532013000"}
    written = b"".join(tree(folder).values())
    assert b"370400440532013000" not in written
    assert b"4242424242424242" not in written


@pytest.mark.postgres
def test_the_demo_on_a_server(run: Run, postgres_server: str, tmp_path: Path) -> None:
    """An empty database named on the command line; a full one is refused, not emptied."""
    from sqlalchemy import create_engine  # noqa: PLC0415 - only here

    administration = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text("CREATE DATABASE tcm_demo"))
    url = postgres_server.replace("/postgres?", "/tcm_demo?")
    here, there = str(tmp_path / "here"), str(tmp_path / "there")
    assert isinstance(run("--database", url, "demo", "--at", here).code, StartPortal)
    assert isinstance(run("--database", url, "demo", "--at", here).code, StartPortal)
    assert run("--database", url, "demo", "--at", there).code == 1
    assert run("--database", url, "demo", "--at", here, "--fresh").code == 1
    with administration.connect() as connection:
        connection.execute(text("DROP DATABASE tcm_demo WITH (FORCE)"))
    administration.dispose()


def test_b7_without_a_terminal_nothing_is_made(terminal: Terminal, tmp_path: Path) -> None:
    """Refused in one line, with the exit code of wrong use: the portal could not be shown."""
    folder = tmp_path / "demo"
    ended = terminal.start("demo", "--at", str(folder), "--members", "7")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == "tcm-tui: tcm-tui braucht ein Terminal für Eingabe und Anzeige.\n"
    assert not folder.exists()
    assert terminal.start("demo", "--help").returncode == 0
