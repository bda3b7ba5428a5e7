"""What may be made of the keys of the program: `config.toml` names bindings under `[keys]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.default_keys import DEFAULTS
from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVERYWHERE: Final = frozenset({"administration", "app", "portal"})
"""Areas whose keys work in others too."""
_WHERE_ONE_TYPES: Final = frozenset(
    {"administration", "app", "invite", "mailbox", "palette", "path", "search", "sections"}
)
"""Areas with keys that come before what a line of text takes."""
_CHARACTERS: Final = frozenset(
    {"ampersand", "asterisk", "at", "backslash", "colon", "comma", "full_stop", "minus"}
    | {"number_sign", "percent_sign", "plus", "question_mark", "semicolon", "slash", "space"}
    | {"underscore"}
)
"""Characters that have names, as Textual calls them."""
_NAMED: Final = (
    {"backspace", "delete", "down", "end", "enter", "escape", "home", "insert", "left"}
    | {"pagedown", "pageup", "right", "tab", "up"}
    | {f"f{number}" for number in range(1, 13)}
    | _CHARACTERS
)
_SAME_AS: Final = {"ctrl+i": "tab", "ctrl+m": "enter"}
"""What a terminal sends for both."""


def check_keymap(keys: Mapping[str, object]) -> dict[str, str]:
    """`keys`, id to keys separated by commas, with blanks removed.

    Raises:
        Invalid: An id or a key does not exist, or two things would share a key.
    """
    checked = {name: _check_keys(name, value) for name, value in keys.items()}
    for name in checked:
        _refuse_shared(name, checked)
    return checked


def _check_keys(name: str, value: object) -> str:
    if name not in DEFAULTS:
        raise Invalid(_unknown(name), "keys")
    if not isinstance(value, str):
        raise Invalid(_no_key(name, str(value)), "keys")
    keys = [one.strip() for one in value.split(",")]
    for key in keys:
        if not _exists(key):
            raise Invalid(_no_key(name, key), "keys")
        if _swallows(name, key):
            sentence = _(
                "keys: {name} darf nicht auf {key} liegen, das Zeichen würde beim Tippen fehlen."
            )
            raise Invalid(sentence.format(name=name, key=key), "keys")
    return ",".join(keys)


def _swallows(name: str, key: str) -> bool:
    """Whether `key` could no longer be typed where `name` works; what is so from the start may."""
    if name.partition(".")[0] not in _WHERE_ONE_TYPES or any(
        _is_character(one) for one in DEFAULTS[name].split(",")
    ):
        return False
    return _is_character(key)


def _is_character(key: str) -> bool:
    return len(key) == 1 or key in _CHARACTERS


def _unknown(name: str) -> str:
    import difflib  # noqa: PLC0415 - every start imports this module

    near = difflib.get_close_matches(name, DEFAULTS, n=1)
    if near:
        return _("keys: {name} gibt es nicht. Meinten Sie {near}?").format(
            name=shown(name), near=near[0]
        )
    return _("keys: {name} gibt es nicht. Alle Namen stehen in docs/keys.md.").format(
        name=shown(name)
    )


def _no_key(name: str, key: str) -> str:
    return _("keys: {key} ist keine Taste für {name}. Beispiele: i, f6, ctrl+n, delete.").format(
        key=shown(key) or _("„“"), name=name
    )


def _exists(key: str) -> bool:
    """Whether a terminal can send `key`, and tell it from others."""
    *modifiers, last = key.split("+")
    if key in _SAME_AS or len(set(modifiers)) != len(modifiers):
        return False
    if not set(modifiers) <= {"alt", "ctrl", "shift"}:
        return False
    if last in _NAMED:
        return True
    if not modifiers:
        return len(last) == 1 and last.isprintable() and last != " "
    return "shift" not in modifiers and len(last) == 1 and last.isascii() and last.islower()


def _refuse_shared(name: str, changed: Mapping[str, str]) -> None:
    """Refuse a key that already does something else where `name` works."""
    for other, default in DEFAULTS.items():
        if other == name or not _meet(name, other) or _common(DEFAULTS[name], default):
            continue
        if shared := _common(changed[name], changed.get(other, default)):
            sentence = _("keys: {key} gilt für {name} und für {other}.")
            raise Invalid(sentence.format(key=min(shared), name=name, other=other), "keys")


def _meet(one: str, other: str) -> bool:
    areas = {one.partition(".")[0], other.partition(".")[0]}
    return len(areas) == 1 or bool(areas & _EVERYWHERE)


def _common(one: str, other: str) -> set[str]:
    return set(one.split(",")) & set(other.split(","))
