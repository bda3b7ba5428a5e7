"""The command line speaks one language at a time, the words of its library included."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tcm_tui import cli

if TYPE_CHECKING:
    from .conftest import Terminal

HELPS = [
    (),
    ("db", "upgrade"),
    ("demo",),
    ("invitations", "list"),
    ("invite",),
    ("locate",),
    ("mail", "deliver"),
    ("mail", "list"),
    ("members",),
    ("open",),
]
MISTAKES = [
    ("bogus",),
    ("invite",),
    ("locate", "bogus"),
    ("mail", "list", "--before", "x"),
    ("mail", "list", "--limit", "0"),
    ("mail", "list", "--limit", "x"),
    ("mail", "list", "--state", "x"),
    ("members", "--bogus"),
    ("members", "list"),
    ("members", "list", "--as"),
    ("open", "one", "two"),
]
ENGLISH = re.compile(
    r"\b(Usage|Options|Commands|Show|Error|Try|Missing|Invalid|Got|No such|default|required|"
    r"requires|argument|is not|INTEGER|COMMAND|OPTIONS|FILE|ADDRESS)\b"
)
GERMAN = re.compile(
    r"\b(Aufruf|Optionen|Befehle|Zeigt|Fehler|Hilfe|Ungültig|Standard|erforderlich|ist nicht|"
    r"ganze|BEFEHL|OPTIONEN|DATEI|ADRESSE)\b"
)


@pytest.mark.parametrize("words", HELPS, ids="_".join)
def test_help_is_of_one_language(terminal: Terminal, words: tuple[str, ...]) -> None:
    """Headings, placeholders, notes and the line about the help itself."""
    german = terminal.start("--lang", "de", *words, "--help").stdout
    english = terminal.start("--lang", "en", *words, "--help").stdout
    assert "Aufruf: tcm-tui" in german
    assert "Usage: tcm-tui" in english
    assert ENGLISH.findall(german) == []
    assert GERMAN.findall(english) == []


@pytest.mark.parametrize("words", MISTAKES, ids="_".join)
def test_errors_are_of_one_language(terminal: Terminal, words: tuple[str, ...]) -> None:
    """What is wrong, and where the help is."""
    german = terminal.start("--lang", "de", *words).stderr
    english = terminal.start("--lang", "en", *words).stderr
    assert "Fehler: " in german
    assert "Error: " in english
    assert ENGLISH.findall(german) == []
    assert GERMAN.findall(english) == []


def test_the_environment_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language is told to the library alone, not to what is started later."""
    monkeypatch.setenv("LANGUAGE", "fr")
    cli.run(["--lang", "de", "bogus"])
    assert os.environ["LANGUAGE"] == "fr"
    monkeypatch.delenv("LANGUAGE")
    cli.run(["--lang", "de", "bogus"])
    assert "LANGUAGE" not in os.environ
