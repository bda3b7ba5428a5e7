"""What „Produkte“ says: its sums, the line below the list, prices, dates, why the list is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import Charging, charging_label
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.money import euros
from tcm_tui.domain.numbers import number
from tcm_tui.domain.subscription_list import RUNNING, SOON, days_left, in_days_text, last_day
from tcm_tui.domain.subscriptions import SubscriptionState
from tcm_tui.i18n import _, ngettext
from tcm_tui.widgets.record_columns import cut

if TYPE_CHECKING:
    from datetime import date

    from tcm_tui.domain.subscription_list import ListFilter
    from tcm_tui.domain.subscription_rows import SubscriptionRow, Sums

_QUOTED: Final = 24
"""Cells of a search that is told again."""


def sums_text(sums: Sums, *, brief: bool = False) -> str:
    """„6 Abonnements · 412,50 € im Monat · 13 Lizenzen frei für 84,00 €“; `brief` ends before."""
    count = sums.subscriptions
    parts = [ngettext("{n} Abonnement", "{n} Abonnements", count).format(n=number(count))]
    if count:
        parts.append(_("{price} im Monat").format(price=euros(sums.monthly_cents)))
    if sums.unused and not brief:
        parts.append(unused_text(sums))
    return " · ".join(parts)


def unused_text(sums: Sums) -> str:
    """„13 freie Lizenzen kosten 84,00 €“."""
    return ngettext(
        "{n} freie Lizenz kostet {price}", "{n} freie Lizenzen kosten {price}", sums.unused
    ).format(n=number(sums.unused), price=euros(sums.unused_cents))


def empty_text(wanted: ListFilter, *, all_of_company: bool) -> str:
    """Why the list is empty, and what to do.

    Args:
        wanted: What is looked for.
        all_of_company: Whether one sees everybody's subscriptions, not only one's own.
    """
    sought = cut(wanted.search, min(_QUOTED, 2 * len(wanted.search))).rstrip()
    if wanted == RUNNING:
        if all_of_company:
            return _("Noch kein Abonnement. n öffnet den „Marktplatz“.")
        return _("Ihnen gehört kein Abonnement. n öffnet den „Marktplatz“.")
    if not wanted.search:
        return _("Kein Abonnement passt zum Filter. Esc hebt ihn auf.")
    if not wanted.filtered:
        return _("Kein Abonnement passt zu „{text}“. Esc leert die Suche.").format(text=sought)
    return _("Kein Abonnement passt zu „{text}“ und zum Filter. Esc leert die Suche.").format(
        text=sought
    )


def line_text(row: SubscriptionRow, *, narrow: bool) -> str:
    """What the list leaves out of a row: names in full, the exact end; a narrow one the price."""
    if narrow:
        monthly = _("{price} im Monat").format(price=euros(row.monthly_cents))
        day = _("bis {day}").format(day=day_text(last_day(row)))
        return " · ".join((row.title, monthly, day))
    parts = [row.title, row.name or price_text(row.unit_cents, row.charging)]
    if row.planned is not None and row.planned_from is not None:
        day = day_text(row.planned_from)
        parts.append(_("ab {day}: {edition}").format(day=day, edition=row.planned))
    else:
        parts.append(end_sentence(row))
    return " · ".join(parts)


def price_text(unit_cents: int, charging: Charging) -> str:
    """„5,60 € je Lizenz und Monat“."""
    if charging is Charging.YEARLY:
        return _("{price} je Lizenz und Jahr").format(price=euros(unit_cents))
    return _("{price} je Lizenz und Monat").format(price=euros(unit_cents))


def period_text(cents: int, charging: Charging) -> str:
    """„140,00 € im Monat“, „1.404,00 € im Jahr“."""
    if charging is Charging.YEARLY:
        return _("{price} im Jahr").format(price=euros(cents))
    return _("{price} im Monat").format(price=euros(cents))


def term_text(row: SubscriptionRow) -> str:
    """„12 Monate, monatlich abgerechnet“."""
    months = ngettext("{n} Monat", "{n} Monate", row.term_months).format(n=row.term_months)
    return _("{term}, {charging} abgerechnet").format(
        term=months, charging=charging_label(row.charging)
    )


def term_end_text(row: SubscriptionRow, today: date) -> str:
    """„endet am 30.11.2026, in 8 Tagen“."""
    text, days = end_sentence(row), days_left(row, today)
    return f"{text}, {in_days_text(days)}" if 0 <= days <= SOON[-1] else text


def end_sentence(row: SubscriptionRow) -> str:
    """„endet am 30.11.2026“, „verlängert sich nach dem 30.11.2026“."""
    day = day_text(last_day(row))
    if row.state is SubscriptionState.ENDED:
        return _("seit dem {day} beendet").format(day=day)
    if row.ends_on is not None:
        return _("endet am {day}").format(day=day)
    if row.state is SubscriptionState.TRIAL:
        return _("kostenlos bis {day}, danach kostenpflichtig").format(day=day)
    return _("verlängert sich nach dem {day}").format(day=day)
