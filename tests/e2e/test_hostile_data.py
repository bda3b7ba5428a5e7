"""Hostile text everywhere it can be: not one of its bytes reaches the terminal, nothing breaks.

The columns are those of the models and the screens those of the map, so that new ones are covered.
"""

from __future__ import annotations

import shutil
import tempfile
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from openpyxl import Workbook

from tcm_tui.data.models import Base

from . import hostile_data, portal
from .hostile_text import BIDI, payloads
from .portal import ANNA, LONG, choose, letters, sign_out
from .terminal import RESTORED, Terminal, foreign_sequences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .conftest import Copying

SIZE: Final = (150, 60)
PAGES: Final = 8
"""Of „Benutzer“, to see everybody in the crowd."""
TELLING: Final = "Vorn\x1b]52;c;aGFsbG8=\x07\x9b6n\u202eHinten"
SEEN: Final = "Vorn"
HEARD: Final = "Hinten"


def sign_in(terminal: Terminal) -> None:
    """Anna's own name is hostile now: only the labels are left to wait for."""
    terminal.wait_for(ANNA, LONG)
    terminal.press("enter")
    terminal.wait_for("Neuigkeiten", LONG)
    terminal.wait_quiet()


def look_around(terminal: Terminal) -> None:
    """Every screen and dialog that shows data, and the help of each."""
    see_administration(terminal)
    see_elsewhere(terminal)


def see_administration(terminal: Terminal) -> None:
    """The tabs of „Verwaltung“, the palette."""
    terminal.press("pagedown", "pagedown", "end", "f1", "escape")
    see_members(terminal)
    see_subscriptions(terminal)
    see_licences(terminal)
    terminal.press("ctrl+p")
    terminal.wait_for("  Ort")
    terminal.type("offen")  # part of some hostile names
    terminal.wait_quiet()
    terminal.press("escape")
    terminal.wait_gone("  Ort")


def see_elsewhere(terminal: Terminal) -> None:
    """The company, the marketplace, „Über“, the mail."""
    see_company(terminal)
    see_catalogue(terminal)
    see_orders(terminal)
    terminal.press("f4")
    terminal.wait_for("Abmelden")
    terminal.press("i")
    terminal.wait_for("Lizenz")
    terminal.press("escape")
    see_letters(terminal)


def see_members(terminal: Terminal) -> None:
    """Every row of the list, and what stands behind some."""
    terminal.press("2")
    terminal.wait_for("Angemeldet")
    for _page in range(PAGES):
        terminal.press("pagedown")
    for row in range(6):
        terminal.press(*["down"] * (row % 2), "enter")
        terminal.wait_for("Schließen")
        terminal.press("escape")
    for dialog in ("r", "e", "w", "delete", "f", "a", "x"):
        terminal.press("2", dialog)
        terminal.wait_quiet()
        terminal.press("escape")
    terminal.press("2", "s", "down", "enter")
    terminal.press("home", "space", "slash")
    terminal.type("ff")
    terminal.wait_quiet()
    terminal.press("escape", "escape", "1")
    terminal.wait_for("Neuigkeiten")


def see_subscriptions(terminal: Terminal) -> None:
    """Every row of the list, what stands behind it, and what can be done to it."""
    terminal.press("3")
    terminal.wait_for("Läuft bis")
    for _row in range(8):
        terminal.press("enter")
        terminal.wait_quiet()
        terminal.press("escape", "down")
    for dialog in ("e", "a", "w", "delete", "f"):
        terminal.press(dialog)
        terminal.wait_quiet()
        terminal.press("escape")
    terminal.press("f", "f", "enter")  # providers and products
    terminal.wait_quiet()
    terminal.press("escape", "escape", "slash")
    terminal.type("ff")
    terminal.wait_quiet()
    terminal.press("escape", "escape", "1")
    terminal.wait_for("Neuigkeiten")


def see_licences(terminal: Terminal) -> None:
    """People and what they use, subscriptions and who uses them, what waits, and its review."""
    terminal.press("4")
    terminal.wait_for("Apps → Benutzer")
    for _direction in range(2):
        terminal.press("end", "home", "enter", "pagedown", "home", "space", "space", "c")
        terminal.press("ctrl+s")
        terminal.wait_quiet()
        terminal.press("escape", "t")
    terminal.press("slash")
    terminal.type("ff")
    terminal.wait_quiet()
    terminal.press("escape", "escape", *["ctrl+z"] * 6, "1")
    terminal.wait_for("Neuigkeiten")


def see_costs(terminal: Terminal) -> None:
    """Months, their lines, and what they can be searched and filtered by."""
    terminal.press("5")
    terminal.wait_for("sind das noch nicht")
    for key in ("enter", "end", "escape", "pagedown", "f", "enter", "escape", "escape", "x"):
        terminal.press(key)
        terminal.wait_quiet()
    terminal.press("escape", "slash")
    terminal.type("ff")
    terminal.wait_quiet()
    terminal.press("escape", "1")
    terminal.wait_for("Neuigkeiten")


def see_company(terminal: Terminal) -> None:
    """How it pays, what is set, what it tells of itself, who works there, what was changed."""
    see_costs(terminal)
    terminal.press("b")
    terminal.wait_for("Wichtiger Hinweis")
    for _method in range(5):
        terminal.press("o", "escape", "down")
        terminal.wait_quiet()
    terminal.press("a")
    terminal.wait_quiet()
    terminal.press("escape", "ctrl+pagedown")
    terminal.wait_for("Passwortvorgaben")
    terminal.press("end", "enter")
    terminal.wait_quiet()
    terminal.press("escape", "escape", "f4")
    terminal.wait_for("Abmelden")
    terminal.press("u")
    terminal.wait_for("Mein Unternehmen ›")
    for section in "23":
        terminal.press(section)
        terminal.wait_quiet()
        terminal.press("down", "pagedown")
    terminal.press("1", "e")
    terminal.wait_quiet()
    terminal.press("escape", "escape")
    terminal.wait_for("6 Unternehmenseinstellungen")
    terminal.press("1")
    terminal.wait_for("Neuigkeiten")


def see_catalogue(terminal: Terminal) -> None:
    """Products, what they can be filtered by, and the pages of some, one after the other."""
    terminal.press("f2")
    terminal.wait_for("Marktplatz › Katalog")
    for key in ("pagedown", "end", "f", "enter", "escape", "f", "enter", "escape", "escape"):
        terminal.press(key)
        terminal.wait_quiet()
    terminal.press("f2", "home")
    for _product in range(4):
        terminal.press("enter")
        terminal.wait_quiet()
        terminal.press("t", "z", "right", "end", "escape", "down")
        terminal.wait_quiet()
    terminal.press("slash")
    terminal.type("ff")
    terminal.wait_quiet()
    terminal.press("escape", "f3")
    terminal.wait_for("Neuigkeiten")


def see_orders(terminal: Terminal) -> None:
    """What was begun, asked for, ordered; of each the first, opened."""
    for section, heading in (("2", "Begonnen"), ("3", "Anfragen"), ("4", "Bestellungen")):
        terminal.press("f2")
        terminal.wait_for("Marktplatz ›")
        terminal.press(section)
        terminal.wait_for(f"Marktplatz › {heading}")
        terminal.wait_quiet()
        terminal.press("end", "home", "enter")
        terminal.wait_quiet()
        terminal.press("end", "escape")
        terminal.wait_quiet()
    terminal.press("f3")
    terminal.wait_for("Neuigkeiten")


def see_letters(terminal: Terminal) -> None:
    """The list and every mail in it."""
    choose(terminal, "Postfach")
    terminal.wait_for("Hier liegen die E-Mails")
    for _letter in range(8):
        terminal.press("down")
        terminal.wait_quiet()  # a mail is read once the cursor rests on it
    terminal.press("slash")
    terminal.type("52")
    terminal.press("enter", "escape")
    terminal.wait_quiet()
    terminal.press("escape")


def leave(terminal: Terminal) -> None:
    """Still alive, and nothing foreign was sent from start to end."""
    terminal.wait_quiet()
    assert terminal.process.poll() is None, terminal.screen_text()
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0, terminal.screen_text()
    assert foreign_sequences(terminal.raw) == []
    for sign in BIDI:
        assert sign.encode() not in terminal.raw
    assert terminal.modes() == RESTORED


def hostile_letters(folder: Path) -> None:
    """Mails that others put into the Maildir: sender, subject and text."""
    texts = hostile_data.storable()
    for number in range(8):
        text = "·".join(texts[number::8]).replace("\r", "").replace("\x00", "")
        mail = EmailMessage()
        mail["From"], mail["To"] = f"fremd{number}@fremd.example", ANNA
        mail["Date"] = f"Sun, 22 Nov 2037 09:00:0{number} +0000"
        mail.set_content(text, charset="utf-8", cte="8bit")
        head, _blank, body = mail.as_bytes().partition(b"\n\n")
        subject = b"Subject: " + text[:200].replace("\n", " ").encode()
        name = f"99999999{number:02}.M1P1.fremd"
        (folder / "mail" / "new" / name).write_bytes(head + b"\n" + subject + b"\n\n" + body)


@pytest.mark.timeout(300)  # dozens of places on a busy machine
@pytest.mark.parametrize("look", [see_administration, see_elsewhere])
def test_a2_rows_written_past_the_services_do_not_act(
    copying: Copying, tmp_path: Path, look: Callable[[Terminal], None]
) -> None:
    """Every text column of every table, filled by SQL, and mails that others wrote."""
    with copying(tmp_path / "demo") as demo:
        reached = hostile_data.fill(demo.url, ANNA)
        hostile_letters(demo.folder)
        every = {
            f"{table.name}.{column.name}"
            for table in Base.metadata.sorted_tables
            for column in hostile_data.text_columns(table)
        }
        assert reached == every
        assert {"users.first_name", "companies.name", "audit_entries.changes"} <= every
        with demo.open(size=SIZE) as terminal:
            sign_in(terminal)
            look(terminal)
            terminal.resize(80, 24)
            terminal.wait_quiet()
            leave(terminal)


@pytest.fixture
def _hostile_list(tmp_path: Path) -> None:
    """In the home folder a list with hostile names, roles and addresses, and a hostile name."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["E-Mail", "Vorname", "Nachname", "Rolle"])
    for number, text in enumerate(payloads()):
        # openpyxl refuses controls; `_x001B_` is how a file says them
        told = "".join(c if c.isprintable() else f"_x{ord(c):04X}_" for c in text)
        address = f"gast{number}@kunde.example" if number % 3 else f"a{told}@kunde.example"
        sheet.append([address, f"Vorn{told}", told, told if number % 5 == 0 else ""])
    path = tmp_path / "\x1b]0;Liste\x07\u202e.xlsx"
    book.save(path)


@pytest.mark.timeout(300)  # hundreds of invitations, and every place there is
@pytest.mark.usefixtures("_hostile_list")
def test_a1_what_is_pasted_and_imported_does_not_act(demo_folder: Path) -> None:
    """Through the dialog into the database, the mails and back onto the screens."""
    with portal.demo(demo_folder, size=SIZE) as terminal:
        portal.sign_in(terminal)
        terminal.press("m")
        terminal.wait_for("Einladungen absenden")
        pasted = [f'"{text[:40]}" <p{n}@kunde.example>' for n, text in enumerate(payloads())]
        terminal.send(b"\x1b[200~")
        for line in pasted:
            plain = line.replace("\x1b[201~", "").encode("utf-8", "replace")
            terminal.send(plain + b"\n")
        terminal.send(b"\x1b[201~")
        terminal.wait_for("bereit · ", LONG)
        terminal.wait_quiet()
        terminal.press("ctrl+o")
        terminal.wait_for("Datei")
        terminal.wait_for("Liste")
        terminal.press("down", "end", "enter")
        terminal.wait_gone("Datei", LONG)
        terminal.wait_for("Zeilen übernommen.", LONG)
        terminal.wait_for(" doppelt", LONG)
        terminal.press("ctrl+s")
        terminal.wait_for("versendet", LONG)
        terminal.press("escape")
        terminal.wait_for("Zeilen verwerfen")
        terminal.press("tab", "enter")
        terminal.wait_for("Neuigkeiten")
        look_around(terminal)
        leave(terminal)
    assert len(letters(demo_folder)) > 300


def test_a1_what_is_typed_into_the_forms_does_not_act(demo_folder: Path) -> None:
    """„Anmelden“, the search, the palette, „Code eingeben“: pasted, refused or shown harmlessly."""
    with portal.demo(demo_folder) as terminal:
        terminal.wait_for(ANNA, LONG)
        terminal.press("ctrl+u")
        terminal.paste(TELLING)
        terminal.wait_for(HEARD)
        terminal.press("enter")
        terminal.paste(TELLING)
        terminal.press("ctrl+s")
        terminal.wait_quiet()
        choose(terminal, "Code eingeben")
        terminal.wait_for("XXXX-XXXX")
        terminal.paste(TELLING)
        terminal.press("enter")
        terminal.wait_quiet()
        terminal.press("ctrl+p")
        terminal.wait_for("suchen …")
        terminal.paste(TELLING)
        terminal.wait_for("Nichts gefunden")
        terminal.press("escape")
        leave(terminal)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder whose name leaves room for another in one line of „Über“."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as name:
        yield Path(name)


def test_a1_a_folder_with_a_hostile_name_does_not_act(built_demo: Path, short_path: Path) -> None:
    """It is named by „Über“ and by sentences on the command line."""
    folder = short_path / TELLING
    shutil.copytree(built_demo, folder)
    with portal.demo(folder) as terminal:
        portal.sign_in(terminal)
        terminal.press("f4", "i")
        terminal.wait_for(SEEN)
        terminal.press("escape")
        sign_out(terminal)
        leave(terminal)
    (folder / "demo.toml").unlink()
    (folder / "anderes").touch()
    with portal.demo(folder) as terminal:
        assert terminal.wait_exit() == 1
        assert SEEN in terminal.screen_text()
    assert foreign_sequences(terminal.raw) == []
