"""What the documents say of the command line is what the program has, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcm_tui.cli.commands import main
from tcm_tui.cli.options import Commands
from tcm_tui.config import setting_names
from tcm_tui.themes import THEMES

if TYPE_CHECKING:
    import click

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
REFERENCE = ROOT / "docs" / "commands.md"
DOCUMENTS = sorted([README, *(ROOT / "docs").rglob("*.md")])
_IN_CODE = re.compile(r"`([^`\n]+)`|^(?:```\w*\n(?P<block>.*?)^```)", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"\btcm-tui((?: +[^\s|`'\"]+)*)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def commands() -> dict[str, set[str]]:
    """„members list“ → its options, for every command that does something."""
    found: dict[str, set[str]] = {}
    waiting: list[tuple[str, click.Command]] = [("", main)]
    while waiting:
        name, command = waiting.pop()
        options = {word for param in command.params for word in param.opts if word[:2] == "--"}
        if isinstance(command, Commands):
            context = command.make_context("tcm-tui", [], resilient_parsing=True)
            for word in command.list_commands(context):
                below = command.get_command(context, word)
                assert below is not None
                waiting.append((f"{name} {word}".strip(), below))
        else:
            found[name] = options | {"--help"}
    return found


COMMANDS = commands()
EVERYWHERE = {"--data", "--database", "--lang", "--theme", "--help", "--version"}


def code(path: Path) -> list[str]:
    """Every piece of code in a document, and the headings of the reference."""
    text = path.read_text(encoding="utf-8")
    pieces = [found["block"] or found[1] for found in _IN_CODE.finditer(text)]
    return pieces + re.findall(r"^## (tcm-tui .+)$", text, flags=re.MULTILINE)


def said(path: Path) -> list[list[str]]:
    """The words after each `tcm-tui` of a document, options of the settings left out."""
    lines = []
    for piece in code(path):
        for found in _SAID.finditer(re.sub(r"'[^']*'", "VALUE", piece)):
            words = re.sub(r"--(data|database|lang|theme)[ =]\S+", "", found[1]).split()
            lines.append(words)
    return lines


def command_of(words: list[str]) -> str | None:
    """The command that `words` begin with; "" for the portal, None for none that exists."""
    if not words or words[0] in EVERYWHERE or not re.fullmatch(r"[a-z]+", words[0]):
        return ""
    for length in (2, 1):
        if (name := " ".join(words[:length])) in COMMANDS:
            return name
    return "" if any(name.startswith(f"{words[0]} ") for name in COMMANDS) else None


@pytest.mark.parametrize("path", [README, REFERENCE], ids=lambda path: path.stem)
def test_every_command_is_documented(path: Path) -> None:
    """In the first page somebody reads, and in the reference."""
    assert {command_of(words) for words in said(path)} >= set(COMMANDS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_documented_command_exists(path: Path) -> None:
    """With every option that it is shown with."""
    for words in said(path):
        name = command_of(words)
        assert name is not None, words
        if name:
            options = {word.partition("=")[0] for word in words if word.startswith("--")}
            assert options <= COMMANDS[name], words


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_reference_names_every_option(name: str) -> None:
    """In the command's own section, or in those on what many commands share."""
    sections = re.split(r"^## ", REFERENCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    own = [text for text in sections if text.startswith(f"tcm-tui {name}\n")]
    assert len(own) == 1
    shared = [text for text in sections if not text.startswith("tcm-tui ")]
    assert COMMANDS[name] <= set(_OPTION.findall("".join(own + shared)))


def test_the_settings_are_documented() -> None:
    """Each by its name, with its variable, and none that is gone."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `\[?(\w+)\]?` \|", text, flags=re.MULTILINE))
    existing = setting_names()
    assert documented == existing
    for name in existing - {"keys"}:
        assert f"`TCM_{name.upper()}`" in text
    for theme in THEMES:
        assert f"`{theme.name}`" in text
