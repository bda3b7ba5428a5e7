"""„Prüfen und bestellen“: all of it once more, two ticks, „Kostenpflichtig bestellen“."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from tcm_tui.domain.orders import OrderState
from tcm_tui.domain.registration import TERMS_VERSION
from tcm_tui.i18n import N_, _
from tcm_tui.screens.marketplace.booking.facts import Facts, booking_facts
from tcm_tui.screens.marketplace.booking.step import Step
from tcm_tui.screens.marketplace.booking.wording import order_figures
from tcm_tui.screens.marketplace.figures import Figures
from tcm_tui.services import order_requests, ordering
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tcm_tui.domain.booking import Booking


class ReviewStep(Step):
    """What is about to be bought. Of a request it is also who asked for it, and why."""

    called: ClassVar[str] = N_("Prüfen und bestellen")
    heading: ClassVar[str] = N_("Zusammenfassung")
    button: ClassVar[str] = N_("Kostenpflichtig bestellen")
    tells_all: ClassVar[bool] = True

    def compose(self) -> ComposeResult:
        """The facts, the figures where nothing stands beside them, the ticks."""
        yield Facts()
        yield Figures(id="review-figures")
        yield TickField(
            _(
                "Ich handle für mein Unternehmen und nutze den Marktplatz"
                " ausschließlich für geschäftliche Zwecke."
            ),
            name="business_use",
        )
        yield TickField(self._terms(), name="terms")
        yield Static(txt(_binding_text()), classes="section--text")

    def receive(self, booking: Booking) -> None:
        """Show what is about to be bought now."""
        super().receive(booking)
        self.query_one(Facts).show(booking_facts(booking))
        self.query_one("#review-figures", Figures).show(order_figures(booking.quote))

    async def proceed(self) -> None:
        """Buy it.

        Raises:
            DomainError: A tick is missing, or something is not as it was shown any more.
        """
        booking = self.booking
        asked = booking.state is OrderState.REQUESTED
        buy = order_requests.approve if asked else ordering.place
        receipt = await self.ask(
            buy,
            booking.id,
            booking.quote,
            business_use=self._ticked("business_use"),
            terms=self._ticked("terms"),
        )
        self.post_message(self.Placed(receipt))

    def _terms(self) -> str:
        return _(
            "Ich stimme den Nutzungsbedingungen (Fassung {version}) und denen von {provider} zu."
        ).format(version=TERMS_VERSION, provider=self.booking.page.provider)

    def _ticked(self, name: str) -> bool:
        return self.query_one(f"#{name}", TickField).value


def _binding_text() -> str:
    return _("„Kostenpflichtig bestellen“ schließt den Vertrag. Preise je Lizenz sind netto.")
