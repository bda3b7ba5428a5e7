"""`tcm-tui` as a whole: exit codes, streams, languages, and that nothing secret is given away."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from tcm_tui import __version__
from tcm_tui.bootstrap import StartPortal
from tcm_tui.cli.commands import COMMANDS, main
from tcm_tui.cli.options import Commands
from tcm_tui.data.migrations import HEAD, stored_revision
from tcm_tui.domain.codes import new_code
from tests.builders import PASSWORD, Person, add_invitation

from .conftest import ANNA

if TYPE_CHECKING:
    import click

    from tcm_tui.data.database import Database

    from .conftest import Run, Terminal


# --- help, usage, streams ------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("--version",), ("--data", "/nowhere", "--version")])
def test_the_version(terminal: Terminal, words: tuple[str, ...]) -> None:
    """On stdout, and nothing else."""
    ended = terminal.start(*words)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"tcm-tui {__version__}\n", "")


def test_help_names_every_command_with_examples(terminal: Terminal) -> None:
    """The first thing somebody reads."""
    ended = terminal.start("--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    for name in COMMANDS:
        assert f"  {name} " in ended.stdout
    assert "tcm-tui demo" in ended.stdout
    assert "..." not in ended.stdout.split("Befehle:")[1]


@pytest.mark.parametrize("group", ["members", "payment", "products", "subscriptions"])
def test_help_of_a_group_cuts_no_sentence(run: Run, group: str) -> None:
    """Each of its commands says in a line what it does."""
    assert "..." not in run(group, "--help").out


@pytest.mark.parametrize(
    "words",
    [
        ("bogus",),
        ("members",),
        ("members", "bogus"),
        ("members", "list"),
        ("members", "list", "--bogus"),
        ("invite", "--as", ANNA),
        ("locate", "bogus"),
        ("demo", "--members", "-1"),
        ("--lang", "fr", "locate"),
        ("locate", "--lang"),
    ],
)
def test_mistakes_of_usage(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Code 2, nothing on stdout, the way to the help on stderr."""
    ended = terminal.start(*words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Aufruf: tcm-tui" in ended.stderr or "Fehler:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_b7_without_a_terminal_a_password_needs_a_file(terminal: Terminal, boss: Person) -> None:
    """Code 2 at once: never a prompt that nobody sees, never the list read as a password."""
    ended = terminal.start("invite", "-", "--as", boss.email, stdin="a@k.example\n")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--password-file" in ended.stderr


def test_b7_commands_work_without_a_terminal(terminal: Terminal, boss: Person) -> None:
    """In cron and in pipes: data on stdout, talk on stderr."""
    ended = terminal.start("invite", "-", "--json", *terminal.as_anna, stdin="a@k.example\n")
    assert ended.returncode == 0
    assert [row["result"] for row in json.loads(ended.stdout)] == ["sent"]
    assert ended.stderr == "1 von 1 Einladung versendet.\n"
    listed = terminal.start("members", "list", "--json", *terminal.as_anna)
    assert [row["email"] for row in json.loads(listed.stdout)] == [boss.email]
    assert listed.stderr == ""


@pytest.mark.usefixtures("boss")
def test_a_closed_pipe_is_no_error(terminal: Terminal, data: Database, boss: Person) -> None:
    """`members list | head` says nothing."""
    for number in range(300):
        add_invitation(data, boss, f"p{number}@k.example")
    line = [sys.executable, "-m", "tcm_tui", "--data", str(terminal.data), "invitations", "list"]
    with subprocess.Popen(
        [*line, "--json", *terminal.as_anna],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=terminal.environment,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


class _Interrupted(io.StringIO):
    """Somebody presses Ctrl+C while it is read."""

    def read(self, _size: int | None = -1, /) -> str:
        raise KeyboardInterrupt


def test_an_interrupt_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is printed that looks like a fault."""
    monkeypatch.setattr("sys.stdin", _Interrupted())
    ended = run.as_anna("invite", "-", "--role", "Benutzer")
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")


# --- settings ------------------------------------------------------------------------------------


def test_options_are_taken_before_and_after_the_command(run: Run, tmp_path: Path) -> None:
    """What stands later wins, as everywhere."""
    there = str(tmp_path / "there")
    assert run("locate", "data").out == f"{run.terminal.data}\n"
    assert run("locate", "data", "--data", there).out == f"{there}\n"
    assert run("locate", f"--data={there}", "mail").out == f"{there}/mail\n"


def test_locate_names_everything(run: Run) -> None:
    """One line a place."""
    lines = dict(line.split(maxsplit=1) for line in run("locate").out.splitlines())
    data = str(run.terminal.data)
    assert list(lines) == ["config", "data", "database", "log", "mail"]
    assert lines["database"] == f"{data}/tcm.db"
    assert lines["log"].startswith(data)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://tcm:geheim@db/tcm", "postgresql://tcm@/t?host=h&password=geheim"]
)
def test_e8_a_password_in_an_argument_is_refused(run: Run, url: str) -> None:
    """And not repeated."""
    ended = run("--database", url, "locate")
    assert (ended.code, ended.out) == (1, "")
    assert "geheim" not in ended.err


def test_e8_locate_does_not_show_the_password_of_the_database(run: Run, tmp_path: Path) -> None:
    """The file with the URL may hold one; the screen and a bug report must not."""
    secret = tmp_path / "url"
    secret.write_text("postgresql+psycopg://tcm:geheim@db.example/tcm\n", encoding="utf-8")
    secret.chmod(0o600)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(f"database_url_file = '{secret}'\n", "utf-8")
    assert run("locate", "database").out == "postgresql+psycopg://tcm@db.example/tcm\n"


def test_e8_no_option_takes_a_secret() -> None:
    """Whatever is typed as an argument can be read by others in /proc."""
    for command in every_command(main):
        names = {name for param in command.params for name in param.opts}
        assert not names & {"--password", "--secret", "--code", "--token"}


def every_command(command: click.Command) -> list[click.Command]:
    """`command` and all below it."""
    found = [command]
    if isinstance(command, Commands):
        context = command.make_context("tcm-tui", [], resilient_parsing=True)
        for name in command.list_commands(context):
            if below := command.get_command(context, name):
                found += every_command(below)
    return found


def test_a_broken_configuration_is_one_line(run: Run, tmp_path: Path) -> None:
    """Code 1; the help still works."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("tehme = 1\n", encoding="utf-8")
    ended = run("locate")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "tehme" in ended.err
    assert run("--help").code == 0


@pytest.mark.parametrize("url", ["foo", "oracle://x/y", "sqlite://", "postgresql+psycopg://h:1/x"])
def test_a_database_that_is_none_is_one_line(run: Run, url: str) -> None:
    """Wrong address, missing driver, nobody there."""
    ended = run("--database", url, "db", "upgrade")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "Traceback" not in ended.err


# --- db, open ------------------------------------------------------------------------------------


def test_db_upgrade_makes_the_database(run: Run, data: Database) -> None:
    """And says when there is nothing to do."""
    (run.terminal.data / "tcm.db").unlink()
    first, second = run("db", "upgrade"), run("db", "upgrade")
    assert (first.code, second.code) == (0, 0)
    assert "jetzt" in first.err
    assert "schon" in second.err
    assert stored_revision(data.engine) == HEAD


@pytest.mark.postgres
def test_db_upgrade_is_what_a_server_waits_for(run: Run, postgres_url: str) -> None:
    """The refusal names the command, the command works."""
    mails = ("--database", postgres_url, "mail", "list")
    assert run(*mails).code == 0
    upgrade = ("--database", postgres_url, "db", "upgrade")
    catalogue, again = run(*upgrade), run(*upgrade)
    assert (catalogue.code, "jetzt" in catalogue.err) == (0, True)  # what can be booked was missing
    assert (again.code, "schon" in again.err) == (0, True)


def test_mail_that_cannot_be_put_anywhere_is_one_line(run: Run) -> None:
    """The folder for mail is a file: the sentence names it."""
    run("mail", "deliver")
    folder = run.terminal.data / "mail"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
    folder.touch()
    ended = run("mail", "deliver")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert str(folder) in ended.err


def test_open_takes_a_code_in_any_writing(run: Run) -> None:
    """Grouped or not, any case; without one the portal asks for it."""
    code = new_code().text
    for written in (code, code.lower(), code.replace("-", "")):
        start = run("open", written).code
        assert isinstance(start, StartPortal)
        assert (start.code, start.demo, start.settings.data_dir) == (code, None, run.terminal.data)
    asks = run("open").code
    assert isinstance(asks, StartPortal)
    assert asks.code == ""


def test_open_refuses_what_is_no_code(run: Run) -> None:
    """Before the portal opens; what was typed is not repeated."""
    ended = run("open", "ABCD-EFGH")
    assert ended.code == 1
    assert "ABCD" not in ended.err


# --- at a terminal -------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "code"), [(PASSWORD, 0), ("falsch", 1)])
def test_e8_the_password_is_asked_for_at_the_terminal(
    terminal: Terminal, boss: Person, typed: str, code: int
) -> None:
    """Not echoed, not part of the output, in nobody's list of processes."""
    line = ["-m", "tcm_tui", "--data", str(terminal.data), "members", "list", "--as", boss.email]
    child = pexpect.spawn(
        sys.executable, line, env=terminal.environment, encoding="utf-8", timeout=30
    )
    child.expect(f"Passwort für {boss.email}: ")
    child.waitnoecho()
    arguments = Path(f"/proc/{child.pid}/cmdline").read_bytes()
    child.sendline(typed)
    child.expect(pexpect.EOF)
    child.close()
    shown = str(child.before)
    assert child.exitstatus == code
    assert typed not in shown
    assert typed.encode() not in arguments
    assert (boss.email in shown) == (code == 0)
