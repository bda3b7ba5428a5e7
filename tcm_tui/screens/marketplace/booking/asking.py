"""„Anfrage senden“: who may not buy asks those who may."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from tcm_tui.domain.order_drafts import REASON_MAX, check_reason
from tcm_tui.i18n import N_, _
from tcm_tui.screens.marketplace.booking.facts import Facts, booking_facts
from tcm_tui.screens.marketplace.booking.step import Step
from tcm_tui.services import order_requests
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.field_input import OneLineInput
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.booking import Booking


class ReasonField(Field):
    """A few words, pasted ones of several lines as one."""

    input_class = OneLineInput


class RequestStep(Step):
    """What is asked for, and a few words about it."""

    called: ClassVar[str] = N_("Anfrage senden")
    heading: ClassVar[str] = N_("Anfrage")
    button: ClassVar[str] = N_("Anfrage senden")

    def compose(self) -> ComposeResult:
        """Why it is a request, what for, the reason."""
        yield Static(txt(_why_text(self.booking)), classes="section--text")
        yield Facts()
        yield ReasonField(
            _("Wofür Sie es brauchen (freiwillig)"),
            name="reason",
            rule=partial(check_reason, field="reason"),
            max_length=REASON_MAX,
        )

    def receive(self, booking: Booking) -> None:
        """Show what is asked for now."""
        super().receive(booking)
        self.query_one(Facts).show(booking_facts(booking, paid=False))

    @property
    def unsaved(self) -> bool:
        """Whether a reason is typed."""
        return bool(self.query_one("#reason", Field).value)

    async def proceed(self) -> None:
        """Send it.

        Raises:
            DomainError: It cannot be asked for so.
        """
        reason = self.query_one("#reason", Field).value
        await self.ask(order_requests.request, self.booking.id, reason)
        self.post_message(self.Requested())


def _why_text(booking: Booking) -> str:
    """Why it cannot be ordered at once, and who gets it."""
    why = (
        _("Es ist kein Bezahlverfahren aktiv, mit dem Sie bestellen können.")
        if booking.may_place
        else _("In Ihrem Unternehmen bestellen nur Administratoren.")
    )
    asked = _("Ihre Anfrage geht an alle, die bestellen dürfen; die Antwort kommt per E-Mail.")
    return f"{why} {asked}"
