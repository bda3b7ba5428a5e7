"""„Excel-Liste importieren“, „Vorlage speichern“, „Ergebnisliste speichern“."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from tcm_tui.domain.permissions import Role
from tcm_tui.screens.administration.invite_dialog.busy import Job
from tcm_tui.screens.administration.invite_dialog.editors import AddressInput
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.file_dialog import FileDialog
from tcm_tui.widgets.file_picker import OpenFileDialog, SaveFileDialog
from tests.builders import everything
from tests.screens.invite_dialog.desk import (
    DERYA,
    JONAS,
    LENA,
    TIM,
    Desk,
    counts,
    dialog,
    paste,
    pick,
    refused,
    roles,
    settle,
    shows,
    told,
    verdicts,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tcm_tui.domain.invite_import import ParsedRows
    from tcm_tui.screens.administration.invite_dialog.jobs import Reading
    from tcm_tui.services.context import Context


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> Iterator[None]:
    """The folder last used is one per process: a test must not leave its own to the next."""
    FileDialog.last_folder = tmp_path
    yield
    FileDialog.last_folder = None


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A list in a workbook: German header in odd order, roles, a hidden sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("Rolle", "Nachname", "E-MAIL", "Vorname", "Kostenstelle"),
        ("Rechnungsadministrator", "Hoffmann", LENA, "Lena", "4711"),
        ("", "Bauer", TIM, "Tim", ""),
        ("Chefin", "Celik", DERYA, "Derya", ""),
        ("Benutzer", "Becker", JONAS, "Jonas", ""),
        ("Benutzer", "Groß", "eva@muster", "Eva", ""),
    ):
        sheet.append(row)
    book.create_sheet("Alt").sheet_state = "hidden"
    path = tmp_path / "mitarbeitende.xlsx"
    book.save(path)
    return path


async def test_a_workbook_fills_rows_for_review(anna_ctx: Context, workbook: Path) -> None:
    """Nothing is sent; an empty role is the company's default; what was left aside is told."""
    before = everything(anna_ctx)
    app = Desk(anna_ctx, Role.BILLING_ADMIN)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+o")
        await pick(pilot, workbook)
        assert verdicts(pilot)[:2] == [(LENA, "bereit"), (TIM, "bereit")]
        assert verdicts(pilot)[2][1].startswith("Rolle „Chefin“ ist unbekannt")
        assert verdicts(pilot)[3:] == [
            (JONAS, "bereits Mitglied"),
            ("eva@muster", "Die Domain ist unvollständig"),
        ]
        assert roles(pilot)[:2] == [Role.BILLING_ADMIN, Role.BILLING_ADMIN]
        assert counts(pilot) == "2 bereit · 1 bereits Mitglied · 2 fehlerhaft"
        assert told(pilot).startswith("5 Zeilen übernommen. ")
        assert "ausgeblendetes Blatt" in told(pilot)
        assert "Kostenstelle" in told(pilot)
        assert isinstance(app.focused, AddressInput)
    assert everything(anna_ctx) == before


async def test_a_role_that_was_unknown_is_mended_by_choosing_one(
    anna_ctx: Context, workbook: Path
) -> None:
    """The row is judged anew."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+o")
        await pick(pilot, workbook)
        await pilot.press("down", "down", "tab", "r")
        await settle(pilot)
        assert verdicts(pilot)[2] == (DERYA, "bereits eingeladen")
        assert roles(pilot)[2] is Role.BILLING_ADMIN


async def test_a_file_that_cannot_be_read_is_refused_and_everything_typed_stays(
    anna_ctx: Context, tmp_path: Path
) -> None:
    """In a sentence that says what to do."""
    old = tmp_path / "alt.xls.txt"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await settle(pilot)
        await pilot.press("ctrl+o")
        await pick(pilot, old)
        assert "xlsx" in refused(pilot)
        assert verdicts(pilot) == [(LENA, "bereit")]
        await write(pilot, "x")
        await settle(pilot)
        assert (refused(pilot), verdicts(pilot)) == ("", [(f"{LENA}x", "bereit")])


async def test_an_import_shows_how_far_it_is_and_can_be_cancelled(
    anna_ctx: Context, workbook: Path
) -> None:
    """Escape ends it, and only it: everything typed stays."""
    app = Desk(anna_ctx)
    real, go_on = app.jobs.read_list, asyncio.Event()

    async def held(path: Path, reading: Reading) -> ParsedRows:
        reading.told(4200)
        await go_on.wait()
        return await real(path, reading)

    app.jobs = replace(app.jobs, read_list=held)
    async with app.run_test() as pilot:
        await write(pilot, TIM)
        await settle(pilot)
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press("end", "ctrl+u")
        await write(pilot, str(workbook))
        await pilot.press("enter")
        while "gelesen" not in (shown := counts(pilot)) or "4" not in shown:
            await pilot.pause()
        assert shown == "4.200 Zeilen gelesen …"
        assert str(dialog(pilot).query_one("#cancel").render()).strip() == "Import abbrechen"
        await pilot.press("ctrl+s", "escape")
        go_on.set()
        await settle(pilot)
        assert refused(pilot) == "Der Import wurde abgebrochen."
        assert (verdicts(pilot), app.answers) == ([(TIM, "bereit")], [])
        assert dialog(pilot).job is None


async def test_leaving_the_file_dialog_changes_nothing(anna_ctx: Context) -> None:
    """And typing goes on."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await write(pilot, LENA)
        await settle(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert isinstance(app.screen, OpenFileDialog)
        await pilot.press("escape")
        await settle(pilot)
        assert verdicts(pilot) == [(LENA, "bereit")]
        assert isinstance(app.focused, AddressInput)


async def test_a_template_that_was_saved_can_be_imported(anna_ctx: Context, tmp_path: Path) -> None:
    """It has the columns the importer knows."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+t")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        path = tmp_path / "Vorlage.xlsx"
        assert told(pilot) == f"Gespeichert: {path}"
        sheet = load_workbook(path).worksheets[0]
        assert [cell.value for cell in sheet[1]][:2] == ["E-Mail", "Rolle"]


async def test_the_verdicts_can_be_saved_and_overwriting_asks(
    anna_ctx: Context, tmp_path: Path
) -> None:
    """As xlsx or, by its ending, as csv; „Nein“ keeps what was there."""
    path = tmp_path / "ergebnis.csv"
    path.write_text("alt")
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        await paste(pilot, f"{LENA}\n{JONAS}")
        await pilot.press("ctrl+r")
        await settle(pilot)
        await pilot.press("end", "ctrl+u")
        await write(pilot, str(path))
        await pilot.press("enter")
        await shows(pilot, Confirm)
        await pilot.press("enter")
        await shows(pilot, SaveFileDialog)
        assert path.read_text() == "alt"
        await pilot.press("enter")
        await shows(pilot, Confirm)
        await pilot.press("tab", "enter")
        await settle(pilot)
        assert told(pilot) == f"Gespeichert: {path}"
    lines = path.read_text("utf-8-sig").splitlines()
    assert LENA in lines[1]
    assert "bereits Mitglied" in lines[2]


async def test_there_is_no_result_to_save_of_an_empty_list(anna_ctx: Context) -> None:
    """The button is not there, the key says why."""
    app = Desk(anna_ctx)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert not dialog(pilot).query_one("#verdicts").display
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert refused(pilot) == "Die Liste ist leer. Es gibt noch kein Ergebnis."


async def test_e2_in_service_mode_only_the_import_folder_is_read(
    anna_ctx: Context, tmp_path: Path, workbook: Path
) -> None:
    """A file beside it is refused."""
    jail = tmp_path / "import"
    jail.mkdir()
    app = Desk(anna_ctx, jail=jail)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+o")
        await pick(pilot, workbook)
        assert isinstance(app.screen, OpenFileDialog)
        await pilot.press("escape")
        await settle(pilot)
        assert verdicts(pilot) == []
        assert dialog(pilot).job is not Job.IMPORTING
