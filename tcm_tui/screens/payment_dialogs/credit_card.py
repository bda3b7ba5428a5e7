"""„Kreditkarte aktivieren“."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tcm_tui.domain.cards import (
    brand_label,
    check_card_number,
    check_check_digits,
    check_expiry,
    look_at_card,
)
from tcm_tui.domain.payment_checks import HOLDER_MAX, NUMBER_MAX, check_line
from tcm_tui.domain.payment_drafts import CreditCard
from tcm_tui.i18n import _
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog, beside
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.number_field import NumberField, Seen

if TYPE_CHECKING:
    from textual.app import ComposeResult

EXPIRY_MAX: Final = 10
CHECK_DIGITS_MAX: Final = 8
_LAST: Final = 4


class CreditCardDialog(ActivateDialog):
    """Holder, number with its brand, end, check digits."""

    def explanation(self) -> str:
        """Which cards, and what becomes of their numbers."""
        return _(
            "Möglich sind Visa, MasterCard, Diners Club/Discover und JCB. Kartennummer und"
            " Prüfziffer werden nicht gespeichert."
        )

    def compose_account(self) -> ComposeResult:
        """Whose card, which, and what else is printed on it."""
        yield beside(
            Field(
                _("Karteninhaber"),
                name="holder",
                rule=lambda typed: check_line(typed, "holder"),
                max_length=HOLDER_MAX,
            ),
            NumberField(
                _("Kartennummer"),
                name="number",
                rule=check_card_number,
                group=lambda typed: look_at_card(typed).grouped,
                look=_look,
                max_length=NUMBER_MAX,
            ),
        )
        yield beside(
            Field(
                _("gültig bis"),
                name="expiry",
                rule=partial(check_expiry, today=self.today),
                placeholder=_("MM/JJ"),
                max_length=EXPIRY_MAX,
            ),
            NumberField(
                _("Prüfziffer"),
                name="check_digits",
                rule=check_check_digits,
                shy=True,
                max_length=CHECK_DIGITS_MAX,
            ),
        )

    def draft(self) -> CreditCard:
        """What is filled in."""
        return CreditCard(
            holder=self.text("holder"),
            number=self.text("number"),
            expiry=self.text("expiry"),
            check_digits=self.text("check_digits"),
        )


def _look(text: str) -> Seen:
    """„Visa“, and with the last digit „Visa … 4242“."""
    look = look_at_card(text)
    if look.refused or look.brand is None:
        return Seen(wrong=look.refused)
    brand = brand_label(look.brand)
    if not look.valid:
        return Seen(hint=brand)
    return Seen(good=f"{brand} … {look.grouped.replace(' ', '')[-_LAST:]}")
