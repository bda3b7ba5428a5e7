"""Keys: what is written about them is what the program has, and nonsense is refused at start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tcm_tui.config import load
from tcm_tui.default_keys import DEFAULTS
from tcm_tui.domain.errors import Invalid
from tcm_tui.keymap import check_keymap
from tests.bindings import PAGE, bindings, declared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AGAIN = "python -m tests.bindings writes it anew"


def test_every_binding_has_an_id() -> None:
    """Without one it could be neither remapped nor explained."""
    assert [(one.__name__, binding.key) for one, binding in bindings() if not binding.id] == []


def test_the_table_in_the_program_is_complete() -> None:
    """Settings are checked against it before any screen is imported."""
    assert {one.id: ",".join(one.keys) for one in declared()} == DEFAULTS, AGAIN


def test_the_page_on_keys_is_complete() -> None:
    """A row for each, in the same words."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert rows == [one.row for one in declared()], AGAIN


def test_what_comes_before_typing_is_known_to() -> None:
    """A letter there could not be typed any more."""
    taken = {
        binding.id
        for cls, binding in bindings()
        if (binding.priority or issubclass(cls, Input)) and len(binding.key) > 1
    }
    for name in taken:
        with pytest.raises(Invalid, match="beim Tippen"):
            check_keymap({str(name): "ß"})


@pytest.mark.parametrize(
    "keys",
    [
        {"members.invite": "i"},
        {"members.invite": "i, f6 ,ctrl+n"},
        {"members.search": "ü"},
        {"app.palette": "f8"},
        {"members.invite": "s", "members.sort": "n"},  # exchanged
        {"administration.reload": "f9", "mailbox.reload": "f9"},  # never together
    ],
)
def test_good_keys_are_taken(keys: Mapping[str, str]) -> None:
    """Blanks do not matter."""
    assert check_keymap(keys) == {name: value.replace(" ", "") for name, value in keys.items()}


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"members.invit": "i"}, "Meinten Sie members.invite?"),
        ({"xyz": "i"}, "keys.md"),
        ({"members.invite": ""}, "„“ ist keine Taste"),
        ({"members.invite": "i,"}, "„“ ist keine Taste"),
        ({"members.invite": "strg+n"}, "strg+n ist keine Taste"),
        ({"members.invite": "ctrl+ctrl+n"}, "ist keine Taste"),
        ({"members.invite": "ctrl+i"}, "ist keine Taste"),
        ({"members.invite": "shift+n"}, "ist keine Taste"),
        ({"members.invite": "entf"}, "entf ist keine Taste"),
        ({"members.invite": "\x1b"}, "ist keine Taste"),
        ({"members.invite": 3}, "3 ist keine Taste"),
        ({"app.help": "h"}, "beim Tippen"),
        ({"app.help": "space"}, "beim Tippen"),
        ({"members.invite": "s"}, "s gilt für members.invite und für members.sort"),
        ({"members.invite": "f1"}, "f1 gilt für members.invite und für app.help"),
        ({"members.invite": "q", "members.sort": "q"}, "q gilt für"),
    ],
)
def test_nonsense_is_refused_with_its_name(keys: Mapping[str, object], said: str) -> None:
    """Textual would take any of it without a word."""
    with pytest.raises(Invalid) as refused:
        check_keymap(keys)
    assert said in refused.value.message
    assert refused.value.message.isprintable()


def test_a_start_with_nonsense_is_refused(tmp_path: Path) -> None:
    """Where the settings are read."""
    (tmp_path / "config.toml").write_text('[keys]\n"members.invite" = "strg+n"\n')
    with pytest.raises(Invalid, match="strg"):
        load({}, {"TCM_CONFIG_DIR": str(tmp_path)})
