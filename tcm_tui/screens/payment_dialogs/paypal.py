"""„PayPal aktivieren“."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.domain.payment import paypal_text
from tcm_tui.domain.payment_drafts import PayPal
from tcm_tui.domain.people import ADDRESS_MAX, check_email
from tcm_tui.i18n import _
from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog
from tcm_tui.widgets.field import Field
from tcm_tui.widgets.tick import TickField

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PayPalDialog(ActivateDialog):
    """The account, and the consent that PayPal would ask for."""

    def explanation(self) -> str:
        """What PayPal does."""
        return paypal_text()

    def compose_account(self) -> ComposeResult:
        """The address of the account, and the step that PayPal would do on a page of its own."""
        yield Field(
            _("PayPal-Konto (E-Mail-Adresse)"),
            name="account",
            rule=lambda typed: check_email(typed, "account"),
            max_length=ADDRESS_MAX,
        )
        agreed = _("Ich erlaube PayPal, fällige Beträge von diesem Konto abzubuchen.")
        if self.prepared.offline:
            agreed = f"{agreed} {_('Diese Zustimmung gilt hier, ohne Anmeldung bei PayPal.')}"
        yield TickField(agreed, name="consent")

    def draft(self) -> PayPal:
        """What is filled in."""
        return PayPal(account=self.text("account"), consent=self.ticked("consent"))
