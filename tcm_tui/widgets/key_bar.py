"""The last line: the keys that work here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from tcm_tui.i18n import N_, _
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import Binding
    from textual.screen import Screen

MOST: Final = 7
"""Keys shown at 80 columns."""
_PER_KEY: Final = 12
"""Columns beyond 80 that make room for one more."""
_DESIGN_WIDTH: Final = 80
_NAMES: Final = {
    "ctrl": N_("Strg"),
    "shift": N_("Umschalt"),
    "alt": "Alt",
    "escape": "Esc",
    "enter": N_("Enter"),
    "space": N_("Leer"),
    "delete": N_("Entf"),
    "home": N_("Pos1"),
    "end": N_("Ende"),
    "pageup": N_("Bild↑"),
    "pagedown": N_("Bild↓"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "tab": N_("Tab"),
    "backspace": N_("Rück"),
    "slash": "/",
    "question_mark": "?",
    "asterisk": "*",
}


def key_name(key: str) -> str:
    """`key` as it stands on the keyboard: `ctrl+s` is „Strg+S“, `delete` is „Entf“, `n` is „n“."""
    *modifiers, last = key.split("+")
    plain = last.upper() if modifiers or len(last) > 1 else last
    return "+".join([*(_(_NAMES.get(one, one)) for one in modifiers), _(_NAMES.get(last, plain))])


def key_in_force(screen: Screen[object], name: str) -> str:
    """The first key that the binding called `name` has now, empty while it has none."""
    keys = (one.binding.key for one in screen.active_bindings.values() if one.binding.id == name)
    return next(keys, "")


def read_again_text(screen: Screen[object]) -> str:
    """„F5 Neu lesen“, for a sentence that says what could not be read."""
    bindings = (active.binding for active in screen.active_bindings.values())
    keys = (one.key for one in bindings if (one.id or "").endswith(".reload"))
    return _("{key} Neu lesen").format(key=key_name(next(keys, "f5")))


@dataclass(frozen=True)
class _Shown:
    """A key on the line and the columns it takes."""

    key: str
    start: int
    end: int


class KeyBar(Widget):
    """One line, one widget: a change of focus repaints it only when the keys changed."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[_Shown] = []
        self._line = txt("")

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self.call_after_refresh(self._changed, self.screen)

    def on_resize(self) -> None:
        """Show as many as fit."""
        self._changed(self.screen)

    def render(self) -> Content:
        """The line."""
        return self._line

    async def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        for shown in self._keys:
            if shown.start <= event.x < shown.end:
                self.app.simulate_key(shown.key)

    def _changed(self, screen: Screen[object]) -> None:
        if self.app.screen is not screen:
            return  # under a menu or a dialog the line stays as it was
        left, right = _split(screen)
        line, keys = self._composed(left, right)
        self._keys = keys
        if line != self._line:
            self._line = line
            self.refresh()

    def _composed(self, left: list[Binding], right: list[Binding]) -> tuple[Content, list[_Shown]]:
        """The line and where its keys stand: `right` at the right end, `left` as far as it fits.

        The key that leads back is the last to be left out.
        """
        width = self.size.width
        end, end_keys = _row(right, "")
        room = width - end.cell_length - 1
        most = MOST + max(0, width - _DESIGN_WIDTH) // _PER_KEY - len(right)
        row, keys = txt(""), list[_Shown]()
        for count in range(min(most, len(left)), 0, -1):
            row, keys = _row(_first(left, count), " ")
            if row.cell_length <= room:
                break
        else:
            row, keys = txt(""), []
        gap = max(1, width - row.cell_length - end.cell_length)
        offset = row.cell_length + gap
        moved = [_Shown(one.key, one.start + offset, one.end + offset) for one in end_keys]
        return Content.assemble(row, " " * gap, end), keys + moved


def _split(screen: Screen[object]) -> tuple[list[Binding], list[Binding]]:
    """What is shown on the left, and the keys of the app, which stand on the right."""
    seen: dict[str, Binding] = {}
    for active in screen.active_bindings.values():
        if active.binding.show and active.enabled:
            seen.setdefault(active.binding.action, active.binding)
    right = [one for one in seen.values() if one.action == "app.palette"]
    return [one for one in seen.values() if one not in right], right


def _first(bindings: list[Binding], count: int) -> list[Binding]:
    """The first `count` of `bindings`, the one that leads back among them."""
    back = [one for one in bindings if one.key == "escape"][:1]
    return [one for one in bindings if one not in back][: count - len(back)] + back


def _row(bindings: Iterable[Binding], before: str) -> tuple[Content, list[_Shown]]:
    parts: list[Content | tuple[str, str]] = [txt(before)]
    keys: list[_Shown] = []
    at = len(before)
    for binding in bindings:
        name = binding.key_display or key_name(binding.key)
        piece = Content.assemble((name, "bold $footer-key-foreground"), f" {binding.description}")
        keys.append(_Shown(binding.key, at, at + piece.cell_length))
        parts += [piece, txt("  ")]
        at += piece.cell_length + 2
    return Content.assemble(*parts), keys
