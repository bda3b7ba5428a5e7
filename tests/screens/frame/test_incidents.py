"""Errors nobody expected, and what Textual would do that the house does not want."""

from __future__ import annotations

import asyncio
import re
import stat
from typing import TYPE_CHECKING

import pytest
from textual.worker import WorkerFailed

from tcm_tui.incidents import log_incident
from tcm_tui.terminal_guard.app import FileRefusedError
from tests.screens.support import settle, sign_in

from .panes import PANES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tcm_tui.app import MarketplaceApp
    from tests.builders import Clock
    from tests.screens.support import Stage

SECRET = "Geheim-4711"


def fail(secret: str) -> None:
    """Fail with a secret in the message and in a local variable."""
    local = secret
    try:
        int(f"a\x1b]52;{local}\n")
    except ValueError as error:
        raise RuntimeError(secret) from error


def failed() -> Exception:
    """The error, with its traceback."""
    try:
        fail(SECRET)
    except RuntimeError as error:
        return error
    raise AssertionError


def test_a10_the_log_says_where_and_never_what(tmp_path: Path, clock: Clock) -> None:
    """One line, the number, the whole chain, no text of the error."""
    log = tmp_path / "log" / "tcm-tui.log"
    log_incident(log, "0A1B2C3D", failed(), clock())
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert line.startswith(clock().isoformat(timespec="seconds"))
    assert "incident=0A1B2C3D" in line
    assert "RuntimeError at " in line
    assert " caused by ValueError at " in line
    assert f"{__file__}:" in line
    assert SECRET not in line


def test_a10_names_of_files_cannot_forge_a_line(tmp_path: Path, clock: Clock) -> None:
    """Control characters are written out."""
    code = compile("1 / 0", "evil\n\x1b[31m\x9b.py", "exec")
    log = tmp_path / "tcm-tui.log"
    with pytest.raises(ZeroDivisionError) as caught:
        exec(code)  # noqa: S102 - the name of a file is what matters
    log_incident(log, "1", caught.value, clock())
    text = log.read_text(encoding="utf-8")
    assert r"evil\x0a\x1b[31m\x9b.py" in text
    assert text.removesuffix("\n").isprintable()


def test_e1_the_log_is_for_its_owner_alone(tmp_path: Path, clock: Clock) -> None:
    """Folder and file, also when one was there before."""
    log = tmp_path / "log" / "tcm-tui.log"
    log_incident(log, "1", failed(), clock())
    log.chmod(0o644)
    log_incident(log, "2", failed(), clock())
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert len(log.read_text(encoding="utf-8").splitlines()) == 2


async def test_a10_an_unexpected_error_ends_the_program_with_a_number(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1; what is said names the incident in the log, and holds no data."""
    app = stage.app(demo=True, panes=PANES)
    with pytest.raises(WorkerFailed):
        await run_until_it_fails(app, lambda: app.run_worker(app.ask(lambda _ctx: fail(SECRET))))
    log = stage.settings.log_file.read_text(encoding="utf-8")
    (number,) = re.findall(r"incident=([0-9A-F]{8}) ", log)
    shown, said = capsys.readouterr()
    said = said.replace("\n", "")  # the path is longer than a line
    assert said.startswith(f"Ein unerwarteter Fehler hat tcm-tui beendet. Fehlernummer: {number}")
    assert said.endswith(str(stage.settings.log_file))
    assert SECRET not in shown + said + log
    assert app.return_code == 1


async def test_a10_a_log_that_cannot_be_written_is_no_second_error(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk may be what failed."""
    stage.settings.log_file.parent.write_text("in the way")
    app = stage.app(demo=True, panes=PANES)
    with pytest.raises(RuntimeError):
        await run_until_it_fails(app, lambda: app.unexpected(failed()))
    (line,) = capsys.readouterr().err.splitlines()
    assert "Fehlernummer" in line
    assert app.return_code == 1


async def run_until_it_fails(app: MarketplaceApp, begin: Callable[[], object]) -> None:
    """Open the portal, let `begin` go wrong, and leave as the program does."""
    async with app.run_test() as pilot:
        await sign_in(pilot)
        begin()
        await asyncio.wait_for(app._exception_event.wait(), 5)


async def test_e4_no_screenshot_by_any_way(stage: Stage, tmp_path: Path) -> None:
    """Neither palette nor action nor call writes one."""
    app = stage.app(demo=True, panes=PANES)
    before = set(tmp_path.rglob("*"))
    async with app.run_test() as pilot:
        await sign_in(pilot)
        assert list(app.get_system_commands(app.screen)) == []
        await app.run_action(f"app.screenshot('x.svg', '{tmp_path}')")
        with pytest.raises(FileRefusedError):
            app.save_screenshot("x.svg", str(tmp_path))
        await pilot.press("ctrl+p", *"screenshot")
        await settle(pilot)
        assert not app.screen.query_one("#palette-list").display
    assert not [one for one in set(tmp_path.rglob("*")) - before if one.suffix == ".svg"]


async def test_e5_no_browser_is_started(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is shown instead."""
    monkeypatch.setattr("webbrowser.open", lambda *_args, **_options: pytest.fail("started"))
    app = stage.app(demo=True, panes=PANES)
    async with app.run_test() as pilot:
        await settle(pilot)
        app.open_url("file:///etc/passwd")
        await pilot.pause()
        (told,) = app._notifications
        assert "file:///etc/passwd" in told.message
