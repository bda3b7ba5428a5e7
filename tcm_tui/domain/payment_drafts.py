"""What is typed to activate each of the five kinds; `checked` keeps what each asks for.

Every refusal names the attribute that caused it. What nobody may read stands in no repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.bank_accounts import bank_of, check_iban
from tcm_tui.domain.cards import (
    brand_of,
    check_card_number,
    check_check_digits,
    check_expiry,
    last_day,
)
from tcm_tui.domain.mandates import check_reference
from tcm_tui.domain.payment import Mark, PaymentKind, mask_address
from tcm_tui.domain.payment_checks import check_consent, check_line, check_mobile, check_number
from tcm_tui.domain.people import check_email
from tcm_tui.i18n import _

if TYPE_CHECKING:
    from datetime import date

CUSTOMER_NUMBER: Final = 10
"""Digits of a „Kundennummer“ of the fixed line."""
MOBILE_CUSTOMER_NUMBER: Final = 8
"""Digits of a „Mobilfunk-Kundennummer“."""
ACCOUNT_NUMBER: Final = 10
"""Digits of a „Buchungskonto“ and of a „Kundenkonto“."""
_SHOWN: Final = 4
"""Digits at either end of a number that stand in clear."""


@dataclass(frozen=True)
class TelekomInvoice:
    """„Telekom-Rechnung“: on the bill of the company's fixed line."""

    customer_number: str = field(repr=False)
    account_number: str = field(repr=False)
    contract_holder: str

    def checked(self, today: date) -> TelekomInvoice:
        """The same with its numbers as digits alone.

        Raises:
            Invalid: A rule is broken.
        """
        del today
        return TelekomInvoice(
            check_number(self.customer_number, CUSTOMER_NUMBER, "customer_number"),
            check_number(self.account_number, ACCOUNT_NUMBER, "account_number"),
            check_line(self.contract_holder, "contract_holder"),
        )


@dataclass(frozen=True)
class MobileInvoice:
    """„Telekom Mobilfunk-Rechnung“: on the bill of a mobile contract.

    `postpaid` is the tick that it is one, not a prepaid card.
    """

    customer_number: str = field(repr=False)
    account_number: str = field(repr=False)
    phone: str = field(repr=False)
    postpaid: bool

    def checked(self, today: date) -> MobileInvoice:
        """The same with its numbers as digits alone, the telephone number in international form.

        Raises:
            Invalid: A rule is broken.
        """
        del today
        customer = check_number(self.customer_number, MOBILE_CUSTOMER_NUMBER, "customer_number")
        account = check_number(self.account_number, ACCOUNT_NUMBER, "account_number")
        phone = check_mobile(self.phone)
        check_consent(
            self.postpaid, _("Bestätigen Sie, dass es ein Laufzeitvertrag ist."), "postpaid"
        )
        return MobileInvoice(customer, account, phone, postpaid=True)


@dataclass(frozen=True)
class CreditCard:
    """„Kreditkarte“. Number and check digits are handed to the provider and kept nowhere.

    `expiry` is „MM/JJ“.
    """

    holder: str
    number: str = field(repr=False)
    expiry: str
    check_digits: str = field(repr=False)

    def checked(self, today: date) -> CreditCard:
        """The same with its numbers as digits alone; the card is good on `today`.

        Raises:
            Invalid: A rule is broken.
        """
        return CreditCard(
            check_line(self.holder, "holder"),
            check_card_number(self.number),
            check_expiry(self.expiry, today),
            check_check_digits(self.check_digits),
        )


@dataclass(frozen=True)
class PayPal:
    """„PayPal“. `consent` lets PayPal debit what is set up there."""

    account: str = field(repr=False)
    consent: bool

    def checked(self, today: date) -> PayPal:
        """The same with its address as mail would go to it.

        Raises:
            Invalid: A rule is broken.
        """
        del today
        account = check_email(self.account, "account").address
        check_consent(self.consent, _("Stimmen Sie zu, dass PayPal abbuchen darf."), "consent")
        return PayPal(account, consent=True)


@dataclass(frozen=True)
class DirectDebit:
    """„Lastschrift“. `consent` is the mandate that `reference` names."""

    holder: str
    iban: str = field(repr=False)
    consent: bool
    reference: str

    def checked(self, today: date) -> DirectDebit:
        """The same with its IBAN without blanks.

        Raises:
            Invalid: A rule is broken.
        """
        del today
        holder, iban = check_line(self.holder, "holder"), check_iban(self.iban)
        check_consent(self.consent, _("Erteilen Sie das SEPA-Lastschriftmandat."), "consent")
        return DirectDebit(holder, iban, consent=True, reference=check_reference(self.reference))


PaymentDraft = TelekomInvoice | MobileInvoice | CreditCard | PayPal | DirectDebit
KINDS: Final[dict[type[PaymentDraft], PaymentKind]] = {
    TelekomInvoice: PaymentKind.TELEKOM_INVOICE,
    MobileInvoice: PaymentKind.MOBILE_INVOICE,
    CreditCard: PaymentKind.CREDIT_CARD,
    PayPal: PaymentKind.PAYPAL,
    DirectDebit: PaymentKind.DIRECT_DEBIT,
}
"""Which draft belongs to which kind."""


def kind_of(draft: PaymentDraft) -> PaymentKind:
    """What `draft` is one of."""
    return KINDS[type(draft)]


@dataclass(frozen=True)
class Kept:
    """What is stored of a draft.

    Args:
        mark: In clear.
        holder: In clear, too; "" where nobody is asked for a name.
        bic: Of the bank that keeps the account.
        numbers: Encrypted; empty for a card, of which no number is kept.
        identity: What makes it this account and no other; kept as a keyed hash alone.
    """

    mark: Mark
    holder: str = ""
    bic: str = ""
    numbers: dict[str, str] = field(default_factory=dict, repr=False)
    identity: str = field(default="", repr=False)


def kept(draft: PaymentDraft) -> Kept:
    """What is stored of a checked `draft`."""
    kind = kind_of(draft)
    match draft:
        case TelekomInvoice(customer, account, holder):
            numbers = {"customer_number": customer, "account_number": account}
            mark = Mark(kind, account[-_SHOWN:])
            return Kept(mark, holder, numbers=numbers, identity=f"{customer}/{account}")
        case MobileInvoice(customer, account, phone):
            numbers = {"customer_number": customer, "account_number": account, "phone": phone}
            mark = Mark(kind, account[-_SHOWN:])
            return Kept(mark, numbers=numbers, identity=f"{customer}/{account}")
        case CreditCard(holder, number, expiry):
            ends, brand = last_day(expiry), brand_of(number)
            mark = Mark(kind, number[-_SHOWN:], brand=brand, expires_on=ends)
            return Kept(mark, holder, identity=number)
        case PayPal(account):
            identity = check_email(account).canonical
            mark = Mark(kind, mask_address(account))
            return Kept(mark, numbers={"account": account}, identity=identity)
        case DirectDebit(holder, iban):
            bank = bank_of(iban)
            mark = Mark(kind, iban[-_SHOWN:], iban_start=iban[:_SHOWN], bank=bank.name)
            return Kept(mark, holder, bank.bic, numbers={"iban": iban}, identity=iban)
