"""The guard between Textual and the terminal, in a real pseudo-terminal and byte by byte."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from itertools import product
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Final

import pytest
from textual import _compositor
from textual.strip import Strip

from tcm_tui.terminal_guard import output, private_names
from tcm_tui.terminal_guard.environment import GuardFailed
from tcm_tui.terminal_guard.stdin import StdinGuard

from .guard_screen import SECRET
from .hostile_text import payloads
from .terminal import RESTORED, Terminal, foreign_sequences, usual_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
APP: Final = (sys.executable, "-m", "tests.e2e.guard_app")
SOAK: Final = os.environ.get("TCM_SOAK") == "1"
RANDOM_RUNS, RANDOM_BYTES = (100, 100_000) if SOAK else (10, 1_000)
GROUP: Final = 12
"""Hostile texts shown at once: as many as fit into one line of the widest window."""
TELLING: Final = "\x1b]52;c;aGFsbG8=\x07 \x9b6n \x1b[99m"


def guard_app(*arguments: str, **options: str) -> Terminal:
    """The small app in a terminal; `options` go into its environment."""
    return Terminal([*APP, *arguments], cwd=ROOT, env=options)


def showing(texts: list[str], mode: str, folder: Path) -> Terminal:
    """The small app with `texts` to show, in a window that has room for every widget."""
    file = folder / "texts.json"
    file.write_text(json.dumps(texts), encoding="utf-8")
    return Terminal([*APP, mode, str(file)], cwd=ROOT, size=(260, 110))


def alive(terminal: Terminal, number: int = 1) -> None:
    """Ask for a sign of life and see it."""
    terminal.press("f9")
    terminal.wait_for(f"Lebenszeichen {number}", 60)


# A: what leaves


def test_a1_nothing_foreign_leaves_whatever_a_widget_shows(tmp_path: Path) -> None:
    """Every kind of control string in every kind of widget; what is readable of it is shown."""
    texts = payloads()
    random.Random(1).shuffle(texts)
    groups = ["·".join(texts[at : at + GROUP]) for at in range(0, len(texts), GROUP)]
    with showing(groups, "hostile", tmp_path) as terminal:
        terminal.wait_for("Gruppe -1")
        for number in range(len(groups)):
            terminal.press("f2")
            shown = f"Gruppe {number}".encode()  # too many and too large to draw them all
            assert terminal.wait_until(lambda shown=shown: shown in terminal.raw)  # type: ignore[misc]  # bound at once
            terminal.wait_quiet(0.05)
        terminal.wait_quiet()
    assert foreign_sequences(terminal.raw) == []
    assert not terminal.raw.count(b"\x1b[99m")
    assert not terminal.raw.count(b"\x1b[8m")


def test_a1_every_widget_shows_what_is_readable(tmp_path: Path) -> None:
    """The filter takes the dangerous characters and leaves the rest of the text where it was."""
    with showing([f"Anfang{TELLING}Ende"], "hostile", tmp_path) as terminal:
        terminal.wait_for("Gruppe -1")
        terminal.press("f2")
        terminal.wait_for("Gruppe 0")
        terminal.wait_quiet()
        seen = terminal.screen_text().count("Anfang]52;c;aGFsbG8= 6n [99mEnde")
    assert seen >= 20
    assert foreign_sequences(terminal.raw) == []


def test_a1_without_the_guard_the_same_text_acts_on_the_terminal(tmp_path: Path) -> None:
    """The tests above would notice: Textual alone lets it pass."""
    with showing([TELLING], "unguarded", tmp_path) as terminal:
        terminal.wait_for("Gruppe -1")
        terminal.press("f2")
        assert terminal.wait_until(lambda: b"\x1b]52;c;aGFsbG8=\x07" in terminal.raw)
        terminal.wait_quiet()
    assert "\x9b6n" in foreign_sequences(terminal.raw)


def test_a2_the_allow_list_knows_what_a_plain_app_sends() -> None:
    """A plain app from start to end sends nothing that is reported, and what is not its own is."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt 2")
        terminal.resize(80, 24)
        terminal.type("abc")
        terminal.wait_for("Länge 3")
        terminal.press("f10")
        assert terminal.wait_exit() == 0
    assert foreign_sequences(terminal.raw) == []
    for text in payloads():
        harmless = text in "\r\n" or foreign_sequences(b"ab" + text.encode("utf-8", "replace"))
        own = text in {"\x1b[?2004l", "\x1b[?25l", "\x1b[?1000h", "\x1b[?1049l", "\x1b[>31u"}
        own = own or text.endswith(("H", "m")) or "\ud800" <= text[0] <= "\udfff"
        assert harmless or own, ascii(text)


@pytest.mark.parametrize("key", ["f1", "f2", "f3", "f4"])
def test_a10_an_unexpected_error_shows_a_number_and_nothing_else(key: str) -> None:
    """In a handler, a worker, a timer, while drawing: no locals, no traceback, exit code 1."""
    with guard_app("trouble") as terminal:
        terminal.wait_for("Takt")
        terminal.press("tab")
        terminal.type(SECRET)
        terminal.wait_for("•" * len(SECRET))
        terminal.press(key)
        assert terminal.wait_exit() == 1
        said = terminal.screen_text()
    assert said.startswith("Ein unerwarteter Fehler hat tcm-tui beendet. Fehlernummer: ")
    assert len(said.splitlines()) == 1
    assert SECRET.encode() not in terminal.raw
    assert b"Traceback" not in terminal.raw
    assert terminal.modes() == RESTORED


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
def test_a11_a_password_never_reaches_the_clipboard(key: str) -> None:
    """Copying and cutting in a password field send no clipboard sequence; in others they do."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        terminal.type("offen")
        terminal.wait_for("Länge 5")
        terminal.press("shift+home", key)
        assert terminal.wait_until(lambda: b"\x1b]52;c;b2ZmZW4=" in terminal.raw)
        before = len(terminal.raw)
        terminal.press("tab")
        terminal.type(SECRET)
        terminal.wait_for("•" * len(SECRET))
        terminal.press("shift+home", key)
        terminal.wait_for("nichts kopieren")
        terminal.press("f10")
        assert terminal.wait_exit() == 0  # else the last sequence may have come in half
    assert foreign_sequences(terminal.raw[before:]) == []


# B: input and process life


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a\xffb", id="no-utf8-at-all"),
        pytest.param(b"M\xfcller", id="latin-1"),
        pytest.param(b"\x1b[200~M\xfcller\x1b[201~", id="latin-1-pasted"),
        pytest.param(b"\xc3", id="cut-short"),
        pytest.param(b"\xed\xa0\x80", id="surrogate"),
        pytest.param(b"\x00\x00", id="nul"),
        pytest.param(b"\x1b[1:2u", id="key-number-that-is-none"),
        pytest.param(b"\x1b[9999999999;1u", id="key-number-too-large"),
        pytest.param(b"\x1b[48;30;100;0;0t\x1b[<35;5;5M", id="pixels-of-no-size"),
        pytest.param(b"\x1b[48;99999;99999;1;1t", id="window-too-large"),
    ],
)
def test_b1_bytes_that_are_no_keys_do_no_harm(data: bytes) -> None:
    """The app goes on and takes the next keys."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        terminal.send(data)
        terminal.read_for(0.2)
        alive(terminal)
        length = int(terminal.screen_text().split("Länge ")[1].split()[0])
        terminal.type("gut")
        terminal.wait_for(f"Länge {length + 3}")
        terminal.press("f10")
        assert terminal.wait_exit() == 0


@pytest.mark.timeout(7200 if SOAK else 120)
def test_b1_random_bytes_do_no_harm() -> None:
    """Whatever comes from a line with noise, the app goes on and sends nothing foreign."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        for number in range(1, RANDOM_RUNS + 1):
            terminal.send(random.Random(number).randbytes(RANDOM_BYTES))
            terminal.send(b"\x1b[201~")
            alive(terminal, number)
        terminal.wait_quiet(0.05)  # else the last sequence may have come in half
    copied = (text for text in foreign_sequences(terminal.raw) if not text.startswith("\x1b]52;"))
    assert set(copied) <= {"\x07"}  # a field may ring for a key it refuses


def test_b2_a_huge_paste_is_cut_and_the_person_is_told() -> None:
    """Of 3 MiB the first arrives; what follows the paste is typed as ever."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        terminal.paste("x" * (3 * 1024 * 1024))
        terminal.wait_for("zu lang", 60)
        terminal.wait_for(f"Länge {1024 * 1024}", 60)
        terminal.type("y")
        terminal.wait_for(f"Länge {1024 * 1024 + 1}", 60)


def test_b2_a_paste_presses_no_keys() -> None:
    """Textual reads keys out of a paste with ESC in it; here they are only left out."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        terminal.paste(f"an\x1b[21~\x1b{'x' * 40}\x1bOS\x07ende")  # F10 would end the app
        terminal.wait_for(f"Länge {len('an[21~') + 40 + len('OSende')}")
        alive(terminal)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_b2_a_paste_is_recognised_however_it_is_split(size: int) -> None:
    """Markers cut by the end of a read are still markers."""
    told: list[bool] = []
    guard = StdinGuard(lambda: told.append(True), limit=4)
    data = "ä\x1b[200~abcd€\x1b\x1b[2\x1b[201~\x1b[A\x1b\x1b[200~xy\tz\x1b[201~\x1b".encode()
    passed = "".join(guard.feed(data[at : at + size]) for at in range(0, len(data), size))
    assert passed == "ä\x1b[200~abcd\x1b[201~\x1b[A\x1b\x1b[200~xy\tz\x1b[201~\x1b"
    assert told == [True]


def test_b2_typed_keys_are_never_held_back() -> None:
    """The beginning of a marker may be a key of its own, Escape for one."""
    guard = StdinGuard(lambda: None)
    keys = [b"\x1b", b"[", b"2", b"0", b"5~"]
    assert [guard.feed(key).encode() for key in keys] == keys


def test_b4_a_paste_without_end_does_not_stop_the_clock() -> None:
    """Keys are swallowed until the paste ends, but timers run, so an idle lock works."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        terminal.send(b"\x1b[200~abc")
        beat = int(terminal.screen_text().split("Takt ")[1].split()[0])
        terminal.wait_for(f"Takt {beat + 5}")
        terminal.send(b"\x1b[201~")
        terminal.wait_for("Länge 3")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGHUP, 129),
        (signal.SIGINT, 130),
        (signal.SIGQUIT, 131),
        (signal.SIGTERM, 143),
    ],
    ids=lambda value: value.name if isinstance(value, signal.Signals) else "",
)
def test_b5_a_signal_ends_it_in_good_order(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    """The app says goodbye, gives the terminal back and exits with 128 + signal."""
    note = tmp_path / "note"
    with guard_app("alive", str(note)) as terminal:
        terminal.wait_for("Takt")
        terminal.kill(number)
        assert terminal.wait_exit() == code
        assert terminal.screen_text() == ""
    assert note.exists()
    assert terminal.modes() == RESTORED


def test_b5_something_slow_does_not_hold_it() -> None:
    """A thread that waits for half a minute neither delays the end nor spoils the terminal."""
    with guard_app("trouble") as terminal:
        terminal.wait_for("Takt")
        terminal.press("f8")
        terminal.wait_for("Läuft lange")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit(10) == 143
    assert terminal.modes() == RESTORED


def test_b5_closing_the_window_ends_it(tmp_path: Path) -> None:
    """As a hang-up, with a goodbye."""
    note = tmp_path / "note"
    with guard_app("alive", str(note)) as terminal:
        terminal.wait_for("Takt")
        terminal.close_master()
        assert terminal.wait_exit() == 129
    assert note.exists()


def test_b6_a_dead_terminal_ends_it_even_when_hang_up_is_ignored(tmp_path: Path) -> None:
    """Under nohup no signal comes; the end of standard input says it all, and nothing spins."""
    note = tmp_path / "note"
    command = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *APP, "alive", str(note)]
    with Terminal(command, cwd=ROOT) as terminal:
        terminal.wait_for("Takt")
        terminal.kill(signal.SIGHUP)
        alive(terminal)
        before = terminal.cpu_seconds()
        terminal.close_master()
        terminal.wait_dead(5)
        assert terminal.cpu_seconds() - before < 0.5
        assert terminal.wait_exit() == 129
    assert note.exists()


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=lambda value: value.name)
def test_b9_stopped_from_outside_it_comes_back_whole(number: signal.Signals) -> None:
    """After SIGCONT the screen is drawn anew and keys arrive once."""
    with guard_app("alive") as terminal:
        terminal.wait_for("Takt")
        terminal.type("abc")
        terminal.wait_for("Länge 3")
        terminal.kill(number)
        terminal.wait_quiet()
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("Länge 3")
        terminal.type("d")
        terminal.wait_for("Länge 4")
        terminal.press("f10")
        assert terminal.wait_exit() == 0
    assert terminal.modes() == RESTORED


def test_b9_nothing_suspends_a_signed_in_screen() -> None:
    """Neither Ctrl+Z nor the action behind it."""
    with guard_app("trouble") as terminal:
        terminal.wait_for("Takt")
        terminal.press("ctrl+z", "f7")
        alive(terminal)


PLACES: Final = ("terminal", "file", "pipe", "closed", "nothing")


@pytest.mark.parametrize(
    ("stdin", "stderr"), [pair for pair in product(PLACES, PLACES) if set(pair) != {"terminal"}]
)
def test_b7_without_a_terminal_it_says_so_and_ends(stdin: str, stderr: str, tmp_path: Path) -> None:
    """One line and exit code 2, wherever standard input and error lead."""
    code, said = run_elsewhere(stdin, stderr, tmp_path)
    assert code == 2
    if stderr != "nothing":
        assert said == "tcm-tui braucht ein Terminal für Eingabe und Anzeige."


def test_b7_a_terminal_that_does_not_control_the_process_is_none(tmp_path: Path) -> None:
    """After `setsid` nobody would tell the process that the window closed."""
    code, said = run_elsewhere("terminal", "terminal", tmp_path)
    assert (code, said) == (2, "tcm-tui braucht ein Terminal, das diesen Prozess steuert.")


def run_elsewhere(stdin: str, stderr: str, folder: Path) -> tuple[int, str]:
    """Start the app with its streams in those places; exit code and all it said, wherever."""
    master, slave = os.openpty()
    file = folder / "file"
    file.touch()
    closing = " <&-" * (stdin == "closed") + " 2>&-" * (stderr == "closed")
    with file.open("r+b") as opened:
        streams = {"terminal": slave, "file": opened.fileno(), "pipe": subprocess.PIPE}
        process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@"{closing}', "sh", *APP, "alive"],
            cwd=ROOT,
            env=usual_environment(),
            stdin=streams.get(stdin, subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=streams.get(stderr, subprocess.DEVNULL),
            start_new_session=True,
        )
        out, error = process.communicate(timeout=15)
    os.close(slave)
    shown = os.read(master, 1000) if stderr == "terminal" else b""
    os.close(master)
    everything = out + (error or b"") + file.read_bytes() + shown
    return process.returncode, everything.decode().strip()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"TERM": "dumb"}, "Setzen Sie TERM"),
        ({"TERM": ""}, "Setzen Sie TERM"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "braucht UTF-8, eingestellt ist ISO-8859-1."),
    ],
)
def test_b10_a_terminal_that_cannot_show_it_is_refused(
    variables: dict[str, str], sentence: str
) -> None:
    """One sentence instead of a broken picture."""
    with guard_app("alive", **variables) as terminal:
        assert terminal.wait_exit() == 2
        assert sentence in terminal.screen_text()


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"LANG": "", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LANG": "de_DE.utf8"},
        {"NO_COLOR": "1"},
    ],
    ids=str,
)
def test_b10_what_python_guesses_does_not_ruin_the_picture(variables: dict[str, str]) -> None:
    """Frames and umlauts are drawn as themselves."""
    with guard_app("alive", **variables) as terminal:
        terminal.wait_for("Länge 0")
        terminal.wait_for("▊")


# E: files and programs


def test_e4_no_screenshot_is_written(tmp_path: Path) -> None:
    """The action says that it is off; nothing appears in the home folder."""
    with guard_app("trouble", HOME=str(tmp_path), XDG_DOWNLOAD_DIR=str(tmp_path)) as terminal:
        terminal.wait_for("Takt")
        terminal.press("f5")
        terminal.wait_for("Bildschirmfotos sind abgeschaltet.")
    assert list(tmp_path.rglob("*.svg")) == []


def test_e5_no_browser_is_started(tmp_path: Path) -> None:
    """An address is shown as text; $BROWSER never runs."""
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", encoding="utf-8")
    browser.chmod(0o700)
    with guard_app("trouble", BROWSER=str(browser)) as terminal:
        terminal.wait_for("Takt")
        terminal.press("f6")
        terminal.wait_for("file:///etc/passwd")
        terminal.wait_for("Takt 9")
    assert not (tmp_path / "ran").exists()


def test_e6_variables_of_textual_have_no_effect(tmp_path: Path) -> None:
    """They would import modules, write files, type keys and take pictures."""
    variables = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_LOG": str(tmp_path / "log"),
        "TEXTUAL_PRESS": "x,y,z",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_SHOW_RETURN": "1",
    }
    with guard_app("alive", **variables) as terminal:
        terminal.wait_for("Takt 5")
        assert "Länge 0" in terminal.screen_text()
        terminal.press("f10")
        assert terminal.wait_exit() == 0
        assert terminal.screen_text() == ""
    assert list(tmp_path.iterdir()) == []


# K: a Textual that is not the one we know


@pytest.fixture
def textual_as_it_came(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Undoes the filter afterwards: it is one for the whole process."""
    render = getattr(Strip.render, "__wrapped__", Strip.render)
    monkeypatch.setattr(Strip, "render", render)
    yield monkeypatch
    monkeypatch.undo()


@pytest.mark.usefixtures("textual_as_it_came")
def test_k2_the_self_test_tells_filtered_from_unfiltered() -> None:
    """It fails without the filter and passes with it, once or twice installed."""
    with pytest.raises(GuardFailed):
        output.self_test()
    output.install()
    output.install()
    output.self_test()


@pytest.mark.parametrize("update", ["LayoutUpdate", "ChopsUpdate"])
def test_k2_a_textual_that_draws_past_the_filter_is_refused(
    update: str, textual_as_it_came: pytest.MonkeyPatch
) -> None:
    """Both ways of drawing are looked at."""
    output.install()
    textual_as_it_came.setattr(
        getattr(_compositor, update), "render_segments", lambda *_: "\x1b]52;c;QQ==\x07"
    )
    with pytest.raises(GuardFailed):
        output.self_test()


@pytest.mark.parametrize("name", private_names.METHODS)
def test_k2_a_textual_without_one_of_the_places_is_refused(
    name: str, textual_as_it_came: pytest.MonkeyPatch
) -> None:
    """An override of a method that was renamed would do nothing, and nobody would notice."""
    output.install()
    place, _, method = name.rpartition(".")
    owner = resolve_name(place)
    for base in [base for base in owner.__mro__ if method in vars(base)]:
        textual_as_it_came.delattr(base, method)
    with pytest.raises(GuardFailed):
        output.self_test()


def test_k2_a_leak_refuses_the_start_with_a_sentence() -> None:
    """Nothing is drawn, the exit code says no."""
    with guard_app("leaky") as terminal:
        assert terminal.wait_exit() == 1
        assert terminal.screen_text().startswith("Die Schutzschicht für die Anzeige fehlt")
    assert foreign_sequences(terminal.raw) == []
    assert b"\x1b[?1049h" not in terminal.raw
