"""The input of a field for how many: typing in it begins anew."""

from __future__ import annotations

from textual.widgets.input import Selection

from tcm_tui.widgets.field_input import FieldInput


class CountInput(FieldInput):
    """A number that stands selected when one comes to it: it is typed anew more than mended."""

    def on_mount(self) -> None:
        """Of other fields the text would be at risk; a number is typed in a moment."""
        self.select_on_focus = True

    def note(self, sentence: str) -> None:
        """Tell what was not taken; the next key does not replace what stands there."""
        super().note(sentence)
        self.selection = Selection.cursor(len(self.value))
