"""Activating a way to pay: the form of its kind, or a question about an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tcm_tui.domain.dates import local_day
from tcm_tui.domain.errors import DomainError, SessionEnded
from tcm_tui.domain.payment import PaymentKind, kind_label
from tcm_tui.i18n import _
from tcm_tui.screens.host import host
from tcm_tui.screens.payment_dialogs.credit_card import CreditCardDialog
from tcm_tui.screens.payment_dialogs.direct_debit import DirectDebitDialog
from tcm_tui.screens.payment_dialogs.paypal import PayPalDialog
from tcm_tui.screens.payment_dialogs.telekom_invoices import (
    MobileInvoiceDialog,
    TelekomInvoiceDialog,
)
from tcm_tui.screens.payment_dialogs.wording import method_text, reach_text
from tcm_tui.services import payment_methods
from tcm_tui.widgets.dialog import Confirm
from tcm_tui.widgets.text import toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from tcm_tui.domain.payment import PaymentRow, Prepared
    from tcm_tui.screens.asks import Asks
    from tcm_tui.screens.payment_dialogs.activate_dialog import ActivateDialog, Filled

DIALOGS: Final[dict[PaymentKind, type[ActivateDialog]]] = {
    PaymentKind.TELEKOM_INVOICE: TelekomInvoiceDialog,
    PaymentKind.MOBILE_INVOICE: MobileInvoiceDialog,
    PaymentKind.CREDIT_CARD: CreditCardDialog,
    PaymentKind.PAYPAL: PayPalDialog,
    PaymentKind.DIRECT_DEBIT: DirectDebitDialog,
}


class Activating:
    """Reads what a switch touches, asks, switches; asked again before it has read, it begins anew.

    Args:
        node: Where it happens.
        done: Called with what is active from then on.
    """

    def __init__(self, node: Asks, done: Callable[[PaymentRow], None]) -> None:
        self._node = node
        self._done = done

    def begin(self, kind: PaymentKind) -> None:
        """Open the form of a kind."""
        self._node.run_worker(self._prepare(kind, None), group="submit", exclusive=True)

    def begin_again(self, row: PaymentRow) -> None:
        """Ask whether an earlier method shall be active again."""
        self._node.run_worker(self._prepare(row.kind, row), group="submit", exclusive=True)

    async def _prepare(self, kind: PaymentKind, row: PaymentRow | None) -> None:
        try:
            prepared = await self._node.ask(payment_methods.prepare, kind)
        except SessionEnded:
            return  # the sign-in screen says so
        except DomainError as refusal:
            toast(self._node, refusal.message, severity="error")
            return
        # In a worker of its own: this one answers by itself, that one waits for the person.
        asking = self._fill_in(prepared) if row is None else self._take_again(row, prepared)
        self._node.run_worker(asking)

    async def _fill_in(self, prepared: Prepared) -> None:
        async def activate(filled: Filled) -> PaymentRow:
            return await self._node.ask(payment_methods.activate, filled.draft, filled.address)

        place = host(self._node)
        today = local_day(place.clock(), place.zone)
        dialog = DIALOGS[prepared.kind](prepared, activate, today)
        self._tell(await self._node.app.push_screen_wait(dialog))

    async def _take_again(self, row: PaymentRow, prepared: Prepared) -> None:
        sure: bool | None = await self._node.app.push_screen_wait(
            Confirm(
                f"{method_text(row)}\n\n{reach_text(prepared)}",
                title=_("{kind} wieder aktivieren?").format(kind=kind_label(row.kind)),
                yes=_("Wieder aktivieren"),
            )
        )
        if not sure:
            return
        with self._node.asking(self._node):
            self._tell(await self._node.ask(payment_methods.reactivate, row.id))

    def _tell(self, row: PaymentRow | None) -> None:
        if row is not None:
            toast(self._node, _("{method} ist jetzt aktiv.").format(method=method_text(row)))
            self._done(row)
