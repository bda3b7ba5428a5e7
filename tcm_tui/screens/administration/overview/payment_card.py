"""The card „Bezahlverfahren“: what the company pays by, and the way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.payment import kind_label
from tcm_tui.i18n import _
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.screens.asks import Asks
from tcm_tui.services import payment_methods
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.payment import PaymentRow


class PaymentCard(Asks, Signpost):
    """„Lastschrift ● aktiv“ and below it which account; reads by itself."""

    def __init__(self) -> None:
        super().__init__("", Destination.PAYMENT, id="payment-card")

    def on_mount(self) -> None:
        """Name the box."""
        self.border_title = txt(_("Bezahlverfahren"))

    @work(group="load", exclusive=True)
    async def refresh_data(self) -> None:
        """Read what is active."""
        try:
            found = await self.ask(payment_methods.overview)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            self.update(txt(refusal.message))
            return
        self.update(payment_text(found.active))


def payment_text(active: PaymentRow | None) -> Content:
    """What is active, and which account."""
    if active is None:
        hint = _("Enter hinterlegt eines.")
        return Content.assemble(txt(_("noch keines")), "\n", (hint, "$text-muted"))
    state = _("{kind} ● aktiv").format(kind=kind_label(active.kind))
    return Content.assemble((state, "$text-success"), "\n", txt(active.masked))
