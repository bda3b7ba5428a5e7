"""„Bezahlverfahren“: the five kinds, and what stands of a stored one (PRODUCT.md section 7)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from tcm_tui.i18n import N_, _


class PaymentKind(StrEnum):
    """How a company can pay, in the portal's order."""

    TELEKOM_INVOICE = "telekom_invoice"
    MOBILE_INVOICE = "mobile_invoice"
    CREDIT_CARD = "credit_card"
    PAYPAL = "paypal"
    DIRECT_DEBIT = "direct_debit"


class PaymentState(StrEnum):
    """Where a stored method stands; exactly one of a company's is active, once it has any."""

    ACTIVE = "active"
    FORMER = "former"


_LABELS: Final = {
    PaymentKind.TELEKOM_INVOICE: N_("Telekom-Rechnung"),
    PaymentKind.MOBILE_INVOICE: N_("Telekom Mobilfunk-Rechnung"),
    PaymentKind.CREDIT_CARD: N_("Kreditkarte"),
    PaymentKind.PAYPAL: N_("PayPal"),
    PaymentKind.DIRECT_DEBIT: N_("Lastschrift"),
}


def kind_label(kind: PaymentKind) -> str:
    """The portal's word for `kind`."""
    return _(_LABELS[kind])
