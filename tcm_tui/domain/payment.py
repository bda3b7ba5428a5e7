"""„Bezahlverfahren“: the five kinds, and what stands of a stored one (PRODUCT.md section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.cards import Brand, brand_label
from tcm_tui.domain.errors import Invalid
from tcm_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from tcm_tui.domain.billing_address import BillingAddress

CARD_WARNING: Final = timedelta(days=60)
"""So long before it ends, a card stands in „Zu erledigen“."""


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


_PREFIXES: Final = {
    PaymentKind.TELEKOM_INVOICE: N_("Buchungskonto {mask}"),
    PaymentKind.MOBILE_INVOICE: N_("Kundenkonto {mask}"),
}


@dataclass(frozen=True)
class Mark:
    """What tells a method from others of its kind, in clear; never a whole account number.

    Args:
        kind: Of the method.
        last_four: The last digits of its number; of PayPal the masked address.
        iban_start: Of an IBAN: country and check digits.
        brand: Of a card.
        expires_on: The last day on which a card is good.
        bank: Who keeps the account, "" when it is not known.
    """

    kind: PaymentKind
    last_four: str
    iban_start: str = ""
    brand: Brand | None = None
    expires_on: date | None = None
    bank: str = ""

    @property
    def short(self) -> str:
        """„Visa … 4242 · 09/28“, „… 4711“, „DE89 … 3000“: the same in every language."""
        if self.kind is PaymentKind.PAYPAL:
            return self.last_four
        begin = brand_label(self.brand) if self.brand else self.iban_start
        end = f"{self.expires_on:%m/%y}" if self.expires_on else ""
        mask = f"{begin} … {self.last_four}".strip()
        return f"{mask} · {end}" if end else mask

    @property
    def masked(self) -> str:
        """„Kundenkonto … 4711“, „DE89 … 3000 · Commerzbank“, as lists show it."""
        if self.kind in _PREFIXES:
            return _(_PREFIXES[self.kind]).format(mask=self.short)
        return f"{self.short} · {self.bank}" if self.bank else self.short


@dataclass(frozen=True)
class PaymentRow:
    """A stored method.

    Args:
        id: Of the method.
        kind: One of the five.
        state: Active or earlier.
        masked: What it is recognised by, without its number.
        since: When it was activated last.
        until: When another took its place, None for the active one.
        address: Whom its bills are made out to.
        offline: Whether it was accepted without asking anybody.
        expires_on: The last day on which a card is good.
        version: Of the row.
    """

    id: int
    kind: PaymentKind
    state: PaymentState
    masked: str
    since: datetime
    until: datetime | None
    address: BillingAddress
    offline: bool
    expires_on: date | None
    version: int

    @property
    def active(self) -> bool:
        """Whether bills are paid by it."""
        return self.state is PaymentState.ACTIVE


@dataclass(frozen=True)
class PaymentOverview:
    """Every kind, and what is stored: by kind in the portal's order, newest first."""

    rows: tuple[PaymentRow, ...]

    @property
    def active(self) -> PaymentRow | None:
        """What bills are paid by, None before the first."""
        return next((row for row in self.rows if row.active), None)

    def of(self, kind: PaymentKind) -> tuple[PaymentRow, ...]:
        """Those of one kind, the active one first."""
        return tuple(
            sorted((row for row in self.rows if row.kind is kind), key=lambda row: not row.active)
        )


@dataclass(frozen=True)
class Reach:
    """What a switch touches at once. Amounts are euro cents."""

    subscriptions: int
    open_invoices: int
    open_cents: int


@dataclass(frozen=True)
class Prepared:
    """What the dialog of a kind begins with.

    Args:
        kind: Which.
        holder: The company's name, for „Kontoinhaber“ and „Vertragsinhaber“.
        address: Of the active method, else of the profile.
        reach: What the switch touches.
        current: The active method, None before the first.
        reference: Of the mandate of a direct debit, "" for the others.
        offline: Whether nobody is asked beyond what was typed.
    """

    kind: PaymentKind
    holder: str
    address: BillingAddress
    reach: Reach
    current: PaymentRow | None
    reference: str
    offline: bool


class CreditRefused(Invalid):
    """A direct debit is ruled out while bills are overdue.

    Args:
        overdue: How many.
    """

    def __init__(self, overdue: int) -> None:
        sentence = ngettext(
            "Lastschrift ist nicht möglich: {n} Rechnung ist überfällig.",
            "Lastschrift ist nicht möglich: {n} Rechnungen sind überfällig.",
            overdue,
        )
        super().__init__(sentence.format(n=overdue))


class PaymentDeed(StrEnum):
    """What happened to the way a company pays."""

    ACTIVATED = "activated"
    REACTIVATED = "reactivated"
    REFUSED = "refused"
    REVEALED = "revealed"


@dataclass(frozen=True)
class PaymentEvent:
    """A line of „Verlauf“.

    Args:
        id: Of the audit entry; what the next page continues from.
        at: When.
        person: Who, "" when the account is gone.
        deed: What.
        kind: What was chosen.
        masked: Which one; "" where it was refused and so never stored.
        before: What was active until then, masked; "" for nothing.
    """

    id: int
    at: datetime
    person: str
    deed: PaymentDeed
    kind: PaymentKind
    masked: str
    before: str


def paypal_text() -> str:
    """What the dialog of PayPal says before it asks for consent."""
    return _(
        "PayPal bucht so ab, wie Sie es dort eingerichtet haben: per Lastschrift, giropay, "
        "Kreditkarte oder PayPal-Guthaben."
    )


def mask_address(address: str) -> str:
    """„b…g@muster.example“ of a mail address."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…{local[-1:]}@{domain}" if len(local) > 2 else f"…@{domain}"  # noqa: PLR2004 - nothing would be hidden of a shorter one
