"""„Rechnung“: a menu at the left, and the part of it that is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.containers import Container, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.billing.history import HistorySection
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.screens.sections.section_menu import SectionMenu
from tcm_tui.widgets.tabs import Tab, TabLabel
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.screens.sections.section import Section

_NARROW: Final = 100
"""Cells below which the menu becomes a row."""
PARTS: Final[tuple[type[Section], ...]] = (MethodsSection, HistorySection)
"""From top to bottom."""


class PartLabel(TabLabel):
    """A part without a digit: digits are the tabs of „Verwaltung“."""

    def words(self, *, brief: bool = False) -> str:
        """„› Bezahlverfahren“."""
        del brief
        return f"› {self.text}"


class BillingTab(PortalPane):
    """„Rechnung“."""

    destination: ClassVar[Destination] = Destination.PAYMENT

    front: reactive[int] = reactive(0, init=False)
    """Number of the part in front, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[int, Section] = {}

    def compose(self) -> ComposeResult:
        """The menu, and room for a part."""
        with Vertical(id="billing-side"):
            yield Static(txt(_("RECHNUNG")), id="billing-heading")
            yield SectionMenu([PartLabel(n, _(part.heading)) for n, part in enumerate(PARTS, 1)])
        yield Container(id="billing-parts")

    def on_mount(self) -> None:
        """Begin with the first part."""
        self.front = 1

    def on_resize(self, event: events.Resize) -> None:
        """Side column or row."""
        self.set_class(event.size.width < _NARROW, "-narrow")

    @property
    def part(self) -> Section | None:
        """What is in front."""
        return self._parts.get(self.front)

    @property
    def trail(self) -> tuple[str, ...]:
        """The part in front."""
        return (_(PARTS[self.front - 1].heading),) if self.front else ()

    def watch_front(self, number: int) -> None:
        """Show which part it is, and that one; made when it is shown for the first time."""
        self.query_one(SectionMenu).front = number
        for other, part in self._parts.items():
            part.display = other == number
        if number not in self._parts:
            part = self._parts[number] = PARTS[number - 1]()
            self.query_one("#billing-parts").mount(part)
        # In its own queue: it comes to that when everything in it is composed.
        self._parts[number].call_later(self._parts[number].refresh_data)
        self.post_message(self.Turned())
        self.refresh_bindings()

    def refresh_data(self) -> None:
        """Read the part in front again."""
        if self.part is not None:
            self.part.refresh_data()

    def focus_first(self) -> None:
        """Into the part in front, so that its letters are keys."""
        if self.part is not None:
            self.part.call_after_refresh(self.part.focus_first)

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Show the list; of a kind, the form that activates it."""
        self.front = 1
        if isinstance(self.part, MethodsSection):
            self.part.call_later(self.part.open_kind, item)

    @on(SectionMenu.Turned)
    def _turned(self, event: SectionMenu.Turned) -> None:
        event.stop()
        self.front = (self.front - 1 + event.step) % len(PARTS) + 1

    @on(SectionMenu.Chosen)
    def _go_in(self, event: SectionMenu.Chosen) -> None:
        event.stop()
        self.focus_first()

    @on(Tab.Clicked)
    def _clicked(self, event: Tab.Clicked) -> None:
        event.stop()
        self.front = event.digit
        self.focus_first()
