"""What is said of a way to pay wherever one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.countries import country_name
from tcm_tui.domain.payment import kind_label
from tcm_tui.domain.text import shown
from tcm_tui.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from tcm_tui.domain.billing_address import BillingAddress
    from tcm_tui.domain.payment import PaymentRow, Prepared, Reach


def activate_verb() -> str:
    """„Aktivieren“."""
    # German calls it as it calls giving somebody access again; other languages do not.
    return pgettext("payment", "Aktivieren")


def touches_text(reach: Reach) -> str:
    """„Betrifft sofort 17 Abonnements und 2 offene Rechnungen“."""
    if not reach.subscriptions and not reach.open_invoices:
        return _("Gilt sofort. Noch gibt es kein Abonnement und keine offene Rechnung.")
    subscriptions = ngettext("{n} Abonnement", "{n} Abonnements", reach.subscriptions)
    invoices = ngettext("{n} offene Rechnung", "{n} offene Rechnungen", reach.open_invoices)
    return _("Betrifft sofort {subscriptions} und {invoices}.").format(
        subscriptions=subscriptions.format(n=reach.subscriptions),
        invoices=invoices.format(n=reach.open_invoices),
    )


def reach_text(prepared: Prepared) -> str:
    """What the switch touches, and what is active until then."""
    touched = touches_text(prepared.reach)
    if prepared.current is None:
        return touched
    before = _("Bisher: {method}.").format(method=method_text(prepared.current))
    return f"{touched} {before}"


def method_text(row: PaymentRow) -> str:
    """„Kreditkarte Visa … 4242 · 09/28“."""
    return f"{kind_label(row.kind)} {row.masked}"


def address_text(address: BillingAddress) -> str:
    """The address on a line."""
    place = f"{address.postcode} {address.city}".strip()
    country = country_name(address.country)
    parts = (address.company, address.street, place, country, address.vat_id)
    return ", ".join(shown(part) for part in parts if part)
