"""„A–Z“: a line of letters that leads to the first row at or after what one types."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tcm_tui.domain.text import sort_key
from tcm_tui.i18n import N_, _
from tcm_tui.widgets.record_columns import cut

if TYPE_CHECKING:
    from textual import events

_STEP: Final = 2
"""Cells from one letter to the next."""
_LONGEST: Final = 20
_TYPED: Final = 12
"""Cells in which the end of what was typed is told."""


class JumpLine(Static, can_focus=True):
    """The letters; shown while one jumps. Every letter typed narrows the place down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,down,up", "leave", N_("Zur Liste"), id="jump.leave", show=False),
        Binding("left", "step(-1)", N_("Buchstabe davor"), id="jump.previous", show=False),
        Binding("right", "step(1)", N_("Buchstabe danach"), id="jump.next", show=False),
        Binding("backspace", "shorten", N_("Buchstabe zurück"), id="jump.shorten", show=False),
    ]
    DEFAULT_CSS = """
    JumpLine { height: 1; display: none; padding: 0 1; background: $panel; }
    """
    ALLOW_SELECT = False

    @dataclass
    class Wanted(Message):
        """Go to the first row at or after this."""

        text: str

    @dataclass
    class Left(Message):
        """Back to the list."""

    @dataclass
    class Shown(Message):
        """The letters came, or went."""

        shown: bool

    def __init__(self) -> None:
        super().__init__(id="jump")
        self._text = ""

    def render(self) -> Content:
        """„A B C … Z  mü“; the letter one is at stands out."""
        at = sort_key(self._text)[:1].upper()
        pieces: list[tuple[str, str]] = []
        for letter in ascii_uppercase:
            style = "bold $text-primary" if letter == at else ""
            pieces.append((letter + " " * (_STEP - 1), style))
        told = cut(self._text[-_TYPED:], _TYPED).rstrip()
        hint = (told, "bold") if told else (_("Buchstaben tippen"), "$text-muted")
        pieces += [(" ", ""), hint]
        return Content.assemble(*pieces)

    def begin(self) -> None:
        """Show the letters and wait for one."""
        self._text = ""
        self.display = True
        self.post_message(self.Shown(shown=True))
        self.refresh()
        self.screen.set_focus(self)

    def on_blur(self) -> None:
        """Whoever goes elsewhere has jumped."""
        self.display = False
        self.post_message(self.Shown(shown=False))

    def on_key(self, event: events.Key) -> None:
        """Whatever is printable narrows the place down."""
        if event.character is not None and event.is_printable and len(self._text) < _LONGEST:
            event.stop()
            event.prevent_default()
            self._go(self._text + event.character)

    def on_click(self, event: events.Click) -> None:
        """A click on a letter goes there."""
        place = event.get_content_offset(self)
        if place is not None and place.x // _STEP < len(ascii_uppercase):
            self._go(ascii_uppercase[place.x // _STEP])

    def action_step(self, step: int) -> None:
        """To the letter before or after."""
        at = ascii_uppercase.find(sort_key(self._text)[:1].upper()) if self._text else -1
        place = (at + step) if at >= 0 else (0 if step > 0 else len(ascii_uppercase) - 1)
        self._go(ascii_uppercase[max(0, min(place, len(ascii_uppercase) - 1))])

    def action_shorten(self) -> None:
        """Take the last letter back."""
        if self._text:
            self._go(self._text[:-1])

    def action_leave(self) -> None:
        """Back to the list."""
        self.post_message(self.Left())

    def _go(self, text: str) -> None:
        self._text = text
        self.refresh()
        if text.strip():
            self.post_message(self.Wanted(text))
