"""`tcm-tui mail`: data on stdout, talk on stderr, no code on either."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from tcm_tui.bootstrap import load_settings, open_context
from tcm_tui.cli.commands import main
from tcm_tui.services.demo_folder import mark

from ..services.post import CODE, draft, many, promised
from ..smtp import HOST, MailServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.config import Settings
    from tcm_tui.domain.mail import MailDraft


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder of its own, and nobody's configuration."""
    monkeypatch.setenv("TCM_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    return load_settings({"data_dir": str(tmp_path / "data")})


def promise(settings: Settings, *drafts: MailDraft) -> None:
    """Promise mails in the data folder."""
    ctx = open_context(settings)
    promised(ctx, *drafts)
    ctx.database.dispose()


def run(settings: Settings, *arguments: str) -> Result:
    """Run the command as the program does."""
    line = ["--data", str(settings.data_dir), "mail", *arguments]
    return CliRunner().invoke(main, line, catch_exceptions=False)


def listed(settings: Settings, *arguments: str) -> list[dict[str, Any]]:
    """The mails as a program reads them."""
    found: list[dict[str, Any]] = json.loads(run(settings, "list", "--json", *arguments).stdout)
    return found


def test_mails_are_listed_without_their_content(settings: Settings) -> None:
    """The newest first."""
    promise(settings, *many(2))
    shown = run(settings, "list").stdout
    assert shown.index("person1@muster.example") < shown.index("person0@muster.example")
    assert CODE not in shown


def test_the_list_can_be_narrowed_and_continued(settings: Settings) -> None:
    """By state, by number, and page by page."""
    promise(settings, *many(3))
    assert listed(settings, "--state", "failed") == []
    (newest,) = listed(settings, "--limit", "1")
    assert [row["recipient"] for row in listed(settings, "--before", str(newest["id"]))] == [
        "person1@muster.example",
        "person0@muster.example",
    ]


def test_programs_get_fixed_words_and_utc(settings: Settings) -> None:
    """Whatever the language."""
    promise(settings, draft())
    (row,) = listed(settings)
    assert (row["state"], row["kind"], row["sent_at"]) == ("pending", "invitation", None)
    assert row["created_at"].endswith("+00:00")
    assert "values" not in row


def test_deliver_fills_the_maildir(settings: Settings) -> None:
    """And says how many on stderr."""
    promise(settings, *many(3))
    result = run(settings, "deliver")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 zugestellt, 0 gescheitert, 0 noch offen\n"
    assert len(list(settings.mail_dir.glob("new/*"))) == 3
    assert {row["state"] for row in listed(settings)} == {"sent"}


def test_watching_ends_with_ctrl_c(settings: Settings) -> None:
    """What was due is delivered before, and nothing keeps the program."""
    promise(settings, *many(2))
    program = [sys.executable, "-m", "tcm_tui", "--data", str(settings.data_dir)]
    with subprocess.Popen(
        [*program, "mail", "deliver", "--watch"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("2 zugestellt")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
    assert len(list(settings.mail_dir.glob("new/*"))) == 2


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that the settings name."""
    with MailServer() as running:
        monkeypatch.setenv("TCM_SMTP_HOST", HOST)
        monkeypatch.setenv("TCM_SMTP_PORT", str(running.port))
        monkeypatch.setenv("TCM_SMTP_SECURITY", "none")
        yield running


def test_deliver_sends_to_the_server_of_the_settings(
    settings: Settings, server: MailServer
) -> None:
    """Nothing stays in files; what a dead server leaves is named and tells why."""
    promise(settings, *many(2))
    server.stop()
    assert run(settings, "deliver").stderr == "0 zugestellt, 0 gescheitert, 2 noch offen\n"
    assert {row["last_error"] for row in listed(settings)} == {
        "Der Mailserver ist nicht erreichbar: Connection refused"
    }
    promise(settings, draft("neu@muster.example"))
    server.start()
    assert run(settings, "deliver").stderr == "1 zugestellt, 0 gescheitert, 2 noch offen\n"
    assert [letter.recipients for letter in server.letters] == [("neu@muster.example",)]
    assert not list(settings.mail_dir.glob("new/*"))


def test_watching_sends_what_others_promise(settings: Settings, server: MailServer) -> None:
    """A service beside the portals; Ctrl+C ends it."""
    promise(settings, *many(2))
    program = [sys.executable, "-m", "tcm_tui", "--data", str(settings.data_dir)]
    with subprocess.Popen(
        [*program, "mail", "deliver", "--watch"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("2 zugestellt")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
    assert len(server.letters) == 2


def test_c15_mail_of_a_demo_never_leaves_the_machine(
    settings: Settings, server: MailServer
) -> None:
    """Its people are nobody's, whatever server is set."""
    mark(settings.data_dir)
    ctx = open_context(settings, demo=True)
    promised(ctx, draft())
    ctx.database.dispose()
    assert run(settings, "deliver").stderr.startswith("1 zugestellt")
    assert not server.letters
    assert len(list(settings.mail_dir.glob("new/*"))) == 1
