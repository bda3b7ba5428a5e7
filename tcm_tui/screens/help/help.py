"""„Hilfe“ for the screen it was asked from: what it is for, its keys, how to do things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from tcm_tui.i18n import N_, _
from tcm_tui.screens.help.texts import HELP
from tcm_tui.widgets.dialog_box import Dialog
from tcm_tui.widgets.key_bar import key_name
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from tcm_tui.navigation import Topic


@dataclass(frozen=True)
class KeyLine:
    """A key, what it does, and more about it; in the language in use."""

    key: str
    text: str
    more: str


def key_lines(bindings: Mapping[str, ActiveBinding]) -> list[KeyLine]:
    """All keys of a screen that have a word for what they do, each word once.

    First what the page is for, as the footer shows it; what works everywhere comes last.
    """
    found: dict[str, KeyLine] = {}
    for active in sorted(bindings.values(), key=_rank):
        binding = active.binding
        if not (binding.id and binding.description):
            continue  # a key without an id is Textual's own, in English and without meaning here
        name = binding.key_display or key_name(binding.key)
        description = _(binding.description)
        more = _(binding.tooltip) if binding.tooltip else ""
        before = found.get(description)
        keys = f"{before.key}, {name}" if before else name
        found[description] = KeyLine(keys, description, (before and before.more) or more)
    return list(found.values())


def _rank(active: ActiveBinding) -> int:
    if (active.binding.id or "").startswith(("app.", "portal.")):
        return 2
    return 0 if active.binding.show else 1


class HelpScreen(Dialog[None]):
    """„Hilfe“.

    Args:
        topic: What to explain first, None where nothing but keys can be said.
        keys: The keys of the screen below.
        phone: The telephone number of the help, None when there is none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", N_("Schließen"), id="help.leave"),
    ]
    AUTO_FOCUS = ".dialog--body"

    def __init__(self, topic: Topic | None, keys: Iterable[KeyLine], phone: str | None) -> None:
        self._text = HELP[topic] if topic is not None else None
        super().__init__(f"{_('Hilfe')}: {_(self._text.title)}" if self._text else _("Hilfe"))
        self._keys = list(keys)
        self._phone = phone

    def compose_body(self) -> ComposeResult:
        """What the place is for, its keys, how to do things, whom to call."""
        if self._text is not None:
            yield Static(txt(_(self._text.purpose)))
        yield _heading(_("Tasten"))
        for line in self._keys:
            yield _key_row(line)
        for how_to in self._text.how_tos if self._text is not None else ():
            yield _heading(_(how_to.title))
            for number, step in enumerate(how_to.steps, 1):
                yield _row(txt(f"{number}."), txt(_(step)))
        if self._phone:
            yield Static(
                txt(_("Telefon: {number}").format(number=self._phone)), classes="help--heading"
            )

    def compose_buttons(self) -> ComposeResult:
        """The way out."""
        yield Button(_("Schließen"), "primary", id="close", action="screen.leave", compact=True)

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one(".dialog--body").can_focus = True

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()


def _row(short: Content, text: Content, *, classes: str = "") -> Horizontal:
    """Something short, and beside it what may need more than a line."""
    return Horizontal(
        Static(short, classes="help--short"),
        Static(text, classes="help--text"),
        classes=f"help--row {classes}",
    )


def _heading(text: str) -> Static:
    return Static(Content.styled(text, "bold $text-primary"), classes="help--heading")


def _key_row(line: KeyLine) -> Horizontal:
    more = f" – {line.more}" if line.more else ""
    text = Content.assemble(txt(line.text), (more, "$text-muted"))
    return _row(Content.styled(line.key, "bold $footer-key-foreground"), text, classes="help--key")
