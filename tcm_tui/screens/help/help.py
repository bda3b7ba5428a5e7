"""„Hilfe“ for the screen it was asked from: what it is for, its keys, how to do things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tcm_tui.i18n import N_, _
from tcm_tui.screens.help.texts import HELP, HelpText
from tcm_tui.widgets.key_bar import key_name
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from tcm_tui.navigation import Topic

_KEY_WIDTH: Final = 16


@dataclass(frozen=True)
class KeyLine:
    """A key, what it does, and more about it; in the language in use."""

    key: str
    text: str
    more: str


def key_lines(bindings: Mapping[str, ActiveBinding]) -> list[KeyLine]:
    """All keys of a screen that have a word for what they do, each action once."""
    found: dict[str, KeyLine] = {}
    for active in bindings.values():
        binding = active.binding
        if not (binding.id and binding.description):
            continue  # a key without an id is Textual's own, in English and without meaning here
        name = binding.key_display or key_name(binding.key)
        description = _(binding.description)
        more = _(binding.tooltip) if binding.tooltip else ""
        before = found.get(binding.action)
        keys = f"{before.key}, {name}" if before and name not in before.key else name
        found[binding.action] = KeyLine(keys, description, more)
    return list(found.values())


class HelpScreen(ModalScreen[None]):
    """„Hilfe“.

    Args:
        topic: What to explain first, None where nothing but keys can be said.
        keys: The keys of the screen below.
        phone: The telephone number of the help, None when there is none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", N_("Schließen"), id="help.leave"),
    ]
    AUTO_FOCUS = "#help-body"

    def __init__(self, topic: Topic | None, keys: Iterable[KeyLine], phone: str | None) -> None:
        super().__init__()
        self._text = HELP[topic] if topic is not None else None
        self._keys = list(keys)
        self._phone = phone

    def compose(self) -> ComposeResult:
        """The text, and the way out."""
        with Vertical(id="help", classes="box"):
            with VerticalScroll(id="help-body"):
                yield Static(txt("\n").join(self._lines()))
            yield Button(_("Schließen"), "primary", id="close", action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """Name the box."""
        title = _("Hilfe")
        if self._text is not None:
            title = f"{title}: {_(self._text.title)}"
        self.query_one("#help").border_title = txt(title)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()

    def _lines(self) -> list[Content]:
        lines: list[Content] = []
        if self._text is not None:
            lines += [txt(_(self._text.purpose)), txt("")]
        lines += [_heading(_("Tasten")), *(_key_line(one) for one in self._keys), txt("")]
        if self._text is not None:
            lines += _how_tos(self._text)
        if self._phone:
            lines.append(txt(_("Telefon: {number}").format(number=self._phone)))
        return lines


def _heading(text: str) -> Content:
    return Content.styled(text, "bold $text-primary")


def _key_line(line: KeyLine) -> Content:
    key = (f"{line.key:<{_KEY_WIDTH}}", "bold $footer-key-foreground")
    more = f" – {line.more}" if line.more else ""
    return Content.assemble(key, txt(line.text), (more, "$text-muted"))


def _how_tos(text: HelpText) -> list[Content]:
    lines: list[Content] = []
    for how_to in text.how_tos:
        lines.append(_heading(_(how_to.title)))
        lines += [txt(f"{n}. {_(step)}") for n, step in enumerate(how_to.steps, 1)]
        lines.append(txt(""))
    return lines
