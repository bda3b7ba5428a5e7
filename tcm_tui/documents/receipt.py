"""The receipt of an order to be kept: the same figures as text and as PDF. It is no bill."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from tcm_tui.documents.facts import LINE, address_facts, as_values, headline, part, told
from tcm_tui.documents.typesetting import typeset
from tcm_tui.domain.catalogue import Charging, charging_label
from tcm_tui.domain.dates import day_text, long_moment
from tcm_tui.domain.mandates import CREDITOR
from tcm_tui.domain.money import VAT_PERCENT, euros
from tcm_tui.domain.numbers import number
from tcm_tui.domain.payment import kind_label
from tcm_tui.domain.text import shown
from tcm_tui.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from tcm_tui.documents.facts import Part
    from tcm_tui.documents.typesetting import Value
    from tcm_tui.domain.orders import Receipt
    from tcm_tui.domain.quotes import Quote

_EACH: Final = {
    Charging.MONTHLY: N_("Gesamt im Monat"),
    Charging.YEARLY: N_("Gesamt im Jahr"),
}
_FIGURE: Final = 14
"""Columns of an amount in a document that is text."""


def parts(receipt: Receipt, zone: ZoneInfo) -> tuple[Part, ...]:
    """Everything but what was ordered; what is not known is left out."""
    paid_by = f"{kind_label(receipt.kind)} {receipt.masked}" if receipt.kind else ""
    return (
        part(
            _("Bestellung"),
            (_("Bestellnummer"), receipt.number),
            (_("Bestellt am"), long_moment(receipt.placed_at, zone)),
            (_("Bestellt von"), receipt.buyer),
            (_("Angefragt von"), receipt.requester),
            (_("Abonnement-Name"), receipt.name),
        ),
        part(_("Rechnungsanschrift"), *address_facts(receipt.address)),
        part(_("Laufzeit und Zahlung"), *_dates(receipt.quote), (_("Bezahlverfahren"), paid_by)),
    )


def as_text(receipt: Receipt, zone: ZoneInfo) -> str:
    """The receipt in lines of `LINE` columns."""
    lines = headline(_title()) + told(parts(receipt, zone))
    lines += ["", _ordered(), "-" * len(_ordered())]
    for line in receipt.quote.lines:
        price = _("{n} × {price}").format(n=number(line.licences), price=euros(line.unit_cents))
        lines += textwrap.wrap(shown(line.title), LINE)
        lines.append(_figure(f"  {price}", euros(line.amount.net)))
    lines += ["", *(_figure(label, amount) for label, amount in _sums(receipt.quote))]
    lines += ["", *textwrap.wrap(_note(), LINE), ""]
    return "\n".join(lines)


def as_pdf(receipt: Receipt, zone: ZoneInfo) -> bytes:
    """The receipt on sheets of A4, with our letterhead.

    Raises:
        Unavailable: The extra `documents` is not installed.
    """
    values: dict[str, Value] = {
        "language": language(),
        "title": _title(),
        "creditor": CREDITOR,
        "reference": receipt.number,
        "parts": as_values(parts(receipt, zone)),
        "ordered": _ordered(),
        "columns": [_("Produkt"), _("Lizenzen"), _("Preis je Lizenz"), _("Betrag")],
        "lines": [
            [line.title, str(line.licences), euros(line.unit_cents), euros(line.amount.net)]
            for line in receipt.quote.lines
        ],
        "sums": [list(pair) for pair in _sums(receipt.quote)],
        "note": _note(),
    }
    return typeset("receipt", values, receipt.placed_at)


def _dates(quote: Quote) -> tuple[tuple[str, str], ...]:
    first_due, next_due = (*(day_text(day) for day in quote.due_days), "", "")[:2]
    months = ngettext("{n} Monat", "{n} Monate", quote.term_months).format(n=quote.term_months)
    return (
        (_("Laufzeit"), months),
        (_("Abrechnung"), charging_label(quote.charging)),
        (_("Beginn"), day_text(quote.starts_on)),
        (_("Testphase bis"), day_text(quote.trial_until) if quote.trial_until else ""),
        (_("Endet am"), day_text(quote.ends_on) if quote.ends_on else ""),
        (_("Erste Zahlung"), first_due),
        (_("Nächste Zahlung"), next_due),
    )


def _sums(quote: Quote) -> tuple[tuple[str, str], ...]:
    """Of a period, and what of it is due at once."""
    total = quote.recurring
    return (
        (_("Netto"), euros(total.net)),
        (_("MwSt. {percent} %").format(percent=VAT_PERCENT), euros(total.vat)),
        (_(_EACH[quote.charging]), euros(total.gross)),
        (_("Bei Bestellung fällig"), euros(quote.due_now.gross)),
    )


def _figure(label: str, amount: str) -> str:
    return f"{label:<{LINE - _FIGURE}}{amount:>{_FIGURE}}"


def _title() -> str:
    return _("Bestellbestätigung")


def _ordered() -> str:
    return _("Bestellt")


def _note() -> str:
    return _("Diese Bestätigung ist keine Rechnung. Preise je Lizenz verstehen sich netto.")
