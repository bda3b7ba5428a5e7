"""How the sample company has paid over the months; the numbers are published for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.billing_address import BillingAddress
from tcm_tui.domain.demo import COMPANY, DOMAIN, PROFILE
from tcm_tui.domain.payment_drafts import (
    CreditCard,
    DirectDebit,
    MobileInvoice,
    PaymentDraft,
    PayPal,
    TelekomInvoice,
)

if TYPE_CHECKING:
    from datetime import date

ADDRESS: Final = BillingAddress(
    COMPANY, PROFILE.street, PROFILE.postcode, PROFILE.city, PROFILE.country, PROFILE.vat_id
)
_YEARS: Final = 2
"""For which the sample card is good yet."""


@dataclass(frozen=True)
class DemoPayment:
    """A method that was activated so many days ago."""

    days_ago: int
    draft: PaymentDraft


def payments(today: date) -> tuple[DemoPayment, ...]:
    """All five kinds, the last one active; the mandate's reference is chosen when it is given."""
    ends = f"09/{(today.year + _YEARS) % 100:02}"
    return (
        DemoPayment(399, TelekomInvoice("5204177301", "4410092258", COMPANY)),
        DemoPayment(330, MobileInvoice("31408826", "7702154711", "0151 23456789", postpaid=True)),
        DemoPayment(250, CreditCard("Anna Muster", "4242424242424242", ends, "123")),
        DemoPayment(120, PayPal(f"buchhaltung@{DOMAIN}", consent=True)),
        DemoPayment(7, DirectDebit(COMPANY, "DE89370400440532013000", consent=True, reference="")),
    )
