"""The line of text inside a field: what it does not take, it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widgets import Input

from tcm_tui.domain.errors import DomainError
from tcm_tui.i18n import _, ngettext
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events


class FieldInput(Input):
    """A line of text that says what it did not take (SECURITY.md B2, B3).

    Args:
        value: What stands in it at first.
        placeholder: Shown while it is empty.
        max_length: Most characters; a longer paste is refused whole and said so.
        extract: Takes the value out of a larger pasted text, such as a whole mail; raises a
            DomainError when there is nothing in it. A paste of one line that it refuses is
            inserted as it is.
    """

    @dataclass
    class Noted(Message):
        """Something typed or pasted was not, or not wholly, taken."""

        input: FieldInput
        sentence: str

        @property
        def control(self) -> FieldInput:
            """The input it happened to."""
            return self.input

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int | None = None,
        extract: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=max_length or 0,
            select_on_focus=False,  # coming back from a question must not put the text at risk
        )
        self.cursor_blink = False  # a blinking cursor sends bytes for ever
        self._extract = extract

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted, and say what was left out."""
        event.stop()
        event.prevent_default()  # Textual's own keeps one line and is silent
        self.take(event.text)

    def action_paste(self) -> None:
        """The same for what was copied inside the program."""
        self.take(self.app.clipboard)

    def take(self, text: str) -> None:
        """Put pasted `text` where the cursor is, as far as it fits one line."""
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines or self._extracted(text, alone=len(lines) == 1):
            return
        self.take_lines(lines)

    def take_lines(self, lines: list[str]) -> None:
        """Insert the first of `lines`; tell when there were more."""
        before = self.value
        self.replace(lines[0], *self.selection)
        if len(lines) > 1 and self.value != before:
            self.note(_("Nur die erste Zeile wurde übernommen."))

    def restricted(self) -> None:
        """Say why a character or a paste was not taken; what was there stays."""
        if self.max_length is None:
            return
        self.note(
            ngettext(
                "Zu lang: höchstens {n} Zeichen.",
                "Zu lang: höchstens {n} Zeichen.",
                self.max_length,
            ).format(n=self.max_length)
        )

    def note(self, sentence: str) -> None:
        """Tell `sentence` below the field."""
        self.post_message(self.Noted(self, sentence))

    def _extracted(self, text: str, *, alone: bool) -> bool:
        """Whether `extract` has dealt with the paste; with one line `alone` it may fail."""
        if self._extract is None:
            return False
        try:
            found = self._extract(text)
        except DomainError as error:
            if not alone:
                self.note(error.message)
            return not alone
        self.value = found
        self.cursor_position = len(found)
        return True


class OneLineInput(FieldInput):
    """A line of text that a pasted text of several lines becomes one of."""

    def take_lines(self, lines: list[str]) -> None:
        """Take all of them: what is told is their whole."""
        super().take_lines([" ".join(line.strip() for line in lines)])


class BareInput(FieldInput):
    """A line of text with no field around it: what it did not take, it says in the corner."""

    def note(self, sentence: str) -> None:
        """Tell `sentence`; in place of what was told before, for a key may be held down."""
        self.app.clear_notifications()
        toast(self, sentence, severity="warning")
