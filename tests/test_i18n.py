"""No untranslated string: every German text is marked, and English has every marked one."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tcm_tui.i18n import LANGUAGES, LOCALES, SOURCE_LANGUAGE, _, ngettext, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

PACKAGE = Path(__file__).parent.parent / "tcm_tui"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
OTHERS = [name for name in LANGUAGES if name != SOURCE_LANGUAGE]
DATA_NOT_TEXT = {
    "domain/address_text.py": "words that mark a list, not shown",
    "domain/demo.py": "names of the sample company",
    "domain/sheet_columns.py": "headers and role words that files may use",
    "domain/text.py": "letters and their plain forms",
    "domain/codes.py": "signs that people type between groups",
    "services/demo.py": "names of the sample company",
}
"""Where German letters are data; everywhere else they are text that wants a mark."""
GERMAN = re.compile(r"[äöüßÄÖÜ„“]")


def marked() -> set[str | tuple[str, ...]]:
    """Every message in the source."""
    found = extract_from_dir(PACKAGE, [("**.py", "python")], {}, keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found}


def catalogue(language: str) -> Catalog:
    """The translations of `language`."""
    with (LOCALES / language / "LC_MESSAGES" / "tcm_tui.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> Iterator[Message]:
    """Every entry but the header."""
    return (message for message in catalogue(language) if message.id)


@pytest.mark.parametrize("language", OTHERS)
def test_every_marked_text_is_translated(language: str) -> None:
    """A new sentence without its translation fails here; so does one that is no longer used."""
    known = {tuple(m.id) if isinstance(m.id, tuple) else m.id for m in messages(language)}
    assert marked() - known == set()
    assert known - marked() == set()
    empty = [m.id for m in messages(language) if m.fuzzy or not all(_forms(m.string))]
    assert empty == []


def _forms(text: object) -> list[str]:
    return [str(form) for form in (text if isinstance(text, tuple | list) else [text])]


def _names(text: str) -> set[str | None]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_translations_fill_in_the_same_names(language: str) -> None:
    """A placeholder lost or invented would raise, or hide a figure."""
    for message in messages(language):
        source = set().union(*(_names(form) for form in _forms(message.id)))
        for form in _forms(message.string):
            assert _names(form) <= source, message.id
        assert set().union(*(_names(form) for form in _forms(message.string))) == source, message.id


def test_what_is_spoken_changes_with_the_language() -> None:
    """The compiled catalogue is the one in use, plural forms included."""
    set_language("en")
    assert _("Abmelden") == "Sign out"
    german = ("{n} Einladung versendet.", "{n} Einladungen versendet.")
    assert ngettext(*german, 1) != ngettext(*german, 2)


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    """Bare strings: docstrings, and the texts that describe a constant or a field."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def unmarked(source: str) -> list[str]:
    """German texts that no translation can reach: neither marked nor a docstring."""
    tree = ast.parse(source)
    allowed: set[ast.AST] = set(_docstrings(tree))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in KEYWORDS
        ):
            allowed.update(ast.walk(node))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and GERMAN.search(node.value)
        and node not in allowed
    ]


def test_no_german_text_is_left_unmarked() -> None:
    """Texts without umlauts slip through here; the English pictures show those."""
    left = {
        str(path.relative_to(PACKAGE)): texts
        for path in PACKAGE.rglob("*.py")
        if str(path.relative_to(PACKAGE)) not in DATA_NOT_TEXT
        and (texts := unmarked(path.read_text(encoding="utf-8")))
    }
    assert left == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("Grüße")', []),
        ('ngettext("Schlüssel", "Schlüssel {n}", 2)', []),
        ('"""Über uns."""', []),
        ('title = "Übersicht"', ["Übersicht"]),
        ('say(f"Grüße an {name}")', ["Grüße an "]),
    ],
)
def test_the_search_for_unmarked_texts_finds_them(source: str, found: list[str]) -> None:
    """The finder itself."""
    assert unmarked(source) == found
