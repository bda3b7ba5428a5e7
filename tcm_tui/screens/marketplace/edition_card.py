"""An edition on the page of its product: price, what it contains, how many one may book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tcm_tui.domain.catalogue import Charging
from tcm_tui.domain.money import euros
from tcm_tui.i18n import N_, _
from tcm_tui.screens.marketplace.wording import licences_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from textual import events

    from tcm_tui.domain.catalogue import EditionOffer, PriceOffer


class EditionCard(Static, can_focus=True):
    """One of the cards; the arrows go to the one beside it, Enter books it.

    Args:
        offer: The edition.
        product: What it is called where it has no name of its own.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "step(-1)", N_("Edition davor"), id="edition.previous", show=False),
        Binding("right,down", "step(1)", N_("Edition danach"), id="edition.next", show=False),
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
        """The card so many places further is wanted."""

        card: EditionCard
        step: int

    @dataclass
    class Chosen(Message):
        """This edition shall be booked."""

        card: EditionCard

    def __init__(self, offer: EditionOffer, product: str) -> None:
        super().__init__(txt(""))
        self.offer = offer
        self.border_title = txt(offer.name or product)

    def show_price(self, term_months: int, charging: Charging) -> None:
        """Show what it costs for that term, charged that way."""
        price = self.offer.price(term_months, charging)
        self.set_class(price is None, "-absent")
        features = [txt(f"✓ {feature}") for feature in self.offer.features]
        limits = [txt(line) for line in (licences_text(self.offer),) if line]
        self.update(Content("\n").join([*_price_lines(price), txt(""), *features, *limits]))

    def on_click(self, event: events.Click) -> None:
        """A click takes the focus, a double one books."""
        if event.chain > 1:
            self.action_choose()

    def action_step(self, step: int) -> None:
        """Ask for the card `step` further."""
        self.post_message(self.Stepped(self, step))

    def action_choose(self) -> None:
        """Ask to book it."""
        self.post_message(self.Chosen(self))


def _price_lines(price: PriceOffer | None) -> list[Content]:
    """The price large, and below it what it is for; two lines for every card."""
    if price is None:
        return [txt("–"), txt(_("nicht mit dieser Laufzeit"))]
    if price.charging is Charging.MONTHLY:
        per = _("je Lizenz im Monat")
    else:
        per = _("je Lizenz im Jahr, {euros} im Monat").format(euros=euros(price.month_cents))
    return [
        Content.assemble((euros(price.cents), "bold $text-primary")),
        Content.assemble((per, "$text-muted")),
    ]
