"""An edition on the page of its product: price, what it contains, how many one may book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.money import euros
from tcm_tui.i18n import N_, _
from tcm_tui.screens.marketplace.wording import licences_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

    from tcm_tui.domain.catalogue import EditionOffer, PriceOffer


class EditionCard(Widget, can_focus=True):
    """One of the cards; the arrows go to those around it, Enter books it.

    Args:
        offer: The edition.
        product: What it is called where it has no name of its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1, 0)", N_("Edition davor"), id="edition.previous", show=False),
        Binding("right", "step(1, 0)", N_("Edition danach"), id="edition.next", show=False),
        Binding("up", "step(0, -1)", N_("Edition darüber"), id="edition.above", show=False),
        Binding("down", "step(0, 1)", N_("Edition darunter"), id="edition.below", show=False),
        Binding("enter", "choose", N_("Buchen"), id="edition.book", show=False),
    ]
    DEFAULT_CSS = """
    EditionCard {
        width: 1fr; height: auto; padding: 0 1;
        border: round $border-blurred; border-title-style: bold; border-title-color: $foreground;
        &:focus { border: round $border; border-title-color: $text-primary; }
        &.-absent { color: $text-muted; }
    }
    """
    ALLOW_SELECT = False

    @dataclass
    class Stepped(Message):
        """The card so many places further is wanted, or so many rows."""

        card: EditionCard
        across: int
        down: int

    @dataclass
    class Chosen(Message):
        """This edition shall be booked."""

        card: EditionCard

    def __init__(self, offer: EditionOffer, product: str) -> None:
        super().__init__()
        self.offer = offer
        self.border_title = txt(offer.name or product)
        self._price: PriceOffer | None = None

    def show_price(self, term_months: int, charging: Charging) -> None:
        """Show what it costs for that term, charged that way."""
        self._price = self.offer.price(term_months, charging)
        self.set_class(self._price is None, "-absent")
        self.refresh(layout=True)

    def render(self) -> Content:
        """Price, features, limits."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as there are when each is wrapped."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        told = [*_price_lines(self._price), *map(txt, filter(None, [licences_text(self.offer)]))]
        found = [line for one in told for line in one.wrap(max(1, width))]
        for feature in self.offer.features:
            found += _indented("✓ ", feature, width)
        return found

    def on_click(self, event: events.Click) -> None:
        """A click takes the focus, a double one books."""
        if event.chain > 1:
            self.action_choose()

    def action_step(self, across: int, down: int) -> None:
        """Ask for the card so many places or rows further."""
        self.post_message(self.Stepped(self, across, down))

    def action_choose(self) -> None:
        """Ask to book it."""
        self.post_message(self.Chosen(self))


def _price_lines(price: PriceOffer | None) -> list[Content]:
    """The price, and below it what it is for; as many lines for every card."""
    if price is None:
        return [txt("–"), txt(_("nicht mit dieser Laufzeit"))]
    found = [Content.assemble((euros(price.cents), "bold $text-primary"))]
    if price.charging is Charging.MONTHLY:
        return [*found, _muted(_("je Lizenz im Monat"))]
    month = _("{euros} im Monat").format(euros=euros(price.month_cents))
    return [*found, _muted(_("je Lizenz im Jahr")), _muted(month)]


def _muted(text: str) -> Content:
    return txt(text).stylize("$text-muted")


def _indented(sign: str, text: str, width: int) -> list[Content]:
    """`text` in lines, the sign before the first, the others in line with its words."""
    lines = txt(text).wrap(max(1, width - len(sign)))
    return [
        Content.assemble(sign if place == 0 else " " * len(sign), line)
        for place, line in enumerate(lines)
    ]
