"""The frame of a booking: steps above, „Ihre Bestellung“ beside, the ways on and back below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.reactive import reactive
from textual.widgets import Button, Static

from tcm_tui.i18n import N_, _
from tcm_tui.navigation import Destination
from tcm_tui.screens.marketplace.booking.order_box import OrderBox
from tcm_tui.screens.marketplace.booking.step_line import StepLine
from tcm_tui.screens.portal_screen import PortalScreen
from tcm_tui.widgets.field import FormField
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tcm_tui.domain.errors import DomainError
    from tcm_tui.screens.marketplace.booking.step import Step

_NARROW: Final = 100
"""Cells below which „Ihre Bestellung“ stands below the step."""


class BookingFrame(PortalScreen[None]):
    """One step in front, and its button.

    Args:
        kinds: The steps, from the first to the last.

    A subclass gives `step` and `run_step`.
    """

    destination = Destination.BOOKING
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s",
            "forward",
            N_("Fortsetzen"),
            id="booking.forward",
            tooltip=N_("Speichert den Schritt und zeigt den nächsten"),
        ),
        Binding(
            "f5",
            "reload",
            N_("Neu lesen"),
            id="booking.reload",
            show=False,
            tooltip=N_("Liest die Buchung und die Preise neu"),
        ),
        Binding(
            "escape",
            "back",
            N_("Zurück"),
            id="booking.back",
            tooltip=N_("Einen Schritt zurück; die Buchung bleibt erhalten"),
        ),
    ]
    DEFAULT_CSS = """
    BookingFrame {
        & #booking { height: 1fr; padding: 0 1; margin-top: 1; }
        & #booking-steps { width: 1fr; height: 1fr; }
        & .booking--step {
            border: round $border-blurred; border-title-color: $text-muted; padding: 1 0 0 1;
            width: 1fr; max-height: 100%;
        }
        & .booking--label { padding: 0 2; color: $text-muted; height: auto; }
        & .form--row { height: auto; }
        & .form--row > FormField { width: 1fr; }
        & OrderBox { width: 46; max-height: 100%; margin-left: 1; padding: 1 1 1 2; }
        & #review-figures { display: none; padding: 0 2 1 2; }
        & .section--error { padding: 0 3; }
        & #booking-buttons { height: 1; align-horizontal: right; padding: 0 2; margin: 1 0; }
        & #booking-buttons Button { min-width: 0; margin-left: 2; }

        & #booking.-narrow { layout: vertical; padding: 0; }
        & #booking.-narrow OrderBox { width: 1fr; margin: 0; padding: 0 0 0 1; max-height: 6; }
        & #booking.-narrow.-told OrderBox { display: none; }
        & #booking.-narrow.-told #review-figures { display: block; }
        &.-low #booking, &.-low #booking-buttons { margin: 0; }
        &.-low .booking--step { padding: 0; }
    }
    """

    busy: reactive[bool] = reactive(False, init=False, bindings=True)
    """A step is being stored, or the order placed."""

    def __init__(self, kinds: tuple[type[Step], ...]) -> None:
        super().__init__()
        self.kinds = kinds

    @property
    def step(self) -> Step:
        """What is in front."""
        raise NotImplementedError

    def run_step(self) -> object:
        """Do what the button says; every field keeps its rule."""
        raise NotImplementedError

    def compose_content(self) -> ComposeResult:
        """The breadcrumb, the steps, the order, the ways on and back."""
        yield Static(id="breadcrumb")
        yield StepLine([kind.called for kind in self.kinds])
        with Horizontal(id="booking"):
            yield Container(id="booking-steps")
            yield OrderBox()
        yield Static(txt(""), classes="section--error")
        with Horizontal(id="booking-buttons"):
            yield from self.compose_buttons()

    def compose_buttons(self) -> ComposeResult:
        """Back and forward."""
        yield Button(txt(_("Zurück")), id="back", action="screen.back", compact=True)
        yield Button(txt(""), "primary", id="forward", action="screen.forward", compact=True)

    def on_resize(self, event: events.Resize) -> None:
        """Beside each other, or below."""
        self.lay_out(event.size.width)

    def lay_out(self, width: int) -> None:
        """Beside each other where there is room."""
        narrow = width < _NARROW
        both = self.query_one("#booking")
        both.set_class(narrow, "-narrow")
        both.set_class(self.step.tells_all, "-told")
        self.query_one(OrderBox).be_brief(brief=narrow)

    def verb(self, name: str) -> str:
        """The key of the button says what the button says."""
        return _(self.step.button) if name == "booking.forward" else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out every way while one is gone."""
        if self.busy and action in {"back", "forward", "reload"}:
            return None
        return super().check_action(action, parameters)

    def watch_busy(self) -> None:
        """Show that it is being worked on."""
        for button in self.query("#booking-buttons Button").results(Button):
            button.disabled = self.busy

    def action_forward(self) -> None:
        """Check every field, then go on; a second time meanwhile changes nothing."""
        self.say("")
        if wrong := [field for field in self.step.fields if not field.validate_now()]:
            wrong[0].focus_input()
        elif not self.busy:
            self.busy = True
            self.run_step()

    def say(self, sentence: str) -> None:
        """Say what no field caused, or nothing any more."""
        line = self.query_one(".section--error", Static)
        line.update(txt(sentence))
        line.set_class(bool(sentence), "-shown")

    def show(self, refusal: DomainError) -> None:
        """Show a refusal at the field it names, else above the buttons."""
        for field in self.step.fields:
            if refusal.field is not None and field.name == refusal.field:
                field.show_error(refusal.message)
                field.focus_input()
                return
        self.say(refusal.message)

    @on(FormField.Submitted)
    def _next_field(self, event: FormField.Submitted) -> None:
        """Enter goes to the next field, on the last one on to the next step."""
        event.stop()
        fields = self.step.fields
        after = fields[fields.index(event.field) + 1 :] if event.field in fields else []
        if after:
            after[0].focus_input()
        else:
            self.action_forward()
