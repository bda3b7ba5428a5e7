"""The editions of a product: cards side by side, in as many rows as there is width for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import ItemGrid
from textual.message import Message

from tcm_tui.screens.marketplace.edition_card import EditionCard

if TYPE_CHECKING:
    from textual import events

    from tcm_tui.domain.catalogue import Charging, ProductPage

_CARD: Final = 26
"""Cells that an edition needs beside others."""


class Editions(ItemGrid):
    """The cards, one of them the current one: it has the focus, or had it last.

    Args:
        page: The product.
    """

    DEFAULT_CSS = """
    Editions { grid-gutter: 0 1; }
    """

    @dataclass
    class Moved(Message):
        """Another card is the current one."""

    @dataclass
    class Passed(Message):
        """There is no card further up or down; `down` is the direction."""

        down: int

    def __init__(self, page: ProductPage) -> None:
        self._cards = [EditionCard(offer, page.name) for offer in page.bookable]
        self._place = 0
        super().__init__(*self._cards, min_column_width=_CARD)

    @property
    def current(self) -> EditionCard | None:
        """The card that is meant; None where there is none at all."""
        return self._cards[self._place] if self._cards else None

    def begin(self) -> None:
        """Take the focus, with the page left at its top."""
        if self._cards:
            self._cards[self._place].focus(scroll_visible=False)

    def show_prices(self, term_months: int, charging: Charging) -> None:
        """Have every card say what it costs for that term, charged that way."""
        for card in self._cards:
            card.show_price(term_months, charging)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Know which edition is meant once something else has the focus."""
        if isinstance(event.widget, EditionCard):
            self._place = self._cards.index(event.widget)
            self.post_message(self.Moved())

    @on(EditionCard.Stepped)
    def _stepped(self, event: EditionCard.Stepped) -> None:
        event.stop()
        if (card := self._beside(event)) is not None:
            card.focus()
        elif event.down:
            self.post_message(self.Passed(event.down))

    def _beside(self, event: EditionCard.Stepped) -> EditionCard | None:
        """The card that an arrow points to; None where there is none."""
        if event.across:
            place = self._cards.index(event.card) + event.across
            return self._cards[place] if 0 <= place < len(self._cards) else None
        here = event.card.region
        return min(
            (one for one in self._cards if (one.region.y - here.y) * event.down > 0),
            key=lambda one: (abs(one.region.y - here.y), abs(one.region.x - here.x)),
            default=None,
        )
