"""The card „Produkte“: how many subscriptions there are, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import _, ngettext
from tcm_tui.navigation import Destination
from tcm_tui.screens.administration.overview.signpost import Signpost
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.subscription_rows import Attention, Sums


class ProductsCard(Signpost):
    """„17 Abonnements“ and below it what they cost a month."""

    def __init__(self) -> None:
        super().__init__("", Destination.PRODUCTS, id="products-card")

    def on_mount(self) -> None:
        """Name the box."""
        self.border_title = txt(_("Produkte"))

    def show(self, attention: Attention | None) -> None:
        """Tell what the running ones add up to; nothing before that is known."""
        self.update(sums_text(attention.sums) if attention is not None else txt(""))


def sums_text(sums: Sums) -> Content:
    """How many, and what a month of them costs."""
    if not sums.subscriptions:
        hint = _("F2 zum Marktplatz")
        return Content.assemble(txt(_("noch keine")), "\n", (hint, "$text-muted"))
    count = ngettext("{n} Abonnement", "{n} Abonnements", sums.subscriptions)
    monthly = _("{price} im Monat").format(price=euros(sums.monthly_cents))
    count = count.format(n=number(sums.subscriptions))
    return Content.assemble(txt(count), "\n", (monthly, "$text-muted"))
