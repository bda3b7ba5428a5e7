"""What every step of a booking has: a box with a name, and what its button does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from tcm_tui.i18n import N_, _
from tcm_tui.screens.asks import Asks
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.steady_scroll import SteadyScroll
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.orders import Receipt


class Step(SteadyScroll, Asks):
    """A step of a booking; it stays as it is while another one is in front.

    Args:
        booking: As it was stored last.

    A subclass composes its content and gives `proceed`.
    """

    called: ClassVar[str]
    """What the line of steps calls it, a German source."""
    heading: ClassVar[str]
    """What stands in its border, a German source."""
    button: ClassVar[str] = N_("Fortsetzen")
    """What leads on from it, a German source."""

    tells_all: ClassVar[bool] = False
    """Whether it tells what it comes to by itself where nothing stands beside it."""

    @dataclass
    class Passed(Message):
        """It is done: on to the next one."""

        booking: Booking

    @dataclass
    class Placed(Message):
        """It was bought."""

        receipt: Receipt

    class Requested(Message):
        """It was sent to those who may buy."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(classes="booking--step")
        self.booking = booking

    async def proceed(self) -> None:
        """Do what the button says; called when every field keeps its rule.

        Raises:
            DomainError: Refused; everything typed stays.
        """
        raise NotImplementedError

    def on_mount(self) -> None:
        """Name the box."""
        self.border_title = txt(_(self.heading))

    def receive(self, booking: Booking) -> None:
        """Come to the front, with what is stored by now."""
        self.booking = booking

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that is stored nowhere."""
        return False

    @property
    def fields(self) -> list[FormField]:
        """What can be filled in, from the first to the last."""
        return [one for one in self.query(FormField) if one.display and not one.disabled]

    def focus_first(self) -> None:
        """Take the focus; the first that can have it."""
        for widget in self.query("*"):
            if widget.focusable:
                widget.focus()
                return
