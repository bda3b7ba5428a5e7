"""`tcm-tui mail`: data on stdout, talk on stderr, no code on either."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tcm_tui.bootstrap import open_context
from tcm_tui.cli.mail import mail
from tcm_tui.config import Settings
from tcm_tui.i18n import SOURCE_LANGUAGE

from ..services.post import CODE, draft, many, promised

if TYPE_CHECKING:
    from pathlib import Path

    from tcm_tui.domain.mail import MailDraft


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder of its own."""
    return Settings(
        data_dir=tmp_path / "data", config_dir=tmp_path / "config", language=SOURCE_LANGUAGE
    )


def promise(settings: Settings, *drafts: MailDraft) -> None:
    """Promise mails in the data folder."""
    ctx = open_context(settings)
    promised(ctx, *drafts)
    ctx.database.dispose()


def run(settings: Settings, *arguments: str) -> Result:
    """Run the command as the program does."""
    return CliRunner().invoke(mail, arguments, obj=settings, catch_exceptions=False)


def test_an_empty_outbox_lists_nothing(settings: Settings) -> None:
    """No heading, no sentence: a pipe would take it for data."""
    result = run(settings, "list")
    assert (result.exit_code, result.stdout) == (0, "")


def test_mails_are_listed_without_their_content(settings: Settings) -> None:
    """The newest first; a failed one says why."""
    promise(settings, *many(2))
    lines = run(settings, "list").stdout.splitlines()
    assert [line.split()[-1] for line in lines] == [
        "person1@muster.example",
        "person0@muster.example",
    ]
    assert "wartet" in lines[0]
    assert CODE not in "".join(lines)
    assert run(settings, "list", "--state", "failed").stdout == ""
    assert len(run(settings, "list", "--limit", "1").stdout.splitlines()) == 1


def test_json_holds_the_same(settings: Settings) -> None:
    """For programs: states by their fixed words, instants with their zone."""
    promise(settings, draft())
    (row,) = json.loads(run(settings, "list", "--json").stdout)
    assert (row["state"], row["recipient"], row["sent_at"]) == (
        "pending",
        "derya@muster.example",
        None,
    )
    assert row["created_at"].endswith("+00:00")
    assert "values" not in row


def test_deliver_fills_the_maildir(settings: Settings) -> None:
    """And says how many on stderr."""
    promise(settings, *many(3))
    result = run(settings, "deliver")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 zugestellt, 0 fehlgeschlagen, 0 noch offen\n"
    assert len(list(settings.mail_dir.glob("new/*"))) == 3
    assert "zugestellt" in run(settings, "list").stdout


WATCH = """
import sys
from pathlib import Path
from tcm_tui.cli.mail import mail
from tcm_tui.config import Settings
mail(["deliver", "--watch"], obj=Settings(data_dir=Path(sys.argv[1]), config_dir=Path(sys.argv[1])))
"""


def test_watching_ends_with_ctrl_c(settings: Settings) -> None:
    """What was due is delivered before, and nothing keeps the program."""
    promise(settings, *many(2))
    with subprocess.Popen(
        [sys.executable, "-c", WATCH, str(settings.data_dir)], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("2 zugestellt")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) != 0
    assert len(list(settings.mail_dir.glob("new/*"))) == 2
