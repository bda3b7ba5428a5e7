"""A field for how many: typing in it begins anew."""

from __future__ import annotations

from typing import ClassVar

from textual.widgets import Static
from textual.widgets.input import Selection

from tcm_tui.widgets.field import Field
from tcm_tui.widgets.field_input import FieldInput
from tcm_tui.widgets.text import txt


class CountInput(FieldInput):
    """A number that stands selected when one comes to it: it is typed anew more than mended."""

    def on_mount(self) -> None:
        """Of other fields the text would be at risk; a number is typed in a moment."""
        self.select_on_focus = True

    def note(self, sentence: str) -> None:
        """Tell what was not taken; the next key does not replace what stands there."""
        super().note(sentence)
        self.selection = Selection.cursor(len(self.value))


class CountField(Field):
    """How many of something."""

    input_class: ClassVar[type[FieldInput]] = CountInput

    def call_it(self, label: str) -> None:
        """Say something else of what."""
        self.query_one(".field--label", Static).update(txt(label))
