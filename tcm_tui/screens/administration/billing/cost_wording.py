"""What „Kosten“ says in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.costs import kind_label
from tcm_tui.domain.dates import day_text, month_text
from tcm_tui.domain.money import euros
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.costs import CostFilter, CostLine, CostMonth, Costs


def notice_text() -> str:
    """What the list is, and what it is not."""
    return _(
        "Was Ihre Abonnements kosten, Monat für Monat. Das sind noch keine Rechnungen:"
        " Die Beträge folgen aus den Abonnements, wie sie heute stehen."
    )


def sums_text(costs: Costs) -> str:
    """What all months that are shown come to."""
    if not costs.months:
        return ""
    parts = [_("Bisher fällig: {sum}").format(sum=euros(costs.passed.gross))]
    if any(line for month in costs.months for line in month.lines if costs.is_open(line)):
        coming = _("noch offen bis {month}: {sum}")
        parts.append(
            coming.format(month=month_text(costs.months[0].first), sum=euros(costs.coming.gross))
        )
    parts.append(_("brutto"))
    if costs.mine:
        parts.append(_("nur eigene Abonnements"))
    return " · ".join(parts)


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
    licences = ngettext("{n} Lizenz", "{n} Lizenzen", charge.licences).format(n=charge.licences)
    price = _("{licences} zu {price}").format(licences=licences, price=euros(charge.unit_cents))
    amount = charge.amount
    sums = _("netto {net} · {percent} % USt. {vat} · brutto {gross}").format(
        net=euros(amount.net),
        percent=amount.vat_percent,
        vat=euros(amount.vat),
        gross=euros(amount.gross),
    )
    words = [line.title, kind_label(charge.kind), days, *([price] if charge.licences else [])]
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
