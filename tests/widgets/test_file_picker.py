"""Choosing files: names of any kind, folders of any size, and the walls of service mode."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from tcm_tui.domain.errors import Invalid
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.file_dialog import FileDialog
from tcm_tui.widgets.file_list import FileList
from tcm_tui.widgets.file_picker import OpenFileDialog, SaveFileDialog
from tcm_tui.widgets.folders import Folders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.strip import Strip

LISTS = (".xlsx", ".csv", ".txt")


class Room(App[None]):
    """Opens one file dialog and keeps what it returned."""

    def __init__(
        self, dialog: type[OpenFileDialog] | type[SaveFileDialog], folders: Folders
    ) -> None:
        super().__init__()
        self.dialog = dialog
        self.folders = folders
        self.results: list[Path | None] = []

    def on_mount(self) -> None:
        """Open it."""
        screen = (
            OpenFileDialog(title="Excel-Liste importieren", folders=self.folders)
            if self.dialog is OpenFileDialog
            else SaveFileDialog(
                title="Vorlage speichern", folders=self.folders, name="Vorlage.xlsx"
            )
        )
        self.push_screen(screen, self.results.append)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until folders are read and answers given."""
    await pilot.pause()
    while running := [w for w in pilot.app.workers if w.group in {"load", "submit"}]:
        if isinstance(pilot.app.screen, Confirm):  # which is what the worker waits for
            break
        await pilot.app.workers.wait_for_complete(running)
        await pilot.pause()
    await pilot.pause()


def shown_in(pilot: Pilot[None]) -> list[str]:
    """The lines of the list, without sizes."""
    files = pilot.app.screen.query_one(FileList)
    lines = [files.render_line(y).text for y in range(files.size.height)]
    return [line.split("  ")[0].strip() for line in lines if line.strip()]


async def type_path(pilot: Pilot[None], text: str) -> None:
    """Replace the path in the field."""
    screen = pilot.app.screen
    assert isinstance(screen, FileDialog)
    screen.field.value = ""
    screen.field.focus_input()
    await pilot.press(*text)
    await settle(pilot)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with lists, a folder in it, and what must not be shown."""
    (tmp_path / "Listen").mkdir()
    (tmp_path / "Listen" / "vertrieb.csv").write_text("a@muster.example\n")
    (tmp_path / "mitarbeitende.xlsx").write_bytes(b"PK" * 4000)
    (tmp_path / "Ärzte.csv").write_text("x")
    (tmp_path / "notizen.pdf").write_text("x")
    (tmp_path / ".versteckt.csv").write_text("x")
    os.mkfifo(tmp_path / "rohr.csv")
    return tmp_path


@pytest.fixture(autouse=True)
def _start_here(folder: Path) -> Iterator[None]:
    """The folder last used is one per process; a test begins in its own."""
    FileDialog.last_folder = folder
    yield
    FileDialog.last_folder = None


async def test_only_what_can_be_chosen_is_listed() -> None:
    """Folders first; no other endings, no hidden files, no pipes."""
    async with Room(OpenFileDialog, Folders(suffixes=LISTS)).run_test() as pilot:
        await settle(pilot)
        assert shown_in(pilot) == ["../", "Listen/", "Ärzte.csv", "mitarbeitende.xlsx"]


async def test_a_file_is_chosen_with_arrows_and_enter(folder: Path) -> None:
    """Through a folder and back."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        assert shown_in(pilot) == ["../", "vertrieb.csv"]
        await pilot.press("backspace")
        await settle(pilot)
        await pilot.press("end", "enter")
        await settle(pilot)
        assert app.results == [folder / "mitarbeitende.xlsx"]
        assert FileDialog.last_folder == folder


async def test_a_file_is_chosen_with_the_mouse(folder: Path) -> None:
    """The first click goes there, the second opens."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.click(FileList, offset=(4, 3))
        await settle(pilot)
        assert app.results == []
        await pilot.click(FileList, offset=(4, 3))
        await settle(pilot)
        assert app.results == [folder / "Ärzte.csv"]


async def test_tab_completes_a_typed_path(folder: Path) -> None:
    """Case and accents do not matter; a folder gets its slash; then Tab goes on."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await type_path(pilot, "lis")
        await pilot.press("tab")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, FileDialog)
        assert screen.field.value == "Listen/"
        assert shown_in(pilot) == ["../", "vertrieb.csv"]
        await pilot.press("v", "tab")
        await settle(pilot)
        assert screen.field.value == "Listen/vertrieb.csv"
        await pilot.press("tab")
        assert isinstance(app.focused, FileList)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.results == [folder / "Listen" / "vertrieb.csv"]


async def test_home_can_be_typed_as_a_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a shell."""
    monkeypatch.setenv("HOME", str(folder))
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await type_path(pilot, "~/mitarbeitende.xlsx")
        await pilot.press("enter")
        await settle(pilot)
        assert app.results == [folder / "mitarbeitende.xlsx"]


async def test_a_whole_path_takes_the_place_of_the_proposed_folder(folder: Path) -> None:
    """Pasted from another window, it need not be preceded by deleting what is proposed."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*f"{folder}/mitarbeitende.xlsx")
        await settle(pilot)
        assert isinstance(app.screen, FileDialog)
        assert app.screen.field.value == f"{folder}/mitarbeitende.xlsx"
        await pilot.press("enter")
        await settle(pilot)
    assert app.results == [folder / "mitarbeitende.xlsx"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("gibt-es-nicht.xlsx", "Diese Datei gibt es nicht."),
        ("rohr.csv", "Das ist keine gewöhnliche Datei."),
        ("/dev/zero", "Das ist keine gewöhnliche Datei."),
    ],
)
async def test_e2_what_is_no_file_is_refused_in_words(typed: str, sentence: str) -> None:
    """And what was typed stays."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await type_path(pilot, typed)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FileDialog)
        assert (app.screen.field.error, app.screen.field.value) == (sentence, typed)
        assert app.results == []


@pytest.mark.parametrize(
    "typed", ["../geheim.csv", "/etc/passwd", "Listen/../../geheim.csv", "hinaus/geheim.csv"]
)
async def test_e2_in_service_mode_nothing_outside_the_folder_exists(
    folder: Path, typed: str
) -> None:
    """Neither by name nor through a link."""
    (folder / "geheim.csv").write_text("x")
    jail = folder / "eingang"
    (jail / "Listen").mkdir(parents=True)
    (jail / "hinaus").symlink_to(folder)
    app = Room(OpenFileDialog, Folders(jail=jail, suffixes=LISTS))
    async with app.run_test() as pilot:
        await settle(pilot)
        assert shown_in(pilot) == ["Listen/"]
        await type_path(pilot, typed)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FileDialog)
        assert app.screen.field.error.startswith("Es sind nur Dateien aus ")
        assert app.results == []


async def test_e2_the_way_up_ends_at_the_jail(folder: Path) -> None:
    """Backspace in the list stays inside."""
    app = Room(OpenFileDialog, Folders(jail=folder, suffixes=LISTS))
    async with app.run_test() as pilot:
        await settle(pilot)
        before = shown_in(pilot)
        await pilot.press("down", "backspace")
        await settle(pilot)
        assert shown_in(pilot) == before
        assert "../" not in before


async def test_e9_names_with_control_characters_and_bad_bytes_can_be_chosen(folder: Path) -> None:
    """They are drawn harmlessly and still name the right file."""
    evil = folder / os.fsdecode(b"\x1b]0;x\x07\xfcber\xe2\x80\xae.csv")
    for path in folder.glob("*.*"):
        path.unlink()
    evil.write_text("x")
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await settle(pilot)
        name = shown_in(pilot)[-1]
        assert name == "\ufffd]0;x\ufffd\ufffdber\ufffd.csv"
        await pilot.press("down", "end", "enter")
        await settle(pilot)
        assert app.results == [evil]


async def test_a_folder_of_10000_files_is_drawn_by_the_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is seen is drawn."""
    for number in range(10_000):
        (folder / f"liste-{number:05}.csv").touch()
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        drawn: list[int] = []
        files = app.screen.query_one(FileList)
        plain = files.render_line

        def counted(y: int) -> Strip:
            drawn.append(y)
            return plain(y)

        monkeypatch.setattr(files, "render_line", counted)
        await pilot.press("down", "end")
        await pilot.pause()
        assert shown_in(pilot)[-2] == "liste-09999.csv"
        assert len(drawn) < 200
        await type_path(pilot, "liste-0777")
        assert len(shown_in(pilot)) == 10


async def test_an_unreadable_folder_says_so() -> None:
    """It is not taken for an empty one."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await type_path(pilot, "gibt-es-nicht/")
        assert shown_in(pilot) == ["Dieser Ordner lässt sich nicht öffnen."]


async def test_saving_takes_the_proposed_name_and_adds_the_ending(folder: Path) -> None:
    """Enter alone is enough."""
    app = Room(SaveFileDialog, Folders(suffixes=(".xlsx",)))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*["backspace"] * len(".xlsx"), "enter")
        await settle(pilot)
        assert app.results == [folder / "Vorlage.xlsx"]


@pytest.mark.parametrize(("keys", "agreed"), [(["enter"], False), (["right", "enter"], True)])
async def test_e3_saving_over_a_file_asks_first(
    folder: Path, keys: list[str], agreed: bool
) -> None:
    """No is the default, and leads back to the dialog."""
    (folder / "Vorlage.xlsx").write_text("x")
    app = Room(SaveFileDialog, Folders(suffixes=(".xlsx",)))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press(*keys)
        await settle(pilot)
        assert app.results == ([folder / "Vorlage.xlsx"] if agreed else [])


async def test_escape_leaves_no_worker_running() -> None:
    """Not even in the middle of reading a folder."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert app.results == [None]
        assert not [worker for worker in app.workers if worker.is_running]


async def test_a_second_ctrl_s_while_the_first_runs_changes_nothing(folder: Path) -> None:
    """One answer."""
    app = Room(OpenFileDialog, Folders(suffixes=LISTS))
    async with app.run_test() as pilot:
        await type_path(pilot, "mitarbeitende.xlsx")
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await settle(pilot)
        assert app.results == [folder / "mitarbeitende.xlsx"]


def test_a_path_with_nul_is_refused(folder: Path) -> None:
    """The system could not name it."""
    with pytest.raises(Invalid):
        Folders().path_of("a\0b", folder)


async def test_e9_a_name_that_cannot_be_shown_is_not_saved_under(folder: Path) -> None:
    """Neither a new file nor over one that is there; nothing is asked first."""
    evil = folder / os.fsdecode(b"\x1b]0;x\x07\xfcber.csv")
    evil.write_text("x")
    folders = Folders(suffixes=LISTS)
    for path in (evil, folder / "neu\u202e.csv"):
        with pytest.raises(Invalid, match="unzulässige Zeichen"):
            folders.writable(path)
    assert folders.writable(folder / "neu.csv") == folder / "neu.csv"
