"""No untranslated string: every German text is marked, and English has every marked one."""

from __future__ import annotations

import ast
import re
import string
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcm_tui.domain.permissions import Role, role_label
from tcm_tui.i18n import _, language, ngettext, set_language, speaking
from tests.messages import (
    MARKS,
    MessageKey,
    catalogues,
    extracted,
    forms,
    of_catalogue,
    read,
    update,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from babel.messages.catalog import Message

PACKAGE = Path(__file__).parent.parent / "tcm_tui"
CATALOGUES = [
    pytest.param(path, *rest, id=f"{path.stem}.{rest[0]}") for path, rest in catalogues().items()
]
DATA_NOT_TEXT = {
    "domain/address_text.py": "words that mark a list, not shown",
    "domain/demo.py": "names of the sample company",
    "domain/demo_bookings.py": "what the sample company calls its subscriptions, and says",
    "domain/sheet_columns.py": "headers and role words that files may use",
    "domain/text.py": "letters and their plain forms",
    "domain/codes.py": "signs that people type between groups",
    "services/demo_crowd.py": "names of invented people",
}
"""Where German letters are data; everywhere else they are text that wants a mark."""
GERMAN = re.compile(r"[äöüßÄÖÜ„“]")


@pytest.mark.parametrize(("path", "language", "marked"), CATALOGUES)
def test_every_marked_text_is_translated(
    path: Path, language: str, marked: set[MessageKey]
) -> None:
    """A new sentence without its translation fails here; so does one that is no longer used."""
    known = of_catalogue(read(path, language))
    assert marked - set(known) == set()
    assert set(known) - marked == set()
    assert [key for key, one in known.items() if one.fuzzy or not all(forms(one.string))] == []
    assert list(read(path, language).obsolete) == []


def _names(text: str) -> set[str | None]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def _all_names(message: Message, of: Callable[[Message], object]) -> set[str | None]:
    return set[str | None]().union(*(_names(form) for form in forms(of(message))))


@pytest.mark.parametrize(("path", "language", "marked"), CATALOGUES)
def test_translations_fill_in_the_same_names(
    path: Path, language: str, marked: set[MessageKey]
) -> None:
    """A placeholder lost or invented would raise, or hide a figure."""
    del marked
    for message in of_catalogue(read(path, language)).values():
        source = _all_names(message, lambda one: one.id)
        assert _all_names(message, lambda one: one.string) == source, message.id


def test_what_is_spoken_changes_with_the_language() -> None:
    """The compiled catalogue is the one in use, plural forms included."""
    set_language("en")
    assert _("Abmelden") == "Sign out"
    german = ("{n} Einladung versendet.", "{n} Einladungen versendet.")
    assert ngettext(*german, 1) != ngettext(*german, 2)


def test_nothing_stays_nothing() -> None:
    """A column without a heading does not get the catalogue's own."""
    set_language("en")
    assert _("") == ""


def test_one_german_word_may_be_two_elsewhere() -> None:
    """A role is not called like the tab that holds everybody."""
    assert _("Benutzer") == role_label(Role.USER)
    set_language("en")
    assert (_("Benutzer"), role_label(Role.USER)) == ("Users", "User")


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    """Bare strings: docstrings, and the texts that describe a constant or a field."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def unmarked(source: str) -> list[str]:
    """German texts that no translation can reach: neither marked nor a docstring."""
    tree = ast.parse(source)
    allowed: set[ast.AST] = set(_docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            allowed.update(ast.walk(node))
        if isinstance(node, ast.keyword) and node.arg == "aliases":
            allowed.update(ast.walk(node))  # looked for in every language, never shown
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
        ('HowTo(aliases="kündigen")', []),
        ('title = "Übersicht"', ["Übersicht"]),
        ('say(f"Grüße an {name}")', ["Grüße an "]),
    ],
)
def test_the_search_for_unmarked_texts_finds_them(source: str, found: list[str]) -> None:
    """The finder itself."""
    assert unmarked(source) == found


def test_marks_are_found_wherever_they_stand(tmp_path: Path) -> None:
    """Inside f-strings, too, which not every tool reads on every Python."""
    source = """say(f"! {_('Tag')}", N_("Nacht"), pgettext("time", "Morgen"), _(variable))\n"""
    source += """ngettext("{n} Tag", "{n} Tage", 2)\n"""
    (tmp_path / "some.py").write_text(source, encoding="utf-8")
    assert {key for _file, key in extracted(tmp_path)} == {
        MessageKey("Tag"),
        MessageKey("Nacht"),
        MessageKey("Morgen", "time"),
        MessageKey(("{n} Tag", "{n} Tage")),
    }


def test_a_catalogue_follows_the_source(tmp_path: Path) -> None:
    """What is gone goes, what is new waits and is not guessed, what is translated stays."""
    path = tmp_path / "tcm_tui.po"
    update(path, "en", {MessageKey("Tag"), MessageKey("Nacht")})
    path.write_text(
        path.read_text(encoding="utf-8").replace('"Tag"\nmsgstr ""', '"Tag"\nmsgstr "Day"'),
        encoding="utf-8",
    )
    before = {MessageKey("Tag"), MessageKey("Tage")}
    assert update(path, "en", before) == 1
    found = {key.id: one.string for key, one in of_catalogue(read(path, "en")).items()}
    assert found == {"Tag": "Day", "Tage": ""}
    written = path.read_bytes()
    update(path, "en", before)
    assert path.read_bytes() == written


def test_what_goes_to_somebody_else_is_made_in_their_language() -> None:
    """In this thread and for this long; whoever sits before the program sees nothing of it."""
    with ThreadPoolExecutor(1) as beside, speaking("en"):
        assert (language(), role_label(Role.COMPANY_ADMIN)) == ("en", "Company administrator")
        there = beside.submit(role_label, Role.COMPANY_ADMIN).result()
        assert there == "Unternehmensadministrator"
    assert (language(), role_label(Role.COMPANY_ADMIN)) == ("de", "Unternehmensadministrator")
    with pytest.raises(ValueError, match="fr"), speaking("fr"):
        pass
