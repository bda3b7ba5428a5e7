"""„Lastschrift aktivieren“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tcm_tui.domain.bank_accounts import check_iban, grouped_iban, look_at_iban
from tcm_tui.domain.mandates import consent_text, mandate_text
from tcm_tui.domain.payment_checks import HOLDER_MAX, NUMBER_MAX, check_line, compact
from tcm_tui.domain.payment_drafts import DirectDebit
from tcm_tui.i18n import _
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog, beside
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.number_field import NumberField, Seen
from tcm_tui.widgets.text import txt
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult


class DirectDebitDialog(ActivateDialog):
    """Holder, IBAN with its bank, the mandate."""

    def compose_account(self) -> ComposeResult:
        """Whose account, which, and the consent."""
        yield beside(
            Field(
                _("Kontoinhaber"),
                name="holder",
                value=self.prepared.holder,
                rule=lambda typed: check_line(typed, "holder"),
                max_length=HOLDER_MAX,
            ),
            NumberField(
                _("IBAN"),
                name="iban",
                rule=check_iban,
                group=lambda typed: grouped_iban(compact(typed)),
                look=_look,
                max_length=NUMBER_MAX,
            ),
        )
        reference = self.prepared.reference
        yield Static(txt(mandate_text(reference)), classes="form--text")
        yield TickField(consent_text(reference), name="consent")

    def draft(self) -> DirectDebit:
        """What is filled in."""
        return DirectDebit(
            holder=self.text("holder"),
            iban=self.text("iban"),
            consent=self.ticked("consent"),
            reference=self.prepared.reference,
        )


def _look(text: str) -> Seen:
    """„Commerzbank · BIC COBADEFFXXX“."""
    look = look_at_iban(text)
    if not look.valid:
        return Seen(wrong=look.hint)
    if not look.bank:
        return Seen(hint=look.hint)
    return Seen(good=f"{look.bank} · BIC {look.bic}" if look.bic else look.bank)
