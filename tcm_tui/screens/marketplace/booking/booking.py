"""„Buchen“: steps that lead from what is wanted to what was ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.domain.booking import BookingChanged, BookingClosed, QuoteMoved
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.orders import OrderState
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination, MarketplacePart
from tcm_tui.screens.host import Navigate
from tcm_tui.screens.marketplace.booking.asking import RequestStep
from tcm_tui.screens.marketplace.booking.frame import BookingFrame
from tcm_tui.screens.marketplace.booking.licences import LicencesStep
from tcm_tui.screens.marketplace.booking.order_box import OrderBox
from tcm_tui.screens.marketplace.booking.paying import PayingStep
from tcm_tui.screens.marketplace.booking.review import ReviewStep
from tcm_tui.screens.marketplace.booking.step import Step
from tcm_tui.screens.marketplace.booking.step_line import StepLine
from tcm_tui.screens.marketplace.booking.wording import trail
from tcm_tui.services import booking as bookings
from tcm_tui.widgets.dialog import discard_question
from tcm_tui.widgets.text import toast, txt

if TYPE_CHECKING:
    from tcm_tui.domain.booking import Booking


def steps_for(booking: Booking) -> tuple[type[Step], ...]:
    """What leads to the order; a request is decided, and who may not buy sends one."""
    if booking.state is OrderState.REQUESTED:
        return (PayingStep, ReviewStep)
    payable = booking.may_pay or (booking.method is not None and not booking.method.ended)
    if booking.may_place and payable:
        return (LicencesStep, PayingStep, ReviewStep)
    return (LicencesStep, RequestStep)


class BookingScreen(BookingFrame):
    """What is typed is stored with each step, and when it is left: it can be gone on with.

    Args:
        booking: As it is stored.
    """

    front: reactive[int] = reactive(0, init=False)
    """The step in front, from 0."""
    _over = False
    """It was ordered, or sent as a request: there is nothing left to be kept."""
    _told = False
    """Somebody who left was told that it is kept."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(steps_for(booking))
        self.booking = booking
        self._steps: dict[int, Step] = {0: self.kinds[0](booking)}

    @property
    def item(self) -> int:
        """The number of the order leads back to it."""
        return self.booking.id

    @property
    def step(self) -> Step:
        """What is in front."""
        return self._steps[self.front]

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that is not stored."""
        typed = (step.unsaved for step in self._steps.values() if step.is_mounted)
        return not self._over and any(typed)

    def on_mount(self) -> None:
        """Begin with the first step."""
        self.watch_front(0)

    # --- from step to step -------------------------------------------------------------------

    def watch_front(self, place: int) -> None:
        """Bring a step to the front; made when it is shown for the first time."""
        if place not in self._steps:
            self._steps[place] = self.kinds[place](self.booking)
        for other, step in self._steps.items():
            step.display = other == place
        step = self._steps[place]
        if not step.is_attached:
            self.query_one("#booking-steps").mount(step)
        # In its own queue: it comes to that when everything in it is composed.
        step.call_later(self._enter, step)
        self.query_one(StepLine).at = place
        forward = self.query_one("#forward", Button)
        forward.label = txt(_(step.button))
        forward.refresh(layout=True)
        self.lay_out(self.size.width)
        self.say("")
        self.refresh_bindings()

    def _enter(self, step: Step) -> None:
        """Let a step that is whole show what is stored, and take the focus."""
        if step is self.step:
            self._tell(step)
            step.call_after_refresh(step.focus_first)

    def _tell(self, step: Step) -> None:
        """Show in a step, and beside it, what is stored."""
        self.query_one("#breadcrumb", Static).update(txt(" › ".join(trail(self.booking))))
        try:
            quote = self.booking.quote
        except DomainError as refusal:
            # What was stored fits no longer: it is changed where it was chosen.
            self.query_one(OrderBox).refuse(refusal.message)
            self.say(refusal.message)
        else:
            step.receive(self.booking)
            self.query_one(OrderBox).show(quote)

    @on(LicencesStep.Quoted)
    def _quoted(self, event: LicencesStep.Quoted) -> None:
        """Show what is typed in „Ihre Bestellung“; in later steps what is stored stands there."""
        event.stop()
        if not isinstance(self.step, LicencesStep):
            return
        if event.quote is None:
            self.query_one(OrderBox).refuse(event.refusal)
        else:
            self.query_one(OrderBox).show(event.quote)

    @on(Step.Passed)
    def _passed(self, event: Step.Passed) -> None:
        event.stop()
        self.booking = event.booking
        if self.front + 1 < len(self.kinds):
            self.front += 1

    @on(Step.Placed)
    def _placed(self, event: Step.Placed) -> None:
        event.stop()
        self._over = True
        self.post_message(Navigate(Destination.BOOKING, event.receipt))

    @on(Step.Requested)
    def _requested(self, event: Step.Requested) -> None:
        event.stop()
        self._over = True
        toast(self, _("Ihre Anfrage wurde gesendet."))
        self.post_message(Navigate(Destination.MARKETPLACE, MarketplacePart.REQUESTS))

    @work(group="submit")
    async def run_step(self) -> None:
        """Do what the button says; everything typed survives a refusal."""
        try:
            await self.step.proceed()
        except SessionEnded:
            return  # the sign-in screen says so
        except QuoteMoved as moved:
            await self._look_again(moved)
        except BookingChanged as changed:
            self.step.booking = self.booking = changed.now
            told = _("„Fortsetzen“ behält Ihre Angaben, F5 zeigt die anderen.")
            self.say(f"{changed.message} {told}")
        except BookingClosed as closed:
            self._over = True
            self.say(closed.message)
        except DomainError as refusal:
            self.show(refusal)
        finally:
            self.busy = False

    async def _look_again(self, moved: QuoteMoved) -> None:
        """Show what it comes to now; it is bought when that was seen."""
        with self.asking(self, quietly=True):
            self.booking = await self.ask(bookings.booking, self.booking.id)
            self._tell(self.step)
            self.say(moved.message)

    # --- back, and out of it -----------------------------------------------------------------

    def action_back(self) -> None:
        """To the step before; from the first one out, and it stays begun."""
        if self.front:
            self.front -= 1
        else:
            self._leave()

    def action_reload(self) -> None:
        """Read it again; what is typed and not stored would be lost."""
        self._reload()

    async def may_leave(self) -> bool:
        """Whether it is stored, or the person gives up what cannot be."""
        first = self._steps[0]
        if self._over or not isinstance(first, LicencesStep) or not first.is_mounted:
            return True
        try:
            self.booking = await first.keep()
        except SessionEnded:
            return True
        except BookingClosed:
            self._over = True
            return True
        except DomainError:
            if not await self.app.push_screen_wait(discard_question()):
                return False
        if not self._told:
            self._told = True
            toast(self, _("Ihre Buchung bleibt erhalten: „Marktplatz“, „Begonnen“."))
        return True

    @work(group="leave", exclusive=True)
    async def _leave(self) -> None:
        if await self.may_leave():
            self.dismiss(None)

    @work(group="leave", exclusive=True)
    async def _reload(self) -> None:
        if self.unsaved and not await self.app.push_screen_wait(discard_question()):
            return
        self._over = True
        self.post_message(Navigate(Destination.BOOKING, self.booking.id))
