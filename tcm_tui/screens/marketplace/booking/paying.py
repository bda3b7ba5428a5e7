"""„Abrechnungsdaten“: by what it is paid; another way to pay is activated in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tcm_tui.domain.booking import NoPaymentMethod
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.i18n import N_, _
from tcm_tui.screens.marketplace.booking.methods import (
    Way,
    WayKey,
    active_way,
    way_hint,
    way_text,
    ways,
)
from tcm_tui.screens.marketplace.booking.step import Step
from tcm_tui.screens.marketplace.booking.wording import method_text
from tcm_tui.screens.payment_dialogs.activating import Activating
from tcm_tui.services import booking as bookings
from tcm_tui.services import payment_methods
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.radio import RadioField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.payment import PaymentOverview, PaymentRow


class PayingStep(Step):
    """Whoever manages ways to pay chooses one; others see what is active."""

    called: ClassVar[str] = N_("Abrechnungsdaten")
    heading: ClassVar[str] = N_("Bezahlverfahren")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a",
            "fill_in",
            N_("Neu hinterlegen"),
            id="booking.fill_in",
            tooltip=N_("Öffnet das Formular des gewählten Bezahlverfahrens"),
        ),
    ]

    DEFAULT_CSS = """
    PayingStep > #method-told { padding: 0 2 1 2; height: auto; }
    """

    _chosen: WayKey | None = None
    """What somebody chose; None for what is active."""
    _known = False
    """What is stored was read."""

    def compose(self) -> ComposeResult:
        """The list, and what there is to say of what is chosen in it."""
        if not self.booking.may_pay:
            yield from self._compose_told()
            return
        offered = [Way(kind) for kind in PaymentKind]  # until it is read
        yield RadioField([(way, way_text(way)) for way in offered], offered[0], name="method")
        yield Static(txt(""), id="method-hint", classes="section--text")

    def _compose_told(self) -> ComposeResult:
        """What is active, for who may not change it."""
        explanation = _("Bezahlt wird mit dem aktiven Bezahlverfahren des Unternehmens.")
        yield Static(txt(explanation), classes="section--text")
        method = self.booking.method
        told = "" if method is None else f"● {method_text(method)}"
        yield Static(txt(told), id="method-told")

    def receive(self, booking: Booking) -> None:
        """Come to the front: others may have activated something else."""
        super().receive(booking)
        if booking.may_pay:
            self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key is there for whoever may choose, once there is something to choose from."""
        if action == "fill_in" and not (self.booking.may_pay and self._known):
            return False
        return super().check_action(action, parameters)

    def action_fill_in(self) -> None:
        """Open the form of what is chosen, even where something is stored of it."""
        self._activating.begin(self.way.kind)

    @property
    def way(self) -> Way:
        """What is chosen."""
        way: Way = self.query_one(RadioField).value
        return way

    @property
    def _activating(self) -> Activating:
        return Activating(self, self._activated)

    async def proceed(self) -> None:
        """On with what is active; anything else is activated first.

        Raises:
            DomainError: It cannot be paid so.
        """
        if self.booking.may_pay and not self._known:
            self._show(await self.ask(payment_methods.overview))  # the key was quicker
        if not self.booking.may_pay or self.way.active:
            await self._go_on()
        elif self.way.row is not None:
            self._activating.begin_again(self.way.row)
        else:
            self._activating.begin(self.way.kind)

    async def _go_on(self) -> None:
        booking = await self.ask(bookings.booking, self.booking.id)
        if booking.method is None or booking.method.ended:
            raise NoPaymentMethod(may_pay=booking.may_pay, ended=booking.method is not None)
        self.post_message(self.Passed(booking))

    def _activated(self, row: PaymentRow) -> None:
        """What was activated is paid by: on to the next step."""
        del row  # it is the active one
        self._chosen = None
        self._go_on_by_itself()

    @work(group="submit")
    async def _go_on_by_itself(self) -> None:
        with self.asking(self, quietly=True):
            await self._go_on()

    @work(group="load", exclusive=True)
    async def _read(self) -> None:
        with self.asking(self, quietly=True):
            self._show(await self.ask(payment_methods.overview))

    def _show(self, found: PaymentOverview) -> None:
        self._known = True
        offered = ways(found)
        chosen = next((way for way in offered if way.key == self._chosen), active_way(offered))
        self.query_one(RadioField).offer([(way, way_text(way)) for way in offered], chosen)
        self._hint()
        self.refresh_bindings()

    @on(FormField.Changed)
    def _choose(self) -> None:
        self._chosen = self.way.key
        self._hint()

    def _hint(self) -> None:
        self.query_one("#method-hint", Static).update(txt(way_hint(self.way)))
