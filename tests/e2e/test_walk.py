"""The first walk, as a person takes it: the demo, a list of 200, the mailbox, and somebody joins.

In a real terminal, from an empty folder on, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from openpyxl import Workbook

from . import portal
from .portal import LONG, WIDE, choose, letters, program, sign_in, sign_out, wait_outside
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from pathlib import Path

NEWCOMER: Final = "person007@zulieferer.example"
JOINED: Final = "Vorname Nachname7 hat die Registrierung abgeschlossen"
THEIR_PASSWORD: Final = "Regenschirm-4711-blau"
MEMBERS: Final = (
    "derya.celik@muster-maschinenbau.example",
    "jonas.becker@muster-maschinenbau.example",
)
FAULTY: Final = (
    "tim@muster",
    "kein-at-zeichen",
    "zwei@@muster.example",
    "@ohne.example",
    "leer @x.example",
)
ROLES: Final = ("Benutzer", "Rechnungsadministrator", "Abrechnungsadministrator", "")
SMALL: Final = (80, 24)


@pytest.fixture
def two_hundred(tmp_path: Path) -> Path:
    """An Excel list of 200 people: 190 to invite, 5 faulty, 3 twice, 2 members already."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Rolle", "Nachname", "E-Mail-Adresse", "Vorname"])
    good = [f"person{number:03}@zulieferer.example" for number in range(190)]
    addresses = [*good[:100], *MEMBERS, *good[100:], *FAULTY, good[0], good[50].upper(), good[189]]
    for number, address in enumerate(addresses):
        sheet.append([ROLES[number % len(ROLES)], f"Nachname{number}", address, "Vorname"])
    path = tmp_path / "Personalliste.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_from_the_first_start_to_somebody_joining(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, two_hundred: Path
) -> None:
    """`demo` on nothing but an empty folder, and on a server with an empty database."""
    words = ["demo", "--at", str(tmp_path / "demo")]
    if kind == "postgres":
        words = ["--database", request.getfixturevalue("empty_postgres_url"), *words]
    command = program(tmp_path, *words)
    with Terminal(command, size=WIDE, env={"HOME": str(tmp_path)}) as terminal:
        walk(terminal, tmp_path / "demo", two_hundred)


def test_the_same_in_a_small_window(demo_folder: Path, two_hundred: Path) -> None:
    """80 × 24: nothing that is needed is cut off or out of reach."""
    with portal.demo(demo_folder, size=SMALL) as terminal:
        walk(terminal, demo_folder, two_hundred)


def walk(terminal: Terminal, folder: Path, path: Path) -> None:
    """Every step shows what the person looks for; nothing foreign reaches the terminal."""
    sign_in(terminal)
    before = len(letters(folder))
    import_list(terminal, path)
    send_what_is_ready(terminal)
    wait_outside(terminal, lambda: len(letters(folder)) == before + 190)
    sign_out(terminal)
    use_the_code_of_a_letter(terminal)
    accept(terminal)
    sign_out(terminal)
    sign_in(terminal)
    terminal.wait_for(JOINED)
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    assert terminal.modes() == RESTORED


def import_list(terminal: Terminal, path: Path) -> None:
    """Every row gets its verdict."""
    terminal.press("m")
    terminal.wait_for("Excel-Liste importieren")
    terminal.press("ctrl+o")
    terminal.wait_for("Datei")
    terminal.paste(str(path))
    terminal.wait_for(path.name)
    terminal.press("enter")
    terminal.wait_for("190 bereit", LONG)
    for verdict in ("2 bereits Mitglied", "3 doppelt", "5 fehlerhaft"):
        terminal.wait_for(verdict)


def send_what_is_ready(terminal: Terminal) -> None:
    """190 go out, ten stay with their reasons and are thrown away."""
    terminal.press("ctrl+s")
    terminal.wait_for("190 von 200 Einladungen versendet", LONG)
    for reason in ("bereits Mitglied", "Domain ist", "bereits eingeladen"):
        terminal.wait_for(reason)
    terminal.press("escape")
    terminal.wait_for("10 Zeilen sind noch nicht versendet")
    terminal.press("tab", "enter")
    terminal.wait_for("Anna Muster hat 190 Personen eingeladen")


def use_the_code_of_a_letter(terminal: Terminal) -> None:
    """„Postfach“ is reached before signing in, found by name, and leads to the right form."""
    choose(terminal, "Postfach")
    terminal.wait_for("Hier liegen die E-Mails")
    terminal.wait_for("lädt Sie")  # the subjects of the list are there
    terminal.press("slash")
    terminal.type(NEWCOMER.split("@")[0])
    terminal.press("enter")
    terminal.wait_for(f"An     {NEWCOMER}")  # the mail itself, not only its line in the list
    terminal.press("c")
    terminal.wait_for("Einladung annehmen")
    terminal.wait_for(NEWCOMER)


def accept(terminal: Terminal) -> None:
    """The list knew the names; a password, the assurance, and the newcomer is in."""
    terminal.wait_for("Nachname7")
    terminal.press("enter", "enter")
    fill_in_password(terminal)


def fill_in_password(terminal: Terminal) -> None:
    """Twice, then the assurance; what was typed is never shown."""
    terminal.type(THEIR_PASSWORD)
    terminal.press("enter")
    terminal.type(THEIR_PASSWORD)
    terminal.press("enter", "space", "ctrl+s")
    terminal.wait_for("F4 ", LONG)
    terminal.wait_gone("Konto einrichten")
    assert THEIR_PASSWORD.encode() not in terminal.raw


def test_a_whole_mail_pasted_into_open_is_enough(demo_folder: Path) -> None:
    """`tcm-tui open` asks; around the code stands all of the mail, line ends and head."""
    home = demo_folder.parent
    mails = [path.read_text(encoding="utf-8") for path in letters(demo_folder)]
    mail = next(text for text in reversed(mails) if "To: praktikum@" in text)
    command = program(home, "--data", str(demo_folder), "open")
    with Terminal(command, size=WIDE, env={"HOME": str(home)}) as terminal:
        terminal.wait_for("Code eingeben", LONG)
        terminal.wait_for("XXXX-XXXX")
        terminal.paste(mail)
        terminal.wait_gone("XXXX-XXXX")
        terminal.press("enter")
        terminal.wait_for("praktikum@muster-maschinenbau.example", LONG)
        terminal.type("Kim")
        terminal.press("enter")
        terminal.type("Praktikum")
        terminal.press("enter")
        fill_in_password(terminal)
        terminal.wait_for("Kim Praktikum")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert foreign_sequences(terminal.raw) == []
