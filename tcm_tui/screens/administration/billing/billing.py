"""„Rechnung“: a menu at the left, and the part of it that is in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.containers import Container, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.permissions import Permission
from tcm_tui.i18n import _
from tcm_tui.navigation import BillingPart, Destination
from tcm_tui.screens.administration.billing.costs import CostsSection
from tcm_tui.screens.administration.billing.history import HistorySection
from tcm_tui.screens.administration.billing.methods import MethodsSection
from tcm_tui.screens.portal_screen import PortalPane
from tcm_tui.screens.sections.section_menu import SectionMenu
from tcm_tui.widgets.tabs import Tab, TabLabel
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.navigation import Topic
    from tcm_tui.screens.sections.section import Section

_NARROW: Final = 100
"""Cells below which the menu becomes a row."""


@dataclass(frozen=True)
class Part:
    """What the menu offers those who have a permission."""

    which: BillingPart
    section: type[Section]
    permission: Permission


PARTS: Final = (
    Part(BillingPart.COSTS, CostsSection, Permission.CHARGE_READ),
    Part(BillingPart.METHODS, MethodsSection, Permission.PAYMENT_MANAGE),
    Part(BillingPart.HISTORY, HistorySection, Permission.PAYMENT_MANAGE),
)
"""From top to bottom."""


class PartLabel(TabLabel):
    """A part without a digit: digits are the tabs of „Verwaltung“."""

    def words(self, *, brief: bool = False) -> str:
        """„› Bezahlverfahren“."""
        del brief
        return f"› {self.text}"


class BillingTab(PortalPane):
    """„Rechnung“."""

    destination: ClassVar[Destination] = Destination.BILLING

    front: reactive[int] = reactive(0, init=False)
    """Number of the part in front, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self._offered = [one for one in PARTS if self.may(one.permission)]
        self._parts: dict[int, Section] = {}

    def compose(self) -> ComposeResult:
        """The menu, and room for a part."""
        with Vertical(id="billing-side"):
            yield Static(txt(_("RECHNUNG")), id="billing-heading")
            headings = [_(one.section.heading) for one in self._offered]
            yield SectionMenu([PartLabel(n, text) for n, text in enumerate(headings, 1)])
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
        return (_(self._offered[self.front - 1].section.heading),) if self.front else ()

    @property
    def topic(self) -> Topic | None:
        """What F1 speaks about: the part in front."""
        return self.part.topic if self.part is not None else super().topic

    def watch_front(self, number: int) -> None:
        """Show which part it is, and that one; made when it is shown for the first time."""
        self.query_one(SectionMenu).front = number
        for other, part in self._parts.items():
            part.display = other == number
        if number not in self._parts:
            part = self._parts[number] = self._offered[number - 1].section()
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
            self.part.call_after_refresh(_take_focus, self.part)

    def open_item(self, item: Any) -> None:  # noqa: ANN401 - what `Navigate` carries
        """Show a part; of a kind to pay by, the form that activates it."""
        wanted = BillingPart.METHODS if isinstance(item, PaymentKind) else item
        for number, one in enumerate(self._offered, 1):
            if one.which is wanted:
                self.front = number
                self.focus_first()
        if isinstance(self.part, MethodsSection):
            self.part.call_later(self.part.open_kind, item)

    @on(SectionMenu.Turned)
    def _turned(self, event: SectionMenu.Turned) -> None:
        event.stop()
        self.front = (self.front - 1 + event.step) % len(self._offered) + 1

    @on(SectionMenu.Chosen)
    def _go_in(self, event: SectionMenu.Chosen) -> None:
        event.stop()
        self.focus_first()

    @on(Tab.Clicked)
    def _clicked(self, event: Tab.Clicked) -> None:
        event.stop()
        self.front = event.digit
        self.focus_first()


def _take_focus(part: Section) -> None:
    """Give a part the focus, unless another is in front by now."""
    if part.is_attached and part.display:
        part.focus_first()
