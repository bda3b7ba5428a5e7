"""What holds for the whole program: where secrets go, who may read the files, what it refuses."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from tcm_tui.domain.codes import find_code
from tcm_tui.domain.demo import PASSWORD

from . import portal
from .portal import ANNA, LONG, WIDE, choose, letters, program, sign_in, wait_outside
from .terminal import RESTORED, Terminal, foreign_sequences, usual_environment

PASTED_PASSWORD: Final = "Regenschirm-4711-blau"
IN_CLEAR: Final = "offen@muster.example"
SENTENCES: Final = ("Fehlernummer: ", "Was bestätigt wurde, ist gespeichert", "Das Protokoll nennt")
SABOTAGE: Final = """
import sys
from tcm_tui import session
from tcm_tui.__main__ import main

def broken(ctx, *secrets):
    held = secrets
    raise RuntimeError(f"{secrets}")

session._sign_in = session._unlock = broken
sys.exit(main())
"""
"""The program with a use case that fails in a way nobody foresaw, its arguments at hand."""


def entrance(folder: Path, *words: str, size: tuple[int, int] = WIDE) -> Terminal:
    """The program without a demo's help: nothing is filled in."""
    home = folder.parent
    command = [sys.executable, "-m", "tcm_tui", "--data", str(folder), *words]
    return Terminal(command, size=size, env={"HOME": str(home)})


# A: what leaves


def test_a10_after_an_unexpected_error_no_secret_is_anywhere(demo_folder: Path) -> None:
    """Not on the screen, above it or in the log: an incident, where to look, exit code 1."""
    home = demo_folder.parent
    command = [sys.executable, "-c", SABOTAGE, "--data", str(home / "data")]
    command += ["demo", "--at", str(demo_folder)]
    with Terminal(command, size=WIDE, env={"HOME": str(home)}) as terminal:
        terminal.wait_for(ANNA, LONG)
        terminal.press("enter")
        assert terminal.wait_exit() == 1
        said = terminal.screen_text()
    assert all(sentence in said for sentence in SENTENCES)
    assert said.replace("\n", "").endswith(f"{demo_folder}/log/tcm-tui.log")
    assert "NOTE" not in said  # of Textual, about its own debugging
    (log,) = (demo_folder / "log").iterdir()
    for place in (bytes(terminal.raw), log.read_bytes()):
        assert PASSWORD.encode() not in place
        assert b"Traceback" not in place
    assert ANNA not in said + log.read_text(encoding="utf-8")
    assert said.split("Fehlernummer: ")[1].split()[0] in log.read_text(encoding="utf-8")
    assert foreign_sequences(terminal.raw) == []
    assert terminal.modes() == RESTORED


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
def test_a11_the_password_of_the_sign_in_stays_in_its_field(demo_folder: Path, key: str) -> None:
    """Neither copying nor cutting brings it to the clipboard or takes it away."""
    with portal.demo(demo_folder) as terminal:
        terminal.wait_for(ANNA, LONG)
        terminal.press("tab", "shift+home", key)
        terminal.wait_for("werden nicht kopiert")
        terminal.press("enter")
        terminal.wait_for("Neuigkeiten", LONG)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []


# B: input


def test_b3_several_lines_are_told_about_and_a_password_is_never_halved(demo_folder: Path) -> None:
    """The address takes one line and says so; the password none; the code is found in a mail."""
    with entrance(demo_folder, "open") as terminal:
        terminal.wait_for("XXXX-XXXX", LONG)
        terminal.paste("ohne\nCode")
        terminal.wait_for("Code")
        mails = [one.read_text(encoding="utf-8") for one in letters(demo_folder)]
        mail = next(one for one in reversed(mails) if find_code(one))
        terminal.paste(mail)
        terminal.wait_for(find_code(mail) or "nothing")
        terminal.press("escape")
        terminal.wait_for("Weiter bearbeiten")
        terminal.press("tab", "enter")
        terminal.wait_for("Anmelden")
        terminal.press("ctrl+u")
        terminal.paste(f"{IN_CLEAR}\nzweite")
        terminal.wait_for("Nur die erste Zeile wurde übernommen")
        assert "zweite" not in terminal.screen_text()
        terminal.press("tab", "ctrl+u")
        terminal.paste(f"{PASTED_PASSWORD}\nzweite")
        terminal.wait_for("Mehrere Zeilen sind kein Passwort.")
        assert "••" not in terminal.screen_text()
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


def test_b4_a_paste_without_end_does_not_keep_the_screen_open(demo_folder: Path) -> None:
    """The company's idle time passes while every key is swallowed: the lock comes."""
    with closing(sqlite3.connect(demo_folder / "tcm.db")) as database, database:
        database.execute("UPDATE companies SET idle_minutes = 0")
    with portal.demo(demo_folder) as terminal:
        terminal.wait_for(ANNA, LONG)
        terminal.send(b"\r\x1b[200~abc")  # in one go: the lock may come as soon as the portal
        terminal.wait_for("Entsperren", LONG)
        assert "Neuigkeiten" not in terminal.screen_text()
        terminal.send(b"\x1b[201~")
        terminal.wait_quiet()
        terminal.press("ctrl+u")
        terminal.type(PASSWORD)
        terminal.press("enter")
        terminal.wait_for("Neuigkeiten")
        terminal.press("x")  # whatever is pressed after the idle time, of no length here, locks
        terminal.wait_for("Entsperren")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize("words", [[], ["demo"], ["open"]], ids="".join)
@pytest.mark.parametrize("stderr", ["pipe", "nothing"])
def test_b7_without_a_terminal_it_says_so_and_ends(
    built_demo: Path, words: list[str], stderr: str
) -> None:
    """Each way of opening the portal: one line, exit code 2."""
    more = ["--at", str(built_demo)] if words == ["demo"] else []
    done = subprocess.run(
        program(built_demo.parent, *words, *more),
        env=usual_environment() | {"HOME": str(built_demo.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if stderr == "pipe" else subprocess.DEVNULL,
        timeout=LONG,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    if stderr == "pipe":
        said = "tcm-tui: tcm-tui braucht ein Terminal für Eingabe und Anzeige.\n"
        assert done.stderr.decode() == said


def test_b8_a_form_half_filled_in_outlives_every_size(demo_folder: Path) -> None:
    """Down to a window too small for anything, and back; nothing typed is lost."""
    with portal.demo(demo_folder) as terminal:
        sign_in(terminal)
        terminal.press("m")
        terminal.wait_for("Einladungen absenden")
        terminal.type(IN_CLEAR)
        terminal.wait_for(IN_CLEAR)
        for columns, lines in ((80, 24), (60, 16), (40, 10), (1, 1), (60, 16), (200, 60), WIDE):
            terminal.resize(columns, lines)
            terminal.wait_quiet()
            if (columns, lines) == (40, 10):
                assert "Fenster zu klein" in terminal.screen_text()
            elif columns >= 60:
                assert IN_CLEAR in terminal.screen_text()
        terminal.type("x")
        terminal.wait_for(f"{IN_CLEAR}x")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


# C: codes, and data that must not mix


def test_c5_a_code_that_was_sent_is_nowhere_but_in_its_mail(demo_folder: Path) -> None:
    """Not in the database and what lies beside it, the log, the list of processes."""
    known = set(letters(demo_folder))
    with portal.demo(demo_folder) as terminal:
        sign_in(terminal)
        terminal.press("n")
        terminal.type("neu@muster.example")
        terminal.press("enter")
        wait_outside(terminal, lambda: len(letters(demo_folder)) == len(known) + 1)
        (mail,) = set(letters(demo_folder)) - known
        code = find_code(mail.read_text(encoding="utf-8")) or ""
        assert code
        wait_outside(terminal, lambda: b"sent" in state(demo_folder))
        places = [path for path in demo_folder.iterdir() if path.is_file()]
        places += (demo_folder / "log").iterdir() if (demo_folder / "log").exists() else []
        places.append(Path(f"/proc/{terminal.process.pid}/cmdline"))
        choose(terminal, "Postfach")
        terminal.wait_for(code)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    for place in [path for path in places if path.exists()]:
        content = place.read_bytes()
        assert code.encode() not in content, place
        assert code.replace("-", "").encode() not in content, place


def state(folder: Path) -> bytes:
    """The state of the mail promised last."""
    with closing(sqlite3.connect(folder / "tcm.db")) as database:
        ((last,),) = database.execute("SELECT state FROM outbox_messages ORDER BY id DESC LIMIT 1")
    return str(last).encode()


def everything(folder: Path) -> list[str]:
    """Every row of the tables in the database in `folder`; the search index follows from them."""
    with closing(sqlite3.connect(folder / "tcm.db")) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_sort%'"
        )
        return [
            f"{name}: {row}"
            for (name,) in sorted(tables)
            for row in database.execute(f"SELECT * FROM {name}")  # noqa: S608 - our own names
        ]


def test_c15_the_demo_and_real_data_do_not_mix(demo_folder: Path, tmp_path: Path) -> None:
    """Either refuses the other's folder, in a sentence, and leaves it as it is."""
    before = everything(demo_folder)
    with entrance(demo_folder) as terminal:
        terminal.wait_for("Das sind Demo-Daten", LONG)
        terminal.press("ctrl+q")
        terminal.wait_exit()
    real = tmp_path / "real"
    with entrance(real) as terminal:
        terminal.wait_for("Anmelden", LONG)
        terminal.type("anna@muster.example")
        terminal.press("enter")
        terminal.type("falsch")
        terminal.press("enter")
        terminal.wait_for("stimmen nicht", LONG)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    mine = everything(real)
    for more in ([], ["--fresh"]):
        command = program(tmp_path, "demo", "--at", str(real), *more)
        with Terminal(command, size=WIDE, env={"HOME": str(tmp_path)}) as terminal:
            assert terminal.wait_exit() == 1
            assert "Die Demo braucht einen eigenen Ordner" in terminal.screen_text()
    assert everything(real) == mine
    assert everything(demo_folder) == before


# E: files and programs


def test_e1_files_are_for_their_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    """Built, used and left under umask 000: every file 0600, every folder 0700."""
    folder = tmp_path / "demo"
    command = ["/bin/sh", "-c", 'umask 000; exec "$@"', "sh"]
    command += program(tmp_path, "demo", "--at", str(folder))
    with Terminal(command, size=WIDE, env={"HOME": str(tmp_path)}) as terminal:
        sign_in(terminal)
        choose(terminal, "Postfach")
        terminal.wait_for("lädt Sie")
        modes_are_private(folder)  # also of what exists only meanwhile, such as the -wal
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    modes_are_private(folder)


def modes_are_private(folder: Path) -> None:
    """Nobody else may even list them."""
    found = [folder, *folder.rglob("*")]
    assert len(found) > 30
    for path in found:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_e4_e5_e6_nothing_leaves_by_textuals_own_ways(demo_folder: Path, tmp_path: Path) -> None:
    """No screenshot in the palette, no browser, no variable of Textual that acts."""
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", encoding="utf-8")
    browser.chmod(0o700)
    variables = {
        "BROWSER": str(browser),
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_PRESS": "x,y,z",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
    }
    before = {path for path in tmp_path.rglob("*") if demo_folder not in path.parents}
    with portal.demo(demo_folder, env=variables) as terminal:
        sign_in(terminal)
        for word in ("screenshot", "bildschirmfoto", "maximize", "quit the app", "svg"):
            terminal.press("ctrl+p")
            terminal.wait_for("  Ort")
            terminal.type(word)
            terminal.wait_for("Nichts gefunden")
            terminal.press("escape")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert {path for path in tmp_path.rglob("*") if demo_folder not in path.parents} == before
