"""The line above the editions: for how long, and how one pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.message import Message

from tcm_tui.domain.catalogue import Charging, TermMonths, charging_label, term_label
from tcm_tui.i18n import _
from tcm_tui.widgets.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tcm_tui.domain.catalogue import EditionOffer
    from tcm_tui.screens.marketplace.product_text import Way


class TermsLine(Horizontal):
    """Term and charging, of those that some edition is offered for.

    Args:
        offers: The editions; there is one at least.
        way: What is chosen at first; some edition is offered so.
    """

    DEFAULT_CSS = """
    TermsLine {
        height: 1; margin: 1 0;
        & Choice { margin-right: 3; }
    }
    """

    @dataclass
    class Changed(Message):
        """Another term, or another charging."""

    def __init__(self, offers: Sequence[EditionOffer], way: Way) -> None:
        super().__init__()
        prices = [price for offer in offers for price in offer.prices]
        self._ways = {(price.term_months, price.charging) for price in prices}
        self._terms = sorted({months for months, _charging in self._ways})
        self._term, self._charging = way

    def compose(self) -> ComposeResult:
        """Both choices."""
        terms = [(months, term_label(months)) for months in self._terms]
        yield Choice(terms, self._term, label=_("Laufzeit"), name="term")
        chargings = [(one, charging_label(one)) for one in Charging]
        yield Choice(chargings, self._charging, label=_("Zahlweise"), name="charging")

    @property
    def term_months(self) -> int:
        """The term chosen."""
        return self._term

    @property
    def charging(self) -> Charging:
        """The charging chosen."""
        return self._charging

    def next_term(self) -> None:
        """On to the next longer term, and from the longest to the shortest."""
        place = (self._terms.index(self._term) + 1) % len(self._terms)
        self.query_one("#term", Choice).value = self._terms[place]

    def other_charging(self) -> None:
        """From monthly to yearly and back."""
        self.query_one("#charging", Choice).value = next(
            one for one in Charging if one is not self._charging
        )

    def why_not_charging(self) -> str:
        """Why there is only one way to pay for this term; "" where there are two."""
        if all((self._term, one) in self._ways for one in Charging):
            return ""
        if self._term < TermMonths.TWELVE:
            return _("Jährlich zahlen Sie erst ab einer Laufzeit von 12 Monaten.")
        return _("Bei dieser Laufzeit gibt es nur eine Zahlweise.")

    @on(Choice.Changed, "#term")
    def _other_term(self, event: Choice.Changed) -> None:
        event.stop()
        self._term = event.value
        self._settle(self._charging)

    @on(Choice.Changed, "#charging")
    def _other_charging(self, event: Choice.Changed) -> None:
        event.stop()
        if event.value is not self._charging:
            self._settle(event.value)

    def _settle(self, wanted: Charging) -> None:
        """Take the charging wanted where the term is offered so, and show which it is."""
        self._charging = self._possible(wanted)
        self.query_one("#charging", Choice).value = self._charging
        self.post_message(self.Changed())

    def _possible(self, wanted: Charging) -> Charging:
        if (self._term, wanted) in self._ways:
            return wanted
        return next(one for one in Charging if (self._term, one) in self._ways)
