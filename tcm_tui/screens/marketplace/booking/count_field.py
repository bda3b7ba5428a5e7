"""A field for how many licences are booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from tcm_tui.widgets.count_input import CountInput
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.widgets.field_input import FieldInput


class CountField(Field):
    """How many of something."""

    input_class: ClassVar[type[FieldInput]] = CountInput

    def call_it(self, label: str) -> None:
        """Say something else of what."""
        self.query_one(".field--label", Static).update(txt(label))
