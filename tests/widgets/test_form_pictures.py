"""What dialogs look like at 120x40 and 80x24."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from tcm_tui.domain.people import check_email
from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.themes import DARK
from tcm_tui.widgets.choice import Choice
from tcm_tui.widgets.dialog import Confirm, FormDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.file_dialog import FileDialog
from tcm_tui.widgets.file_picker import OpenFileDialog, SaveFileDialog
from tcm_tui.widgets.folders import Folders
from tests.waiting import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.screen import Screen

SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])


class Wall(App[None]):
    """One dialog, in the colours of the portal."""

    def __init__(self, dialog: Screen[Any] | None = None) -> None:
        super().__init__()
        self.dialog = dialog
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Open it."""
        self.register_theme(DARK)
        self.theme = DARK.name
        if self.dialog is not None:
            self.push_screen(self.dialog)


class InviteForm(FormDialog[str, str]):
    """A form of two fields."""

    def __init__(self) -> None:
        super().__init__(self.take, title="Benutzer einladen", verb="Einladung absenden")

    async def take(self, value: str) -> str:
        """Take it."""
        return value

    def compose_form(self) -> ComposeResult:
        """The fields."""
        yield Field("E-Mail-Adresse", name="email", rule=check_email)
        yield Field("Vorname", name="first_name")

    def values(self) -> str:
        """The address."""
        return self.query_one("#email", Field).value


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with some lists, so that paths are the same everywhere."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Listen").mkdir()
    for name, size in (("mitarbeitende.xlsx", 24_000), ("vertrieb.csv", 800), ("Ärzte.txt", 90)):
        (tmp_path / name).write_bytes(b"x" * size)
    FileDialog.last_folder = tmp_path
    yield tmp_path
    FileDialog.last_folder = None


@SIZES
def test_a_form_with_a_mistake(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """The sentence stands at its field."""

    async def mistake(pilot: Pilot[None]) -> None:
        await pilot.press(*"tim@muster", "ctrl+s")
        await settle(pilot)

    assert snap_compare(Wall(InviteForm()), terminal_size=size, run_before=mistake)


@SIZES
def test_leaving_a_form_asks(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """The harmless answer has the focus."""

    async def leave(pilot: Pilot[None]) -> None:
        await pilot.press(*"tim@muster.example", "escape")
        await settle(pilot)

    assert snap_compare(Wall(InviteForm()), terminal_size=size, run_before=leave)


@SIZES
def test_a_question(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """Two answers, one with its verb."""
    question = Confirm(
        "Der Code in der E-Mail an lena.hoffmann@muster-maschinenbau.example gilt dann nicht mehr.",
        title="Einladung zurückziehen?",
        yes="Einladung zurückziehen",
    )
    assert snap_compare(Wall(question), terminal_size=size)


@SIZES
@pytest.mark.usefixtures("home")
def test_opening_a_file(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """The cursor is in the list."""

    async def go(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("down", "down", "down")
        await settle(pilot)

    dialog = OpenFileDialog(
        title="Excel-Liste importieren", folders=Folders(suffixes=(".xlsx", ".csv", ".txt"))
    )
    assert snap_compare(Wall(dialog), terminal_size=size, run_before=go)


@SIZES
@pytest.mark.usefixtures("home")
def test_saving_over_a_file(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """It asks first."""

    async def save(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()

    dialog = SaveFileDialog(
        title="Vorlage speichern", folders=Folders(suffixes=(".xlsx",)), name="mitarbeitende.xlsx"
    )
    assert snap_compare(Wall(dialog), terminal_size=size, run_before=save)


class ChoiceWall(Wall):
    """A choice on a page."""

    def compose(self) -> ComposeResult:
        """The choice."""
        yield Choice([(role, role_label(role)) for role in Role], Role.USER, label="Rolle")


@SIZES
def test_an_open_choice(snap_compare: Callable[..., bool], size: tuple[int, int]) -> None:
    """The list below its line."""
    assert snap_compare(ChoiceWall(), terminal_size=size, press=["enter", "down"])
