"""What a booking is, as labels with values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tcm_tui.domain.dates import day_text
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.marketplace.booking.wording import licences_text, method_text, terms_text
from tcm_tui.widgets.text import txt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.geometry import Size

    from tcm_tui.domain.booking import Booking
    from tcm_tui.domain.quotes import Quote

Fact = tuple[str, str]
"""A label and its value."""
_GAP = 2


class Facts(Static):
    """Labels below each other, values in line behind them; long ones go on below themselves."""

    DEFAULT_CSS = """
    Facts { height: auto; padding: 0 2 1 2; }
    """

    _facts: tuple[Fact, ...] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self._facts = tuple(facts)
        self.refresh(layout=True)

    def render(self) -> Content:
        """All of them."""
        return txt("\n").join(list(self._lines(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """The lines that `render` makes of them."""
        return len(list(self._lines(width)))

    def _lines(self, width: int) -> Iterator[Content]:
        indent = max((txt(label).cell_length for label, _value in self._facts), default=0) + _GAP
        for label, value in self._facts:
            before = Content.styled(
                f"{label}{' ' * (indent - txt(label).cell_length)}", "$text-muted"
            )
            for line in txt(value).wrap(max(1, width - indent)):
                yield before + line
                before = txt(" " * indent)


def booking_facts(booking: Booking, *, paid: bool = True) -> list[Fact]:
    """What is about to be bought; of a request who asked, and what for.

    `paid` tells by what, too.
    """
    facts = _request_facts(booking)
    facts += quote_facts(booking.quote)
    facts.append((_("Abonnement-Name"), booking.draft.name or "–"))
    if paid and booking.method is not None:
        facts.append((_("Bezahlverfahren"), method_text(booking.method)))
    return facts


def _request_facts(booking: Booking) -> list[Fact]:
    if not booking.requester:
        return []
    return [
        (_("Angefragt von"), booking.requester),
        *([(_("Begründung"), booking.reason)] if booking.reason else []),
    ]


def quote_facts(quote: Quote) -> list[Fact]:
    """Product and term."""
    first, *add_ons = quote.lines
    facts = [(_("Produkt"), f"{first.title}, {licences_text(first.licences)}")]
    facts += [
        (_("Zusatzprodukt"), f"{one.title}, {licences_text(one.licences)}") for one in add_ons
    ]
    if quote.trial_until is not None:
        until = _("kostenlos bis {day}").format(day=day_text(quote.trial_until))
        facts.append((_("Testphase"), until))
    facts.append((_("Laufzeit"), _term_text(quote)))
    return [*facts, (_("Fällig"), _due_text(quote))] if quote.due_days else facts


def _due_text(quote: Quote) -> str:
    """The first day on which it falls due, and the next."""
    words = (_("zuerst am {day}"), _("danach am {day}"))
    due = zip(words, quote.due_days, strict=False)  # what ends soon has fewer days
    return ", ".join(word.format(day=day_text(day)) for word, day in due)


def _term_text(quote: Quote) -> str:
    """For how long, from when, and that it goes on by itself."""
    term = terms_text(quote.term_months, quote.charging)
    first = quote.term.first if quote.due_days else quote.starts_on  # it may end with its trial
    last = quote.term.last if quote.ends_on is None else quote.ends_on
    span = _("{term}, vom {first} bis {last}.").format(
        term=term, first=day_text(first), last=day_text(last)
    )
    if quote.ends_on is not None:
        return span
    renewal = ngettext(
        "Sie verlängert sich um {n} Monat, wenn Sie nicht kündigen.",
        "Sie verlängert sich um {n} Monate, wenn Sie nicht kündigen.",
        quote.term_months,
    )
    return f"{span} {renewal.format(n=quote.term_months)}"
