"""Pictures of „Benutzer“ and files."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.exports import Exported
from tcm_tui.screens.export_progress import (
    ExportProgress,
    progress_text,
)
from tcm_tui.widgets.export_file import ExportFileDialog
from tcm_tui.widgets.file_dialog import FileDialog
from tests.screens.invite_dialog.desk import shows
from tests.screens.support import settle, sign_in

from .crowd import fill
from .test_member_files import ROLES, open_roles, open_tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from tcm_tui.services.exporting import Watch
    from tests.screens.support import Stage

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose name does not change from run to run."""
    found = tmp_path / "listen"
    found.mkdir()
    (found / "rollen.csv").write_text(ROLES, encoding="utf-8")
    FileDialog.last_folder = found
    yield found
    FileDialog.last_folder = None


def roles(folder: Path, *keys: str) -> Callable[[Pilot[None]], object]:
    """Choose the list of roles, press these."""

    async def go(pilot: Pilot[None]) -> None:
        await open_tab(pilot)
        await open_roles(pilot, folder / "rollen.csv")
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return go


@SIZES
def test_what_a_list_would_change(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], folder: Path
) -> None:
    """Every verdict, what is left aside, the whole of a reason."""
    fill(stage)
    go = roles(folder, "end")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_what_became_of_a_list(
    snap_compare: Callable[..., bool], stage: Stage, size: tuple[int, int], folder: Path
) -> None:
    """Changed, and who is new still to be invited."""
    fill(stage)
    go = roles(folder, "ctrl+s")
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


def test_a_list_in_english(snap_compare: Callable[..., bool], stage: Stage, folder: Path) -> None:
    """The same in the other language."""
    fill(stage)
    app = stage.app(demo=True, settings=replace(stage.settings, language="en"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=roles(folder))


@SIZES
def test_an_export_under_way(
    snap_compare: Callable[..., bool],
    stage: Stage,
    size: tuple[int, int],
) -> None:
    """How far it is, and the way to end it."""
    fill(stage)

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press("2")
        await settle(pilot)
        dialog = ExportProgress(waiting)
        pilot.app.push_screen(dialog)
        await shows(pilot, ExportProgress)
        await pilot.pause()
        dialog._told(412_000)
        while str(dialog.query_one("#line").render()) != progress_text(412_000):
            await pilot.pause()

    async def waiting(watch: Watch) -> Exported:
        del watch
        await never.wait()
        return Exported(0)

    never = asyncio.Event()
    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)


@SIZES
def test_where_to_export(
    snap_compare: Callable[..., bool],
    stage: Stage,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The format, the name proposed, the folder."""
    fill(stage)
    monkeypatch.setenv("HOME", str(tmp_path))  # shown as ~: its real name differs in each run

    async def go(pilot: Pilot[None]) -> None:
        await sign_in(pilot)
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("x")
        await shows(pilot, ExportFileDialog)
        await settle(pilot)

    assert snap_compare(stage.app(demo=True), terminal_size=size, run_before=go)
