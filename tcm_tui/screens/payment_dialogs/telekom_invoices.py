"""„Telekom-Rechnung aktivieren“ and „Telekom Mobilfunk-Rechnung aktivieren“."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.errors import Invalid
from tcm_tui.domain.payment_checks import (
    HOLDER_MAX,
    NUMBER_MAX,
    check_line,
    check_mobile,
    check_number,
    compact,
    is_digits,
)
from tcm_tui.domain.payment_drafts import (
    ACCOUNT_NUMBER,
    CUSTOMER_NUMBER,
    MOBILE_CUSTOMER_NUMBER,
    MobileInvoice,
    TelekomInvoice,
)
from tcm_tui.domain.phone import PHONE_MAX
from tcm_tui.i18n import _, ngettext
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog, beside
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.number_field import NumberField, Seen
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult

_LAST: Final = 4


class TelekomInvoiceDialog(ActivateDialog):
    """Two numbers from a bill, and whose contract it is."""

    def explanation(self) -> str:
        """Which contract, and where the numbers are found."""
        return _(
            "Abgerechnet wird mit der Telekom-Rechnung Ihres Festnetzvertrags. Beide Nummern"
            " stehen auf der Rechnung."
        )

    def compose_account(self) -> ComposeResult:
        """The numbers, the name."""
        yield beside(
            number_field(_("Kundennummer"), "customer_number", CUSTOMER_NUMBER),
            number_field(_("Buchungskonto"), "account_number", ACCOUNT_NUMBER),
        )
        yield Field(
            _("Vertragsinhaber"),
            name="contract_holder",
            value=self.prepared.holder,
            rule=lambda typed: check_line(typed, "contract_holder"),
            max_length=HOLDER_MAX,
        )

    def draft(self) -> TelekomInvoice:
        """What is filled in."""
        return TelekomInvoice(
            customer_number=self.text("customer_number"),
            account_number=self.text("account_number"),
            contract_holder=self.text("contract_holder"),
        )


class MobileInvoiceDialog(ActivateDialog):
    """Two numbers from a bill, a telephone number, and that it is no prepaid card."""

    def explanation(self) -> str:
        """Which contract."""
        return _(
            "Abgerechnet wird mit der Mobilfunk-Rechnung. Das geht nur mit einem Laufzeitvertrag,"
            " nicht mit einer Prepaid-Karte."
        )

    def compose_account(self) -> ComposeResult:
        """The numbers, the tick."""
        yield beside(
            number_field(_("Mobilfunk-Kundennummer"), "customer_number", MOBILE_CUSTOMER_NUMBER),
            number_field(_("Kundenkonto"), "account_number", ACCOUNT_NUMBER),
        )
        yield Field(_("Rufnummer"), name="phone", rule=check_mobile, max_length=PHONE_MAX)
        yield TickField(_("Es ist ein Laufzeitvertrag, keine Prepaid-Karte."), name="postpaid")

    def draft(self) -> MobileInvoice:
        """What is filled in."""
        return MobileInvoice(
            customer_number=self.text("customer_number"),
            account_number=self.text("account_number"),
            phone=self.text("phone"),
            postpaid=self.ticked("postpaid"),
        )


def number_field(label: str, name: str, length: int) -> NumberField:
    """A field for a number of `length` digits; it says how many are there."""

    def check(typed: str) -> str:
        return check_number(typed, length, name)

    def look(typed: str) -> Seen:
        number = compact(typed)
        try:
            check(typed)
        except Invalid as refusal:
            if len(number) > length or (number and not is_digits(number)):
                return Seen(wrong=refusal.message)
            return Seen(hint=_digits_text(len(number), length) if number else "")
        return Seen(good=f"… {number[-_LAST:]}")

    return NumberField(label, name=name, rule=check, look=look, max_length=NUMBER_MAX)


def _digits_text(count: int, length: int) -> str:
    """„4 von 10 Ziffern“."""
    return ngettext("{n} von {all} Ziffern", "{n} von {all} Ziffern", length).format(
        n=count, all=length
    )
