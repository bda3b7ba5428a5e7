"""What a booking says of terms and prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.catalogue import Charging, charging_label, term_label
from tcm_tui.domain.dates import day_text
from tcm_tui.domain.money import VAT_PERCENT, euros
from tcm_tui.domain.numbers import number
from tcm_tui.domain.payment import kind_label
from tcm_tui.i18n import N_, _, ngettext
from tcm_tui.screens.marketplace.figures import MUTED, STRONG, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcm_tui.domain.booking import Booking, PaysBy
    from tcm_tui.domain.quotes import Quote, QuoteLine

_FOLLOWING: Final = {
    Charging.MONTHLY: N_("Danach monatlich ab {day}"),
    Charging.YEARLY: N_("Danach jährlich ab {day}"),
}
_TOTALS: Final = {
    Charging.MONTHLY: N_("Gesamt im Monat"),
    Charging.YEARLY: N_("Gesamt im Jahr"),
}


def terms_text(term_months: int, charging: Charging) -> str:
    """„12 Monate, monatlich“."""
    return f"{term_label(term_months)}, {charging_label(charging)}"


def licences_text(count: int) -> str:
    """„25 Lizenzen“."""
    return ngettext("{n} Lizenz", "{n} Lizenzen", count).format(n=number(count))


def method_text(method: PaysBy) -> str:
    """„Lastschrift DE89 … 3000“."""
    return f"{kind_label(method.kind)} {method.masked}"


def vat_text() -> str:
    """„MwSt. 19 %“, with a blank that no line is broken at."""
    return _("MwSt. {n} %").format(n=VAT_PERCENT)


def line_figures(line: QuoteLine) -> Iterator[Figure]:
    """An edition: what it is, and below it how many for how much."""
    yield Figure(line.title)
    count = licences_text(line.licences)
    yield Figure(f"{count} × {euros(line.unit_cents)}", euros(line.amount.net))


def total_figures(quote: Quote) -> Iterator[Figure]:
    """VAT, and the sum of a charged period; of several lines also what they come to without."""
    total, charging = quote.recurring, quote.charging
    if len(quote.lines) > 1:
        yield Figure(_("Summe netto"), euros(total.net))
    yield Figure(vat_text(), euros(total.vat), MUTED)
    yield Figure(_(_TOTALS[charging]), euros(total.gross), STRONG)


def due_figures(quote: Quote, *, placed: bool = False) -> Iterator[Figure]:
    """What falls due with the order, and when the next time; once `placed`, not „today“."""
    if quote.trial_until is not None:
        until = day_text(quote.trial_until)
        yield Figure(_("Kostenlos testen bis {day}").format(day=until), style="$text-success")
    due = _("Bei Bestellung fällig") if placed else _("Heute fällig")
    yield Figure(due, euros(quote.due_now.gross))
    following = quote.first_due_on if quote.trial_until else quote.next_due_on
    if quote.ends_on is None or following <= quote.ends_on:
        label = _(_FOLLOWING[quote.charging]).format(day=day_text(following))
        yield Figure(label, euros(quote.recurring.gross), MUTED)


def order_figures(quote: Quote, *, placed: bool = False) -> list[Figure]:
    """„Ihre Bestellung“ in full, before it is `placed` or as it was."""
    lines = [one for line in quote.lines for one in line_figures(line)]
    term = terms_text(quote.term_months, quote.charging)
    lines.append(Figure(_("Laufzeit {term}").format(term=term)))
    lines += total_figures(quote)
    return [*lines, Figure(""), *due_figures(quote, placed=placed)]


def brief_figures(quote: Quote) -> list[Figure]:
    """„Ihre Bestellung“ where little room is: what in one line, how much in another."""
    first, *add_ons = quote.lines
    counts = [f"{number(first.licences)} × {first.title}"]
    counts += [
        f"{number(line.licences)} × {_own_words(line.title, first.title)}" for line in add_ons
    ]
    what = " + ".join(counts)
    term = terms_text(quote.term_months, quote.charging)
    total = quote.recurring
    netto = _("netto {net}, {vat} {amount}").format(
        net=euros(total.net), vat=vat_text(), amount=euros(total.vat)
    )
    due = _("Heute fällig {amount}").format(amount=euros(quote.due_now.gross))
    return [
        Figure(what, term),
        Figure(_(_TOTALS[quote.charging]) + f" ({netto})", euros(total.gross), STRONG),
        Figure(due, style=MUTED),
    ]


def _own_words(title: str, beside: str) -> str:
    """`title` without the words with which `beside` begins, too: „Copilot“."""
    own, others = title.split(), beside.split()
    while len(own) > 1 and others and own[0] == others[0]:
        del own[0], others[0]
    return " ".join(own)


def trail(booking: Booking) -> tuple[str, ...]:
    """The way to a booking: „Marktplatz“, what is booked, „Buchen“."""
    return (_("Marktplatz"), booking.title, _("Buchen"))
