"""What „Kosten“ says in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.dates import day_text, month_text
from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from tcm_tui.domain.costs import CostFilter, CostLine, CostMonth, Costs


def notice_text(*, mine: bool) -> str:
    """What the list is, and what it is not."""
    if mine:
        return _("Was Ihre eigenen Abonnements kosten. Rechnungen sind das noch nicht.")
    return _("Was Ihre Abonnements kosten. Rechnungen sind das noch nicht.")


def sums_text(costs: Costs, width: int) -> str:
    """What all months that are shown come to, with VAT.

    Args:
        costs: What is shown.
        width: Cells of a line; 0 for any number.
    """
    if not costs.months:
        return ""
    passed = _("Brutto: bisher fällig {sum}").format(sum=euros(costs.passed.gross))
    if not any(costs.is_open(line) for line in costs.months[0].lines):
        return passed
    pattern = _("noch offen bis {month} {sum}")
    last = month_text(costs.months[0].first)
    coming = pattern.format(month=last, sum=euros(costs.coming.gross))
    together = f"{passed} · {coming}"
    too_wide = width and txt(together).cell_length > width
    return f"{passed}\n{coming}" if too_wide else together


def month_line(month: CostMonth) -> str:
    """How many lines a month has."""
    n = len(month.lines)
    pattern = ngettext("{month}: {n} Posten", "{month}: {n} Posten", n)
    return pattern.format(month=month_text(month.first), n=n)


def line_text(line: CostLine) -> str:
    """A line with what its columns have no room for."""
    charge = line.charge
    days = _("{first} bis {last}").format(
        first=day_text(charge.days.first), last=day_text(charge.days.last)
    )
    price = f"{number(charge.licences)} × {euros(charge.unit_cents)}"
    amount = charge.amount
    sums = _("netto {net} · {percent} % MwSt. {vat} · brutto {gross}").format(
        net=euros(amount.net),
        percent=amount.vat_percent,
        vat=euros(amount.vat),
        gross=euros(amount.gross),
    )
    words = [line.title, days, *([price] if charge.licences else [])]
    return f"{' · '.join(words)}\n{sums}"


def empty_text(wanted: CostFilter, *, mine: bool) -> str:
    """Why there is no month, a German source."""
    if wanted.search:
        return N_("Kein Abonnement passt zur Suche. Esc zeigt wieder alle.")
    if wanted.ids:
        return N_("Diese Abonnements kosten nichts. Esc zeigt wieder alle.")
    if mine:
        return N_("Noch keine Kosten: Sie sind für kein Abonnement verantwortlich.")
    return N_("Noch keine Kosten. F2 öffnet den „Marktplatz“.")
