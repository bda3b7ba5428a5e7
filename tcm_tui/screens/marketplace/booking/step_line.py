"""Where a booking stands: „✓ Lizenzen ─── ● Abrechnungsdaten ─── ○ Prüfen und bestellen“."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN: Final = "  ───  "
_BRIEFLY: Final = " ─ "


class StepLine(Static):
    """The steps of a booking; the sign tells it without colour.

    Args:
        names: From the first to the last, German sources.
    """

    DEFAULT_CSS = """
    StepLine { height: 1; padding: 0 2; }
    """

    at: reactive[int] = reactive(0)
    """The step in front, from 0; one more than there are when all are done."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)

    def render(self) -> Content:
        """Signs and names; closer together where little room is."""
        steps = [self._step(place, name) for place, name in enumerate(self._names)]
        between = Content.styled(_BETWEEN, "$text-muted")
        line = between.join(steps)
        if line.cell_length <= self.content_size.width:
            return line
        return Content.styled(_BRIEFLY, "$text-muted").join(steps)

    def _step(self, place: int, name: str) -> Content:
        sign, style = ("✓", "$text-success") if place < self.at else ("○", "$text-muted")
        if place == self.at:
            sign, style = "●", "bold"
        return Content.assemble(
            (sign, style), " ", (_(name), "bold" if place <= self.at else style)
        )
