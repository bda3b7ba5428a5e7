"""The way to „Rechnung“, accounts that exist only in documents, and what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.widgets import Static

from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.payment_drafts import (
    CreditCard,
    DirectDebit,
    MobileInvoice,
    PayPal,
    TelekomInvoice,
)
from tcm_tui.screens.administration.billing.billing import BillingTab
from tcm_tui.screens.administration.billing.methods import MethodsSection, MethodTable
from tcm_tui.services.payment_methods import activate, prepare
from tcm_tui.services.proving import prove
from tests.builders import PASSWORD, signed_in
from tests.screens.support import settle, sign_in

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.domain.payment_drafts import PaymentDraft
    from tests.screens.support import Stage

IBAN: Final = "DE89370400440532013000"
"""The IBAN of the registry's examples."""
CARD: Final = "4242424242424242"
DECLINED: Final = "4000000000000002"
CHECK_DIGITS: Final = "737"
ADDRESS: Final = BillingAddress(
    "Muster Maschinenbau GmbH", "Musterstraße 1", "10115", "Berlin", "DE", ""
)
VISA: Final = CreditCard("Anna Muster", CARD, "09/28", CHECK_DIGITS)
TELEKOM: Final = TelekomInvoice("1234567890", "0987654711", "Muster Maschinenbau GmbH")
MOBILE: Final = MobileInvoice("12345678", "0987654711", "0151 23456789", postpaid=True)
PAYPAL: Final = PayPal("buchhaltung@muster.example", consent=True)


def debit(reference: str) -> DirectDebit:
    """A mandate for the account of the examples."""
    return DirectDebit("Muster Maschinenbau GmbH", IBAN, consent=True, reference=reference)


def pay_by(stage: Stage, *drafts: PaymentDraft) -> list[PaymentRow]:
    """Anna activates one after the other, a day apart."""
    rows = []
    for draft in drafts:
        ctx = signed_in(stage.nobody, stage.anna)
        prove(ctx, PASSWORD)
        rows.append(activate(ctx, draft, ADDRESS))
        stage.clock.forward(days=1)
    return rows


def pay_by_all(stage: Stage) -> list[PaymentRow]:
    """All five, the direct debit at last."""
    before = pay_by(stage, TELEKOM, MOBILE, VISA, PAYPAL)
    return [*before, *pay_by(stage, debit("TCM-2026-000417"))]


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """One key after the other, each answered before the next."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def open_billing(pilot: Pilot[Any]) -> MethodsSection:
    """Sign in and go to „Rechnung“."""
    await sign_in(pilot)
    await press(pilot, "5")
    return pilot.app.screen.query_one(MethodsSection)
