"""Bring the catalogues of translations in line with the source, and compile them.

Run by `make messages` as `python -m tests.messages`: what is new waits there for its translation,
what is no longer used is gone, and nothing is guessed.
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from hatch_build import compile_catalogues
from tcm_tui.i18n import DOMAIN, LANGUAGES, LOCALES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT: Final = Path(__file__).parent.parent
MARKS: Final = frozenset({"_", "N_", "ngettext", "pgettext"})
"""Functions whose texts are translated."""
CLICK: Final = "click"
WIDTH: Final = 100
_HEADER: Final = "# Translations of tcm-tui. `make messages` keeps them in line with the source."
_WHO: Final = "the authors of tcm-tui"
_LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Dates in a catalogue would differ with every run and say nothing that git does not know."""
_CLICK_UNHEARD: Final = frozenset(
    {"_termui_impl.py", "_winconsole.py", "shell_completion.py", "termui.py", "testing.py"}
)
"""Where click speaks of what our commands do not do: prompts, pagers, installing completions."""


class MessageKey(NamedTuple):
    """What a translation is looked up by.

    Args:
        id: The source text, or its singular and plural.
        context: Tells apart what the source language says with one word.
    """

    id: str | tuple[str, ...]
    context: str | None = None


_CLICK_HIDDEN: Final = frozenset({MessageKey("required")})
"""What click translates out of a variable."""


def of_package() -> set[MessageKey]:
    """Every marked message of the program, in German."""
    return {key for _file, key in extracted(ROOT / "tcm_tui")}


def of_click() -> set[MessageKey]:
    """Every message of the command line's library that our commands may show, in English."""
    found = extracted(Path(click.__file__).parent)
    return {key for file, key in found if file not in _CLICK_UNHEARD} | _CLICK_HIDDEN


def extracted(folder: Path) -> Iterator[tuple[str, MessageKey]]:
    """Every marked message below `folder`, with its file.

    By syntax, because Babel misses marks inside f-strings on Python 3.11.
    """
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (key := _message(node)) is not None:
                yield path.name, key


def _message(call: ast.Call) -> MessageKey | None:
    """What `call` marks; None when it marks nothing, or what is only known when it runs."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    match name, [one.value if isinstance(one, ast.Constant) else None for one in call.args]:
        case "_" | "N_", [str(text)]:
            return MessageKey(text)
        case "ngettext", [str(singular), str(plural), _count]:
            return MessageKey((singular, plural))
        case "pgettext", [str(context), str(text)]:
            return MessageKey(text, context)
    return None


def of_catalogue(catalogue: Catalog) -> dict[MessageKey, Message]:
    """Every entry but the header."""
    return {
        MessageKey(tuple(one.id) if isinstance(one.id, list) else one.id, one.context): one
        for one in catalogue
        if one.id
    }


def catalogues() -> dict[Path, tuple[str, set[MessageKey]]]:
    """For each file its language and what it must translate.

    The program speaks German by itself, its library English: each needs the other language.
    """
    program = {
        _path(language, DOMAIN): (language, of_package())
        for language in LANGUAGES
        if language != SOURCE_LANGUAGE
    }
    return program | {_path(SOURCE_LANGUAGE, CLICK): (SOURCE_LANGUAGE, of_click())}


def read(path: Path, language: str) -> Catalog:
    """The catalogue at `path`, an empty one where there is none yet."""
    if not path.exists():
        return Catalog(
            locale=language,
            project="tcm-tui",
            msgid_bugs_address=_WHO,
            last_translator=_WHO,
            language_team=_WHO,
            creation_date=_LONG_AGO,
            revision_date=_LONG_AGO,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(path: Path, language: str, messages: set[MessageKey]) -> int:
    """Rewrite the catalogue at `path` for `messages`; how many wait for their translation."""
    template = Catalog(creation_date=_LONG_AGO)
    for message in messages:
        template.add(message.id, context=message.context)
    catalogue = read(path, language)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = _HEADER
    catalogue.fuzzy = False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, no_location=True, sort_output=True)
    return sum(not all(forms(message.string)) for message in of_catalogue(catalogue).values())


def forms(text: object) -> list[str]:
    """The singular and plural forms of a message, or its one text."""
    return [str(form or "") for form in (text if isinstance(text, tuple | list) else [text])]


def _path(language: str, domain: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def main() -> None:
    """Update and compile everything, and say what waits."""
    for path, (language, messages) in catalogues().items():
        waiting = update(path, language, messages)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(messages)} messages, {waiting} open\n")
    compile_catalogues(ROOT)


if __name__ == "__main__":
    main()
