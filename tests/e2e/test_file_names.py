"""Files whose names carry ESC, bidi characters or bytes that are no UTF-8, in every file dialog."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

from . import portal
from .hostile_text import BIDI
from .portal import LONG
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME: Final = b"\x1b]52;c;eA==\x07\xfcber\xe2\x80\xaeliste.csv"
DRAWN: Final = "\ufffd]52;c;eA==\ufffd\ufffdber\ufffdliste.csv"
FOLDER: Final = b"ordner\x9b6n\xff"
DRAWN_FOLDER: Final = "ordner\ufffd6n\ufffd"
ROLES: Final = "E-Mail;Rolle\nderya.celik@muster-maschinenbau.example;Rechnungsadministrator\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With one such file and one such folder."""
    made = tmp_path / "dateien"
    made.mkdir()
    (made / os.fsdecode(FOLDER)).mkdir()
    (made / os.fsdecode(NAME)).write_text(ROLES, encoding="utf-8")
    return made


def invite_many(terminal: Terminal) -> None:
    """„Mehrere einladen“ with one row."""
    terminal.press("m")
    terminal.wait_for("Einladungen absenden")
    terminal.type("gast@kunde.example")
    terminal.wait_for("1 bereit", LONG)


def members(terminal: Terminal) -> None:
    """„Benutzer“."""
    terminal.press("2")
    terminal.wait_for("Angemeldet", LONG)


def look_into(terminal: Terminal, key: str, folder: Path) -> None:
    """Open the dialog, go to the folder, see both names."""
    terminal.press(key)
    terminal.wait_for("Ergänzen")
    terminal.press("end", "ctrl+u")
    terminal.paste(f"{folder}/")
    terminal.wait_for(DRAWN)
    terminal.wait_for(DRAWN_FOLDER)


OPENING: Final = [
    pytest.param(invite_many, "ctrl+o", "bereits Mitglied", id="import"),
    pytest.param(members, "ctrl+o", "1 wird geändert", id="roles"),
]
SAVING: Final = [
    pytest.param(invite_many, "ctrl+r", b"gast@kunde.example", id="results"),
    pytest.param(invite_many, "ctrl+t", b"E-Mail", id="template"),
    pytest.param(members, "x", b"anna.muster@muster-maschinenbau.example", id="export"),
]


def leave(terminal: Terminal) -> None:
    """Nothing of the names reached the terminal as it is; looked at once the last byte is out."""
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert terminal.modes() == RESTORED
    assert foreign_sequences(terminal.raw) == []
    assert b"\x1b]52" not in terminal.raw
    assert not [sign for sign in BIDI if sign.encode() in terminal.raw]


@pytest.mark.parametrize(("begin", "key", "shows"), OPENING)
def test_e9_such_a_file_can_be_opened(
    begin: Callable[[Terminal], None], key: str, shows: str, demo_folder: Path, folder: Path
) -> None:
    """Out of the list, although nobody can type its name."""
    with portal.demo(demo_folder) as terminal:
        portal.sign_in(terminal)
        begin(terminal)
        look_into(terminal, key, folder)
        terminal.press("down", "end", "enter")
        terminal.wait_for(shows, LONG)
        leave(terminal)


@pytest.mark.parametrize(("begin", "key", "holds"), SAVING)
def test_e9_such_a_name_is_never_written(
    begin: Callable[[Terminal], None], key: str, holds: bytes, demo_folder: Path, folder: Path
) -> None:
    """Refused at the field before anything is asked; another name beside it is taken."""
    with portal.demo(demo_folder) as terminal:
        portal.sign_in(terminal)
        begin(terminal)
        look_into(terminal, key, folder)
        terminal.press("down", "end", "enter")
        terminal.wait_for("Der Name enthält unzulässige Zeichen.", LONG)
        terminal.press("end", "ctrl+u")
        terminal.paste(f"{folder}/neu.csv")
        terminal.wait_for("neu.csv")
        terminal.press("enter")
        written = folder / "neu.csv"
        portal.wait_outside(terminal, written.exists)
        terminal.wait_quiet()
        assert holds in written.read_bytes()
        leave(terminal)
    assert (folder / os.fsdecode(NAME)).read_text(encoding="utf-8") == ROLES
    assert sorted(os.listdir(os.fsencode(folder))) == sorted([NAME, FOLDER, b"neu.csv"])
