"""A field for the number of an account: legible while it is typed, dots once it is left."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.widgets import Input

from tcm_tui.i18n import _
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.secret import SecretField, SecretInput

if TYPE_CHECKING:
    from collections.abc import Callable


class NumberInput(SecretInput):
    """A line that nobody copies from, and that shows what is in it to whoever types in it."""

    shy = False
    """Show dots even while it is typed in."""

    @on(events.Focus)
    def _come_in(self) -> None:
        self.password = self.shy

    @on(events.Blur)
    def _left(self) -> None:
        self.password = True

    def take_lines(self, lines: list[str]) -> None:
        """Insert the first line, and tell when there were more: a number has one."""
        FieldInput.take_lines(self, lines)

    def action_copy(self) -> None:
        """Say that it is not copied."""
        self.note(_("Diese Nummer wird nicht kopiert."))


@dataclass(frozen=True)
class Seen:
    """What can be said of what is typed so far, each a sentence or "".

    `good` says what was recognised, `wrong` why it will be refused, `hint` what is missing.
    """

    good: str = ""
    wrong: str = ""
    hint: str = ""


class NumberField(SecretField):
    """A labelled number: put in groups as it is typed, and looked at meanwhile.

    Args:
        label: What to fill in.
        name: The domain's name of the field, which `DomainError.field` uses.
        rule: The domain's `check_*` with one argument; raises a DomainError.
        group: Puts what is typed in groups; called with each key.
        look: Tells what is typed; may take a moment, so it is called in a thread.
        shy: Show dots even while it is typed in.
        max_length: Most characters that can be typed or pasted.
        placeholder: Shown while it is empty.
    """

    input_class: ClassVar[type[FieldInput]] = NumberInput
    DEFAULT_CSS = """
    NumberField {
        & .field--line { color: $text-muted; }
        &.-good .field--line { color: $text-success; }
    }
    """

    def __init__(  # noqa: PLR0913 - a field is described by what it is
        self,
        label: str,
        *,
        name: str,
        rule: Callable[[str], object] | None = None,
        group: Callable[[str], str] | None = None,
        look: Callable[[str], Seen] | None = None,
        shy: bool = False,
        max_length: int | None = None,
        placeholder: str = "",
    ) -> None:
        super().__init__(
            label, name=name, rule=rule, max_length=max_length, placeholder=placeholder
        )
        self._group = group
        self._look = look
        self._seen = Seen()
        if isinstance(self.input, NumberInput):
            self.input.shy = shy

    def on_mount(self) -> None:
        """Look at nothing once: what looking needs is loaded before the first key."""
        self._look_at_it()

    def changed(self) -> None:
        """Put it in groups, then look at it."""
        self._regroup()
        if self.error and self.error == self._seen.wrong:
            self.post_message(self.Changed(self))  # whether it is mended, looking will tell
        else:
            super().changed()
        self._look_at_it()

    def validate_now(self) -> bool:
        """Run the rule; what was recognised stays told."""
        keeps = super().validate_now()
        if keeps:
            self._tell()
        return keeps

    def clear(self) -> None:
        """Empty it, and forget what was seen; not even its changing is told of."""
        self._seen = Seen()
        with self.input.prevent(Input.Changed):
            super().clear()

    def _regroup(self) -> None:
        """Blanks come and go; the cursor stays behind the same sign."""
        if self._group is None:
            return
        before, cursor = self.value, self.input.cursor_position
        after = self._group(before)
        if after == before:
            return
        signs = len(self._group(before[:cursor]).replace(" ", ""))
        with self.input.prevent(Input.Changed):
            self.value = after
        self.input.cursor_position = _behind(after, signs)

    @work(group="load", exclusive=True)
    async def _look_at_it(self) -> None:
        """Look at what stands in the field; as an argument it would describe the worker."""
        if self._look is None:
            return
        text = self.value
        seen = await asyncio.to_thread(self._look, text)
        if text == self.value:
            if self.error and self.error == self._seen.wrong:
                self.clear_line()
            self._seen = seen
            self._tell()

    def _tell(self) -> None:
        """Say what was seen, unless something else is to be read first."""
        seen = self._seen
        if self.has_class("-noted"):
            return
        if seen.wrong:
            self.show_error(seen.wrong)
        elif not self.error:
            self._say(f"✓ {seen.good}" if seen.good else seen.hint, "-good" if seen.good else "")

    def _say(self, sentence: str, state: str) -> None:
        super()._say(sentence, state)
        self.set_class(state == "-good", "-good")


def _behind(text: str, signs: int) -> int:
    """The place behind so many signs of `text` that are not blank."""
    for place, sign in enumerate(text):
        if signs == 0:
            return place
        signs -= sign != " "
    return len(text)
