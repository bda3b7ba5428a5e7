"""Lines of costs as rows of a file to keep."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tcm_tui.domain.costs import kind_label
from tcm_tui.domain.dates import day_text
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from tcm_tui.domain.costs import CostLine, Costs


def export_header() -> list[str]:
    """The headers of `export_row`."""
    return [
        *(_("Fällig am"), _("Stand"), _("Abonnement-Name"), _("Produkt"), _("Posten")),
        *(_("Von"), _("Bis"), _("Lizenzen"), _("Preis je Lizenz")),
        *(_("Netto"), _("MwSt. %"), _("MwSt."), _("Brutto")),
    ]


def export_row(line: CostLine, costs: Costs) -> list[str | int | Decimal]:
    """A line in the words of the list; amounts are numbers, in euros."""
    charge = line.charge
    amount = charge.amount
    return [
        day_text(line.due_on),
        _("offen") if costs.is_open(line) else _("vergangen"),
        line.billed.name,
        line.title,
        kind_label(charge.kind),
        day_text(charge.days.first),
        day_text(charge.days.last),
        charge.licences,
        in_euros(charge.unit_cents),
        in_euros(amount.net),
        amount.vat_percent,
        in_euros(amount.vat),
        in_euros(amount.gross),
    ]


def in_euros(cents: int) -> Decimal:
    """1170 → 11.70, to the cent."""
    return Decimal(cents).scaleb(-2)
