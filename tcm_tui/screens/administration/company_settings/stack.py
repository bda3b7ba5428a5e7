"""Boxes one below the other: arrow keys point at one, Enter goes into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive

from tcm_tui.i18n import N_
from tcm_tui.screens.sections.section import Section

if TYPE_CHECKING:
    from textual import events


class Stack(VerticalScroll, can_focus=True):
    """The boxes; it has the focus itself while none of them is filled in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", show=False, id="stack.previous"),
        Binding("down", "point(1)", show=False, id="stack.next"),
        Binding(
            "enter",
            "go_in",
            N_("Bearbeiten"),
            id="stack.go_in",
            tooltip=N_("Geht in das hervorgehobene Feld"),
        ),
    ]

    pointed: reactive[int] = reactive(0, init=False)
    """Position of the box that Enter goes into."""

    @property
    def boxes(self) -> list[Section]:
        """From top to bottom."""
        return list(self.query_children(Section))

    def on_mount(self) -> None:
        """Point at the first."""
        self._mark()

    def watch_pointed(self) -> None:
        """Show which one it is."""
        self._mark()
        if self.has_focus:
            self.boxes[self.pointed].scroll_visible(animate=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Point at the box that is gone into, by whatever way."""
        for position, box in enumerate(self.boxes):
            if box in event.widget.ancestors_with_self:
                self.pointed = position

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Inside a box these keys are the fields'."""
        del parameters
        return self.has_focus if action in {"go_in", "point"} else True

    def action_point(self, step: int) -> None:
        """Point at the box `step` further; at an end that one stays."""
        self.pointed = max(0, min(len(self.boxes) - 1, self.pointed + step))

    def action_go_in(self) -> None:
        """Give the box the focus."""
        self.boxes[self.pointed].focus_first()

    def _mark(self) -> None:
        for position, box in enumerate(self.boxes):
            box.set_class(position == self.pointed, "-pointed")
