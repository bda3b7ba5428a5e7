"""How the sample company comes to pay as it does: as its administrator would switch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tcm_tui.domain.demo_payments import ADDRESS
from tcm_tui.domain.payment import PaymentKind
from tcm_tui.domain.payment_drafts import DirectDebit
from tcm_tui.services.payment_methods import activate, prepare

if TYPE_CHECKING:
    from tcm_tui.domain.demo_payments import DemoPayment
    from tcm_tui.domain.payment import PaymentRow
    from tcm_tui.services.context import Context


def pay(ctx: Context, payment: DemoPayment) -> PaymentRow:
    """Activate one of the story, with a mandate of that day where there is one."""
    draft = payment.draft
    if isinstance(draft, DirectDebit):
        draft = replace(draft, reference=prepare(ctx, PaymentKind.DIRECT_DEBIT).reference)
    return activate(ctx, draft, ADDRESS)
